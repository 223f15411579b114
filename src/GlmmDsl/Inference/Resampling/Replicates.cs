using GlmmDsl.Fitting;

namespace GlmmDsl.Inference.Resampling;

/// <summary>What every simulation shares: replicates on all cores, and which fits of them count.</summary>
internal static class Replicates
{
    /// <summary>Does every replicate that is not done, in any order on several threads.</summary>
    /// <param name="count">The number of replicates.</param>
    /// <param name="threads">Threads at most; null for one a core.</param>
    /// <param name="progress">Is told after every replicate.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <param name="isDone">Whether one is done already.</param>
    /// <param name="work">Does one.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static void Run(int count, int? threads, IProgress<WorkProgress>? progress, CancellationToken cancellationToken, Func<int, bool> isDone, Action<int> work)
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

    /// <summary>Why the fit of a replicate does not count; null where it does. A singular fit counts: that is what estimates do.</summary>
    /// <param name="solution">The fit.</param>
    /// <param name="original">The fit of the data.</param>
    public static string? Failure(IModelSolution solution, IModelSolution original) =>
        solution.IsSeparated ? "The fixed effects separate the outcomes."
        : !solution.Kept.SequenceEqual(original.Kept) ? "The rows drawn do not identify all coefficients."
        : solution.Verdict == Verdict.NotConverged ? "The fit did not converge."
        : null;
}
