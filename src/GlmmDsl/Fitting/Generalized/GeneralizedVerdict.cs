using System.Collections.Immutable;
using GlmmDsl.Covariance;
using GlmmDsl.Fitting.Linear.Search;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized;

/// <summary>The verdict on the optimum of a generalised model.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Reason">A plain clause; empty for a converged fit.</param>
/// <param name="Vanished">Terms and columns of zero variance; (t, −1) for a perfect correlation in term t.</param>
internal sealed record GeneralizedVerdict(Verdict Verdict, string Reason, ImmutableArray<(int Term, int Column)> Vanished)
{
    /// <summary>Predicted decrease beyond which a point is no optimum.</summary>
    private const double LargestDecrease = 1e-5;

    /// <summary>The verdict with variances that are not identified told from those estimated as zero.</summary>
    public GeneralizedVerdict Less(ImmutableArray<(int Term, int Column)> unidentified) => unidentified.IsEmpty || Verdict == Verdict.NotConverged
        ? this
        : new GeneralizedVerdict(Verdict.Singular, "a variance is not identified", [.. Vanished.Where(v => v.Column < 0 ? !unidentified.Any(u => u.Term == v.Term) : !unidentified.Contains(v))]);

    /// <summary>Judges an optimum.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="theta">Internal θ̂.</param>
    /// <param name="gradient">The gradient in what was optimised, internal.</param>
    /// <param name="inverseHessian">The inverse of its Hessian; null when that is not positive definite.</param>
    public static GeneralizedVerdict Judge(CovarianceLayout layout, double[] theta, double[] gradient, double[]? inverseHessian)
    {
        ImmutableArray<(int Term, int Column)> vanished = LinearVerdict.FindVanished(layout, theta);
        if (inverseHessian is null)
        {
            return new GeneralizedVerdict(Verdict.NotConverged, "the curvature at the last point is not that of a minimum", vanished);
        }

        double decrease = DecreaseLeft(gradient, inverseHessian);
        if (!(decrease < LargestDecrease))
        {
            string reason = FormattableString.Invariant($"the criterion can still fall by about {decrease:G3}");
            return new GeneralizedVerdict(Verdict.NotConverged, reason, vanished);
        }

        return vanished.IsEmpty
            ? new GeneralizedVerdict(Verdict.Converged, "", vanished)
            : new GeneralizedVerdict(Verdict.Singular, vanished.Any(v => v.Column >= 0) ? "a variance is zero" : "a correlation is ±1", vanished);
    }

    /// <summary>Whether a point is no optimum: the criterion can still fall by more than rounding and tolerances leave.</summary>
    public static bool IsShort(double[] gradient, double[] inverseHessian) => !(DecreaseLeft(gradient, inverseHessian) < LargestDecrease);

    /// <summary>½gᵀH⁻¹g.</summary>
    private static double DecreaseLeft(double[] gradient, double[] inverseHessian)
    {
        double decrease = 0;
        for (int i = 0; i < gradient.Length; i++)
        {
            decrease += 0.5 * gradient[i] * VectorKernels.Dot(inverseHessian.AsSpan(i * gradient.Length, gradient.Length), gradient);
        }

        return decrease;
    }
}
