using System.Collections.Immutable;
using GlmmDsl.Formulas;

namespace GlmmDsl.Generators.Emit;

/// <summary>A grouping factor with the random effects of all its terms.</summary>
/// <param name="Name">lme4's name, <c>b:a</c>.</param>
/// <param name="Property">The property of the group in the views.</param>
/// <param name="Keys">The keys of a level, in the order of the name.</param>
/// <param name="Terms">For each term, its columns.</param>
/// <param name="VariancesOfType">The generated view of results for its variance components, without its type parameters.</param>
/// <param name="VariancesType">The generated view of its variance components themselves.</param>
/// <param name="CorrelationsType">The generated view of results for its correlations, without its type parameter.</param>
/// <param name="ModesType">The generated view of its conditional modes, by level.</param>
/// <param name="ModeType">The generated view of the conditional modes of one level.</param>
internal sealed record GroupShape(
    string Name,
    string Property,
    ImmutableArray<LevelKey> Keys,
    ImmutableArray<TermShape> Terms,
    string VariancesOfType,
    string VariancesType,
    string CorrelationsType,
    string ModesType,
    string ModeType)
{
    /// <summary>The columns of all its terms, in the order of the formula.</summary>
    public ImmutableArray<ColumnShape> Columns => Terms.SelectMany(t => t.Columns).ToImmutableArray();

    /// <summary>Whether a term of the group gives pairs of columns one correlation.</summary>
    public bool SharesCorrelations => Terms.Any(t => t.SharesCorrelations);

    /// <summary>The grouping factors of a linear predictor.</summary>
    /// <param name="plan">Its plan.</param>
    /// <param name="model">The model.</param>
    /// <param name="prefix">What the names of its types begin with; empty for the predictor of the mean.</param>
    /// <param name="types">The types that have a property for each group.</param>
    public static ImmutableArray<GroupShape> Of(DesignPlan plan, ModelContext model, string prefix, params string[] types)
    {
        List<IGrouping<string, PlanRandomTerm>> groups = plan.Random.GroupBy(t => t.GroupName, StringComparer.Ordinal).ToList();
        string source = prefix.Length > 0 ? "Component" : "Result";
        IReadOnlyList<string> properties = ModelNames.Properties(groups.Select(g => g.Key).ToList(), types[0], ["Residual", "Result", "T", "TCorrelation", source, .. types]);
        return groups.Select((g, i) =>
        {
            string bare = prefix + properties[i].TrimStart('@');
            return new GroupShape(
                g.Key,
                properties[i],
                g.First().Group.Select(v => LevelKey.OfLevels(v, model.Row)).ToImmutableArray(),
                g.Select(t => TermShape.Of(t, model)).ToImmutableArray(),
                model.Names.Free(bare + "VariancesOf"),
                model.Names.Free(bare + "Variances"),
                model.Names.Free(bare + "CorrelationsOf"),
                model.Names.Free(bare + "Modes"),
                model.Names.Free(bare + "Mode"));
        }).ToImmutableArray();
    }
}

