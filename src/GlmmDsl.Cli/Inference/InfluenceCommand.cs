using System.CommandLine;
using GlmmDsl.Cli.Models;

namespace GlmmDsl.Cli.Inference;

/// <summary><c>glmm influence</c>: hat values, Cook's distances and DFBETAS of rows and groups.</summary>
internal sealed class InfluenceCommand : ModelCommand
{
    private readonly Argument<string> formula = OneFormula();
    private readonly Option<bool> refit = new("--refit") { Description = "Fit the model again without each level of each grouping factor; the default holds the covariance parameters and takes no refit." };

    /// <inheritdoc/>
    protected override Command Define() => new("influence", "Show how much single rows, and all rows of a level together, decide a fit: hat values, Cook's distances and DFBETAS.");

    /// <inheritdoc/>
    protected override IEnumerable<Argument> Formulas() => [formula];

    /// <inheritdoc/>
    protected override IEnumerable<Option> Options() => [refit];

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, ModelRun run)
    {
        Formula model = Formula.Parse(parsed.GetRequiredValue(formula));
        MixedModelFit fit = run.Fit(model);
        GlmmDsl.Inference.Influence influence = Refusals.AsInput(() => fit.Influence(parsed.GetValue(refit), null, run.CancellationToken));
        return run.Write(parsed.GetValue(Json) ? influence.ToJson() + "\n" : influence.ToString(), fit);
    }
}
