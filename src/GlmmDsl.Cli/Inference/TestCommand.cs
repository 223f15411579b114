using System.CommandLine;
using GlmmDsl.Cli.Models;
using GlmmDsl.Inference;

namespace GlmmDsl.Cli.Inference;

/// <summary><c>glmm test</c>: tests of coefficients and terms.</summary>
internal sealed class TestCommand() : ModelCommand(isInformationOfTests: true)
{
    private readonly Argument<string> formula = OneFormula();
    private readonly Option<string?> df = ModelOptions.Single("--df", "satterthwaite|kenward-roger|wald", "How the degrees of freedom of tests of fixed effects are found. The default is kenward-roger for a linear model fitted by REML, satterthwaite for one fitted by maximum likelihood, and wald (none) for generalised models.");

    /// <inheritdoc/>
    protected override Command Define() => new("test", "Test the coefficients and terms of a model.");

    /// <inheritdoc/>
    protected override IEnumerable<Argument> Formulas() => [formula];

    /// <inheritdoc/>
    protected override IEnumerable<Option> Options() => [df];

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, ModelRun run)
    {
        Formula model = Formula.Parse(parsed.GetRequiredValue(formula));
        DegreesOfFreedomMethod method = DegreesOfFreedomMethod.Parse(parsed.GetValue(df), run.Request);
        MixedModelFit fit = run.Fit(model);
        FixedEffectsTests tests = method.Of(fit);
        run.Output.Write(parsed.GetValue(Json) ? tests.ToJson() + "\n" : Tables(tests));
        return fit.Verdict == Verdict.NotConverged ? ExitCode.NotConverged : ExitCode.Success;
    }

    private static string Tables(FixedEffectsTests tests) =>
        tests.Coefficients + string.Concat(Enum.GetValues<TestType>().Where(type => tests.Anova(type).Count > 0).Select(type => "\n" + tests.Anova(type)));
}
