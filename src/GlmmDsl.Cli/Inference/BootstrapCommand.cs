using System.CommandLine;
using GlmmDsl.Cli.Models;
using GlmmDsl.Data;
using GlmmDsl.Inference;

namespace GlmmDsl.Cli.Inference;

/// <summary><c>glmm bootstrap</c>: bootstrap intervals.</summary>
internal sealed class BootstrapCommand : ModelCommand
{
    private readonly Argument<string> formula = OneFormula();
    private readonly Option<int> replicates = new("--replicates") { HelpName = "N", Description = "The number of replicates.", DefaultValueFactory = _ => 1000 };
    private readonly Option<int> seed = new("--seed") { HelpName = "S", Description = "The seed, which decides the numbers on any number of threads.", Required = true };
    private readonly Option<string?> kind = ModelOptions.Single("--kind", "parametric|residual|cluster", "How replicates are made: simulated from the fit (the default), from its residuals, or from its groups drawn with replacement.");
    private readonly Option<string?> interval = ModelOptions.Single("--interval", "percentile|basic|normal", "How intervals are read from the replicates; the default is percentile.");
    private readonly Option<string?> level = LevelsArgument.Option();
    private readonly Option<string?> draws = ModelOptions.Single("--draws", "FILE", "Write the replicates to this file, also when cancelled; where it exists, go on from it.");

    /// <inheritdoc/>
    protected override Command Define() => new("bootstrap", "Bootstrap a fit: intervals for coefficients, standard deviations and correlations, on all cores.");

    /// <inheritdoc/>
    protected override IEnumerable<Argument> Formulas() => [formula];

    /// <inheritdoc/>
    protected override IEnumerable<Option> Options() => [replicates, seed, kind, interval, level, draws];

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, ModelRun run)
    {
        Formula model = Formula.Parse(parsed.GetRequiredValue(formula));
        BootstrapKind made = Choice<BootstrapKind>("--kind", parsed.GetValue(kind) ?? "parametric");
        BootstrapInterval read = Choice<BootstrapInterval>("--interval", parsed.GetValue(interval) ?? "percentile");
        double[] levels = LevelsArgument.Parse(parsed.GetValue(level));
        string? file = parsed.GetValue(draws);
        BootstrapDraws? known = file is not null && File.Exists(file) ? Load(file) : null;
        MixedModelFit? fit = null;
        BootstrapResult result;
        try
        {
            result = run.Work((table, progress, work) =>
            {
                fit = MixedModel.Fit(model, table, run.Request.Options, progress, run.CancellationToken);
                return Refusals.AsInput(() => fit.Bootstrap(parsed.GetValue(replicates), parsed.GetValue(seed), made, known, null, work, run.CancellationToken));
            });
        }
        catch (BootstrapCanceledException cancelled) when (file is not null)
        {
            Save(cancelled.Draws, file);
            throw;
        }

        if (file is not null)
        {
            Save(result.Draws, file);
        }

        return run.Write(parsed.GetValue(Json) ? result.ToJson(read, levels) + "\n" : Tables(result, read, levels), fit!);
    }

    /// <summary>The summary has the percentile intervals of level 0.95.</summary>
    private static string Tables(BootstrapResult result, BootstrapInterval read, double[] levels) =>
        result + string.Concat(levels.Where(level => level != 0.95 || read != BootstrapInterval.Percentile).Select(level => FormattableString.Invariant($"\nIntervals ({read.ToString().ToLowerInvariant()})\n{result.Intervals(level, read)}")));

    private static T Choice<T>(string option, string text)
        where T : struct, Enum => Enum.GetNames<T>().FirstOrDefault(n => string.Equals(n, text, StringComparison.OrdinalIgnoreCase)) is string name
        ? Enum.Parse<T>(name)
        : throw new InputException($"{option} is {string.Join(", ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant()))}, not {ValueText.Quote(text)}.");

    private static BootstrapDraws Load(string file)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            return BootstrapDraws.Load(stream);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"The draws could not be read: {unreadable.Message}");
        }
    }

    private static void Save(BootstrapDraws all, string file)
    {
        try
        {
            using FileStream stream = File.Create(file);
            all.Save(stream);
        }
        catch (Exception unwritten) when (unwritten is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"The draws could not be written: {unwritten.Message}");
        }
    }
}
