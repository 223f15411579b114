using GlmmDsl.Fitting;

namespace GlmmDsl.Inference.Resampling;

/// <summary>What every simulation shares: replicates on all cores, and which fits of them count.</summary>
internal static class Replicates
{
    /// <summary>Does every replicate that is not done, in any order on several threads.</summary>
    /// <param name="count">The number of replicates.</param>
    /// <param name="threads">Threads at most; null for one a core.</param>
    /// <param name="progress">Is told after every replicate.</param>
    /// <param name="isDone">Whether one is done already.</param>
    /// <param name="work">Does one.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static void Run(int count, int? threads, IProgress<WorkProgress>? progress, Func<int, bool> isDone, Action<int> work, CancellationToken cancellationToken)
    {
        if (threads is { } given)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(given, 1, nameof(threads));
        }

        int done = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads ?? Environment.ProcessorCount, CancellationToken = cancellationToken };
        try
        {
            Parallel.For(0, count, options, i =>
            {
                if (!isDone(i))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    work(i);
                }

                progress?.Report(new WorkProgress(Interlocked.Increment(ref done), count));
            });
        }
        catch (AggregateException several)
        {
            cancellationToken.ThrowIfCancellationRequested();
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(several.InnerExceptions[0]).Throw();
        }
    }

    /// <summary>Fits a model to a simulated response, from the estimates of its own fit; where the search does not converge from there, from where a new one starts.</summary>
    /// <param name="original">The fit of the data.</param>
    /// <param name="response">The response.</param>
    /// <param name="cancellationToken">Ends the fit early.</param>
    public static IModelSolution Fit(IModelSolution original, double[] response, CancellationToken cancellationToken)
    {
        double[]? start = original.Theta.Length > 0 ? original.Theta : null;
        IModelSolution solution = original.Refit(new RefitChanges { Response = response, Start = start }, cancellationToken);
        return solution.Verdict == Verdict.NotConverged && start is not null ? original.Refit(new RefitChanges { Response = response }, cancellationToken) : solution;
    }

    /// <summary>Why the fit of a replicate does not count; null where it does. A singular fit counts: that is what estimates do.</summary>
    /// <param name="solution">The fit.</param>
    /// <param name="original">The fit of the data.</param>
    public static string? Failure(IModelSolution solution, IModelSolution original) =>
        solution.IsSeparated ? "The fixed effects separate the outcomes."
        : !solution.Kept.SequenceEqual(original.Kept) ? "The rows drawn do not identify all coefficients."
        : solution.Verdict == Verdict.NotConverged ? "The fit did not converge."
        : null;
}
