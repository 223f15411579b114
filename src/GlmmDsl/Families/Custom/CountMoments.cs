namespace GlmmDsl.Families.Custom;

/// <summary>Probabilities of a user's family of counts or successes, and what follows from them by summing.</summary>
internal readonly ref struct CountMoments
{
    /// <summary>Sums end at the first probability beyond the mean that is smaller than this.</summary>
    private const double Negligible = 1e-17;

    /// <summary>Sums the moments.</summary>
    /// <param name="family">The family.</param>
    /// <param name="eta">The linear predictors.</param>
    public CountMoments(ResponseFamily family, ReadOnlySpan<double> eta)
    {
        double first = family.Range == Formulas.ResponseRange.PositiveCounts ? 1 : 0, start = family.MeanOf(eta);
        double sum = 0, deviations = 0, squares = 0, p = 1;
        for (double n = first; n <= start || p * (n - start) * (n - start) > Negligible; n++)
        {
            p = Probability(family, eta, n, 1);
            sum += p;
            deviations += p * (n - start);
            squares += p * (n - start) * (n - start);
            if (!double.IsFinite(p))
            {
                break;
            }
        }

        double shift = deviations / sum;
        Variance = (squares / sum) - (shift * shift);
    }

    /// <summary>The variance.</summary>
    public double Variance { get; }

    /// <summary>The probability of a count.</summary>
    public static double Probability(ResponseFamily family, ReadOnlySpan<double> eta, double y, double m)
    {
        Span<Jets.Real> predictors = stackalloc Jets.Real[eta.Length];
        for (int k = 0; k < eta.Length; k++)
        {
            predictors[k] = eta[k];
        }

        return Math.Exp(family.LogDensityOf<Jets.Real>(predictors, y, m).Value);
    }
}
