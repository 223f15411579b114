namespace GlmmDsl.Fitting;

/// <summary>The criterion at a point with two derivatives, in the user's parameters: θ if β is profiled, otherwise (β, θ).</summary>
/// <param name="Value">The criterion, −2 log L or its restricted form.</param>
/// <param name="Gradient">The exact gradient.</param>
/// <param name="Hessian">The Hessian, by fourth-order central differences of the exact gradient.</param>
internal sealed record PointDerivatives(double Value, double[] Gradient, double[,] Hessian)
{
    /// <summary>The step in a coefficient, in units of its standard error.</summary>
    private const double CoefficientStep = 0.02;

    /// <summary>The step in θ, relative to its largest entry.</summary>
    private const double ThetaStep = 5e-3;

    /// <summary>The observed information in the parameters: half the Hessian of −2 log L.</summary>
    public double[,] Information
    {
        get
        {
            var result = (double[,])Hessian.Clone();
            for (int i = 0; i < Gradient.Length; i++)
            {
                for (int j = 0; j < Gradient.Length; j++)
                {
                    result[i, j] /= 2;
                }
            }

            return result;
        }
    }

    /// <summary>Takes the derivatives of a solution's criterion.</summary>
    /// <param name="solution">The solution.</param>
    /// <param name="theta">θ.</param>
    /// <param name="beta">β of the kept columns if the criterion is a function of (β, θ); otherwise null.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static PointDerivatives Of(IModelSolution solution, double[] theta, double[]? beta, CancellationToken cancellationToken)
    {
        int p = beta?.Length ?? 0;
        double[] point = [.. beta ?? [], .. theta];
        (double value, double[] gradient) = At(point);
        double largest = theta.Select(Math.Abs).DefaultIfEmpty(0).Max();
        var hessian = new double[point.Length, point.Length];
        for (int j = 0; j < point.Length; j++)
        {
            double step = j < p ? Step(solution, j, point[j]) : ThetaStep * (largest > 0 ? largest : 1);
            double[] up = Moved(j, step), down = Moved(j, -step), far = Moved(j, 2 * step), back = Moved(j, -2 * step);
            for (int i = 0; i < point.Length; i++)
            {
                double slope = ((8 * (up[i] - down[i])) - (far[i] - back[i])) / (12 * step);
                hessian[i, j] += slope / 2;
                hessian[j, i] += slope / 2;
            }
        }

        return new PointDerivatives(value, gradient, hessian);

        CriterionGradient At(double[] at)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return solution.GradientAt(at[p..], beta is null ? null : at[..p]);
        }

        double[] Moved(int j, double move)
        {
            double[] moved = [.. point];
            moved[j] += move;
            return At(moved).Gradient;
        }
    }

    private static double Step(IModelSolution solution, int j, double beta)
    {
        double deviation = Math.Sqrt(solution.Covariance[j, j]);
        return double.IsFinite(deviation) && deviation > 0 ? CoefficientStep * deviation : 1e-3 * (1 + Math.Abs(beta));
    }
}
