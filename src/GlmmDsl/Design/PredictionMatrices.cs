using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Design.Expressions;
using GlmmDsl.Design.Frame;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design;

/// <summary>
/// The design of new rows, made with the levels, contrasts and moments of the fit. Missing values are NaN in the columns they reach, and
/// so in the prediction.
/// </summary>
/// <param name="RowCount">Number of new rows, m; none is left out.</param>
/// <param name="Offset">The sum of the offsets, m numbers; null when there is none.</param>
/// <param name="FixedColumns">The p fixed-effects columns of m numbers, in the order of the fit.</param>
/// <param name="Random">The random-effects terms in the order of the fit; empty where they were not wanted.</param>
internal sealed record PredictionMatrices(int RowCount, double[]? Offset, double[][] FixedColumns, ImmutableArray<PredictionTerm> Random)
{
    /// <summary>The designs of the linear predictors beside the conditional one, null for one without a formula; empty where they were not wanted.</summary>
    public ImmutableArray<PredictionMatrices?> Others { get; init; } = [];

    /// <summary>Makes the design of new rows. They need neither response nor weights.</summary>
    /// <param name="trained">The design of the fit.</param>
    /// <param name="basis">What the fit took from its rows.</param>
    /// <param name="table">The new rows.</param>
    /// <param name="options">The options of the fit: offsets beside the formula's, functions.</param>
    /// <param name="random">What of the random-effects terms is wanted; the new rows need groups only for their levels.</param>
    /// <param name="cancellationToken">Checked between columns.</param>
    /// <exception cref="FormulaException">A column of the formula is missing or has another type.</exception>
    /// <exception cref="ModelDataException">A level of a predictor that the fit never saw, or a value that cannot be read or is infinite.</exception>
    public static PredictionMatrices Build(
        ModelMatrices trained, TrainingBasis basis, Table table, DesignOptions options, RandomPart random, CancellationToken cancellationToken)
    {
        DesignPlan plan = trained.Plan;
        bool withRandom = random != RandomPart.None;
        bool withGroups = random == RandomPart.Levels;
        string formula = plan.Terms.Syntax.Text;
        NewRowColumns.Check(plan, table, formula, withRandom, withGroups);
        table = NewRowColumns.AsTrained(plan, basis, table);
        var evaluator = new ExpressionEvaluator(table, formula, new BasisRecorder(basis), options.Functions, cancellationToken);
        ModelFrame frame = ModelFrame.Evaluate(plan, table, evaluator, options, withResponse: false, withRandom, withGroups);
        frame.RefuseInfinite(RowSelection.All(table.RowCount));
        var variables = new Dictionary<PlanVariable, CodedVariable>();
        foreach (PlanVariable variable in CodedVariable.In(plan, withRandom))
        {
            ImmutableArray<string> levels = basis.CodedLevels.GetValueOrDefault(variable, []);
            variables.Add(variable, CodedVariable.ForNewRows(variable, frame.Coded(variable), levels, table));
        }

        FixedEffectsColumns columns = FixedEffectsColumns.Of(plan.Fixed, variables, table.RowCount, cancellationToken);
        double[]? offset = null;
        foreach (FrameVariable variable in frame.Offsets)
        {
            offset = offset is null ? variable.Numbers[0] : [.. offset.Zip(variable.Numbers[0], (a, b) => a + b)];
        }

        IEnumerable<RandomEffectsTerm> terms = withRandom ? trained.Random : [];
        return new PredictionMatrices(
            table.RowCount, offset, columns.Columns, [.. terms.Select(term => PredictionTerm.Of(term, basis, withGroups ? frame : null, variables))]);
    }
}

/// <summary>What a prediction needs of random-effects terms.</summary>
internal enum RandomPart
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Their columns, for the variance of the random part.</summary>
    Columns,

    /// <summary>Their columns and the levels of their groups.</summary>
    Levels,
}
