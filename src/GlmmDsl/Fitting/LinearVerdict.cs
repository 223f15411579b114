using System.Collections.Immutable;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting;

/// <summary>The verdict on an optimum and what vanished in it.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Reason">A plain clause; empty for a converged fit.</param>
/// <param name="Vanished">Terms and columns of zero variance; (t, −1) for a perfect correlation in term t.</param>
internal sealed record LinearVerdict(Verdict Verdict, string Reason, ImmutableArray<(int Term, int Column)> Vanished)
{
    /// <summary>A component whose share of the response variance is below this has vanished.</summary>
    private const double SmallestShare = 1e-8;

    /// <summary>1 − R² of a column on the others below this is a correlation within 1e-8 of ±1.</summary>
    private const double PerfectCorrelation = 2e-8;

    /// <summary>Predicted decrease beyond which a point is no optimum.</summary>
    private const double LargestDecrease = 1e-5;

    /// <summary>Judges θ about internal columns, whose mean squares are 1.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="theta">Internal θ̂.</param>
    /// <param name="converged">Whether the optimiser's own test was met.</param>
    /// <param name="gradient">The gradient.</param>
    /// <param name="hessian">Ĥ.</param>
    public static LinearVerdict Judge(CovarianceLayout layout, double[] theta, bool converged, double[] gradient, double[] hessian)
    {
        ImmutableArray<(int Term, int Column)> vanished = FindVanished(layout, theta);
        double decrease = PredictedDecrease(gradient, hessian);
        if (!converged && !(decrease < LargestDecrease))
        {
            string reason = FormattableString.Invariant($"the criterion can still fall by about {decrease:G3}");
            return new LinearVerdict(Verdict.NotConverged, reason, vanished);
        }

        return vanished.IsEmpty
            ? new LinearVerdict(Verdict.Converged, "", vanished)
            : new LinearVerdict(Verdict.Singular, vanished.Any(v => v.Column >= 0) ? "a variance is zero" : "a correlation is ±1", vanished);
    }

    /// <summary>Terms and columns of zero variance, and (t, −1) for a perfect correlation in term t, of internal θ.</summary>
    public static ImmutableArray<(int Term, int Column)> FindVanished(CovarianceLayout layout, double[] theta)
    {
        double total = 1 + theta.Sum(t => t * t);
        var vanished = new List<(int Term, int Column)>();
        foreach (TermLayout term in layout.Factors.SelectMany(f => f.Terms))
        {
            double[] lambda = CovarianceLayout.Template(theta, term);
            int k = term.Width;
            bool perfect = false;
            for (int i = 0; i < k; i++)
            {
                ReadOnlySpan<double> row = lambda.AsSpan(i * k, k);
                double variance = VectorKernels.Dot(row, row);
                if (variance < SmallestShare * total)
                {
                    vanished.Add((term.Term, i));
                }
                else
                {
                    perfect |= row[i] * row[i] < PerfectCorrelation * variance;
                }
            }

            if (perfect)
            {
                vanished.Add((term.Term, -1));
            }
        }

        return [.. vanished.Order()];
    }

    private static double PredictedDecrease(double[] gradient, double[] hessian)
    {
        int n = gradient.Length;
        var values = new double[n];
        var vectors = new double[n * n];
        SymmetricEigen.Decompose([.. hessian], values, vectors, n);
        double sum = 0;
        for (int j = 0; j < n; j++)
        {
            double along = 0;
            for (int i = 0; i < n; i++)
            {
                along += vectors[(i * n) + j] * gradient[i];
            }

            sum += along == 0 ? 0 : 0.5 * along * along / Math.Abs(values[j]);
        }

        return sum;
    }
}
