using System.Globalization;
using System.Text;
using System.Text.Json;

namespace GlmmDsl.Benchmarks.Coverage;

/// <summary>How often 95 % Wald intervals contain the true parameter, next to glmmTMB's on the same simulated data if R has it.</summary>
internal static class CoverageBenchmark
{
    /// <summary>Simulates, fits and prints; returns the process's exit code.</summary>
    public static int Run(int replicates, bool json)
    {
        CoverageDesign[] designs =
        [
            new(1, Family.Binomial, groups: 50, rowsPerGroup: 10, beta: [-0.5, 0.8, 0.4], effectDeviations: [0.8]),
            new(2, Family.Binomial, groups: 60, rowsPerGroup: 15, beta: [-0.5, 0.8, 0.4], effectDeviations: [0.8, 0.5], correlation: 0.3),
            new(3, Family.Poisson, groups: 50, rowsPerGroup: 8, beta: [0.5, 0.3, -0.4], effectDeviations: [0.5]),
            new(4, Family.Poisson, groups: 50, rowsPerGroup: 10, beta: [0.5, 0.3, -0.4], effectDeviations: [0.5, 0.3], correlation: -0.3),
        ];
        foreach (CoverageDesign design in designs)
        {
            double[][] responses = [.. Enumerable.Range(1, replicates).Select(design.Simulate)];
            Intervals[] ours = [.. responses.Select(y => Intervals.Fit(design, y))];
            IReadOnlyList<Intervals>? peer = CoveragePeer.Run(design, responses);
            if (!json)
            {
                Console.WriteLine($"{design.Name}: {design.Formula}, {design.Rows.Count} rows in {design.Groups} groups, {replicates} replicates");
            }

            for (int parameter = 0; parameter < design.Parameters.Count; parameter++)
            {
                (string name, double truth) = design.Parameters[parameter];
                bool?[] covered = [.. ours.Select(i => i.Covers(parameter, truth))];
                bool?[]? peerCovered = peer is null ? null : [.. peer.Select(i => i.Covers(parameter, truth))];
                Console.WriteLine(json ? Json(design, name, truth, Share.Of(covered), peerCovered, covered) : Text(name, truth, Share.Of(covered), peerCovered, covered));
            }
        }

        return 0;
    }

    /// <summary>Replicates in which only one of the two intervals holds the truth.</summary>
    private static int Differing(bool?[] covered, bool?[] peerCovered) => covered.Zip(peerCovered).Count(p => p is ({ } a, { } b) && a != b);

    private static string Text(string name, double truth, Share share, bool?[]? peerCovered, bool?[] covered)
    {
        string mine = string.Create(CultureInfo.InvariantCulture, $"  {name,-20} true {truth,7:F3}   GlmmDsl {share}");
        return peerCovered is null
            ? mine
            : string.Create(CultureInfo.InvariantCulture, $"{mine}   glmmTMB {Share.Of(peerCovered)}   differing {Differing(covered, peerCovered)}");
    }

    private static string Json(CoverageDesign design, string name, double truth, Share share, bool?[]? peerCovered, bool?[] covered)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("design", design.Name);
            writer.WriteString("parameter", name);
            writer.WriteNumber("truth", truth);
            Write(writer, "", share);
            writer.WriteString("peer", peerCovered is null ? null : "glmmTMB");
            Write(writer, "peer", peerCovered is null ? null : Share.Of(peerCovered));
            if (peerCovered is null)
            {
                writer.WriteNull("differing");
            }
            else
            {
                writer.WriteNumber("differing", Differing(covered, peerCovered));
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, string prefix, Share? share)
    {
        foreach ((string name, double? value) in new[] { ("intervals", share?.Count), ("coverage", share?.Coverage), ("monteCarloError", share?.MonteCarloError) })
        {
            string full = prefix.Length == 0 ? name : prefix + char.ToUpperInvariant(name[0]) + name[1..];
            if (value is { } number)
            {
                writer.WriteNumber(full, number);
            }
            else
            {
                writer.WriteNull(full);
            }
        }
    }

    /// <summary>A share of intervals.</summary>
    /// <param name="Count">Intervals there were.</param>
    /// <param name="Covering">Those that hold the truth.</param>
    private readonly record struct Share(int Count, int Covering)
    {
        public double Coverage => (double)Covering / Count;

        public double MonteCarloError => Math.Sqrt(Coverage * (1 - Coverage) / Count);

        public static Share Of(bool?[] covered) => new(covered.Count(c => c is not null), covered.Count(c => c == true));

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{100 * Coverage,5:F1} % ± {100 * MonteCarloError:F1} of {Count}");
    }
}
