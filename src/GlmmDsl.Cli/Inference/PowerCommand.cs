using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using GlmmDsl.Cli.Arguments;
using GlmmDsl.Cli.Models;
using GlmmDsl.Data;
using GlmmDsl.Inference;

namespace GlmmDsl.Cli.Inference;

/// <summary><c>glmm power</c>: the power of a test by simulation.</summary>
internal sealed class PowerCommand : ModelCommand
{
    private readonly Argument<string> formula = OneFormula();
    private readonly Option<string> coefficient = new("--test") { HelpName = "NAME", Description = "The coefficient that is tested, by R's name.", Required = true };
    private readonly Option<string?> by = ModelOptions.Single("--by", "wald|satterthwaite|kenward-roger|lrt", "How it is tested; the default is wald.");
    private readonly Option<string?> groups = ModelOptions.Single("--groups", "N,..", "Studies with these numbers of groups; the default is that of the data.");
    private readonly Option<string?> effects = ModelOptions.Single("--effect", "NAME=VALUE,..", "Values of a coefficient that are taken for true, each a study; the default is the estimate.");
    private readonly Option<int> copies = new("--row-copies") { HelpName = "N", Description = "How often each row occurs in its group.", DefaultValueFactory = _ => 1 };
    private readonly Option<int> replicates = new("--replicates") { HelpName = "N", Description = "Simulated data sets a study.", DefaultValueFactory = _ => 1000 };
    private readonly Option<int> seed = new("--seed") { HelpName = "S", Description = "The seed, which decides the numbers on any number of threads.", Required = true };
    private readonly Option<string?> level = ModelOptions.Single("--level", "0.05", "The level at which the test rejects; the default is 0.05.");

    /// <inheritdoc/>
    protected override Command Define() => new("power", "Simulate the power of a test of a coefficient, for numbers of groups and sizes of the effect.");

    /// <inheritdoc/>
    protected override IEnumerable<Argument> Formulas() => [formula];

    /// <inheritdoc/>
    protected override IEnumerable<Option> Options() => [coefficient, by, groups, effects, copies, replicates, seed, level];

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, ModelRun run)
    {
        Formula model = Formula.Parse(parsed.GetRequiredValue(formula));
        PowerTest test = Test(parsed.GetValue(by) ?? "wald", parsed.GetRequiredValue(coefficient));
        double[] levels = parsed.GetValue(level) is string text ? LevelsArgument.Parse(text) : [0.05];
        PowerSetting[] studies = [.. Studies(parsed)];
        MixedModelFit? fit = null;
        PowerCurve curve = run.Work((table, progress, work) =>
        {
            fit = MixedModel.Fit(model, table, run.Request.Options, progress, run.CancellationToken);
            return Refusals.AsInput(() => fit.Power(test, parsed.GetValue(replicates), parsed.GetValue(seed), studies, levels[0], null, work, run.CancellationToken));
        });
        return run.Write(parsed.GetValue(Json) ? curve.ToJson() + "\n" : curve.ToString(), fit!);
    }

    private static PowerTest Test(string by, string coefficient) => by switch
    {
        "wald" => PowerTest.Wald(coefficient),
        "satterthwaite" => PowerTest.Satterthwaite(coefficient),
        "kenward-roger" => PowerTest.KenwardRoger(coefficient),
        "lrt" => PowerTest.LikelihoodRatio(coefficient),
        _ => throw new InputException($"--by is wald, satterthwaite, kenward-roger or lrt, not {ValueText.Quote(by)}."),
    };

    private IEnumerable<PowerSetting> Studies(ParseResult parsed)
    {
        int?[] sizes = parsed.GetValue(groups) is string numbers ? [.. numbers.Split(',').Select(n => (int?)(int)Number("--groups", n))] : [null];
        ImmutableDictionary<string, double>[] truths = [ImmutableDictionary<string, double>.Empty];
        if (parsed.GetValue(effects) is string given)
        {
            ColumnSetting setting = ColumnSetting.Parse("--effect", given, "5,10");
            truths = [.. setting.Value.Split(',').Select(v => ImmutableDictionary<string, double>.Empty.Add(setting.Column, Number("--effect", v)))];
        }

        return from truth in truths from size in sizes select new PowerSetting { Groups = size, RowCopies = parsed.GetValue(copies), Coefficients = truth };
    }

    private static double Number(string option, string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
        ? number
        : throw new InputException($"{option} takes numbers, not {ValueText.Quote(text)}.");
}
