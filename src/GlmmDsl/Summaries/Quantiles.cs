namespace GlmmDsl.Summaries;

/// <summary>Sample quantiles as R's <c>quantile</c> computes them by default (type 7 of Hyndman &amp; Fan 1996).</summary>
internal static class Quantiles
{
    /// <summary>Minimum, quartiles and maximum.</summary>
    public static double[] Five(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return [.. new[] { 0, 0.25, 0.5, 0.75, 1 }.Select(p => At(sorted, p))];
    }

    private static double At(double[] sorted, double probability)
    {
        double place = (sorted.Length - 1) * probability;
        int below = (int)Math.Floor(place);
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
