using System.CommandLine;
using GlmmDsl.Cli.Models;
using GlmmDsl.Inference;

namespace GlmmDsl.Cli.Inference;

/// <summary><c>glmm pool</c>: one model fitted to several imputations of the data, pooled by Rubin's rules.</summary>
internal sealed class PoolCommand() : ModelCommand(isInformationOfTests: true)
{
    private readonly Argument<string> formula = OneFormula();
    private readonly Argument<string[]> files = new("FILE.csv..") { Description = "The imputations: two or more CSV files with the same columns, each a completed copy of the data.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> df = DegreesOfFreedomMethod.Option();

    /// <inheritdoc/>
    protected override bool ReadsOneFile => false;

    /// <inheritdoc/>
    protected override Command Define() => new("pool", "Pool a model over multiple imputations by Rubin's rules: 'glmm pool FORMULA imputation1.csv imputation2.csv ..'. Coefficients with the degrees of freedom of Barnard and Rubin, terms by D1.");

    /// <inheritdoc/>
    protected override IEnumerable<Argument> Formulas() => [formula, files];

    /// <inheritdoc/>
    protected override IEnumerable<Option> Options() => [df];

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, ModelRun run)
    {
        string text = parsed.GetRequiredValue(formula);
        string[] imputations = parsed.GetRequiredValue(files);
        if (!text.Contains('~', StringComparison.Ordinal) && imputations.Any(f => f.Contains('~', StringComparison.Ordinal)))
        {
            throw new InputException("The formula comes first, the files of the imputations after it: glmm pool FORMULA FILE1.csv FILE2.csv ..");
        }

        Formula model = Formula.Parse(text);
        if (imputations.Length < 2)
        {
            throw new InputException("Pooling takes the files of two imputations or more: glmm pool FORMULA FILE1.csv FILE2.csv ..");
        }

        DegreesOfFreedomMethod method = DegreesOfFreedomMethod.Parse(parsed.GetValue(df), run.Request);
        (MixedModelFit[] Fits, PooledEstimates Pooled) result = run.Work(progress =>
        {
            MixedModelFit[] fits = [.. imputations.Select(file => MixedModel.Fit(model, run.Read(file), run.Request.Options, progress, run.CancellationToken))];
            return (fits, Refusals.AsInput(() => Pooled.Of(fits.Select(method.Of))));
        });
        return run.Write(parsed.GetValue(Json) ? result.Pooled.ToJson() + "\n" : result.Pooled.ToString(), result.Fits);
    }
}
