namespace GlmmDsl.Families.Dispersed;

/// <summary>Tails and random numbers of a distribution of counts that is known by its probabilities.</summary>
/// <param name="probability">The probability of a count.</param>
/// <param name="mean">Its mean: beyond it probabilities fall.</param>
/// <param name="first">The smallest count there is.</param>
/// <param name="last">The largest, or infinity.</param>
internal sealed class CountTails(Func<double, double> probability, double mean, double first, double last)
{
    /// <summary>Sums end at the first probability beyond the mean that is smaller than this share of the sum.</summary>
    private const double Negligible = 1e-17;

    /// <summary>The tails at a count; the smaller of them is summed.</summary>
    public TailInterval At(double y)
    {
        double below = 0, own = probability(y);
        for (double n = first; n < y; n++)
        {
            below += probability(n);
        }

        if (below + own < 0.5)
        {
            return new TailInterval(below, below + own, IsUpper: false);
        }

        double above = 0, next = double.PositiveInfinity;
        for (double n = y + 1; n <= last && (n <= mean || next > Negligible * above); n++)
        {
            next = probability(n);
            above += next;
        }

        return new TailInterval(above + own, above, IsUpper: true);
    }

    /// <summary>A random count, by inversion.</summary>
    public double Draw(Random random)
    {
        double left = random.NextDouble(), n = first, own = probability(n);
        while (left >= own && n < last && (n <= mean || own > Negligible))
        {
            left -= own;
            n++;
            own = probability(n);
        }

        return n;
    }
}
