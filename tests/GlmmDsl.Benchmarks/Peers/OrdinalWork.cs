using System.Collections.Immutable;
using GlmmDsl.Data;

namespace GlmmDsl.Benchmarks.Peers;

/// <summary>A cumulative link model that clmm of the package ordinal fits too, standard errors included on both sides.</summary>
internal sealed class OrdinalWork(string referenceFolder, string name, string data, string response, string terms, int nodes = 1, Link link = Link.Logit) : PeerWork
{
    private readonly Formula formula = Formula.Parse($"{response} ~ {terms}");
    private readonly FitOptions options = new()
    {
        Family = Family.Cumulative,
        Link = link,
        Approximation = nodes > 1 ? Approximation.Quadrature : Approximation.Laplace,
        QuadratureNodes = nodes,
    };

    private Table? table;

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Description => FormattableString.Invariant($"{data}: {formula}, cumulative, {link}, {(nodes > 1 ? $"{nodes} nodes" : "Laplace")}");

    /// <summary>The columns that are factors whatever they look like, the response not among them.</summary>
    public required string[] Factors { get; init; }

    /// <summary>The categories of the response, from the lowest.</summary>
    public required string[] Levels { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<Peer> Peers => [new("ordinal", FormattableString.Invariant($"""
        dat <- read.csv(file.path(reference, "data", "{data}.csv"), stringsAsFactors = TRUE)
        dat${response} <- factor(dat${response}, ordered = TRUE)
        for (v in c({string.Join(", ", Factors.Select(f => $"\"{f}\""))})) dat[[v]] <- factor(dat[[v]])
        repetitions <- 5
        work <- function() clmm({formula}, data = dat, link = "{link.ToString().ToLowerInvariant()}", nAGQ = {nodes})
        """))];

    /// <inheritdoc/>
    public override WorkResult Run()
    {
        MixedModelFit fit = MixedModel.Fit(formula, table ??= Read(), options);

        // Standard errors belong to the work, whenever they are computed.
        return fit.Covariance.Names.Length > 0
            ? new(-2 * fit.LogLikelihood.Value, fit.Evaluations, fit.Gradients)
            : throw new InvalidOperationException("The benchmark's model has no coefficients.");
    }

    private Table Read() => Table.ReadCsv(Path.Combine(referenceFolder, "data", data + ".csv"), new CsvOptions
    {
        Factors = [.. Factors],
        Ordered = ImmutableDictionary<string, ImmutableArray<string>>.Empty.Add(response, [.. Levels]),
    });
}
