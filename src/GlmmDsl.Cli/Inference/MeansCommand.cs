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
    protected override IEnumerable<Option> Options() => [of, by, slopes, at, weighting, compare, adjust, scale, random, df, level];

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
        double wanted = Level(parsed.GetValue(level));
        MixedModelFit fit = run.Fit(model);
        string text = Refusals.AsInput(() =>
        {
            MarginalEstimates estimates = Estimates(parsed, method.Of(fit));
            ContrastTests[] tests = [.. adjustments.Select(a => Compare(parsed.GetValue(compare), estimates, a.Adjustment))];
            return parsed.GetValue(Json)
                ? MarginalJson.Of(estimates, [.. adjustments.Select((a, i) => KeyValuePair.Create(a.Name, tests[i]))], wanted) + "\n"
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
        string usual = parsed.GetValue(compare) switch { null or "pairs" => "tukey", "consecutive" => "mvt", "polynomial" => "none", _ => "dunnett" };
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

    private static double Level(string? text) => text is null ? 0.95
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double level) && level > 0 && level < 1 ? level
        : throw new InputException($"--level lies between 0 and 1, such as 0.95, and is not {ValueText.Quote(text)}.");

    private MarginalEstimates Estimates(ParseResult parsed, FixedEffectsTests tests)
    {
        string? column = parsed.GetValue(slopes);
        (string Column, string[] Values)[] given = [.. ModelOptions.Values(parsed, at).Select(Given)];
        MarginalEstimates estimates = column is null
            ? tests.MeansAt(parsed.GetRequiredValue(of)!, parsed.GetValue(by), given)
            : tests.SlopesAt(column, parsed.GetValue(of), parsed.GetValue(by), given);
        Weighting weights = parsed.GetValue(weighting) switch
        {
            null or "equal" => Weighting.Equal,
            "proportional" => Weighting.Proportional,
            "outer" => Weighting.Outer,
            "cells" => Weighting.Cells,
            var other => throw new InputException($"--weighting is equal, proportional, outer or cells, not {ValueText.Quote(other)}."),
        };
        estimates = weights == Weighting.Equal ? estimates : estimates.Weighted(weights);
        RandomEffectsAre? how = parsed.GetValue(random) switch
        {
            null => null,
            "zero" => RandomEffectsAre.Zero,
            "modes" => RandomEffectsAre.Modes,
            "integrated" => RandomEffectsAre.Integrated,
            var other => throw new InputException($"--random-effects is zero, modes or integrated, not {ValueText.Quote(other)}."),
        };
        return parsed.GetValue(scale) switch
        {
            "link" when how is not null => throw new InputException("--random-effects gives means of the response: leave out --scale link."),
            null or "link" or "response" when how is { } at => estimates.OfResponse(at),
            null or "link" => estimates,
            "response" => estimates.OnResponse(),
            var other => throw new InputException($"--scale is link or response, not {ValueText.Quote(other)}."),
        };
    }

    private static (string Column, string[] Values) Given(string text)
    {
        ColumnSetting setting = ColumnSetting.Parse("--at", text, "12");
        return (setting.Column, [.. CsvOptions.SplitLevels(setting.Value)]);
    }
}
