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

    /// <summary>The name of the identity link.</summary>
    public const string Identity = "Identity";

    /// <summary>The name of the log link.</summary>
    public const string Log = "Log";

    private FamilyFacts(string name, string words, string mean, ResponseRange range, ImmutableArray<string> links, ImmutableArray<string> weightKinds)
    {
        Name = name;
        Words = words;
        Mean = mean;
        Range = range;
        Links = links;
        Kinds = weightKinds;
    }

    /// <summary>All families.</summary>
    public static ImmutableArray<FamilyFacts> All { get; } = ImmutableArray.Create(
        new FamilyFacts(Gaussian, "Gaussian", "The mean", ResponseRange.Numbers, ImmutableArray.Create(Identity), ImmutableArray.Create("Precision")),
        new FamilyFacts(Binomial, "binomial", "The probability of success", ResponseRange.Successes, ImmutableArray.Create("Logit", "Probit", "Cloglog", "Cauchit"), ImmutableArray.Create("Trials", "Frequency")),
        new FamilyFacts(Poisson, "Poisson", "The mean count", ResponseRange.Counts, ImmutableArray.Create(Log, "Sqrt", Identity), ImmutableArray.Create("Frequency", "Precision"))
        {
            LeavingLinks = ImmutableArray.Create((Identity, "below 0")),
        });

    /// <summary>The member of the enumeration of families.</summary>
    public string Name { get; }

    /// <summary>The family as written in a sentence: people's names keep their capitals.</summary>
    public string Words { get; }

    /// <summary>What its mean is, at the beginning of a sentence.</summary>
    public string Mean { get; }

    /// <summary>What its response can be.</summary>
    public ResponseRange Range { get; }

    /// <summary>Its links, the usual one first.</summary>
    public ImmutableArray<string> Links { get; }

    /// <summary>The kinds that its weights can be of, the most likely first.</summary>
    private ImmutableArray<string> Kinds { get; }

    /// <summary>Links with which the linear predictor reaches means that the family does not have, and those means.</summary>
    private ImmutableArray<(string Link, string Means)> LeavingLinks { get; set; } = ImmutableArray<(string Link, string Means)>.Empty;

    /// <summary>A family's row of the table; null for a family not known.</summary>
    public static FamilyFacts? Of(string? family) => All.FirstOrDefault(f => f.Name == family);

    /// <summary>The link of a family that names none; null for a family not known.</summary>
    public static string? UsualLink(string family) => Of(family)?.Links[0];

    /// <summary>The family in a sentence.</summary>
    public static string InWords(string family) => Of(family)?.Words ?? family;

    /// <summary>The links of a family, its usual one first; null for a family not known.</summary>
    public static string[]? LinksOf(string family) => Of(family)?.Links.ToArray();

    /// <summary>Which means outside a family's range a link can give; null where the link keeps them in range.</summary>
    public static string? MeansOutOfRange(string family, string link) => Of(family)?.LeavingLinks.FirstOrDefault(row => row.Link == link).Means;

    /// <summary>Whether a family's response is a number of successes in a number of trials.</summary>
    public static bool IsOfTrials(string? family) => Of(family)?.Range == ResponseRange.Successes;

    /// <summary>Whether a family's response is a count without an upper limit.</summary>
    public static bool IsOfCounts(string? family) => Of(family)?.Range == ResponseRange.Counts;

    /// <summary>The kinds that weights of a family can be of; null for a family not known.</summary>
    public static string[]? WeightKinds(string family) => Of(family)?.Kinds.ToArray();
}
