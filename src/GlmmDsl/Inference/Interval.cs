using System.Globalization;

namespace GlmmDsl.Inference;

/// <summary>A confidence or prediction interval.</summary>
/// <param name="Lower">The lower limit; −∞ where there is none, NaN where it could not be found.</param>
/// <param name="Upper">The upper limit; ∞ where there is none, NaN where it could not be found.</param>
/// <param name="Level">The level, inside (0, 1): 0.95.</param>
public readonly record struct Interval(double Lower, double Upper, double Level)
{
    /// <summary>Whether a value lies in the interval, limits included.</summary>
    public bool Contains(double value) => value >= Lower && value <= Upper;

    /// <summary>The interval as <c>[lower, upper]</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"[{Lower:G6}, {Upper:G6}]");

    /// <summary>Refuses a level outside (0, 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The level is not inside (0, 1).</exception>
    internal static void RequireLevel(double level)
    {
        if (!(level > 0 && level < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "A level lies between 0 and 1, such as 0.95 for 95 %.");
        }
    }
}
