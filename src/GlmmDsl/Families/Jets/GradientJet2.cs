using System.Runtime.CompilerServices;

namespace GlmmDsl.Families.Jets;

/// <summary>A number with its first derivatives in two variables, for scores alone. Higher derivatives are not known and read as NaN.</summary>
internal struct GradientJet2 : IVariableJet<GradientJet2>
{
    public double D0;
    public double D1;
    private double value;

    /// <inheritdoc/>
    public readonly double Value => value;

    /// <inheritdoc/>
    public static int Count => 2;

    /// <inheritdoc/>
    public static GradientJet2 Variable(double value, int index) => new()
    {
        value = value,
        D0 = index == 0 ? 1 : 0,
        D1 = index == 1 ? 1 : 0,
    };

    /// <inheritdoc/>
    public readonly double First(int k) => k switch
    {
        0 => D0,
        _ => D1,
    };

    /// <inheritdoc/>
    public readonly double Second(int k, int l) => double.NaN;

    /// <inheritdoc/>
    public readonly double Third(int k, int l, int m) => double.NaN;

    /// <inheritdoc/>
    public static implicit operator GradientJet2(double constant) => new() { value = constant };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GradientJet2 operator +(in GradientJet2 a, in GradientJet2 b)
    {
        GradientJet2 r;
        r.value = a.value + b.value;
        r.D0 = a.D0 + b.D0;
        r.D1 = a.D1 + b.D1;
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GradientJet2 operator +(in GradientJet2 a, double c)
    {
        GradientJet2 r = a;
        r.value += c;
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GradientJet2 operator -(in GradientJet2 a, in GradientJet2 b)
    {
        GradientJet2 r;
        r.value = a.value - b.value;
        r.D0 = a.D0 - b.D0;
        r.D1 = a.D1 - b.D1;
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GradientJet2 operator -(in GradientJet2 a)
    {
        GradientJet2 r;
        r.value = -a.value;
        r.D0 = -a.D0;
        r.D1 = -a.D1;
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GradientJet2 operator *(in GradientJet2 a, in GradientJet2 b)
    {
        GradientJet2 r;
        r.value = a.value * b.value;
        r.D0 = (a.value * b.D0) + (a.D0 * b.value);
        r.D1 = (a.value * b.D1) + (a.D1 * b.value);
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GradientJet2 operator *(double c, in GradientJet2 a)
    {
        GradientJet2 r;
        r.value = c * a.value;
        r.D0 = c * a.D0;
        r.D1 = c * a.D1;
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GradientJet2 Compose(in GradientJet2 a, double value, double first, double second, double third)
    {
        GradientJet2 r;
        r.value = value;
        r.D0 = first * a.D0;
        r.D1 = first * a.D1;
        return r;
    }
}
