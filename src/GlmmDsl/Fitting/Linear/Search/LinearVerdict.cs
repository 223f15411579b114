using System.Collections.Immutable;
using GlmmDsl.Covariance;
using GlmmDsl.Fitting.Columns;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Linear.Search;

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

    /// <summary>
    /// Judges θ about internal columns, whose mean squares are 1: by the decrease that the exact gradient and Hessian still promise, and by
    /// the Hessian's lowest eigenvalue. Λ is not bounded, so a minimum at the boundary is stationary too, and its curvature is not negative.
    /// </summary>
    /// <param name="layout">The layout.</param>
    /// <param name="theta">Internal θ̂.</param>
    /// <param name="local">What exact gradient and Hessian say of it.</param>
    /// <param name="rounding">What rounding can have moved the criterion by.</param>
    public static LinearVerdict Judge(CovarianceLayout layout, double[] theta, Stationarity local, double rounding = 0)
    {
        ImmutableArray<(int Term, int Column)> vanished = FindVanished(layout, theta);
        if (local.CanFall(rounding))
        {
            string reason = FormattableString.Invariant($"the criterion can still fall by about {local.PredictedDecrease:G3}");
            return new LinearVerdict(Verdict.NotConverged, reason, vanished);
        }

        if (local.IsIndefinite)
        {
            string reason = FormattableString.Invariant(
                $"the criterion curves downwards (lowest eigenvalue of its Hessian {local.LowestCurvature:G3}): a saddle, not a minimum");
            return new LinearVerdict(Verdict.NotConverged, reason, vanished);
        }

        return vanished.IsEmpty
            ? new LinearVerdict(Verdict.Converged, "", vanished)
            : new LinearVerdict(Verdict.Singular, vanished.Any(v => v.Column >= 0) ? "a variance is zero" : "a correlation is ±1", vanished);
    }

    /// <summary>The verdict with variances that are not identified told from those estimated as zero.</summary>
    public LinearVerdict Less(UnidentifiedVariances? unidentified) => unidentified is null || Verdict == Verdict.NotConverged
        ? this
        : new LinearVerdict(Verdict.Singular, "a variance is not identified", [.. Vanished.Where(v => v.Column < 0 ? !unidentified.Columns.Any(u => u.Term == v.Term) : !unidentified.Columns.Contains(v))]);

    /// <summary>Terms and columns of zero variance, and (t, −1) for a perfect correlation in term t, of internal θ.</summary>
    public static ImmutableArray<(int Term, int Column)> FindVanished(CovarianceLayout layout, double[] theta)
    {
        double[] entries = layout.ToEntries(theta);
        double total = 1 + entries.Sum(t => t * t);
        var vanished = new List<(int Term, int Column)>();
        foreach (TermLayout term in layout.Terms)
        {
            double[] lambda = CovarianceLayout.Template(entries, term);
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
}
