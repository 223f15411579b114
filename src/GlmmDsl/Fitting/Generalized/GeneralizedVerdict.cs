using GlmmDsl.Covariance;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized;

/// <summary>Judges the optimum of a generalised model.</summary>
internal static class GeneralizedVerdict
{
    /// <summary>A point with a larger predicted decrease is not an optimum.</summary>
    private const double LargestDecrease = 1e-5;

    /// <summary>Judges an optimum.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="theta">Internal θ̂.</param>
    /// <param name="gradient">The gradient in the parameters that were optimised, internal.</param>
    /// <param name="inverseHessian">The inverse Hessian; null if the Hessian is not positive definite.</param>
    public static OptimumVerdict Judge(CovarianceLayout layout, double[] theta, double[] gradient, double[]? inverseHessian)
    {
        if (inverseHessian is null)
        {
            return OptimumVerdict.NotConverged("the curvature at the last point is not that of a minimum", layout, theta);
        }

        double decrease = DecreaseLeft(gradient, inverseHessian);
        return decrease < LargestDecrease
            ? OptimumVerdict.OfOptimum(layout, theta)
            : OptimumVerdict.NotConverged(FormattableString.Invariant($"the criterion can still fall by about {decrease:G3}"), layout, theta);
    }

    /// <summary>Whether a point is not an optimum: the criterion can still fall by more than rounding and tolerances explain.</summary>
    public static bool IsShort(double[] gradient, double[] inverseHessian) => !(DecreaseLeft(gradient, inverseHessian) < LargestDecrease);

    /// <summary>½gᵀH⁻¹g.</summary>
    private static double DecreaseLeft(double[] gradient, double[] inverseHessian)
    {
        double decrease = 0;
        for (int i = 0; i < gradient.Length; i++)
        {
            decrease += 0.5 * gradient[i] * VectorKernels.Dot(inverseHessian.AsSpan(i * gradient.Length, gradient.Length), gradient);
        }

        return decrease;
    }
}
