using GlmmDsl.Covariance;
using GlmmDsl.Fitting.Columns;

namespace GlmmDsl.Fitting.Generalized.Criteria;

/// <summary>The covariance of coefficients and covariance parameters together, in the user's units.</summary>
internal static class JointCovariance
{
    /// <summary>2TH⁻¹Tᵀ, T the derivative of the map from internal (β, θ) to the user's; null if H does not cover both.</summary>
    /// <param name="inverseHessian">H⁻¹ of the criterion in internal parameters, row-major.</param>
    /// <param name="theta">Internal θ̂.</param>
    /// <param name="basis">The columns of the fixed effects.</param>
    /// <param name="layout">The layout of the random effects.</param>
    public static double[,]? Of(double[]? inverseHessian, double[] theta, StackedBasis basis, CovarianceLayout layout)
    {
        var parameters = new ParameterLayout(basis.Count, theta.Length);
        int n = parameters.Count;
        if (inverseHessian is null || inverseHessian.Length != n * n)
        {
            return null;
        }

        double[,] map = Map(theta, basis, layout, parameters);
        var left = new double[n, n];
        var result = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                for (int k = 0; k < n; k++)
                {
                    left[i, j] += 2 * map[i, k] * inverseHessian[parameters.At(k, j)];
                }
            }
        }

        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                for (int k = 0; k < n; k++)
                {
                    result[i, j] += left[i, k] * map[j, k];
                }
            }
        }

        return result;
    }

    private static double[,] Map(double[] theta, StackedBasis basis, CovarianceLayout layout, ParameterLayout parameters)
    {
        int p = parameters.FixedCount;
        var map = new double[parameters.Count, parameters.Count];
        for (int j = 0; j < p; j++)
        {
            var unit = new double[p];
            unit[j] = 1;
            double[] column = basis.Coefficients(unit);
            for (int i = 0; i < p; i++)
            {
                map[i, j] = column[i];
            }
        }

        // The map of θ makes Λ triangular again and is differenced. At a diagonal of exactly 0 both sides are equal, so the difference is 0, which is right.
        for (int j = 0; j < theta.Length; j++)
        {
            double step = 1e-5 * (1 + Math.Abs(theta[j]));
            double[] up = Moved(step), down = Moved(-step);
            for (int i = 0; i < theta.Length; i++)
            {
                map[parameters.ThetaAt(i), parameters.ThetaAt(j)] = (up[i] - down[i]) / (2 * step);
            }

            double[] Moved(double by)
            {
                double[] moved = [.. theta];
                moved[j] += by;
                return layout.ToUser(moved);
            }
        }

        return map;
    }
}
