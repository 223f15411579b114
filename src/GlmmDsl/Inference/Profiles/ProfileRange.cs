namespace GlmmDsl.Inference.Profiles;

/// <summary>Where a parameter lives, and how a profile walks there.</summary>
/// <param name="Lower">The least value; −∞ for a coefficient.</param>
/// <param name="Upper">The largest; ∞ where there is none.</param>
/// <param name="HasLower">Whether the least value is one that the parameter can have: not of σ, which is positive.</param>
/// <param name="Step">About how far the parameter moves as ζ moves by 1.</param>
internal readonly record struct ProfileRange(double Lower, double Upper, bool HasLower, double Step)
{
    /// <summary>What a coefficient may be.</summary>
    public static ProfileRange OfCoefficient(double standardError) => new(double.NegativeInfinity, double.PositiveInfinity, false, standardError);

    /// <summary>What σ may be.</summary>
    public static ProfileRange OfSigma(double estimate, double rows) => new(0, double.PositiveInfinity, false, estimate / Math.Sqrt(2 * rows));

    /// <summary>What a standard deviation of random effects may be.</summary>
    /// <param name="estimate">The estimate, 0 in a singular fit.</param>
    /// <param name="unit">What the residual standard deviation makes likely.</param>
    /// <param name="levels">The levels of the group.</param>
    public static ProfileRange OfDeviation(double estimate, double unit, int levels) =>
        new(0, double.PositiveInfinity, true, estimate > 0.1 * unit ? estimate / Math.Sqrt(2 * levels) : 0.1 * unit);

    /// <summary>What a correlation may be.</summary>
    /// <param name="lowest">The lowest value that the covariance structure allows.</param>
    public static ProfileRange OfCorrelation(double lowest) => new(lowest, 1, true, 0.2);

    /// <summary>A step from a value, cut short at the bounds.</summary>
    /// <param name="from">The value.</param>
    /// <param name="step">The step, with its sign.</param>
    public double Clamp(double from, double step)
    {
        double to = Math.Clamp(from + step, Lower, Upper);
        return to == Lower && !HasLower ? 0.5 * (from + Lower) : to;
    }

    /// <summary>Whether a value is a bound, where a walk ends.</summary>
    public bool IsBound(double value) => value == Upper || (value == Lower && HasLower);
}
