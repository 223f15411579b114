namespace GlmmDsl.Design.Expressions;

/// <summary>Moments of the numbers present (not NaN) in a column; NaN where there are none.</summary>
internal static class ColumnStatistics
{
    /// <summary>The arithmetic mean, in two passes as R takes it.</summary>
    public static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        int count = 0;
        foreach (double value in values)
        {
            if (!double.IsNaN(value))
            {
                sum += value;
                count++;
            }
        }

        double mean = sum / count;
        double correction = 0;
        foreach (double value in values)
        {
            if (!double.IsNaN(value))
            {
                correction += value - mean;
            }
        }

        return double.IsFinite(mean) ? mean + correction / count : mean;
    }

    /// <summary>The standard deviation with divisor n − 1 about a mean.</summary>
    public static double StandardDeviation(ReadOnlySpan<double> values, double mean)
    {
        double sum = 0;
        int count = 0;
        foreach (double value in values)
        {
            if (!double.IsNaN(value))
            {
                sum += (value - mean) * (value - mean);
                count++;
            }
        }

        return count > 1 ? Math.Sqrt(sum / (count - 1)) : double.NaN;
    }

    /// <summary>The smallest number present.</summary>
    public static double Minimum(ReadOnlySpan<double> values) => Extreme(values, (value, best) => value < best);

    /// <summary>The largest number present.</summary>
    public static double Maximum(ReadOnlySpan<double> values) => Extreme(values, (value, best) => value > best);

    private static double Extreme(ReadOnlySpan<double> values, Func<double, double, bool> isBetter)
    {
        double best = double.NaN;
        foreach (double value in values)
        {
            if (!double.IsNaN(value) && (double.IsNaN(best) || isBetter(value, best)))
            {
                best = value;
            }
        }

        return best;
    }
}
