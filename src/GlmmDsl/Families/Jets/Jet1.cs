using System.Runtime.CompilerServices;

namespace GlmmDsl.Families.Jets;

/// <summary>A number with its derivatives to order 3 in one variable.</summary>
internal struct Jet1 : IVariableJet<Jet1>
{
    public double D0;
    public double D00;
    public double D000;
    private double value;

    /// <inheritdoc/>
    public readonly double Value => value;

    /// <inheritdoc/>
    public static int Count => 1;

    /// <inheritdoc/>
    public static Jet1 Variable(double value, int index) => new() { value = value, D0 = 1 };

    /// <inheritdoc/>
    public readonly double First(int k) => D0;

    /// <inheritdoc/>
    public readonly double Second(int k, int l) => D00;

    /// <inheritdoc/>
    public readonly double Third(int k, int l, int m) => D000;

    /// <inheritdoc/>
    public static implicit operator Jet1(double constant) => new() { value = constant };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet1 operator +(in Jet1 a, in Jet1 b)
    {
        Jet1 r;
        r.value = a.value + b.value;
        r.D0 = a.D0 + b.D0;
        r.D00 = a.D00 + b.D00;
        r.D000 = a.D000 + b.D000;
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet1 operator +(in Jet1 a, double c)
    {
        Jet1 r = a;
        r.value += c;
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet1 operator -(in Jet1 a, in Jet1 b)
    {
        Jet1 r;
        r.value = a.value - b.value;
        r.D0 = a.D0 - b.D0;
        r.D00 = a.D00 - b.D00;
        r.D000 = a.D000 - b.D000;
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet1 operator -(in Jet1 a)
    {
        Jet1 r;
        r.value = -a.value;
        r.D0 = -a.D0;
        r.D00 = -a.D00;
        r.D000 = -a.D000;
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet1 operator *(in Jet1 a, in Jet1 b)
    {
        Jet1 r;
        r.value = a.value * b.value;
        r.D0 = (a.value * b.D0) + (a.D0 * b.value);
        r.D00 = (a.value * b.D00) + (2 * a.D0 * b.D0) + (a.D00 * b.value);
        r.D000 = (a.value * b.D000) + (3 * a.D0 * b.D00) + (3 * a.D00 * b.D0) + (a.D000 * b.value);
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet1 operator *(double c, in Jet1 a)
    {
        Jet1 r;
        r.value = c * a.value;
        r.D0 = c * a.D0;
        r.D00 = c * a.D00;
        r.D000 = c * a.D000;
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet1 Compose(in Jet1 a, double value, double first, double second, double third)
    {
        Jet1 r;
        r.value = value;
        r.D0 = first * a.D0;
        r.D00 = (first * a.D00) + (second * a.D0 * a.D0);
        r.D000 = (first * a.D000) + (second * (3 * a.D0 * a.D00)) + (third * a.D0 * a.D0 * a.D0);
        return r;
    }
}
