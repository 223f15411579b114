using System.CommandLine;
using GlmmDsl.Cli.Models;
using GlmmDsl.Inference;

namespace GlmmDsl.Cli.Inference;

/// <summary><c>glmm anova</c>: a repeated-measures analysis of variance.</summary>
internal sealed class AnovaCommand() : ModelCommand()
{
    private readonly Argument<string> formula = new("FORMULA") { Description = "The design in the notation of R's aov, such as 'price ~ store + Error(item/store)'." };

    /// <inheritdoc/>
    protected override Command Define() => new("anova", "Repeated-measures analysis of variance: F tests by error strata, Mauchly's test, Greenhouse-Geisser and Huynh-Feldt corrections, effect sizes.");

    /// <inheritdoc/>
    protected override IEnumerable<Argument> Formulas() => [formula];

    /// <inheritdoc/>
    protected override IEnumerable<Option> Options() => [];

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, ModelRun run)
    {
        FitOptions options = run.Request.Options;
        if (options.Family != Family.Gaussian || options.Weights is not null || options.Offset is not null)
        {
            throw new InputException("'glmm anova' takes no family, weights or offset: fit a mixed model with 'glmm fit' for those.");
        }

        string text = parsed.GetRequiredValue(formula);
        RepeatedMeasuresAnova anova = run.Work((table, _) => RepeatedMeasures.Anova(table, text, options.Missing, run.CancellationToken));
        run.Output.Write(parsed.GetValue(Json) ? anova.ToJson() + "\n" : anova.ToString());
        return ExitCode.Success;
    }
}
