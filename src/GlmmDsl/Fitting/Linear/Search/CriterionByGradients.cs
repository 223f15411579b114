using GlmmDsl.Fitting.Linear.Criteria;
using GlmmDsl.LinearAlgebra;
using GlmmDsl.Optimization;

namespace GlmmDsl.Fitting.Linear.Search;

/// <summary>The criterion of a linear mixed model with many covariance parameters, for a method that uses no Hessian.</summary>
internal sealed class CriterionByGradients(LinearCriterion criterion) : IDifferentiable
{
    /// <summary>The first amount added to the diagonal of a curvature that is not positive definite, as a share of its largest entry.</summary>
    private const double FirstShift = 1e-6;

    private readonly double[] last = new double[criterion.Count];

    /// <inheritdoc/>
    public int Count => criterion.Count;

    /// <inheritdoc/>
    /// <remarks>The search must stay away from points without residual variance; the verdict later finds out whether the likelihood is bounded.</remarks>
    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        point.CopyTo(last);
        double value = criterion.Evaluate(point);
        if (!double.IsFinite(value))
        {
            return double.PositiveInfinity;
        }

        criterion.Differentiate(gradient, []);
        return value;
    }

    /// <summary>The average information at the point evaluated last, with enough added to its diagonal to make it positive definite.</summary>
    public void Curvature(double[] hessian)
    {
        int n = Count;
        criterion.DifferentiateAt(last, new double[n], hessian);
        double largest = 0;
        for (int i = 0; i < n; i++)
        {
            largest = Math.Max(largest, Math.Abs(hessian[(i * n) + i]));
        }

        double added = 0;
        for (double shift = FirstShift * largest; shift > 0 && !DenseCholesky.Factor([.. hessian], n, n); shift *= 10)
        {
            for (int i = 0; i < n; i++)
            {
                hessian[(i * n) + i] += shift - added;
            }

            added = shift;
        }
    }
}
