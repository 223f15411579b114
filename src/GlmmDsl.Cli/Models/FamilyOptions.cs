using System.CommandLine;
using System.Globalization;
using GlmmDsl.Data;
using GlmmDsl.Families;
using GlmmDsl.Formulas;

namespace GlmmDsl.Cli.Models;

/// <summary>The options of generalised models, and what they mean. The Gaussian family with the identity link is the linear model.</summary>
/// <param name="isInformationOfTests">Whether <c>--information</c> also says how a command tests fixed effects, so that linear models take it.</param>
internal sealed class FamilyOptions(bool isInformationOfTests = false)
{
    // As the contract of the command line names them.
    private static readonly (string Name, Family Family)[] Families = [.. ResponseFamilies.All.Select(f => (f.RName, f.Family))];

    private static readonly (string Name, Link Link)[] Links =
    [
        ("identity", Link.Identity), ("logit", Link.Logit), ("probit", Link.Probit), ("cloglog", Link.Cloglog), ("cauchit", Link.Cauchit), ("log", Link.Log),
        ("sqrt", Link.Sqrt), ("inverse", Link.Inverse), ("1/mu^2", Link.InverseSquare), ("loglog", Link.Loglog),
    ];

    private readonly Option<string?> family = Of("--family", "F", "The distribution of the response: gaussian (the default), binomial, poisson, Gamma, inverse.gaussian, lognormal, t, tweedie, beta, betabinomial, nbinom1, nbinom2, genpois, truncated_poisson, truncated_nbinom1 or truncated_nbinom2, as R names them; or cumulative, for ordered categories (declare them with --ordered).");
    private readonly Option<string?> link = Of("--link", "L", "The link: identity, log, inverse, sqrt, 1/mu^2; logit, probit, cloglog, cauchit of probabilities, and loglog of ordered categories. The default is the family's usual link. Without --family the link implies the family: log and sqrt mean poisson; inverse Gamma; 1/mu^2 inverse.gaussian; logit, probit, cloglog and cauchit binomial; identity gaussian.");
    private readonly Option<string?> information = Of("--information", "observed|expected", "Which information the Laplace approximation uses: observed (the default, except with cauchit) or expected (as in lme4)."
        + (isInformationOfTests ? " With --df kenward-roger, which information the variances' covariance comes from: expected (the default, as pbkrtest) or observed (as SAS)." : ""));
    private readonly Option<string?> nodes = Of("--agq", "N", "Adaptive Gauss-Hermite quadrature with N nodes, for one grouping factor.");
    private readonly Option<bool> fast = new("--fast") { Description = "Profile the coefficients inside the inner problem: faster and less exact (lme4's nAGQ = 0)." };
    private readonly Option<string?> prior = Of("--prior-sd", "X", "A normal prior on the coefficients: X, say 2.5, is the prior standard deviation of the change in the linear predictor for a change of one standard deviation in a column. Keeps estimates finite under separation.");
    private readonly Option<string?> zeroInflation = Of("--zi", "'~..'", "The formula of the zero inflation, on the logit scale: '~ 1', '~ x + (1 | g)'. With a truncated family it makes a hurdle model.");
    private readonly Option<string?> dispersion = Of("--disp", "'~..'", "The formula of the dispersion, on the log scale: '~ x'. A Gaussian model with it is fitted by maximum likelihood.");

    /// <summary>The options.</summary>
    public IEnumerable<Option> All => [family, link, information, nodes, fast, prior, zeroInflation, dispersion];

    /// <summary>The options of a fit with the family and the approximation given on the command line.</summary>
    /// <exception cref="InputException">A family, link or number that does not exist, or options that contradict each other.</exception>
    public FitOptions Apply(FitOptions options, ParseResult parsed)
    {
        Link askedLink = ParseLink(parsed.GetValue(link));
        Family askedFamily = ParseFamily(parsed.GetValue(family), askedLink);
        FamilyDefinition facts = ResponseFamilies.Of(askedFamily);
        if (!facts.Links.Contains(facts.Resolve(askedLink)))
        {
            throw new InputException(
                $"The family {NameOf(askedFamily)} has no link {ValueText.Quote(NameOf(askedLink))}: its links are {string.Join(", ", facts.Links.Select(NameOf))}.");
        }

        RefuseComponents(facts, parsed);
        options = options with { Family = askedFamily, Link = askedLink, ZeroInflation = parsed.GetValue(zeroInflation), Dispersion = parsed.GetValue(dispersion) };
        if (options.IsLinear)
        {
            RefuseInLinearModels(parsed);
            return options;
        }

        return options with
        {
            Information = ParseInformation(parsed.GetValue(information)),
            Approximation = ParseApproximation(parsed, out int count),
            QuadratureNodes = count,
            CoefficientPrior = ParsePrior(parsed.GetValue(prior)),
        };
    }

    /// <summary>Says which family a link alone implies; null where the family was given, or no link.</summary>
    public string? Remark(FitOptions options, ParseResult parsed) =>
        parsed.GetValue(family) is null && parsed.GetValue(link) is string given && options.Family != Family.Gaussian
            ? $"--link {given} without --family means the family {NameOf(options.Family)}; use --family to choose another."
            : null;

    /// <summary>The information asked for; null where none was.</summary>
    public Information? InformationOf(ParseResult parsed) => ParseInformation(parsed.GetValue(information));

    private void RefuseComponents(FamilyDefinition facts, ParseResult parsed)
    {
        if (parsed.GetValue(zeroInflation) is not null && !facts.CanBeZeroInflated)
        {
            throw new InputException($"--zi: a model of the family {facts.RName} has no zero inflation: exactly 0 has no probability of its own there. Leave it out.");
        }

        if (parsed.GetValue(dispersion) is not null && !facts.HasDispersion)
        {
            throw new InputException($"--disp: a model of the family {facts.RName} has no dispersion to be modelled. Leave it out, or use a family that has one.");
        }

        if (parsed.GetValue(dispersion) is { } given && facts.IsLinear(facts.Resolve(Link.Default)) && MixedModel.EmptyDispersion(given) is { } empty)
        {
            throw new InputException($"--disp: {empty}");
        }

        if (parsed.GetValue(information) == "expected" && (facts.HasDispersion || facts.HasThresholds) && (parsed.GetValue(dispersion) is not null || parsed.GetValue(zeroInflation) is not null || !facts.HasExpectedInformation))
        {
            throw new InputException($"--information expected is not available for this model of the family {facts.RName}: leave it out, and the observed information is used.");
        }

        foreach (Option<string?> option in new[] { zeroInflation, dispersion })
        {
            if (parsed.GetValue(option) is string text && Formula.Parse(text).Terms.Response is { } response)
            {
                throw new InputException($"{option.Name} takes a formula without a response, '~ {text.Split('~', 2)[^1].Trim()}', not one of {ValueText.Quote(response.Name)}.");
            }
        }
    }

    private void RefuseInLinearModels(ParseResult parsed)
    {
        foreach (Option option in new Option[] { information, nodes, fast, prior })
        {
            if (IsGiven(parsed, option) && !(isInformationOfTests && option == information))
            {
                throw new InputException($"Option {option.Name} belongs to generalised models: it has no meaning in a linear model. Name the family, as in --family binomial.");
            }
        }
    }

    private Approximation ParseApproximation(ParseResult parsed, out int count)
    {
        count = 1;
        if (parsed.GetValue(nodes) is not string text)
        {
            return parsed.GetValue(fast) ? Approximation.Fast : Approximation.Laplace;
        }

        if (parsed.GetValue(fast))
        {
            throw new InputException("--agq and --fast exclude each other: choose quadrature or the profiled Laplace approximation.");
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count is >= 1 and <= FitOptions.MostQuadratureNodes
            ? Approximation.Quadrature
            : throw new InputException(FormattableString.Invariant($"--agq takes a number of nodes from 1 to {FitOptions.MostQuadratureNodes}, not {ValueText.Quote(text)}."));
    }

    /// <summary>The family given; without one, the family whose link is the link given.</summary>
    private static Family ParseFamily(string? text, Link askedLink)
    {
        if (text is null)
        {
            return askedLink switch
            {
                Link.Default or Link.Identity => Family.Gaussian,
                Link.Log or Link.Sqrt => Family.Poisson,
                Link.Inverse => Family.Gamma,
                Link.InverseSquare => Family.InverseGaussian,
                Link.Loglog => Family.Cumulative,
                _ => Family.Binomial,
            };
        }

        foreach ((string name, Family value) in Families)
        {
            if (name == text)
            {
                return value;
            }
        }

        throw new InputException(Unknown("family", text, Families.Select(f => f.Name)));
    }

    private static Link ParseLink(string? text)
    {
        if (text is null)
        {
            return Link.Default;
        }

        foreach ((string name, Link value) in Links)
        {
            if (name == text)
            {
                return value;
            }
        }

        throw new InputException(Unknown("link", text, Links.Select(l => l.Name)));
    }

    private static string Unknown(string what, string text, IEnumerable<string> known)
    {
        string there = NearestName.Find(text, known) is string nearest ? $"did you mean {ValueText.Quote(nearest)}? There are" : "there are";
        return $"There is no {what} {ValueText.Quote(text)}; {there} {string.Join(", ", known)}.";
    }

    private static Information? ParseInformation(string? text) => text switch
    {
        null => null,
        "observed" => Information.Observed,
        "expected" => Information.Expected,
        _ => throw new InputException($"--information is observed or expected, not {ValueText.Quote(text)}."),
    };

    private static NormalPrior? ParsePrior(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double deviation) && deviation > 0 && double.IsFinite(deviation)
            ? new NormalPrior(deviation)
            : throw new InputException($"--prior-sd takes a positive number, such as 2.5, not {ValueText.Quote(text)}.");
    }

    private static string NameOf(Family family) => Families.First(f => f.Family == family).Name;

    private static string NameOf(Link link) => Links.First(l => l.Link == link).Name;

    private static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    private static Option<string?> Of(string name, string value, string? description) =>
        new(name) { HelpName = value, Description = description, Arity = ArgumentArity.ExactlyOne, Hidden = description is null };
}
