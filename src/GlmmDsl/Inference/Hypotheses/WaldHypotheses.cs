using MathNet.Numerics.LinearAlgebra;

namespace GlmmDsl.Inference.Hypotheses;

/// <summary>
/// The hypotheses of Wald's chi-square tests of terms, made from the covariance of the estimates alone (as car's <c>Anova</c>). Type III are the
/// coefficients of a term, in the coding at hand. In types I and II the coefficients of other terms are free: of those that come later, or of those that
/// contain the term.
/// </summary>
internal static class WaldHypotheses
{
    /// <summary>The hypotheses of all terms; type III has one of the intercept too, except where thresholds are in its place.</summary>
    /// <param name="terms">The terms.</param>
    /// <param name="covariance">The covariance of the kept coefficients.</param>
    /// <param name="type">Which hypotheses.</param>
    public static IEnumerable<TermHypothesis> Of(FixedTerms terms, double[,] covariance, TestType type)
    {
        for (int t = 0; t < terms.Terms.Length; t++)
        {
            if (terms.Terms[t].IsIntercept && (type != TestType.III || terms.HasThresholds))
            {
                continue;
            }

            int[] free = type == TestType.III ? [] : [.. Enumerable.Range(0, terms.Terms.Length)
                .Where(u => type == TestType.I ? u > t : terms.HasAllOf(u, t)).SelectMany(u => terms.Columns[u])];
            yield return new TermHypothesis(terms.Terms[t].Name, Leaving(terms, covariance, terms.Columns[t], free));
        }
    }

    /// <summary>β_T − V_TF V_FF⁻¹β_F: what of β_T does not vary with the coefficients β_F that are free.</summary>
    private static double[,] Leaving(FixedTerms terms, double[,] covariance, int[] own, int[] free)
    {
        double[,] rows = terms.Units(own);
        if (free.Length == 0 || own.Length == 0)
        {
            return rows;
        }

        Matrix<double> among = Matrix<double>.Build.Dense(free.Length, free.Length, (i, j) => covariance[free[i], free[j]]);
        Matrix<double> between = Matrix<double>.Build.Dense(free.Length, own.Length, (i, j) => covariance[free[i], own[j]]);
        Matrix<double> shares = among.Solve(between);
        for (int i = 0; i < own.Length; i++)
        {
            for (int j = 0; j < free.Length; j++)
            {
                rows[i, free[j]] = -shares[j, i];
            }
        }

        return rows;
    }
}
