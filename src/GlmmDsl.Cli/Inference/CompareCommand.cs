using System.CommandLine;
using GlmmDsl.Cli.Models;
using GlmmDsl.Inference;

namespace GlmmDsl.Cli.Inference;

/// <summary><c>glmm compare</c>: criteria of models, and likelihood-ratio tests between nested ones.</summary>
internal sealed class CompareCommand() : ModelCommand()
{
    private readonly Argument<string[]> formulas = new("FORMULA..") { Description = "The models in lme4's notation, two or more.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> reml = new("--reml") { Description = "Compare restricted likelihoods of linear models, which takes equal fixed effects; the default is to fit by maximum likelihood." };

    private readonly ComparisonMethod method = new();
    private readonly ConditionalCriteria conditional = new();

    /// <inheritdoc/>
    protected override Command Define() => new("compare", "Compare models of one response: AIC, AICc, BIC, weights, and likelihood-ratio tests between neighbours that are nested.");

    /// <inheritdoc/>
    protected override IEnumerable<Argument> Formulas() => [formulas];

    /// <inheritdoc/>
    protected override IEnumerable<Option> Options() => [reml, conditional.Option, .. method.Options];

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, ModelRun run)
    {
        Formula[] models = [.. parsed.GetRequiredValue(formulas).Select(Formula.Parse)];
        if (models.Length < 2)
        {
            throw new InputException("'glmm compare' takes two or more formulas.");
        }

        bool isReml = parsed.GetValue(reml);
        if (isReml && !run.Request.Options.IsLinear)
        {
            throw new InputException("--reml is for linear models: a generalised model is fitted by maximum likelihood.");
        }

        ConditionalAicMethod? criterion = conditional.Asked(parsed, run.Request.Options);
        if (method.Asked(parsed, models.Length) is string asked)
        {
            if (criterion is not null)
            {
                throw new InputException("--conditional and --method exclude each other: --method tests two models, --conditional adds a criterion to the table.");
            }

            return Test(parsed, run, models, asked);
        }

        FitOptions options = run.Request.Options with { Method = isReml ? FitMethod.Reml : FitMethod.Ml };
        MixedModelFit[] fits = run.Work((table, progress) => models.Select(m => MixedModel.Fit(m, table, options, progress, run.CancellationToken)).ToArray());
        ModelTable result = GlmmDsl.Inference.Models.Table(fits);
        if (criterion is { } counted)
        {
            // In the order of the table.
            ConditionalAic[] all = [.. fits.OrderBy(f => f.ParameterCount).Select(f => Refusals.AsInput(() => f.ConditionalAic(counted, run.CancellationToken)))];
            return run.Write(parsed.GetValue(Json) ? ConditionalCriteria.AddToJson(result, all) + "\n" : ConditionalCriteria.AddTo(result, all), fits);
        }

        return run.Write(parsed.GetValue(Json) ? result.ToJson() + "\n" : result.ToString(), fits);
    }

    private int Test(ParseResult parsed, ModelRun run, Formula[] models, string asked)
    {
        FitOptions options = run.Request.Options with { Method = ComparisonMethod.Fitting(asked, run.Request.Options.Method) };
        MixedModelFit[] fits = [];
        (string json, string text) = run.Work((table, progress, work) =>
        {
            fits = [.. models.Select(m => MixedModel.Fit(m, table, options, progress, run.CancellationToken))];
            return method.Test(parsed, asked, fits, work, run.CancellationToken);
        });
        return run.Write(parsed.GetValue(Json) ? json + "\n" : text, fits);
    }
}
