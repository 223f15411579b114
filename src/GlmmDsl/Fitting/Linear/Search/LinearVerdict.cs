using GlmmDsl.Covariance;

namespace GlmmDsl.Fitting.Linear.Search;

/// <summary>Judges the optimum of a linear model.</summary>
internal static class LinearVerdict
{
    /// <summary>Whether a point is an optimum, inner or at a boundary.</summary>
    /// <param name="local">What the exact gradient and Hessian say about it.</param>
    /// <param name="rounding">How much rounding can have moved the criterion.</param>
    public static bool IsOptimum(Stationarity local, double rounding) => !local.CanFall(rounding) && !local.IsIndefinite;

    /// <summary>
    /// Judges θ for the internal columns, whose mean squares are 1, by the decrease that the exact gradient and Hessian still promise and by
    /// the Hessian's lowest eigenvalue. Λ has no bounds, so a minimum at a variance of zero is also a stationary point without negative curvature.
    /// </summary>
    /// <param name="layout">The layout.</param>
    /// <param name="theta">Internal θ̂.</param>
    /// <param name="local">What the exact gradient and Hessian say about it.</param>
    /// <param name="rounding">How much rounding can have moved the criterion.</param>
    public static OptimumVerdict Judge(CovarianceLayout layout, double[] theta, Stationarity local, double rounding = 0)
    {
        if (local.CanFall(rounding))
        {
            return OptimumVerdict.NotConverged(FormattableString.Invariant($"the criterion can still fall by about {local.PredictedDecrease:G3}"), layout, theta);
        }

        return local.IsIndefinite
            ? OptimumVerdict.NotConverged(
                FormattableString.Invariant($"the criterion curves downwards (lowest eigenvalue of its Hessian {local.LowestCurvature:G3}): a saddle, not a minimum"), layout, theta)
            : OptimumVerdict.OfOptimum(layout, theta);
    }
}
