namespace GlmmDsl.Formulas;

/// <summary>
/// Functions of R, .NET and Python that the language does not have and that have a meaning of their own, so that a similar name must not be
/// suggested for them: <c>tanh</c> is not a misspelt <c>tan</c>, nor <c>s</c> a misspelt <c>sd</c>.
/// </summary>
internal static class ForeignFunctions
{
    private const string Compute = "compute it in a property of the row type, or in a static method of the model or row type";
    private const string Smooth = "smooths and splines are not part of the language; poly(x, 3) is a polynomial";
    private const string Power = "a power is written inside I(..): I(x^2)";
    private const string Row = "compute what depends on other rows in the data, before the fit";
    private const string Levels = "make a column of it, an enum or one marked [Factor]";

    private static readonly Dictionary<string, string> Advice = new(StringComparer.OrdinalIgnoreCase)
    {
        ["s"] = Smooth,
        ["te"] = Smooth,
        ["ti"] = Smooth,
        ["t2"] = Smooth,
        ["bs"] = Smooth,
        ["ns"] = Smooth,
        ["cr"] = Smooth,
        ["rcs"] = Smooth,
        ["lo"] = Smooth,
        ["smooth"] = Smooth,
        ["spline"] = Smooth,
        ["pow"] = Power,
        ["power"] = Power,
        ["square"] = Power,
        ["sqr"] = "I(x^2) is the square, and sqrt(x) the root",
        ["lag"] = Row,
        ["lead"] = Row,
        ["diff"] = Row,
        ["cumsum"] = Row,
        ["rank"] = Row,
        ["rev"] = Row,
        ["sort"] = Row,
        ["order"] = Row,
        ["sum"] = Row,
        ["var"] = Row,
        ["median"] = Row,
        ["quantile"] = Row,
        ["cut"] = Levels,
        ["interaction"] = "an interaction is written a:b",
        ["C"] = "a coding is given by Contrasts, and factor(x) makes a factor",
        ["contrasts"] = "a coding is given by Contrasts",
        ["ordered"] = "mark the column [Ordered]",
        ["relevel"] = "the order of levels is that of the enum's members, or of [Factor(\"a\", \"b\")]",
        ["Error"] = "error strata belong to a repeated-measures analysis of variance: RepeatedMeasures.Anova, or 'glmm anova'. In a mixed model write random effects, (1 | subject)",
        ["lm"] = "write the formula alone",
        ["lmer"] = "write the formula alone",
        ["glmer"] = "write the formula alone",
        ["weights"] = "weights are set beside the formula",
        ["trials"] = "trials are set beside the formula",
    };

    private static readonly HashSet<string> Others = new(StringComparer.OrdinalIgnoreCase)
    {
        "sinh", "cosh", "tanh", "asin", "acos", "atan", "atan2", "asinh", "acosh", "atanh", "sinpi", "cospi", "tanpi", "sec", "cot", "csc",
        "exp2", "exp10", "logit", "probit", "plogis", "qlogis", "logb", "cbrt", "sign", "round", "floor", "ceiling", "trunc", "truncate", "signif",
        "mod", "rem", "gamma", "lgamma", "digamma", "beta", "lbeta", "choose", "factorial", "lfactorial", "pnorm", "qnorm", "dnorm", "is.na",
        "ifelse", "pmin", "pmax", "clamp", "as.integer", "as.logical", "as.character", "as.double", "as.Date", "nchar", "paste",
        "prod", "range", "mad", "iqr", "len", "length", "nrow", "int", "float", "double", "hypot", "ln1p", "erf", "cat", "date",
    };

    /// <summary>What to do instead of calling it; null for a name that is not known.</summary>
    public static string? Find(string name) => Advice.TryGetValue(name, out string? advice) ? advice : Others.Contains(name) ? Compute : null;

    /// <summary>
    /// The name in the language of a function that is known by another, <c>ln</c>, <c>Math.Log</c>, <c>np.log10</c>; null where there is none. The
    /// functions of the language are named without the class or module they come from elsewhere.
    /// </summary>
    public static string? SameAs(string name)
    {
        string bare = name.Substring(name.LastIndexOf('.') + 1);
        if (bare.Equals("ln", StringComparison.OrdinalIgnoreCase))
        {
            return "log";
        }

        return bare.Length < name.Length ? FunctionCatalog.All.FirstOrDefault(function => function.Name.Equals(bare, StringComparison.OrdinalIgnoreCase))?.Name : null;
    }

    /// <summary>The name after a class or module, <c>Pow</c> of <c>Math.Pow</c>.</summary>
    public static string WithoutModule(string name) => name.Substring(name.LastIndexOf('.') + 1);
}
