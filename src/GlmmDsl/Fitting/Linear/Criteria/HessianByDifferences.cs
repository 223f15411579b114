using GlmmDsl.Covariance;

namespace GlmmDsl.Fitting.Linear.Criteria;

/// <summary>
/// The Hessian in θ by central differences of exact gradients, for structures with few parameters and many entries of Λ: an autoregression over 100 times has 2 and 5 050, and a Hessian
/// in the entries would take 2 500 times the work of the four gradients. Leaves the workspace at another point.
/// </summary>
/// <param name="evaluation">The workspace.</param>
/// <param name="map">The map from θ to the entries.</param>
internal sealed class HessianByDifferences(LinearEvaluation evaluation, EntryMap map)
{
    /// <summary>Relative to 1 or to the parameter: the truncation and the rounding of the gradients then add to about 1e-8 of the Hessian.</summary>
    private const double Step = 1e-4;

    private readonly double[] inEntries = new double[map.EntryCount];

    /// <summary>Whether differences cost less: θ is not λ, and λ has many elements.</summary>
    public static bool Pays(CovarianceLayout layout) => !layout.IsIdentity && layout.Entries.Length > LinearEvaluation.ManyParameters && layout.Parameters.Length <= LinearEvaluation.ManyParameters;

    /// <summary>Computes it.</summary>
    /// <param name="theta">θ, internal.</param>
    /// <param name="hessian">Receives it, row-major.</param>
    /// <param name="cancellationToken">Checked inside the factorisations.</param>
    /// <returns>The number of gradients.</returns>
    public int Compute(ReadOnlySpan<double> theta, Span<double> hessian, CancellationToken cancellationToken)
    {
        int n = theta.Length;
        double[] moved = [.. theta], up = new double[n], down = new double[n];
        for (int j = 0; j < n; j++)
        {
            double step = Step * Math.Max(1, Math.Abs(theta[j]));
            moved[j] = theta[j] + step;
            Gradient(moved, up, cancellationToken);
            moved[j] = theta[j] - step;
            Gradient(moved, down, cancellationToken);
            moved[j] = theta[j];
            for (int i = 0; i < n; i++)
            {
                hessian[(i * n) + j] = (up[i] - down[i]) / (2 * step);
            }
        }

        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double mean = 0.5 * (hessian[(i * n) + j] + hessian[(j * n) + i]);
                (hessian[(i * n) + j], hessian[(j * n) + i]) = (mean, mean);
            }
        }

        return 2 * n;
    }

    private void Gradient(double[] theta, double[] gradient, CancellationToken cancellationToken)
    {
        evaluation.Evaluate(map.MoveTo(theta), cancellationToken).Differentiate(inEntries, [], cancellationToken);
        map.Gradient(inEntries, gradient);
    }
}
