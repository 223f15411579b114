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
    public static void Run(int count, int? threads, IProgress<WorkProgress>? progress, Func<int, bool> isDone, Action<int> work, CancellationToken cancellationToken) =>
        Run<object?>(count, threads, progress, isDone, () => null, (i, _) => work(i), cancellationToken);

    /// <summary>The same with a workspace for each thread.</summary>
    /// <param name="count">The number of replicates.</param>
    /// <param name="threads">Threads at most; null for one a core.</param>
    /// <param name="progress">Is told after every replicate.</param>
    /// <param name="isDone">Whether one is done already.</param>
    /// <param name="workspace">Makes a workspace; what a replicate gives must not depend on the replicates done in it before.</param>
    /// <param name="work">Does one.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static void Run<TWorkspace>(
        int count, int? threads, IProgress<WorkProgress>? progress, Func<int, bool> isDone, Func<TWorkspace> workspace, Action<int, TWorkspace> work, CancellationToken cancellationToken)
    {
        if (threads is { } given)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(given, 1, nameof(threads));
        }

        int next = -1;
        int done = 0;
        int workers = Math.Min(threads ?? Environment.ProcessorCount, count);
        try
        {
            // One loop a thread, for Parallel.For would make a workspace anew each time that it gives a thread back to the pool.
            Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken }, _ => Work());
        }
        catch (AggregateException several)
        {
            cancellationToken.ThrowIfCancellationRequested();
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(several.InnerExceptions[0]).Throw();
        }

        void Work()
        {
            try
            {
                TWorkspace own = workspace();
                for (int i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (!isDone(i))
                    {
                        work(i, own);
                    }

                    progress?.Report(new WorkProgress(Interlocked.Increment(ref done), count));
                }
            }
            catch
            {
                // Others need not go on.
                Interlocked.Exchange(ref next, count);
                throw;
            }
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

    /// <summary>The same in a workspace, where only estimates are wanted.</summary>
    /// <param name="refits">The workspace.</param>
    /// <param name="original">The fit of the data.</param>
    /// <param name="response">The response.</param>
    public static RefitEstimates Fit(ResponseRefits refits, IModelSolution original, double[] response)
    {
        double[]? start = original.Theta.Length > 0 ? original.Theta : null;
        RefitEstimates estimates = refits.Fit(response, start);
        return !estimates.IsConverged && start is not null ? refits.Fit(response, null) : estimates;
    }

    /// <summary>Why the fit of a replicate does not count; null where it does. A singular fit counts: that is what estimates do.</summary>
    /// <param name="solution">The fit.</param>
    /// <param name="original">The fit of the data.</param>
    public static string? Failure(IModelSolution solution, IModelSolution original) => Failure(RefitEstimates.Of(solution), original);

    /// <inheritdoc cref="Failure(IModelSolution, IModelSolution)"/>
    public static string? Failure(RefitEstimates estimates, IModelSolution original) =>
        estimates.IsSeparated ? "The fixed effects separate the outcomes."
        : (estimates.Kept != original.Kept && !estimates.Kept.SequenceEqual(original.Kept)) || estimates.Others.Length != original.Others.Sum(o => o.Beta.Length) ? "The rows drawn do not identify all coefficients."
        : !estimates.IsConverged ? "The fit did not converge."
        : null;
}
