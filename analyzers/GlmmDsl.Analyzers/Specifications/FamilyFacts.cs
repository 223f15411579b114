namespace GlmmDsl.Analyzers.Specifications;

/// <summary>What the rules know of families and links. A family they do not know is left alone.</summary>
internal static class FamilyFacts
{
    public const string Gaussian = "Gaussian";
    public const string Binomial = "Binomial";
    public const string Poisson = "Poisson";
    public const string Identity = "Identity";
    public const string Log = "Log";

    /// <summary>Links with which the linear predictor reaches means that the family does not have, and those means.</summary>
    private static readonly (string Family, string Link, string Means)[] LeavingLinks =
    [
        (Poisson, Identity, "below 0"),
    ];

    /// <summary>The link of a family that names none; null for a family not known.</summary>
    public static string? UsualLink(string family) => LinksOf(family)?[0];

    /// <summary>The family in a sentence: people's names keep their capitals.</summary>
    public static string InWords(string family) => family == Binomial ? "binomial" : family;

    /// <summary>The links of a family, its usual one first; null for a family not known.</summary>
    public static string[]? LinksOf(string family) =>
        family switch
        {
            Gaussian => [Identity],
            Binomial => ["Logit", "Probit", "Cloglog", "Cauchit"],
            Poisson => [Log, "Sqrt", Identity],
            _ => null,
        };

    /// <summary>Which means outside its range a family gets from a link; null where the link keeps them in.</summary>
    public static string? MeansOutOfRange(string family, string link) => LeavingLinks.FirstOrDefault(row => row.Family == family && row.Link == link).Means;

    /// <summary>Whether a family's response is a number of successes in a number of trials.</summary>
    public static bool IsOfTrials(string? family) => family == Binomial;

    /// <summary>Whether a family's response is a count without an upper end.</summary>
    public static bool IsOfCounts(string? family) => family == Poisson;

    /// <summary>The kinds that weights of a family can be of; null for a family not known.</summary>
    public static string[]? WeightKinds(string family) =>
        family switch
        {
            Gaussian => ["Precision"],
            Binomial => ["Trials", "Frequency"],
            Poisson => ["Frequency", "Precision"],
            _ => null,
        };
}
