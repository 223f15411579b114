using System.Collections.Immutable;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Configuration;
using GlmmDsl.Generators.Symbols;

namespace GlmmDsl.Generators.Emit;

/// <summary>Writes the files of a model, one for each concern.</summary>
internal static class ModelEmitter
{
    /// <summary>The files of a model.</summary>
    /// <param name="specification">The model.</param>
    /// <param name="clashing">The models whose files need a hash in their names.</param>
    /// <param name="used">The members that the program uses; read only if the model's formula is wrong.</param>
    public static EquatableArray<SourceFile> Emit(ModelSpecification specification, EquatableArray<string> clashing, EquatableArray<UsedMember> used)
    {
        ModelDeclaration declaration = specification.Declaration;
        if (FileNames.IsTwice(declaration, clashing))
        {
            return default;
        }

        if (specification.Plan is not { } plan)
        {
            return new(ImmutableArray.Create(File("Fit", SkeletonEmitter.Emit(specification, used))));
        }

        var model = new ModelContext(specification, plan);
        var files = ImmutableArray.Create(
            File("Design", DesignEmitter.Emit(model)),
            File("Coefficients", CoefficientsEmitter.Emit(model)),
            File("Means", MeansEmitter.Emit(model)),
            File("RandomEffects", RandomEffectsEmitter.Emit(model)),
            File("Fit", FitEmitter.Emit(model)));
        return new(model.Components.IsEmpty ? files : files.Add(File("Components", ComponentsEmitter.Emit(model))));

        SourceFile File(string concern, string text) => new(FileNames.Of(declaration, concern, clashing), text);
    }
}

/// <summary>What the emitters of one model share.</summary>
internal sealed class ModelContext(ModelSpecification specification, DesignPlan plan)
{
    public ModelSpecification Specification { get; } = specification;

    public ModelDeclaration Declaration => Specification.Declaration;

    public RowModel Row => Declaration.Row;

    public DesignPlan Plan { get; } = plan;

    public ModelNames Names { get; } = new(specification.Declaration);

    /// <summary>The distribution of a generalised model's response in words.</summary>
    public string Distribution => (Declaration.Own?.Name ?? Declaration.Family!.ToLowerInvariant()) + (Declaration.Link == "Default" ? "" : " with the " + Declaration.Link.ToLowerInvariant() + " link");

    /// <summary>The columns the model reads.</summary>
    public ImmutableArray<UsedColumn> Columns { get; } = UsedColumns.Of(specification, plan);

    /// <summary>The columns of the fixed-effects design; of an ordinal model without the intercept, in whose place thresholds stand.</summary>
    public ImmutableArray<ColumnShape> Fixed { get; } = ColumnShape.OfAll(plan.Fixed, specification.Declaration.Row)
        .Where(c => c.Name != PlanTerm.InterceptName || !FamilyFacts.IsOfCategories(specification.Declaration.Family)).ToImmutableArray();

    /// <summary>The response of an ordinal model, a column of ordered levels known at compile time; null for any other.</summary>
    public RowColumn? OrdinalResponse { get; } = OrdinalEmitter.ResponseOf(plan, specification.Declaration);

    /// <summary>Whether a record of predictors without groups differs from the one with them and has a column at all.</summary>
    public bool HasPopulationPredictors => Columns.Any(u => u.IsOfPopulation) && Columns.Any(u => u.IsPredictor && !u.IsOfPopulation);

    /// <summary>The grouping factors, each once.</summary>
    public ImmutableArray<GroupShape> Groups => groups ??= GroupShape.Of(Plan, this, "", Names.Variances, Names.VariancesOf, Names.Modes);

    /// <summary>The linear predictors beside the mean's that have typed results.</summary>
    public ImmutableArray<ComponentShape> Components => components ??= ComponentShape.Of(this);

    /// <summary>The factors of the fixed effects.</summary>
    public ImmutableArray<FactorShape> Factors { get; } = FactorShape.Of(plan, specification.Declaration.Row);

    /// <summary>The columns that the fixed effects have slopes in.</summary>
    public ImmutableArray<RowColumn> NumericColumns { get; } = FactorShape.NumericOf(plan, specification.Declaration.Row);

    private ImmutableArray<GroupShape>? groups;
    private ImmutableArray<ComponentShape>? components;
}
