using GlmmDsl.Data;
using GlmmDsl.Design.Frame;
using GlmmDsl.Design.RandomEffects;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design;

/// <summary>The variables of the linear predictors beside the conditional one. Rows are chosen for all predictors together, so they are evaluated before any design is made.</summary>
internal sealed class ComponentFrames
{
    private readonly Table table;
    private readonly CancellationToken cancellationToken;
    private readonly Dictionary<ModelTerms, (DesignPlan Plan, BasisRecorder Recorder, ModelFrame Frame)> frames = new(ReferenceEqualityComparer.Instance);

    /// <summary>Evaluates the variables of the options' formulas.</summary>
    /// <exception cref="FormulaException">A formula that does not suit the table.</exception>
    public ComponentFrames(Table table, DesignOptions options, CancellationToken cancellationToken)
    {
        this.table = table;
        this.cancellationToken = cancellationToken;
        foreach (ModelTerms terms in new[] { options.ZeroInflation, options.Dispersion }.OfType<ModelTerms>())
        {
            DesignPlan plan = ModelMatricesBuilder.Plan(terms, table, options with { Offsets = [] });
            RandomEffectsTerms.CheckStructures(plan, terms.Syntax.Text);
            var recorder = new BasisRecorder();
            frames.Add(terms, (plan, recorder, ModelMatricesBuilder.Frame(plan, table, options, recorder, withResponse: false, cancellationToken)));
        }
    }

    /// <summary>The frames.</summary>
    public IEnumerable<ModelFrame> All => frames.Values.Select(f => f.Frame);

    /// <summary>The columns that the formulas read.</summary>
    public IEnumerable<string> ColumnsUsed => frames.Values.SelectMany(f => f.Plan.ColumnsUsed);

    /// <summary>The design of a formula; null where there is none.</summary>
    /// <param name="terms">The formula.</param>
    /// <param name="rows">The rows used.</param>
    /// <param name="frequencies">How many rows each stands for; null for one.</param>
    /// <param name="groups">The model's grouping factors; those of the component are added.</param>
    /// <param name="notices">Receives notices.</param>
    public ComponentDesign? Build(ModelTerms? terms, RowSelection rows, double[]? frequencies, Dictionary<string, (GroupIndex Index, GroupingFactor Group)> groups, List<Notice> notices)
    {
        if (terms is null)
        {
            return null;
        }

        (DesignPlan plan, BasisRecorder recorder, ModelFrame frame) = frames[terms];
        DesignPart part = DesignPart.Of(plan, frame, rows, groups, notices, cancellationToken);
        return new ComponentDesign(ModelMatricesBuilder.Matrices(part, frame, rows), ModelMatricesBuilder.Basis(part, recorder, table) with { References = ReferenceColumns.Of(plan, frame, rows, frequencies) });
    }
}
