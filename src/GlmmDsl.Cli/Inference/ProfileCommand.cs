using System.CommandLine;
using GlmmDsl.Cli.Models;
using GlmmDsl.Inference;

namespace GlmmDsl.Cli.Inference;

/// <summary><c>glmm profile</c>: profile-likelihood intervals.</summary>
internal sealed class ProfileCommand : ModelCommand
{
    private readonly Argument<string> formula = OneFormula();
    private readonly Option<string?> level = LevelsArgument.Option();
    private readonly Option<string[]> parameters = ModelOptions.Repeated("--parameters", "NAME,..", "The parameters, by R's names of coefficients and lme4's of variance parameters, such as Days,sigma,'sd_(Intercept)|Subject'; the default is all. A name with a comma is quoted as in CSV.");

    /// <inheritdoc/>
    protected override Command Define() => new("profile", "Profile the likelihood: intervals for coefficients, standard deviations and correlations. A fit by REML is profiled through its fit by maximum likelihood.");

    /// <inheritdoc/>
    protected override IEnumerable<Argument> Formulas() => [formula];

    /// <inheritdoc/>
    protected override IEnumerable<Option> Options() => [level, parameters];

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, ModelRun run)
    {
        Formula model = Formula.Parse(parsed.GetRequiredValue(formula));
        double[] levels = LevelsArgument.Parse(parsed.GetValue(level));
        string[] names = [.. ModelOptions.Values(parsed, parameters).SelectMany(list => Data.CsvOptions.SplitLevels(list))];
        MixedModelFit? fit = null;
        ProfileLikelihood profile = run.Work((table, progress, work) =>
        {
            fit = MixedModel.Fit(model, table, run.Request.Options, progress, run.CancellationToken);
            return Refusals.AsInput(() => fit.Profile(names.Length == 0 ? null : names, work, run.CancellationToken));
        });
        return run.Write(parsed.GetValue(Json) ? profile.ToJson(levels) + "\n" : string.Join("\n", levels.Select(profile.Table)), fit!);
    }
}
