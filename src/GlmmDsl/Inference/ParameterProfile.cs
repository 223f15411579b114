using System.Collections.Immutable;
using GlmmDsl.Inference.Profiles;
using MathNet.Numerics.Distributions;

namespace GlmmDsl.Inference;

/// <summary>The profile likelihood of one parameter. Immutable and safe to use from several threads.</summary>
public sealed class ParameterProfile
{
    private readonly ProfileCurve? curve;

    internal ParameterProfile(string name, double estimate, ProfileCurve? curve)
    {
        Name = name;
        Estimate = estimate;
        this.curve = curve;
        Zeta = curve is null ? [] : [.. curve.Points];
    }

    /// <summary>R's name of the coefficient, or lme4's of the variance parameter: <c>sd_(Intercept)|Subject</c>, <c>cor_Days.(Intercept)|Subject</c>, <c>sigma</c>.</summary>
    public string Name { get; }

    /// <summary>The maximum-likelihood estimate, where ζ is 0; NaN for a correlation with a variance of zero, about which the data say nothing.</summary>
    public double Estimate { get; }

    /// <summary>The points that the profile was walked along, from the smallest value, for plots: about 0.5 apart in ζ, to ±2.6 or the parameter's bound. Empty where the estimate is NaN.</summary>
    public ImmutableArray<ProfilePoint> Zeta { get; }

    /// <summary>
    /// The interval of all values that a likelihood-ratio test does not refuse. Each limit is solved for, not interpolated. It is the parameter's bound, 0 of a
    /// standard deviation and ±1 of a correlation, where ζ never reaches the quantile, ±∞ for a coefficient whose likelihood levels off, and NaN where it could
    /// not be found.
    /// </summary>
    /// <param name="level">The level, inside (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not inside (0, 1).</exception>
    public Interval Interval(double level = 0.95)
    {
        Inference.Interval.RequireLevel(level);
        if (curve is null)
        {
            return new Interval(-1, 1, level);
        }

        double size = Normal.InvCDF(0, 1, 0.5 + (level / 2));
        return new Interval(curve.Limit(size, -1), curve.Limit(size, 1), level);
    }
}
