using GlmmDsl.Covariance;
using GlmmDsl.Fitting.Columns;
using GlmmDsl.Fitting.Generalized.Criteria;

namespace GlmmDsl.Fitting.Generalized.Search;

/// <summary>Converts derivatives of a criterion from internal parameters to the user's.</summary>
internal static class UserUnits
{
    /// <summary>The gradient in the user's (β, θ), from the internal one: the transposed Jacobian of the map from user's to internal parameters.</summary>
    /// <param name="gradient">The internal gradient, in (β, θ) or in θ alone.</param>
    /// <param name="theta">θ̂ in the user's units.</param>
    /// <param name="basis">The columns of the fixed effects.</param>
    /// <param name="layout">The layout of the random effects.</param>
    public static double[] Gradient(double[] gradient, double[] theta, StackedBasis basis, CovarianceLayout layout)
    {
        var parameters = new ParameterLayout(gradient.Length - theta.Length, theta.Length);
        var result = new double[gradient.Length];
        if (parameters.FixedCount > 0)
        {
            basis.GradientToUser(gradient.AsSpan(parameters.Beta), result);
        }

        // The map of θ makes Λ triangular again, so its Jacobian is differenced. It is smooth except where a diagonal is 0, and there the gradient is 0.
        for (int j = 0; j < theta.Length; j++)
        {
            double step = 1e-6 * (1 + Math.Abs(theta[j]));
            double[] moved = [.. theta];
            moved[j] = theta[j] + (2 * step);
            double[] up = layout.ToInternal(moved);
            moved[j] = theta[j] + step;
            double[] middle = layout.ToInternal(moved);
            for (int i = 0; i < theta.Length; i++)
            {
                result[parameters.ThetaAt(j)] += (up[i] - middle[i]) / step * gradient[parameters.ThetaAt(i)];
            }
        }

        return result;
    }
}
