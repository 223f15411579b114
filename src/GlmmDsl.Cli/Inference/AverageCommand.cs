using System.CommandLine;
using GlmmDsl.Cli.Arguments;
using GlmmDsl.Cli.Models;
using GlmmDsl.Inference;

namespace GlmmDsl.Cli.Inference;

/// <summary><c>glmm average</c>: averages of predictions, comparisons and slopes over the observed rows.</summary>
internal sealed class AverageCommand() : ModelCommand()
{
    private readonly Argument<string> formula = OneFormula();
    private readonly Option<string?> compare = ModelOptions.Single("--compare", "A", "Compare the levels of this factor, each with the first, all else as observed; of a numeric column each row with itself one unit higher.");
    private readonly Option<string?> slopes = ModelOptions.Single("--slopes", "X", "The slope of the mean of the response in this numeric column.");
    private readonly Option<string?> kind = ModelOptions.Single("--kind", "difference|ratio|odds-ratio", "With --compare: how averages are compared; the default is by differences.");
    private readonly Option<string?> by = ModelOptions.Single("--by", "B", "Average the rows of each level of this factor, or of each cell of B:C.");
    private readonly Option<string?> random = ModelOptions.Single("--random-effects", "zero|modes|integrated", "With the random effects at zero (the default), at the modes of the observed groups, or integrated out over the population.");
    private readonly Option<string?> level = ModelOptions.Single("--level", "LEVEL", "The level of the intervals; the default is 0.95.");

    /// <inheritdoc/>
    protected override Command Define() => new("average", "Average predictions of the response over the observed rows, or with --compare and --slopes differences, ratios and slopes; standard errors by the delta method.");

    /// <inheritdoc/>
    protected override IEnumerable<Argument> Formulas() => [formula];

    /// <inheritdoc/>
    protected override IEnumerable<Option> Options() => [compare, slopes, kind, by, random, level];

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, ModelRun run)
    {
        Formula model = Formula.Parse(parsed.GetRequiredValue(formula));
        string? compared = parsed.GetValue(compare), slope = parsed.GetValue(slopes), groups = parsed.GetValue(by);
        RandomEffectsAre how = RandomEffectsArgument.Parse(random, parsed.GetValue(random)) ?? RandomEffectsAre.Zero;
        ComparisonKind wanted = OptionValue.Choice(
            kind, parsed.GetValue(kind), ComparisonKind.Difference, ("difference", ComparisonKind.Difference), ("ratio", ComparisonKind.Ratio), ("odds-ratio", ComparisonKind.OddsRatio));
        double share = OptionValue.Level(level, parsed.GetValue(level));
        if (compared is not null && slope is not null)
        {
            throw new InputException("--compare and --slopes exclude each other: ask for one of them.");
        }

        if (parsed.GetValue(kind) is not null && compared is null)
        {
            throw new InputException("--kind belongs to --compare: name the column that is compared, as in --compare A.");
        }

        MixedModelFit fit = run.Fit(model);
        AverageEstimates averages = Refusals.AsInput(() => compared is not null
            ? fit.AverageComparison(compared, wanted, groups, how)
            : slope is not null ? fit.AverageSlope(slope, groups, how) : fit.AveragePredictions(groups, how));
        return run.Write(parsed.GetValue(Json) ? averages.ToJson(share) + "\n" : averages.ToString(share), fit);
    }
}
