using System.Runtime.CompilerServices;

namespace GlmmDsl.Families.Jets;

/// <summary>A number with all its derivatives to order 3 in two variables. <c>D001</c> is the third derivative, twice in variable 0 and once in variable 1.</summary>
internal struct Jet2 : IVariableJet<Jet2>
{
    public double D0;
    public double D1;
    public double D00;
    public double D01;
    public double D11;
    public double D000;
    public double D001;
    public double D011;
    public double D111;
    private double value;

    /// <inheritdoc/>
    public readonly double Value => value;

    /// <inheritdoc/>
    public static int Count => 2;

    /// <inheritdoc/>
    public static Jet2 Variable(double value, int index) => new()
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
    public readonly double Second(int k, int l) => (Digit(k) + Digit(l)) switch
    {
        2 => D00,
        5 => D01,
        _ => D11,
    };

    /// <inheritdoc/>
    public readonly double Third(int k, int l, int m) => (Digit(k) + Digit(l) + Digit(m)) switch
    {
        3 => D000,
        6 => D001,
        9 => D011,
        _ => D111,
    };

    /// <inheritdoc/>
    public static implicit operator Jet2(double constant) => new() { value = constant };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet2 operator +(in Jet2 a, in Jet2 b)
    {
        Jet2 r;
        r.value = a.value + b.value;
        r.D0 = a.D0 + b.D0;
        r.D1 = a.D1 + b.D1;
        r.D00 = a.D00 + b.D00;
        r.D01 = a.D01 + b.D01;
        r.D11 = a.D11 + b.D11;
        r.D000 = a.D000 + b.D000;
        r.D001 = a.D001 + b.D001;
        r.D011 = a.D011 + b.D011;
        r.D111 = a.D111 + b.D111;
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet2 operator +(in Jet2 a, double c)
    {
        Jet2 r = a;
        r.value += c;
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet2 operator -(in Jet2 a, in Jet2 b)
    {
        Jet2 r;
        r.value = a.value - b.value;
        r.D0 = a.D0 - b.D0;
        r.D1 = a.D1 - b.D1;
        r.D00 = a.D00 - b.D00;
        r.D01 = a.D01 - b.D01;
        r.D11 = a.D11 - b.D11;
        r.D000 = a.D000 - b.D000;
        r.D001 = a.D001 - b.D001;
        r.D011 = a.D011 - b.D011;
        r.D111 = a.D111 - b.D111;
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet2 operator -(in Jet2 a)
    {
        Jet2 r;
        r.value = -a.value;
        r.D0 = -a.D0;
        r.D1 = -a.D1;
        r.D00 = -a.D00;
        r.D01 = -a.D01;
        r.D11 = -a.D11;
        r.D000 = -a.D000;
        r.D001 = -a.D001;
        r.D011 = -a.D011;
        r.D111 = -a.D111;
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet2 operator *(in Jet2 a, in Jet2 b)
    {
        Jet2 r;
        r.value = a.value * b.value;
        r.D0 = (a.value * b.D0) + (a.D0 * b.value);
        r.D1 = (a.value * b.D1) + (a.D1 * b.value);
        r.D00 = (a.value * b.D00) + (2 * a.D0 * b.D0) + (a.D00 * b.value);
        r.D01 = (a.value * b.D01) + (a.D0 * b.D1) + (a.D1 * b.D0) + (a.D01 * b.value);
        r.D11 = (a.value * b.D11) + (2 * a.D1 * b.D1) + (a.D11 * b.value);
        r.D000 = (a.value * b.D000) + (3 * a.D0 * b.D00) + (3 * a.D00 * b.D0) + (a.D000 * b.value);
        r.D001 = (a.value * b.D001) + (2 * a.D0 * b.D01) + (a.D00 * b.D1) + (a.D1 * b.D00) + (2 * a.D01 * b.D0) + (a.D001 * b.value);
        r.D011 = (a.value * b.D011) + (a.D0 * b.D11) + (2 * a.D1 * b.D01) + (2 * a.D01 * b.D1) + (a.D11 * b.D0) + (a.D011 * b.value);
        r.D111 = (a.value * b.D111) + (3 * a.D1 * b.D11) + (3 * a.D11 * b.D1) + (a.D111 * b.value);
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet2 operator *(double c, in Jet2 a)
    {
        Jet2 r;
        r.value = c * a.value;
        r.D0 = c * a.D0;
        r.D1 = c * a.D1;
        r.D00 = c * a.D00;
        r.D01 = c * a.D01;
        r.D11 = c * a.D11;
        r.D000 = c * a.D000;
        r.D001 = c * a.D001;
        r.D011 = c * a.D011;
        r.D111 = c * a.D111;
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet2 Compose(in Jet2 a, double value, double first, double second, double third)
    {
        Jet2 r;
        r.value = value;
        r.D0 = first * a.D0;
        r.D1 = first * a.D1;
        r.D00 = (first * a.D00) + (second * a.D0 * a.D0);
        r.D01 = (first * a.D01) + (second * a.D0 * a.D1);
        r.D11 = (first * a.D11) + (second * a.D1 * a.D1);
        r.D000 = (first * a.D000) + (second * (3 * a.D0 * a.D00)) + (third * a.D0 * a.D0 * a.D0);
        r.D001 = (first * a.D001) + (second * ((2 * a.D0 * a.D01) + (a.D1 * a.D00))) + (third * a.D0 * a.D0 * a.D1);
        r.D011 = (first * a.D011) + (second * ((a.D0 * a.D11) + (2 * a.D1 * a.D01))) + (third * a.D0 * a.D1 * a.D1);
        r.D111 = (first * a.D111) + (second * (3 * a.D1 * a.D11)) + (third * a.D1 * a.D1 * a.D1);
        return r;
    }

    /// <summary>The sum of these over some indices tells how often each of them occurs.</summary>
    private static int Digit(int index) => 1 << (2 * index);
}
