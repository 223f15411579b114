using GlmmDsl.Covariance;

namespace GlmmDsl.Fitting.Linear.Criteria;

/// <summary>The conditional covariance matrices of the random effects given θ̂ and β̂, in the user's columns and units.</summary>
internal static class ModeCovariances
{
    /// <summary>For each term, levels × k·k: σ̂²ΛM⁻¹_llΛᵀ.</summary>
    /// <param name="point">θ̂, evaluated.</param>
    /// <param name="layout">The layout of the random part.</param>
    /// <param name="scale">One internal unit of the response in user units.</param>
    public static double[][,] Of(EvaluatedPoint point, CovarianceLayout layout, double scale)
    {
        double variance = point.Variance * scale * scale;
        double[][] blocks = point.ConditionalCovariances();
        var result = new double[layout.Factors.Sum(f => f.Terms.Length)][,];
        for (int f = 0; f < blocks.Length; f++)
        {
            FactorLayout factor = layout.Factors[f];
            foreach (TermLayout term in factor.Terms)
            {
                result[term.Term] = OfTerm(factor, term, blocks[f], variance);
            }
        }

        return result;
    }

    private static double[,] OfTerm(FactorLayout factor, TermLayout term, double[] blocks, double variance)
    {
        int k = term.Width;
        var result = new double[factor.Levels, k * k];
        var own = new double[k * k];
        var user = new double[own.Length];
        for (int level = 0; level < factor.Levels; level++)
        {
            for (int r = 0; r < k; r++)
            {
                blocks.AsSpan((((level * factor.Width) + term.Offset + r) * factor.Width) + term.Offset, k).CopyTo(own.AsSpan(r * k));
            }

            term.Basis.CovarianceToUser(own, user);
            for (int i = 0; i < user.Length; i++)
            {
                result[level, i] = variance * user[i];
            }
        }

        return result;
    }
}
