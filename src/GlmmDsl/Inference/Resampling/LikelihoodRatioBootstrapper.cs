using GlmmDsl.Fits;
using GlmmDsl.Fitting;

namespace GlmmDsl.Inference.Resampling;

/// <summary>The distribution of a likelihood-ratio statistic when the smaller model is true, by simulation (pbkrtest's <c>PBmodcomp</c>).</summary>
internal static class LikelihoodRatioBootstrapper
{
    /// <summary>Simulates from the smaller model and fits both to every response, by maximum likelihood.</summary>
    /// <param name="smaller">The smaller model, by maximum likelihood.</param>
    /// <param name="larger">The larger one, by maximum likelihood.</param>
    /// <param name="replicates">The number of responses.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="threads">Threads at most; null for one a core.</param>
    /// <param name="progress">Is told after every replicate.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static LikelihoodRatioBootstrap Run(
        FittedModel smaller, FittedModel larger, int replicates, int seed, int? threads, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 1);
        var simulator = new ResponseSimulator(smaller, SimulatedEffects.New);
        var statistics = new double[replicates];
        var failures = new string?[replicates];
        Replicates.Run(replicates, threads, progress, _ => false, () => new Workspace(smaller, larger, seed, cancellationToken), (i, own) =>
        {
            own.Random.Restart(i);
            simulator.Draw(own.Random, own.Response);
            (double small, string? failure) = Fit(smaller, own.Smaller, own.Response);
            (double large, failures[i]) = failure is null ? Fit(larger, own.Larger, own.Response) : (double.NaN, failure);
            statistics[i] = Math.Max(0, small - large);
        }, cancellationToken);
        double observed = Math.Max(0, smaller.Solution.Criterion - larger.Solution.Criterion);
        return new LikelihoodRatioBootstrap(
            observed,
            larger.ParameterCount - smaller.ParameterCount,
            [.. statistics.Where((_, i) => failures[i] is null)],
            [.. failures.Select((f, i) => (Reason: f, i)).Where(f => f.Reason is not null).Select(f => new BootstrapFailure(f.i, f.Reason!))]);
    }

    private static (double Criterion, string? Failure) Fit(FittedModel model, ResponseRefits refits, double[] response)
    {
        try
        {
            RefitEstimates estimates = Replicates.Fit(refits, model.Solution, response);
            return (estimates.Criterion, Replicates.Failure(estimates, model.Solution));
        }
        catch (MixedModelException refused)
        {
            return (double.NaN, refused.Message);
        }
    }

    /// <summary>What one thread needs.</summary>
    private sealed class Workspace(FittedModel smaller, FittedModel larger, int seed, CancellationToken cancellationToken)
    {
        public KeyedRandom Random { get; } = new(seed, 0);

        public double[] Response { get; } = new double[smaller.Matrices.RowCount];

        public ResponseRefits Smaller { get; } = smaller.Solution.Refits(cancellationToken);

        public ResponseRefits Larger { get; } = larger.Solution.Refits(cancellationToken);
    }
}
