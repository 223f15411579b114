using System.CommandLine;
using System.Globalization;
using GlmmDsl.Cli.Arguments;
using GlmmDsl.Cli.Models;
using GlmmDsl.Data;
using GlmmDsl.Inference;
using GlmmDsl.Inference.Means;

namespace GlmmDsl.Cli.Inference;

/// <summary><c>glmm means</c>: estimated marginal means or slopes, and their comparisons.</summary>
internal sealed class MeansCommand() : ModelCommand(isInformationOfTests: true)
{
    private readonly Argument<string> formula = OneFormula();
    private readonly Option<string?> of = ModelOptions.Single("--of", "A", "The factors that the means are of: A, or A:B for the cells of several.");
    private readonly Option<string?> by = ModelOptions.Single("--by", "B", "Factors within whose levels the means are compared.");
    private readonly Option<string?> slopes = ModelOptions.Single("--slopes", "X", "The mean slopes in this numeric column instead of means, by the factors of --of where given.");
    private readonly Option<string[]> at = ModelOptions.Repeated("--at", "COL=VALUE,..", "The value of a numeric column, whose mean it is otherwise, or several; or the levels of a factor.");
    private readonly Option<string?> weighting = ModelOptions.Single("--weighting", "equal|proportional|outer|cells", "How the levels of other factors are weighed: alike (the default), or by their rows.");
    private readonly Option<string?> compare = ModelOptions.Single("--compare", "pairs|consecutive|polynomial|control=LEVEL", "What is compared: all pairs (the default), each level with the one before, polynomials, or each level with a control.");
    private readonly Option<string[]> contrast = ModelOptions.Repeated("--contrast", "NAME=1,-1,..", "A contrast of one's own instead: a weight for each mean, in the order of the table.");
    private readonly Option<string[]> adjust = ModelOptions.Repeated("--adjust", "tukey,none,..", "Adjustments of p values and intervals, each with a table: tukey, none, holm, bonferroni, scheffe, sidak, dunnett, dunnettx, mvt.");
    private readonly Option<string?> scale = ModelOptions.Single("--scale", "link|response", "The scale of means of a generalised model: of the linear predictor (the default) or the response.");
    private readonly Option<string?> random = ModelOptions.Single("--random-effects", "zero|modes|integrated", "Means of the response itself, with random effects at zero, at the modes of the observed groups, or integrated out over the population.");
    private readonly Option<string?> df = DegreesOfFreedomMethod.Option();
    private readonly Option<string?> level = ModelOptions.Single("--level", "LEVEL", "The level of the intervals; the default is 0.95.");

    /// <inheritdoc/>
    protected override Command Define() => new("means", "Estimate marginal means or slopes, and compare them.");

    /// <inheritdoc/>
    protected override IEnumerable<Argument> Formulas() => [formula];

    /// <inheritdoc/>
    protected override IEnumerable<Option> Options() => [of, by, slopes, at, weighting, compare, contrast, adjust, scale, random, df, level];

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, ModelRun run)
    {
        Formula model = Formula.Parse(parsed.GetRequiredValue(formula));
        DegreesOfFreedomMethod method = DegreesOfFreedomMethod.Parse(parsed.GetValue(df), run.Request);
        if (parsed.GetValue(of) is null && parsed.GetValue(slopes) is null)
        {
            throw new InputException("Say what the means are of, with --of FACTOR, or ask for the slopes of a numeric column, with --slopes COLUMN.");
        }

        (string Name, Adjustment Adjustment)[] adjustments = Adjustments(parsed);
        (string Name, double[] Weights)[] own = [.. ModelOptions.Values(parsed, contrast).Select(Weights)];
        if (own.Length > 0 && parsed.GetValue(compare) is not null)
        {
            throw new InputException("--compare and --contrast exclude each other: leave out one of them.");
        }

        double wanted = OptionValue.Level(level, parsed.GetValue(level));
        MixedModelFit fit = run.Fit(model);
        string text = Refusals.AsInput(() =>
        {
            MarginalEstimates estimates = Estimates(parsed, method.Of(fit));
            ContrastTests[] tests = [.. adjustments.Select(a => own.Length > 0 ? estimates.Contrasts(a.Adjustment, own) : Compare(parsed.GetValue(compare), estimates, a.Adjustment))];
            return parsed.GetValue(Json)
                ? MarginalJson.Of(estimates, [.. adjustments.Select((a, i) => KeyValuePair.Create(tests[i].IsTukeyReplaced ? "sidak" : a.Name, tests[i])).DistinctBy(t => t.Key, StringComparer.Ordinal)], wanted) + "\n"
                : estimates.ToString(wanted) + string.Concat(tests.Where(t => t.Count > 0).Select(t => "\n" + t));
        });
        return run.Write(text, fit);
    }

    private static ContrastTests Compare(string? what, MarginalEstimates estimates, Adjustment adjustment) => what switch
    {
        null or "pairs" => estimates.Pairs(adjustment),
        "consecutive" => estimates.Consecutive(adjustment),
        "polynomial" => estimates.Polynomial(adjustment),
        _ when what.StartsWith("control=", StringComparison.Ordinal) => estimates.Against(what["control=".Length..], adjustment),
        _ => throw new InputException($"--compare is pairs, consecutive, polynomial or control=LEVEL, not {ValueText.Quote(what)}."),
    };

    private (string Name, Adjustment Adjustment)[] Adjustments(ParseResult parsed)
    {
        string[] names = [.. ModelOptions.Values(parsed, adjust).SelectMany(list => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal)];
        string usual = ModelOptions.Values(parsed, contrast).Length > 0 ? "none" : parsed.GetValue(compare) switch { null or "pairs" => "tukey", "consecutive" => "mvt", "polynomial" => "none", _ => "dunnett" };
        return [.. (names.Length == 0 ? [usual] : names).Select(name => (name, name switch
        {
            "tukey" => Adjustment.Tukey,
            "none" => Adjustment.None,
            "holm" => Adjustment.Holm,
            "bonferroni" => Adjustment.Bonferroni,
            "scheffe" => Adjustment.Scheffe,
            "sidak" => Adjustment.Sidak,
            "dunnett" => Adjustment.Dunnett,
            "dunnettx" => Adjustment.DunnettApproximation,
            "mvt" => Adjustment.MultivariateT,
            _ => throw new InputException($"--adjust knows tukey, none, holm, bonferroni, scheffe, sidak, dunnett, dunnettx and mvt, not {ValueText.Quote(name)}."),
        }))];
    }

    private MarginalEstimates Estimates(ParseResult parsed, FixedEffectsTests tests)
    {
        string? column = parsed.GetValue(slopes);
        (string Column, string[] Values)[] given = [.. ModelOptions.Values(parsed, at).Select(Given)];
        MarginalEstimates estimates = column is null
            ? tests.MeansAt(parsed.GetRequiredValue(of)!, parsed.GetValue(by), given)
            : tests.SlopesAt(column, parsed.GetValue(of), parsed.GetValue(by), given);
        Weighting weights = OptionValue.Choice(
            weighting, parsed.GetValue(weighting), Weighting.Equal, ("equal", Weighting.Equal), ("proportional", Weighting.Proportional), ("outer", Weighting.Outer), ("cells", Weighting.Cells));
        estimates = weights == Weighting.Equal ? estimates : estimates.Weighted(weights);
        RandomEffectsAre? how = RandomEffectsArgument.Parse(random, parsed.GetValue(random));
        return parsed.GetValue(scale) switch
        {
            "link" when how is not null => throw new InputException("--random-effects gives means of the response: leave out --scale link."),
            null or "link" or "response" when how is { } at => estimates.OfResponse(at),
            null or "link" => estimates,
            "response" => estimates.OnResponse(),
            var other => throw new InputException($"--scale is link or response, not {ValueText.Quote(other)}."),
        };
    }

    private static (string Name, double[] Weights) Weights(string text)
    {
        int split = text.LastIndexOf('=');
        string[] weights = split < 0 ? [] : text[(split + 1)..].Split(',', StringSplitOptions.TrimEntries);
        var numbers = new double[weights.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            if (!double.TryParse(weights[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !double.IsFinite(numbers[i]))
            {
                throw new InputException($"--contrast takes a name and numbers, such as 'first - rest=1,-0.5,-0.5'; {ValueText.Quote(weights[i])} is no number.");
            }
        }

        return split > 0 ? (text[..split], numbers) : throw new InputException($"--contrast takes a name and a weight for each mean, such as 'first - rest=1,-0.5,-0.5', not {ValueText.Quote(text)}.");
    }

    private static (string Column, string[] Values) Given(string text)
    {
        ColumnSetting setting = ColumnSetting.Parse("--at", text, "12");
        return (setting.Column, [.. CsvOptions.SplitLevels(setting.Value)]);
    }
}
