using GlmmDsl.Covariance;
using GlmmDsl.Fitting.Linear.Criteria;

namespace GlmmDsl.Fitting.Linear.Search;

/// <summary>
/// Finds out whether the likelihood grows without bound as the variances grow. It does if fixed and random effects, unpenalised, reproduce the response
/// and there are fewer of them than rows. With t the size of Λ, r² falls as 1/t² and log|M| + log|R_X|² grows as rank·log t², so that
/// d ≈ (rank − N) log t².
/// </summary>
internal static class UnboundedLikelihood
{
    /// <summary>The size of Λ at which to evaluate: far above any estimate, but small enough for double precision.</summary>
    private const double Size = 1e5;

    /// <summary>Whether the likelihood is unbounded. Evaluates the workspace at other points.</summary>
    public static bool Holds(LinearEvaluation evaluation)
    {
        (double logDeterminant, double square) = At(evaluation, Size);
        (double nextLogDeterminant, double nextSquare) = At(evaluation, 2 * Size);
        double rank = (nextLogDeterminant - logDeterminant) / (2 * Math.Log(2));
        return nextSquare < 0.3 * square && rank < evaluation.Denominator - 0.5;
    }

    private static (double LogDeterminant, double Square) At(LinearEvaluation evaluation, double size)
    {
        LambdaEntry[] entries = evaluation.System.Layout.Entries;
        EvaluatedPoint point = evaluation.Evaluate([.. entries.Select(e => e.IsDiagonal ? size : 0)]);
        return (point.Value - (evaluation.Denominator * Math.Log(point.ResidualSquare)), point.ResidualSquare);
    }
}
