using System.Collections.Immutable;

namespace GlmmDsl.Formulas;

/// <summary>
/// What is known of a family before any data are seen, in one table: the analyzers check attributes by it, the engine takes its links from it.
/// Families, links and weight kinds go by the names of their enumerations' members. A family that is not in the table is not checked.
/// </summary>
public sealed class FamilyFacts
{
    /// <summary>The name of the Gaussian family.</summary>
    public const string Gaussian = "Gaussian";

    /// <summary>The name of the binomial family.</summary>
    public const string Binomial = "Binomial";

    /// <summary>The name of the Poisson family.</summary>
    public const string Poisson = "Poisson";

    /// <summary>The name of the family of ordered categories.</summary>
    public const string Cumulative = "Cumulative";

    /// <summary>The name of the member that stands for families of the program's own, which are not in the table.</summary>
    public const string Own = "Custom";

    /// <summary>The name of the identity link.</summary>
    public const string Identity = "Identity";

    /// <summary>The name of the log link.</summary>
    public const string Log = "Log";

    /// <summary>The name of the inverse link.</summary>
    public const string Inverse = "Inverse";

    private const string InverseSquare = "InverseSquare";

    private const string BelowZero = "go below 0";

    private FamilyFacts(string name, string words, string mean, ResponseRange range, ImmutableArray<string> links, ImmutableArray<string> weightKinds)
    {
        Name = name;
        Words = words;
        Mean = mean;
        Range = range;
        Links = links;
        Kinds = weightKinds;
    }

    private static ImmutableDictionary<string, string> RNames { get; } = ImmutableDictionary.CreateRange(StringComparer.Ordinal, new KeyValuePair<string, string>[]
    {
        new("Gamma", "Gamma"), new("InverseGaussian", "inverse.gaussian"), new("StudentT", "t"), new("NegativeBinomial2", "nbinom2"), new("NegativeBinomial1", "nbinom1"),
        new("GeneralizedPoisson", "genpois"), new("TruncatedPoisson", "truncated_poisson"), new("TruncatedNegativeBinomial2", "truncated_nbinom2"),
        new("TruncatedNegativeBinomial1", "truncated_nbinom1"),
    });

    /// <summary>The families whose variance is a function of the mean alone.</summary>
    private static ImmutableHashSet<string> WithoutDispersion { get; } = ImmutableHashSet.Create(StringComparer.Ordinal, Binomial, Poisson, "TruncatedPoisson", Cumulative);

    /// <summary>The links of a probability.</summary>
    private static ImmutableArray<string> Probabilities => ImmutableArray.Create("Logit", "Probit", "Cloglog", "Cauchit");

    /// <summary>Weights that multiply log f of a number that is not a count.</summary>
    private static ImmutableArray<string> Precision => ImmutableArray.Create("Precision");

    /// <summary>Weights that multiply log f of a count.</summary>
    private static ImmutableArray<string> Frequencies => ImmutableArray.Create("Frequency", "Precision");

    /// <summary>All families.</summary>
    public static ImmutableArray<FamilyFacts> All { get; } = ImmutableArray.Create(
        new FamilyFacts(Gaussian, "Gaussian", "The mean", ResponseRange.Numbers, ImmutableArray.Create(Identity, Log, Inverse), ImmutableArray.Create("Precision")),
        new FamilyFacts(Binomial, "binomial", "The probability of success", ResponseRange.Successes, Probabilities, ImmutableArray.Create("Trials", "Frequency")),
        new FamilyFacts(Poisson, "Poisson", "The mean count", ResponseRange.Counts, ImmutableArray.Create(Log, "Sqrt", Identity), Frequencies)
        {
            LeavingLinks = ImmutableArray.Create((Identity, BelowZero)),
        },
        Positive("Gamma", "gamma", ResponseRange.PositiveNumbers, Log, Inverse, Identity),
        Positive("InverseGaussian", "inverse Gaussian", ResponseRange.PositiveNumbers, InverseSquare, Log, Inverse, Identity),
        Positive("Lognormal", "lognormal", ResponseRange.PositiveNumbers, Log, Identity, Inverse),
        new FamilyFacts("StudentT", "Student t", "The location", ResponseRange.Numbers, ImmutableArray.Create(Identity, Log, Inverse), Precision),
        Positive("Tweedie", "Tweedie", ResponseRange.NumbersFromZero, Log, Identity, Inverse),
        new FamilyFacts("Beta", "beta", "The mean proportion", ResponseRange.Proportions, Probabilities, Precision),
        new FamilyFacts("BetaBinomial", "beta-binomial", "The probability of success", ResponseRange.Successes, Probabilities, ImmutableArray.Create("Trials")),
        Positive("NegativeBinomial2", "negative binomial", ResponseRange.Counts, Log, "Sqrt", Identity),
        Positive("NegativeBinomial1", "negative binomial", ResponseRange.Counts, Log, "Sqrt", Identity),
        Positive("GeneralizedPoisson", "generalised Poisson", ResponseRange.Counts, Log, "Sqrt", Identity),
        Positive("TruncatedPoisson", "truncated Poisson", ResponseRange.PositiveCounts, Log, "Sqrt", Identity),
        Positive("TruncatedNegativeBinomial2", "truncated negative binomial", ResponseRange.PositiveCounts, Log, "Sqrt", Identity),
        Positive("TruncatedNegativeBinomial1", "truncated negative binomial", ResponseRange.PositiveCounts, Log, "Sqrt", Identity),
        new FamilyFacts(Cumulative, "cumulative", "The mean number of the category", ResponseRange.Categories, ImmutableArray.Create("Logit", "Probit", "Cloglog", "Loglog", "Cauchit"), Frequencies));

    /// <summary>The member of the enumeration of families.</summary>
    public string Name { get; }

    /// <summary>R's name of the family, as glmmTMB has it: <c>nbinom2</c>.</summary>
    public string RName => RNames.TryGetValue(Name, out string? known) ? known : Name.ToLowerInvariant();

    /// <summary>The family as written in a sentence: people's names keep their capitals.</summary>
    public string Words { get; }

    /// <summary>What its mean is, at the beginning of a sentence.</summary>
    public string Mean { get; }

    /// <summary>What its response can be.</summary>
    public ResponseRange Range { get; }

    /// <summary>Whether it has a dispersion, which can have a formula.</summary>
    public bool HasDispersion => !WithoutDispersion.Contains(Name);

    /// <summary>Whether structural zeros can be added.</summary>
    public bool CanBeZeroInflated => CanBeZeroInflatedIn(Range);

    /// <summary>Whether its likelihood is a density, else probabilities: criteria of the two are not comparable.</summary>
    public bool IsContinuous => IsContinuousIn(Range);

    /// <summary>Its links, the usual one first.</summary>
    public ImmutableArray<string> Links { get; }

    /// <summary>The kinds that its weights can be of, the most likely first.</summary>
    private ImmutableArray<string> Kinds { get; }

    /// <summary>Links with which the linear predictor reaches means that the family does not have, and those means.</summary>
    private ImmutableArray<(string Link, string Means)> LeavingLinks { get; set; } = ImmutableArray<(string Link, string Means)>.Empty;

    /// <summary>A family's row of the table; null for a family not known.</summary>
    public static FamilyFacts? Of(string? family) => All.FirstOrDefault(f => f.Name == family);

    /// <summary>Whether responses of a range have a density, else probabilities.</summary>
    public static bool IsContinuousIn(ResponseRange range) => range is not (ResponseRange.Successes or ResponseRange.Counts or ResponseRange.PositiveCounts or ResponseRange.Categories);

    /// <summary>Whether structural zeros can be added to responses of a range.</summary>
    public static bool CanBeZeroInflatedIn(ResponseRange range) => range is not (ResponseRange.Numbers or ResponseRange.Categories);

    /// <summary>The link of a family that names none; null for a family not known.</summary>
    public static string? UsualLink(string family) => Of(family)?.Links[0];

    /// <summary>The family in a sentence.</summary>
    public static string InWords(string family) => Of(family)?.Words ?? family;

    /// <summary>The links of a family, its usual one first; null for a family not known.</summary>
    public static string[]? LinksOf(string family) => Of(family)?.Links.ToArray();

    /// <summary>A link that keeps the means of a family in range, the most usual one; null where it has none, or is not known.</summary>
    public static string? SafeLink(string family) => Of(family) is { } facts ? facts.Links.FirstOrDefault(link => facts.LeavingLinks.All(row => row.Link != link)) : null;

    /// <summary>How a mean can leave a family's range with a link, after "can"; null where the link keeps it in range.</summary>
    public static string? MeansOutOfRange(string family, string link) => Of(family)?.LeavingLinks.FirstOrDefault(row => row.Link == link).Means;

    /// <summary>Whether a family's response is a number of successes in a number of trials.</summary>
    public static bool IsOfTrials(string? family) => Of(family)?.Range == ResponseRange.Successes;

    /// <summary>Whether a family's response is a count without an upper limit.</summary>
    public static bool IsOfCounts(string? family) => Of(family)?.Range is ResponseRange.Counts or ResponseRange.PositiveCounts;

    /// <summary>Whether a family's response is one of several ordered categories.</summary>
    public static bool IsOfCategories(string? family) => Of(family)?.Range == ResponseRange.Categories;

    /// <summary>The kinds that weights of a family can be of; null for a family not known.</summary>
    public static string[]? WeightKinds(string family) => Of(family)?.Kinds.ToArray();

    /// <summary>A family of a positive mean.</summary>
    private static FamilyFacts Positive(string name, string words, ResponseRange range, params string[] links)
    {
        var leaving = ImmutableArray.CreateBuilder<(string Link, string Means)>();
        foreach (string link in links)
        {
            if (link is Identity or Inverse or InverseSquare)
            {
                leaving.Add((link, link == InverseSquare ? "have no value, where the linear predictor is below 0" : BelowZero));
            }
        }

        bool isCount = range is ResponseRange.Counts or ResponseRange.PositiveCounts;
        return new FamilyFacts(name, words, isCount ? "The mean count" : "The mean", range, ImmutableArray.Create(links), isCount ? Frequencies : Precision) { LeavingLinks = leaving.ToImmutable() };
    }
}
