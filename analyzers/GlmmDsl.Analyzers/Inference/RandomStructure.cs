using GlmmDsl.Analyzers.Fits;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;

namespace GlmmDsl.Analyzers.Inference;

/// <summary>
/// What a model has that another may lack, as words: columns of the fixed effects, grouping factors, columns of random effects by group. Spellings of one column
/// (<c>poly(x, 2)</c>, <c>x + I(x^2)</c>) are the same word, so that two models with the same words may still differ, and never the other way.
/// </summary>
internal sealed class RandomStructure
{
    private readonly HashSet<string> columns;
    private readonly HashSet<string> random = new(StringComparer.Ordinal);
    private readonly HashSet<string> combined = new(StringComparer.Ordinal);

    private RandomStructure(ModelTerms terms)
    {
        columns = new HashSet<string>(terms.Fixed.SelectMany(NamesOf), StringComparer.Ordinal);
        FixedTerms = new HashSet<string>(terms.Fixed.Select(t => t.Name), StringComparer.Ordinal);
        HasIntercept = terms.HasIntercept;
        foreach (RandomTerm term in terms.Random)
        {
            if (term.Group.Length > 1)
            {
                combined.UnionWith(term.Group.Select(g => g.Name));
            }

            random.Add(term.GroupName);
            random.UnionWith(term.Terms.SelectMany(NamesOf).Select(column => $"{column} by {term.GroupName}"));
        }
    }

    /// <summary>The names of the fixed terms.</summary>
    public HashSet<string> FixedTerms { get; }

    /// <summary>Whether the fixed part has an intercept.</summary>
    public bool HasIntercept { get; }

    /// <summary>Of a fit that the code shows; null where its formula cannot be seen.</summary>
    public static RandomStructure? Of(SeenFit? fit) => (ComparedModel.Of(fit?.Model)?.Plan.Terms ?? fit?.Specification?.Terms) is { } terms ? new RandomStructure(terms) : null;

    /// <summary>Of a model.</summary>
    public static RandomStructure Of(FittedModel model) => new(model.Terms);

    /// <summary>What this model has and the other certainly has not; null where there is nothing.</summary>
    public string? Beyond(RandomStructure other)
    {
        // Groups b within a are the levels of b, where those have names of their own: a combination of factors proves nothing.
        string? group = random.Where(r => !r.Contains(':')).FirstOrDefault(r => !other.random.Contains(r) && !other.combined.Contains(r) && !IsOfCombination(r, other));
        return columns.FirstOrDefault(c => !other.columns.Contains(c)) is { } column ? $"the fixed effect of '{column}'" : group is null ? null : $"random effects of '{group}'";
    }

    /// <summary>Whether the fixed parts have the same terms.</summary>
    public bool HasFixedPartOf(RandomStructure other) => HasIntercept == other.HasIntercept && FixedTerms.SetEquals(other.FixedTerms);

    /// <summary>Whether its random effects are part of the other's, which has more.</summary>
    public bool HasFewerRandomEffectsThan(RandomStructure other) => random.IsProperSubsetOf(other.random);

    /// <summary>Whether the random effects differ.</summary>
    public bool DiffersInRandomEffects(RandomStructure other) => !random.SetEquals(other.random);

    private static bool IsOfCombination(string word, RandomStructure other) =>
        word.LastIndexOf(" by ", StringComparison.Ordinal) is >= 0 and var at && other.combined.Contains(word.Substring(at + 4));

    private static IEnumerable<string> NamesOf(Term term) => term.Variables.SelectMany(v => FormulaWalk.Names(v.Expression)).Select(n => n.Name);
}
