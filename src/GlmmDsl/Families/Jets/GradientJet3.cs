using System.Runtime.CompilerServices;

namespace GlmmDsl.Families.Jets;

/// <summary>A number with its first derivatives in three variables, for scores alone. Higher derivatives are not known and read as NaN.</summary>
internal struct GradientJet3 : IVariableJet<GradientJet3>
{
    public double D0;
    public double D1;
    public double D2;
    private double value;

    /// <inheritdoc/>
    public readonly double Value => value;

    /// <inheritdoc/>
    public static int Count => 3;

    /// <inheritdoc/>
    public static GradientJet3 Variable(double value, int index) => new()
    {
        value = value,
        D0 = index == 0 ? 1 : 0,
        D1 = index == 1 ? 1 : 0,
        D2 = index == 2 ? 1 : 0,
    };

    /// <inheritdoc/>
    public readonly double First(int k) => k switch
    {
        0 => D0,
        1 => D1,
        _ => D2,
    };

    /// <inheritdoc/>
    public readonly double Second(int k, int l) => double.NaN;

    /// <inheritdoc/>
    public readonly double Third(int k, int l, int m) => double.NaN;

    /// <inheritdoc/>
    public static implicit operator GradientJet3(double constant) => new() { value = constant };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GradientJet3 operator +(in GradientJet3 a, in GradientJet3 b)
    {
        GradientJet3 r;
        r.value = a.value + b.value;
        r.D0 = a.D0 + b.D0;
        r.D1 = a.D1 + b.D1;
        r.D2 = a.D2 + b.D2;
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GradientJet3 operator +(in GradientJet3 a, double c)
    {
        GradientJet3 r = a;
        r.value += c;
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GradientJet3 operator -(in GradientJet3 a, in GradientJet3 b)
    {
        GradientJet3 r;
        r.value = a.value - b.value;
        r.D0 = a.D0 - b.D0;
        r.D1 = a.D1 - b.D1;
        r.D2 = a.D2 - b.D2;
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GradientJet3 operator -(in GradientJet3 a)
    {
        GradientJet3 r;
        r.value = -a.value;
        r.D0 = -a.D0;
        r.D1 = -a.D1;
        r.D2 = -a.D2;
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GradientJet3 operator *(in GradientJet3 a, in GradientJet3 b)
    {
        GradientJet3 r;
        r.value = a.value * b.value;
        r.D0 = (a.value * b.D0) + (a.D0 * b.value);
        r.D1 = (a.value * b.D1) + (a.D1 * b.value);
        r.D2 = (a.value * b.D2) + (a.D2 * b.value);
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GradientJet3 operator *(double c, in GradientJet3 a)
    {
        GradientJet3 r;
        r.value = c * a.value;
        r.D0 = c * a.D0;
        r.D1 = c * a.D1;
        r.D2 = c * a.D2;
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GradientJet3 Compose(in GradientJet3 a, double value, double first, double second, double third)
    {
        GradientJet3 r;
        r.value = value;
        r.D0 = first * a.D0;
        r.D1 = first * a.D1;
        r.D2 = first * a.D2;
        return r;
    }
}
