using System.CommandLine;
using GlmmDsl.Cli.Models;
using GlmmDsl.Inference;

namespace GlmmDsl.Cli.Inference;

/// <summary><c>glmm test</c>: tests of coefficients and terms.</summary>
internal sealed class TestCommand() : ModelCommand(isInformationOfTests: true)
{
    private readonly Argument<string> formula = OneFormula();
    private readonly Option<string?> df = DegreesOfFreedomMethod.Option();

    private readonly Option<bool> random = new("--random") { Description = "Test the random terms instead, each reduced or dropped alone, by likelihood ratios (lmerTest's ranova)." };
    private readonly Option<bool> drop = new("--drop") { Description = "Test the fixed terms by likelihood ratios instead, each dropped alone where marginality lets it go, by maximum likelihood (drop1)." };

    /// <inheritdoc/>
    protected override Command Define() => new("test", "Test the coefficients and terms of a model.");

    /// <inheritdoc/>
    protected override IEnumerable<Argument> Formulas() => [formula];

    /// <inheritdoc/>
    protected override IEnumerable<Option> Options() => [df, random, drop];

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, ModelRun run)
    {
        Formula model = Formula.Parse(parsed.GetRequiredValue(formula));
        bool isRandom = parsed.GetValue(random);
        if (isRandom || parsed.GetValue(drop))
        {
            return Drop(model, isRandom, parsed, run);
        }

        DegreesOfFreedomMethod method = DegreesOfFreedomMethod.Parse(parsed.GetValue(df), run.Request);
        MixedModelFit fit = run.Fit(model);
        FixedEffectsTests tests = Refusals.AsInput(() => method.Of(fit));
        return run.Write(parsed.GetValue(Json) ? tests.ToJson() + "\n" : Tables(tests), fit);
    }

    private int Drop(Formula model, bool isRandom, ParseResult parsed, ModelRun run)
    {
        if (parsed.GetValue(df) is not null || (isRandom && parsed.GetValue(drop)))
        {
            throw new InputException("Give one of --df, --random and --drop: each is another kind of test.");
        }

        (MixedModelFit Fit, DroppedTerms Terms) result = run.Work((table, progress) =>
        {
            MixedModelFit fit = MixedModel.Fit(model, table, run.Request.Options, progress, run.CancellationToken);
            if (isRandom && fit.Theta.IsEmpty)
            {
                throw new InputException("--random tests random terms, and the model has none: write one, such as (1 | Subject).");
            }

            return (fit, Refusals.AsInput(() => isRandom ? fit.DropRandomTerms(run.CancellationToken) : fit.DropFixedTerms(run.CancellationToken)));
        });
        return run.Write(parsed.GetValue(Json) ? result.Terms.ToJson() + "\n" : result.Terms.ToString(), result.Fit);
    }

    /// <summary>The types agree where there is one term: then type III, as lmerTest's default.</summary>
    private static string Tables(FixedEffectsTests tests) => tests.Coefficients + string.Concat(Enum.GetValues<TestType>()
        .Where(type => tests.Anova(type).Count > (type == TestType.III || tests.Anova(TestType.I).Count == 0 ? 0 : 1)).Select(type => "\n" + tests.Anova(type)));
}
