using GlmmDsl.Fits;
using GlmmDsl.Fitting;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Diagnostics;

/// <summary>
/// What estimating θ adds to Σ ∂ŷᵢ/∂yᵢ of a linear model (Greven and Kneib 2010). ŷ = H(θ̂)y depends on y through θ̂ too, which the criterion d defines implicitly:
/// ∂θ̂/∂y = −D⁻¹ ∂²d/∂θ∂y with D the Hessian of d. With δⱼ = ∂ŷ/∂θⱼ, e the residuals, W the weights and r² = Nσ̂²,
/// ∂²d/∂θⱼ∂y = (2/σ̂²)W[(yᵀWδⱼ/r²)e − δⱼ], and so the sum is Σⱼₖ (D⁻¹)ⱼₖ (2/σ̂²)[δⱼᵀWδₖ − (yᵀWδₖ/r²)δⱼᵀWe].
/// </summary>
internal static class ModeSensitivity
{
    /// <summary>The step in θ, relative to its largest entry.</summary>
    private const double Step = 1e-3;

    /// <summary>Parameters whose change moves no fitted value by this share of the largest do nothing: those of a variance of zero.</summary>
    private const double Nothing = 1e-7;

    /// <summary>Computes it.</summary>
    /// <exception cref="InvalidOperationException">The criterion has no minimum at the estimates.</exception>
    public static double Trace(FittedModel model, CancellationToken cancellationToken)
    {
        IModelSolution solution = model.Solution;
        double[] theta = solution.Theta;
        if (theta.Length == 0)
        {
            return 0;
        }

        double[][] all = [.. Enumerable.Range(0, theta.Length).Select(j => Derivative(solution, j, cancellationToken))];
        double[]? weights = model.Matrices.Weights;
        double Product(double[] a, double[] b) => weights is null ? VectorKernels.Dot(a, b) : VectorKernels.Dot(Weighted(a, weights), b);
        double[] squares = [.. all.Select(d => Product(d, d))];
        int[] free = [.. Enumerable.Range(0, theta.Length).Where(j => squares[j] > Nothing * Nothing * squares.Max())];
        if (free.Length == 0)
        {
            return 0;
        }

        double[] residuals = model.Residuals(ResidualKind.Response);
        double[] response = [.. solution.Fitted.Zip(residuals, (f, e) => f + e)];
        if (model.Matrices.Offset is { } offset)
        {
            VectorKernels.AddScaled(-1, offset, response);
        }

        double variance = solution.Sigma * solution.Sigma;
        double whole = variance * (model.ObservationCount - (solution.IsReml ? solution.Beta.Length : 0));
        int k = free.Length;
        double[,] hessian = solution.DerivativesAt(theta, null, cancellationToken).Hessian;
        var factor = new double[k * k];
        for (int a = 0; a < k; a++)
        {
            for (int b = 0; b < k; b++)
            {
                factor[(a * k) + b] = hessian[free[a], free[b]];
            }
        }

        if (!DenseCholesky.Factor(factor, k, k, cancellationToken))
        {
            throw new InvalidOperationException(
                "The criterion has no minimum at these estimates, so how they depend on the response is not known, and Greven and Kneib's conditional AIC does not exist. Fit again until the verdict is not NotConverged, or take ConditionalAicMethod.VaidaBlanchard.");
        }

        double sum = 0;
        var column = new double[k];
        for (int b = 0; b < k; b++)
        {
            double[] own = all[free[b]];
            double share = Product(response, own) / whole;
            for (int a = 0; a < k; a++)
            {
                column[a] = 2 / variance * (Product(all[free[a]], own) - (share * Product(all[free[a]], residuals)));
            }

            DenseCholesky.SolveLower(factor, k, k, column);
            DenseCholesky.SolveLowerTransposed(factor, k, k, column);
            sum += column[b];
        }

        return sum;
    }

    /// <summary>∂ŷ/∂θⱼ by central differences of fourth order.</summary>
    private static double[] Derivative(IModelSolution solution, int j, CancellationToken cancellationToken)
    {
        double largest = solution.Theta.Max(Math.Abs);
        double step = Step * (largest > 0 ? largest : 1);
        double[] At(double by)
        {
            double[] moved = [.. solution.Theta];
            moved[j] += by * step;
            return solution.FittedAt(moved, cancellationToken);
        }

        double[] derivative = At(1), down = At(-1), far = At(2), back = At(-2);
        for (int i = 0; i < derivative.Length; i++)
        {
            derivative[i] = ((8 * (derivative[i] - down[i])) - (far[i] - back[i])) / (12 * step);
        }

        return derivative;
    }

    private static double[] Weighted(double[] values, double[] weights) => [.. values.Zip(weights, (v, w) => v * w)];
}
