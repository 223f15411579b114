using System.Collections.Immutable;

namespace GlmmDsl.Fitting;

/// <summary>
/// Fits a model to one response after another where only estimates are wanted, as in a bootstrap: what does not depend on the response is done once. One instance
/// serves one thread, and what it finds does not depend on the responses before.
/// </summary>
internal abstract class ResponseRefits
{
    /// <summary>Fits the model to a response.</summary>
    /// <param name="response">n numbers, read until the method returns.</param>
    /// <param name="start">The starting θ in user units; null for the engine's choice.</param>
    /// <exception cref="ModelDataException">No model can be fitted to it.</exception>
    public abstract RefitEstimates Fit(double[] response, double[]? start);
}

/// <summary>The estimates of a refit, in the user's units.</summary>
/// <param name="Criterion">The minimised criterion.</param>
/// <param name="Beta">β̂ of the kept columns.</param>
/// <param name="Theta">θ̂.</param>
/// <param name="Sigma">σ̂.</param>
/// <param name="Kept">The columns kept.</param>
/// <param name="IsConverged">Whether the verdict is other than <see cref="Verdict.NotConverged"/>.</param>
/// <param name="IsSeparated">Whether the fixed effects separate the outcomes.</param>
internal readonly record struct RefitEstimates(double Criterion, double[] Beta, double[] Theta, double Sigma, ImmutableArray<int> Kept, bool IsConverged, bool IsSeparated)
{
    /// <summary>The coefficients of the linear predictors beside the conditional one, stacked.</summary>
    public double[] Others { get; init; } = [];

    /// <summary>Those of a solution.</summary>
    public static RefitEstimates Of(IModelSolution solution) => new(
        solution.Criterion, solution.Beta, solution.Theta, solution.Sigma, solution.Kept, solution.Verdict != Verdict.NotConverged, solution.IsSeparated)
    {
        Others = [.. solution.Others.SelectMany(o => o.Beta)],
    };
}

/// <summary>Refits by <see cref="IModelSolution.Refit"/>, of which the estimates are kept.</summary>
/// <param name="original">The fit.</param>
/// <param name="cancellationToken">Ends a fit early.</param>
internal sealed class SolutionRefits(IModelSolution original, CancellationToken cancellationToken) : ResponseRefits
{
    /// <inheritdoc/>
    public override RefitEstimates Fit(double[] response, double[]? start) =>
        RefitEstimates.Of(original.Refit(new RefitChanges { Response = response, Start = start }, cancellationToken));
}
