using GlmmDsl.Data;

namespace GlmmDsl.Benchmarks.Peers;

/// <summary>A model of a family with a dispersion, zero inflation or a hurdle that glmmTMB fits too, standard errors included on both sides.</summary>
internal sealed class FamilyWork(string referenceFolder, string name, string data, string formula) : PeerWork
{
    private readonly Formula formula = Formula.Parse(formula);
    private Table? table;

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Description =>
        $"{data}: {formula}, {Options.Family}{(Options.Link == Link.Default ? "" : $", {Options.Link}")}{(Options.ZeroInflation is { } zi ? $", zero inflation {zi}" : "")}{(Options.Dispersion is { } d ? $", dispersion {d}" : "")}";

    /// <summary>The family and what goes with it.</summary>
    public required FitOptions Options { get; init; }

    /// <summary>The family in R; null where the installed glmmTMB does not have it.</summary>
    public required string? RFamily { get; init; }

    /// <summary>The columns that are factors whatever they look like.</summary>
    public required string[] Factors { get; init; }

    /// <summary>The rows whose response is set to 0, every so many; 0 for none.</summary>
    public int ZeroEvery { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<Peer> Peers => RFamily is null ? [] : [new("glmmTMB", FormattableString.Invariant($"""
        dat <- read.csv(file.path(reference, "data", "{data}.csv"), stringsAsFactors = TRUE)
        for (v in c({string.Join(", ", Factors.Select(f => $"\"{f}\""))})) dat[[v]] <- factor(dat[[v]])
        {(ZeroEvery > 0 ? FormattableString.Invariant($"dat$y[seq_len(nrow(dat)) %% {ZeroEvery} == 0] <- 0") : "")}
        repetitions <- 2
        work <- function() glmmTMB({formula}, dat, family = {RFamily}{(Options.ZeroInflation is { } zi ? $", ziformula = {zi}" : "")}{(Options.Dispersion is { } d ? $", dispformula = {d}" : "")})
        """))];

    /// <inheritdoc/>
    public override WorkResult Run()
    {
        MixedModelFit fit = MixedModel.Fit(formula, table ??= Read(), Options);

        // Standard errors belong to the work, whenever they are computed.
        return fit.Covariance.Names.Length > 0
            ? new(-2 * fit.LogLikelihood.Value, fit.Evaluations, fit.Gradients)
            : throw new InvalidOperationException("The benchmark's model has no coefficients.");
    }

    private Table Read()
    {
        Table read = Table.ReadCsv(Path.Combine(referenceFolder, "data", data + ".csv"), new CsvOptions { Factors = [.. Factors] });
        return ZeroEvery == 0
            ? read
            : new Table(read.Columns.Select(c => c is NumericColumn { Name: "y" } y ? new NumericColumn("y", [.. y.Values.ToArray().Select((v, i) => (i + 1) % ZeroEvery == 0 ? 0 : v)]) : c));
    }
}
