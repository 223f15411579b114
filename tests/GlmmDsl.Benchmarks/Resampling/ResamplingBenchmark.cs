using System.Globalization;
using GlmmDsl.Benchmarks.Peers;
using GlmmDsl.Data;
using GlmmDsl.Inference;

namespace GlmmDsl.Benchmarks.Resampling;

/// <summary>
/// Profile, parametric bootstraps and simulated likelihood-ratio test of sleepstudy and cbpp next to lme4's <c>profile</c> and <c>bootMer</c> and pbkrtest's
/// <c>PBmodcomp</c>, in CPU seconds, all in one run. Ours are measured once everything is compiled, as R's packages are. R's bootstraps make fewer replicates, and their
/// seconds are scaled up, which the output says.
/// </summary>
internal static class ResamplingBenchmark
{
    private const int Replicates = 10_000;
    private const int PeerReplicates = 200;
    private const int GeneralizedReplicates = 1000;
    private const int PeerGeneralizedReplicates = 50;
    private const int TestReplicates = 1000;
    private const int PeerTestReplicates = 100;
    private const int PowerReplicates = 1000;

    /// <summary>Measures and prints; returns the process's exit code.</summary>
    /// <param name="reference">The folder of reference data.</param>
    public static int Run(string reference)
    {
        string data = Path.Combine(reference, "data");
        Table sleep = Table.ReadCsv(Path.Combine(data, "sleepstudy.csv")).WithFactor("Subject");
        MixedModelFit fit = MixedModel.Fit(Formula.Parse("Reaction ~ Days + (Days | Subject)"), sleep);
        MixedModelFit smaller = Ml("Reaction ~ Days + (Days | Subject)", sleep), larger = Ml("Reaction ~ Days + I(Days^2) + (Days | Subject)", sleep);
        Table herds = Table.ReadCsv(Path.Combine(data, "cbpp.csv"), new CsvOptions { Factors = ["herd", "period"] });
        MixedModelFit counts = MixedModel.Fit(Formula.Parse("cbind(incidence, size - incidence) ~ period + (1 | herd)"), herds, new FitOptions { Family = Family.Binomial });

        double[]? peer = Peer(data);
        Show("profile and 95 % intervals", 1, () => fit.Profile().Intervals(), peer?[0], "lme4 profile and confint");
        Show(Text($"{Replicates} parametric bootstrap replicates"), Replicates, () => fit.Bootstrap(Replicates, seed: 1, threads: 1), peer?[1] * Replicates / PeerReplicates, Text($"bootMer, {PeerReplicates} replicates scaled"));
        Show(
            Text($"{GeneralizedReplicates} parametric bootstrap replicates of cbpp, binomial"),
            GeneralizedReplicates,
            () => counts.Bootstrap(GeneralizedReplicates, seed: 1, threads: 1),
            peer?[3] * GeneralizedReplicates / PeerGeneralizedReplicates,
            Text($"bootMer, {PeerGeneralizedReplicates} replicates scaled"));
        Show(Text($"likelihood-ratio test, {TestReplicates} replicates"), TestReplicates, () => LikelihoodRatio.Bootstrap(smaller, larger, TestReplicates, seed: 1, threads: 1), peer?[2] * TestReplicates / PeerTestReplicates, Text($"PBmodcomp, {PeerTestReplicates} replicates scaled"));
        Show(Text($"power of Kenward and Roger's test of Days, {PowerReplicates} data sets"), PowerReplicates, () => fit.Power(PowerTest.KenwardRoger("Days"), PowerReplicates, seed: 1, threads: 1), null, "");
        Console.WriteLine(Threads.Compare("the bootstrap", threads => fit.Bootstrap(Replicates, seed: 1, threads: threads)));
        return 0;
    }

    private static MixedModelFit Ml(string formula, Table table) => MixedModel.Fit(Formula.Parse(formula), table, new FitOptions { Method = FitMethod.Ml });

    private static void Show(string what, int parts, Action work, double? peer, string peerName)
    {
        Measurement ours = Measurement.Of(() =>
        {
            work();
            return default;
        });
        string each = parts > 1 ? Text($" ({1e6 * ours.CpuSeconds / parts:F1} µs and {ours.AllocatedBytes / (1024.0 * parts):F1} KiB each)") : Text($" ({ours.AllocatedBytes / 1024.0:F0} KiB)");
        Console.WriteLine(peer is { } seconds ? Text($"{what}: {ours.CpuSeconds:F4} s CPU{each}; {peerName} {seconds:F2} s; ratio {seconds / ours.CpuSeconds:F0}") : Text($"{what}: {ours.CpuSeconds:F4} s CPU{each}"));
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private static double[]? Peer(string data)
    {
        string code = string.Create(CultureInfo.InvariantCulture, $$"""
            suppressMessages({library(lme4); library(pbkrtest)})
            d <- read.csv("{{data.Replace('\\', '/')}}/sleepstudy.csv"); d$Subject <- factor(d$Subject)
            h <- read.csv("{{data.Replace('\\', '/')}}/cbpp.csv"); h$herd <- factor(h$herd); h$period <- factor(h$period)
            m <- lmer(Reaction ~ Days + (Days | Subject), d)
            a <- lmer(Reaction ~ Days + I(Days^2) + (Days | Subject), d, REML = FALSE); b <- lmer(Reaction ~ Days + (Days | Subject), d, REML = FALSE)
            g <- glmer(cbind(incidence, size - incidence) ~ period + (1 | herd), h, binomial)
            cpu <- function(e) { t <- system.time(e); sum(t[c(1, 2)]) }
            quiet <- function(e) suppressWarnings(suppressMessages(e))
            boot <- function(m, n) quiet(bootMer(m, function(f) c(fixef(f), sigma(f)), nsim = n, seed = 1))
            invisible(boot(m, 2))
            cat(cpu(quiet(confint(profile(m)))), cpu(boot(m, {{PeerReplicates}})), cpu(quiet(PBmodcomp(a, b, nsim = {{PeerTestReplicates}}, seed = 1, cl = 1))), cpu(boot(g, {{PeerGeneralizedReplicates}})), "\n")
            """);
        string folder = Directory.CreateTempSubdirectory("glmm-resampling").FullName;
        try
        {
            string? output = RScript.Run(code, folder, "resampling", TimeSpan.FromMinutes(10));
            return output?.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(w => w.Length > 0).Select(w => double.Parse(w, CultureInfo.InvariantCulture)).ToArray();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
