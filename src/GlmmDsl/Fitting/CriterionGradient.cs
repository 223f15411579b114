using GlmmDsl.Covariance;

namespace GlmmDsl.Fitting;

/// <summary>The criterion at a point with its gradient there, in the user's parameters: θ, or (β, θ).</summary>
/// <param name="Value">What the fit minimises, a prior's part included.</param>
/// <param name="Gradient">Its derivatives.</param>
internal readonly record struct CriterionGradient(double Value, double[] Gradient)
{
    /// <summary>The gradient in the user's θ from that in internal θ: by the transposed Jacobian of the map between them.</summary>
    /// <param name="inner">The gradient in internal θ.</param>
    /// <param name="theta">The point, user's units. Where a standard deviation is 0 the map has a corner; the gradient in its column is 0 there.</param>
    /// <param name="layout">The map.</param>
    public static double[] InTheta(ReadOnlySpan<double> inner, double[] theta, CovarianceLayout layout)
    {
        double largest = theta.Select(Math.Abs).DefaultIfEmpty(0).Max();
        double step = 1e-4 * (largest > 0 ? largest : 1);
        var result = new double[theta.Length];
        for (int j = 0; j < theta.Length; j++)
        {
            // The map re-triangularises Λ: smooth, and without a formula that would be worth its length.
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
