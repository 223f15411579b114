using System.Collections.Immutable;
using GlmmDsl.Covariance;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting;

/// <summary>The verdict on an optimum, and the variances that are zero there.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Reason">A clause without capital or full stop; empty for a converged fit.</param>
/// <param name="Vanished">Terms and columns of zero variance; (t, −1) for a perfect correlation in term t.</param>
internal sealed record OptimumVerdict(Verdict Verdict, string Reason, ImmutableArray<(int Term, int Column)> Vanished)
{
    /// <summary>A component whose share of the response variance is below this counts as zero.</summary>
    private const double SmallestShare = 1e-8;

    /// <summary>If 1 − R² of a column on the others is below this, a correlation is within 1e-8 of ±1.</summary>
    private const double PerfectCorrelation = 2e-8;

    /// <summary>A point that is not an optimum.</summary>
    public static OptimumVerdict NotConverged(string reason, CovarianceLayout layout, double[] theta) => new(Verdict.NotConverged, reason, FindVanished(layout, theta));

    /// <summary>An optimum: singular where a variance is zero or a correlation is ±1, otherwise converged.</summary>
    public static OptimumVerdict OfOptimum(CovarianceLayout layout, double[] theta)
    {
        ImmutableArray<(int Term, int Column)> vanished = FindVanished(layout, theta);
        return vanished.IsEmpty
            ? new OptimumVerdict(Verdict.Converged, "", vanished)
            : new OptimumVerdict(Verdict.Singular, vanished.Any(v => v.Column >= 0) ? "a variance is zero" : "a correlation is ±1", vanished);
    }

    /// <summary>The verdict in which variances that are not identified are kept apart from those estimated as zero.</summary>
    public OptimumVerdict Less(ImmutableArray<(int Term, int Column)> unidentified) => unidentified.IsEmpty || Verdict == Verdict.NotConverged
        ? this
        : new OptimumVerdict(Verdict.Singular, "a variance is not identified", [.. Vanished.Where(v => v.Column < 0 ? !unidentified.Any(u => u.Term == v.Term) : !unidentified.Contains(v))]);

    /// <summary>The verdict on an optimum at which the data do not tell covariance parameters apart: the criterion is the same for other values of them.</summary>
    public OptimumVerdict WithUnresolved() => Verdict == Verdict.Converged ? this with { Verdict = Verdict.Singular, Reason = "some covariance parameters cannot be told apart" } : this;

    /// <summary>The verdict on an optimum at which the variance of the random effects has taken up all of the residual variance.</summary>
    public OptimumVerdict WithoutResidual() => Verdict == Verdict.Converged ? this with { Verdict = Verdict.Singular, Reason = "the residual variance is zero" } : this;

    /// <summary>Terms and columns of zero variance, and (t, −1) for a perfect correlation in term t, of internal θ.</summary>
    private static ImmutableArray<(int Term, int Column)> FindVanished(CovarianceLayout layout, double[] theta)
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
