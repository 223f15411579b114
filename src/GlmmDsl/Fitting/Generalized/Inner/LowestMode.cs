using GlmmDsl.Fitting.Generalized.Rows;

namespace GlmmDsl.Fitting.Generalized.Inner;

/// <summary>
/// The conditional modes that a criterion is evaluated at, where P(u) may have several minima and a search follows one of them from point to point: the lowest of the minima that Newton's method reaches from
/// u = 0, from near the response and, near a fit, from the modes of that fit. So the value at given parameters does not depend on the way there.
/// </summary>
internal static class LowestMode
{
    private const double Tolerance = 1e-10;

    /// <summary>By how much of its size P must be lower to be that of another mode.</summary>
    private const double Lower = 1e-8;

    /// <summary>Begins the next solution at the lowest mode, if P may have several and any was found.</summary>
    /// <param name="inner">The inner problem.</param>
    /// <param name="beta">β.</param>
    /// <param name="entries">λ, the entries of Λ.</param>
    /// <param name="known">Modes nearby, to begin at as well; null where there are none.</param>
    /// <returns>Whether another mode than that from the known ones is lower.</returns>
    public static bool Begin(InnerProblem inner, ReadOnlySpan<double> beta, ReadOnlySpan<double> entries, EffectsVector? known)
    {
        if (inner.Likelihood is not JointLikelihood { IsObservedPositive: false } || entries.Length == 0)
        {
            return false;
        }

        EffectsVector start = inner.Rows.NewEffects(), best = inner.Rows.NewEffects();
        double lowest = double.PositiveInfinity;
        bool isOther = false;
        if (known is not null)
        {
            start.CopyFrom(known);
            inner.BeginAt(start, beta);
            TrySolve(inner, beta, entries, best, ref lowest);
        }

        start.Clear();
        inner.BeginAt(start, beta);
        isOther |= TrySolve(inner, beta, entries, best, ref lowest);
        inner.BeginNearResponse(beta, entries);
        isOther |= TrySolve(inner, beta, entries, best, ref lowest);
        if (double.IsFinite(lowest))
        {
            inner.BeginAt(best, beta);
        }

        return isOther;
    }

    private static bool TrySolve(InnerProblem inner, ReadOnlySpan<double> beta, ReadOnlySpan<double> entries, EffectsVector best, ref double lowest)
    {
        if (!inner.SolveAt(beta, entries, Tolerance) || !(inner.Penalized < lowest - (Lower * (1 + Math.Abs(inner.Penalized)))))
        {
            return false;
        }

        lowest = inner.Penalized;
        best.CopyFrom(inner.U);
        return true;
    }
}
