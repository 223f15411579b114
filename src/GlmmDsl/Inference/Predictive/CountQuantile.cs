namespace GlmmDsl.Inference.Predictive;

/// <summary>The quantile of a distribution of counts whose distribution function is known.</summary>
internal static class CountQuantile
{
    /// <summary>The smallest count y with P(Y ≤ y) ≥ a probability, by bisection.</summary>
    /// <param name="atMost">P(Y ≤ y).</param>
    /// <param name="probability">The probability.</param>
    /// <param name="guess">A count that is likely to be no smaller: it is doubled until it is none.</param>
    public static double Of(Func<double, double> atMost, double probability, double guess)
    {
        double low = -1, high = Math.Ceiling(guess);
        for (; atMost(high) < probability; high *= 2)
        {
            low = high;
        }

        while (high - low > 1)
        {
            double middle = Math.Floor((low + high) / 2);
            (low, high) = atMost(middle) >= probability ? (low, middle) : (middle, high);
        }

        return high;
    }
}
