using GlmmDsl.Covariance;

namespace GlmmDsl.Fitting;

/// <summary>The criterion at a point with its gradient there, in the user's parameters: θ, or (β, θ).</summary>
/// <param name="Value">What the fit minimises, including a prior's part.</param>
/// <param name="Gradient">Its derivatives.</param>
internal readonly record struct CriterionGradient(double Value, double[] Gradient)
{
    /// <summary>Converts the gradient from internal θ to the user's θ with the transposed Jacobian of the map between them.</summary>
    /// <param name="inner">The gradient in internal θ.</param>
    /// <param name="theta">The point, in user units. Where a standard deviation is 0 the map has a kink; the gradient in its column is 0 there.</param>
    /// <param name="layout">The map.</param>
    public static double[] InTheta(ReadOnlySpan<double> inner, double[] theta, CovarianceLayout layout)
    {
        double largest = theta.Select(Math.Abs).DefaultIfEmpty(0).Max();
        double step = 1e-4 * (largest > 0 ? largest : 1);
        var result = new double[theta.Length];
        for (int j = 0; j < theta.Length; j++)
        {
            // The map makes Λ triangular again. It is smooth, and differences are simpler than the formula of its Jacobian.
            double[] up = At(theta, j, step, layout), down = At(theta, j, -step, layout), far = At(theta, j, 2 * step, layout), back = At(theta, j, -2 * step, layout);
            for (int i = 0; i < theta.Length; i++)
            {
                result[j] += ((8 * (up[i] - down[i])) - (far[i] - back[i])) / (12 * step) * inner[i];
            }
        }

        return result;
    }

    private static double[] At(double[] theta, int j, double move, CovarianceLayout layout)
    {
        double[] moved = [.. theta];
        moved[j] += move;
        return layout.ToInternal(moved);
    }
}
