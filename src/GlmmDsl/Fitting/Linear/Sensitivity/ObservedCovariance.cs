using GlmmDsl.Covariance;
using GlmmDsl.Fitting.Linear.Criteria;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace GlmmDsl.Fitting.Linear.Sensitivity;

/// <summary>
/// The covariance of (log σ̂², θ̂) from the observed information: twice the inverse Hessian of the criterion, in which σ is not profiled out. Directions in which the
/// criterion is flat, and those of variances of zero, are not free: they have no part in it.
/// </summary>
internal static class ObservedCovariance
{
    /// <summary>Directions whose curvature is below this share of the others', each parameter in its own unit, count as flat.</summary>
    private const double Flat = 1e-9;

    /// <summary>A parameter whose curvature is below this share of that of log σ² (θ is in units of σ, columns have mean square 1) is not free.</summary>
    private const double NoCurvature = 1e-12;

    /// <summary>Computes it at a point, whose factorisation is consumed.</summary>
    /// <param name="evaluation">The workspace.</param>
    /// <param name="point">θ̂, evaluated.</param>
    /// <param name="theta">θ̂ about the internal columns.</param>
    /// <param name="differentiated">The point with its derivatives.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static double[,] Of(
        LinearEvaluation evaluation, EvaluatedPoint point, double[] theta, out DifferentiatedPoint differentiated, CancellationToken cancellationToken)
    {
        CovarianceLayout layout = evaluation.System.Layout;
        if (HessianByDifferences.Pays(layout))
        {
            return ByDifferences(evaluation, theta, out differentiated, cancellationToken);
        }

        int entryCount = layout.Entries.Length;
        var gradient = new double[entryCount];
        var inEntries = new double[entryCount * entryCount];
        differentiated = point.Differentiate(gradient, inEntries, cancellationToken);
        differentiated.MakeExact(inEntries, cancellationToken);
        double[] residual = ResidualGradient(layout, differentiated);
        double[] hessian = inEntries;
        int count = theta.Length;
        if (!layout.IsIdentity)
        {
            var map = new EntryMap(layout);
            map.MoveTo(theta);
            hessian = new double[count * count];
            map.Hessian(gradient, inEntries, hessian);
            residual = InTheta(map, residual, count);
        }

        return Invert(hessian, residual, evaluation.Denominator);
    }

    private static double[,] ByDifferences(LinearEvaluation evaluation, double[] theta, out DifferentiatedPoint differentiated, CancellationToken cancellationToken)
    {
        CovarianceLayout layout = evaluation.System.Layout;
        var map = new EntryMap(layout);
        var hessian = new double[theta.Length * theta.Length];
        new HessianByDifferences(evaluation, map).Compute(theta, hessian, cancellationToken);
        differentiated = evaluation.Evaluate(map.MoveTo(theta), cancellationToken).Differentiate(new double[layout.Entries.Length], [], cancellationToken);
        return Invert(hessian, InTheta(map, ResidualGradient(layout, differentiated), theta.Length), evaluation.Denominator);
    }

    private static double[] InTheta(EntryMap map, double[] inEntries, int count)
    {
        var result = new double[count];
        map.Gradient(inEntries, result);
        return result;
    }

    /// <summary>c = (∂r²/∂λ)/σ̂² = −2 Σ (ZᵀWe)_r u_c/σ̂².</summary>
    private static double[] ResidualGradient(CovarianceLayout layout, DifferentiatedPoint point)
    {
        var result = new double[layout.Entries.Length];
        for (int e = 0; e < result.Length; e++)
        {
            (int f, int row, int column) = layout.Entries[e];
            int k = layout.Factors[f].Width;
            ReadOnlySpan<double> scores = point.Estimates.Scores(f);
            ReadOnlySpan<double> spherical = point.Estimates.Spherical(f);
            double sum = 0;
            for (int at = 0; at < scores.Length; at += k)
            {
                sum += scores[at + row] * spherical[at + column];
            }

            result[e] = -2 * sum / point.Variance;
        }

        return result;
    }

    /// <summary>2[N, −cᵀ; −c, H + ccᵀ/N]⁻¹ over the free parameters.</summary>
    private static double[,] Invert(double[] profiled, double[] c, double n)
    {
        int count = c.Length + 1;
        var full = new double[count, count];
        full[0, 0] = n;
        for (int i = 1; i < count; i++)
        {
            full[i, 0] = -c[i - 1];
            full[0, i] = -c[i - 1];
            for (int j = 1; j < count; j++)
            {
                full[i, j] = profiled[((i - 1) * (count - 1)) + j - 1] + (c[i - 1] * c[j - 1] / n);
            }
        }

        int[] free = [.. Enumerable.Range(0, count).Where(i => full[i, i] > NoCurvature * n)];
        double[] unit = [.. free.Select(i => 1 / Math.Sqrt(full[i, i]))];
        Evd<double> evd = Matrix<double>.Build.Dense(free.Length, free.Length, (i, j) => full[free[i], free[j]] * unit[i] * unit[j]).Evd(Symmetricity.Symmetric);
        var result = new double[count, count];
        for (int e = 0; e < free.Length; e++)
        {
            double curvature = evd.EigenValues[e].Real;
            if (curvature <= Flat)
            {
                continue;
            }

            for (int i = 0; i < free.Length; i++)
            {
                for (int j = 0; j < free.Length; j++)
                {
                    result[free[i], free[j]] += 2 * evd.EigenVectors[i, e] * unit[i] * evd.EigenVectors[j, e] * unit[j] / curvature;
                }
            }
        }

        return result;
    }
}
