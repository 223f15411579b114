using System.Diagnostics;
using System.Globalization;
using GlmmDsl.Benchmarks.Peers;
using GlmmDsl.Data;
using GlmmDsl.Inference;

namespace GlmmDsl.Benchmarks.Resampling;

/// <summary>
/// Profile, parametric bootstrap and simulated likelihood-ratio test of sleepstudy next to lme4's <c>profile</c> and <c>bootMer</c> and pbkrtest's <c>PBmodcomp</c>, in CPU
/// seconds, both in one run. R's bootstraps make fewer replicates, and their seconds are scaled up, which the output says.
/// </summary>
internal static class ResamplingBenchmark
{
    private const int Replicates = 10_000;
    private const int PeerReplicates = 200;
    private const int TestReplicates = 1000;
    private const int PeerTestReplicates = 100;

    /// <summary>Measures and prints; returns the process's exit code.</summary>
    /// <param name="reference">The folder of reference data.</param>
    public static int Run(string reference)
    {
        string data = Path.Combine(reference, "data", "sleepstudy.csv");
        Table table = Table.ReadCsv(data).WithFactor("Subject");
        MixedModelFit fit = MixedModel.Fit(Formula.Parse("Reaction ~ Days + (Days | Subject)"), table);
        MixedModelFit smaller = Ml("Reaction ~ Days + (Days | Subject)", table), larger = Ml("Reaction ~ Days + I(Days^2) + (Days | Subject)", table);

        // Compiled before anything is measured.
        Parallel(2, 200);
        for (int i = 0; i < 30; i++)
        {
            fit.Profile().Intervals();
        }

        LikelihoodRatio.Bootstrap(smaller, larger, 100, seed: 2, threads: 1);
        double profile = Cpu(() => Repeat(20, () => fit.Profile().Intervals())) / 20;
        double bootstrap = Cpu(() => Parallel(1, Replicates));
        double one = Wall(() => Parallel(1, Replicates)), two = Wall(() => Parallel(2, Replicates));
        double test = Cpu(() => LikelihoodRatio.Bootstrap(smaller, larger, TestReplicates, seed: 1, threads: 1));
        double[]? peer = Peer(data);
        Show("profile and 95 % intervals", profile, peer?[0], "lme4 profile and confint");
        Show(Text($"{Replicates} parametric bootstrap replicates"), bootstrap, peer?[1] * Replicates / PeerReplicates, Text($"bootMer, {PeerReplicates} replicates scaled"));
        Show(Text($"likelihood-ratio test, {TestReplicates} replicates"), test, peer?[2] * TestReplicates / PeerTestReplicates, Text($"PBmodcomp, {PeerTestReplicates} replicates scaled"));
        Console.WriteLine(Text($"{Replicates} replicates on 1 thread {one:F2} s, on 2 threads {two:F2} s of wall time: {one / two:F2} times as fast ({Environment.ProcessorCount} cores)"));
        return 0;

        void Parallel(int threads, int count) => fit.Bootstrap(count, seed: 1, threads: threads);
    }

    private static MixedModelFit Ml(string formula, Table table) => MixedModel.Fit(Formula.Parse(formula), table, new FitOptions { Method = FitMethod.Ml });

    private static void Show(string what, double ours, double? peer, string peerName) => Console.WriteLine(
        peer is { } seconds ? Text($"{what}: {ours:F4} s CPU; {peerName} {seconds:F2} s; ratio {seconds / ours:F0}") : Text($"{what}: {ours:F4} s CPU"));

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private static void Repeat(int count, Action work)
    {
        for (int i = 0; i < count; i++)
        {
            work();
        }
    }

    private static double Cpu(Action work)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        work();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }

    private static double Wall(Action work)
    {
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalSeconds;
    }

    private static double[]? Peer(string data)
    {
        string code = string.Create(CultureInfo.InvariantCulture, $$"""
            suppressMessages({library(lme4); library(pbkrtest)})
            d <- read.csv("{{data.Replace('\\', '/')}}"); d$Subject <- factor(d$Subject)
            m <- lmer(Reaction ~ Days + (Days | Subject), d)
            a <- lmer(Reaction ~ Days + I(Days^2) + (Days | Subject), d, REML = FALSE); b <- lmer(Reaction ~ Days + (Days | Subject), d, REML = FALSE)
            cpu <- function(e) { t <- system.time(e); sum(t[c(1, 2)]) }
            quiet <- function(e) suppressWarnings(suppressMessages(e))
            cat(cpu(quiet(confint(profile(m)))), cpu(quiet(bootMer(m, function(f) c(fixef(f), sigma(f)), nsim = {{PeerReplicates}}, seed = 1))), cpu(quiet(PBmodcomp(a, b, nsim = {{PeerTestReplicates}}, seed = 1, cl = 1))), "\n")
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
