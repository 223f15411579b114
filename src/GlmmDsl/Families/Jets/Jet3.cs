using System.Runtime.CompilerServices;

namespace GlmmDsl.Families.Jets;

/// <summary>A number with all its derivatives to order 3 in three variables. <c>D001</c> is the third derivative, twice in variable 0 and once in variable 1.</summary>
internal struct Jet3 : IVariableJet<Jet3>
{
    public double D0;
    public double D1;
    public double D2;
    public double D00;
    public double D01;
    public double D02;
    public double D11;
    public double D12;
    public double D22;
    public double D000;
    public double D001;
    public double D002;
    public double D011;
    public double D012;
    public double D022;
    public double D111;
    public double D112;
    public double D122;
    public double D222;
    private double value;

    /// <inheritdoc/>
    public readonly double Value => value;

    /// <inheritdoc/>
    public static int Count => 3;

    /// <inheritdoc/>
    public static Jet3 Variable(double value, int index) => new()
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
    public readonly double Second(int k, int l) => (Digit(k) + Digit(l)) switch
    {
        2 => D00,
        5 => D01,
        17 => D02,
        8 => D11,
        20 => D12,
        _ => D22,
    };

    /// <inheritdoc/>
    public readonly double Third(int k, int l, int m) => (Digit(k) + Digit(l) + Digit(m)) switch
    {
        3 => D000,
        6 => D001,
        18 => D002,
        9 => D011,
        21 => D012,
        33 => D022,
        12 => D111,
        24 => D112,
        36 => D122,
        _ => D222,
    };

    /// <inheritdoc/>
    public static implicit operator Jet3(double constant) => new() { value = constant };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet3 operator +(in Jet3 a, in Jet3 b)
    {
        Jet3 r;
        r.value = a.value + b.value;
        r.D0 = a.D0 + b.D0;
        r.D1 = a.D1 + b.D1;
        r.D2 = a.D2 + b.D2;
        r.D00 = a.D00 + b.D00;
        r.D01 = a.D01 + b.D01;
        r.D02 = a.D02 + b.D02;
        r.D11 = a.D11 + b.D11;
        r.D12 = a.D12 + b.D12;
        r.D22 = a.D22 + b.D22;
        r.D000 = a.D000 + b.D000;
        r.D001 = a.D001 + b.D001;
        r.D002 = a.D002 + b.D002;
        r.D011 = a.D011 + b.D011;
        r.D012 = a.D012 + b.D012;
        r.D022 = a.D022 + b.D022;
        r.D111 = a.D111 + b.D111;
        r.D112 = a.D112 + b.D112;
        r.D122 = a.D122 + b.D122;
        r.D222 = a.D222 + b.D222;
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet3 operator +(in Jet3 a, double c)
    {
        Jet3 r = a;
        r.value += c;
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet3 operator -(in Jet3 a, in Jet3 b)
    {
        Jet3 r;
        r.value = a.value - b.value;
        r.D0 = a.D0 - b.D0;
        r.D1 = a.D1 - b.D1;
        r.D2 = a.D2 - b.D2;
        r.D00 = a.D00 - b.D00;
        r.D01 = a.D01 - b.D01;
        r.D02 = a.D02 - b.D02;
        r.D11 = a.D11 - b.D11;
        r.D12 = a.D12 - b.D12;
        r.D22 = a.D22 - b.D22;
        r.D000 = a.D000 - b.D000;
        r.D001 = a.D001 - b.D001;
        r.D002 = a.D002 - b.D002;
        r.D011 = a.D011 - b.D011;
        r.D012 = a.D012 - b.D012;
        r.D022 = a.D022 - b.D022;
        r.D111 = a.D111 - b.D111;
        r.D112 = a.D112 - b.D112;
        r.D122 = a.D122 - b.D122;
        r.D222 = a.D222 - b.D222;
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet3 operator -(in Jet3 a)
    {
        Jet3 r;
        r.value = -a.value;
        r.D0 = -a.D0;
        r.D1 = -a.D1;
        r.D2 = -a.D2;
        r.D00 = -a.D00;
        r.D01 = -a.D01;
        r.D02 = -a.D02;
        r.D11 = -a.D11;
        r.D12 = -a.D12;
        r.D22 = -a.D22;
        r.D000 = -a.D000;
        r.D001 = -a.D001;
        r.D002 = -a.D002;
        r.D011 = -a.D011;
        r.D012 = -a.D012;
        r.D022 = -a.D022;
        r.D111 = -a.D111;
        r.D112 = -a.D112;
        r.D122 = -a.D122;
        r.D222 = -a.D222;
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet3 operator *(in Jet3 a, in Jet3 b)
    {
        Jet3 r;
        r.value = a.value * b.value;
        r.D0 = (a.value * b.D0) + (a.D0 * b.value);
        r.D1 = (a.value * b.D1) + (a.D1 * b.value);
        r.D2 = (a.value * b.D2) + (a.D2 * b.value);
        r.D00 = (a.value * b.D00) + (2 * a.D0 * b.D0) + (a.D00 * b.value);
        r.D01 = (a.value * b.D01) + (a.D0 * b.D1) + (a.D1 * b.D0) + (a.D01 * b.value);
        r.D02 = (a.value * b.D02) + (a.D0 * b.D2) + (a.D2 * b.D0) + (a.D02 * b.value);
        r.D11 = (a.value * b.D11) + (2 * a.D1 * b.D1) + (a.D11 * b.value);
        r.D12 = (a.value * b.D12) + (a.D1 * b.D2) + (a.D2 * b.D1) + (a.D12 * b.value);
        r.D22 = (a.value * b.D22) + (2 * a.D2 * b.D2) + (a.D22 * b.value);
        r.D000 = (a.value * b.D000) + (3 * a.D0 * b.D00) + (3 * a.D00 * b.D0) + (a.D000 * b.value);
        r.D001 = (a.value * b.D001) + (2 * a.D0 * b.D01) + (a.D00 * b.D1) + (a.D1 * b.D00) + (2 * a.D01 * b.D0) + (a.D001 * b.value);
        r.D002 = (a.value * b.D002) + (2 * a.D0 * b.D02) + (a.D00 * b.D2) + (a.D2 * b.D00) + (2 * a.D02 * b.D0) + (a.D002 * b.value);
        r.D011 = (a.value * b.D011) + (a.D0 * b.D11) + (2 * a.D1 * b.D01) + (2 * a.D01 * b.D1) + (a.D11 * b.D0) + (a.D011 * b.value);
        r.D012 = (a.value * b.D012) + (a.D0 * b.D12) + (a.D1 * b.D02) + (a.D01 * b.D2) + (a.D2 * b.D01) + (a.D02 * b.D1) + (a.D12 * b.D0) + (a.D012 * b.value);
        r.D022 = (a.value * b.D022) + (a.D0 * b.D22) + (2 * a.D2 * b.D02) + (2 * a.D02 * b.D2) + (a.D22 * b.D0) + (a.D022 * b.value);
        r.D111 = (a.value * b.D111) + (3 * a.D1 * b.D11) + (3 * a.D11 * b.D1) + (a.D111 * b.value);
        r.D112 = (a.value * b.D112) + (2 * a.D1 * b.D12) + (a.D11 * b.D2) + (a.D2 * b.D11) + (2 * a.D12 * b.D1) + (a.D112 * b.value);
        r.D122 = (a.value * b.D122) + (a.D1 * b.D22) + (2 * a.D2 * b.D12) + (2 * a.D12 * b.D2) + (a.D22 * b.D1) + (a.D122 * b.value);
        r.D222 = (a.value * b.D222) + (3 * a.D2 * b.D22) + (3 * a.D22 * b.D2) + (a.D222 * b.value);
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet3 operator *(double c, in Jet3 a)
    {
        Jet3 r;
        r.value = c * a.value;
        r.D0 = c * a.D0;
        r.D1 = c * a.D1;
        r.D2 = c * a.D2;
        r.D00 = c * a.D00;
        r.D01 = c * a.D01;
        r.D02 = c * a.D02;
        r.D11 = c * a.D11;
        r.D12 = c * a.D12;
        r.D22 = c * a.D22;
        r.D000 = c * a.D000;
        r.D001 = c * a.D001;
        r.D002 = c * a.D002;
        r.D011 = c * a.D011;
        r.D012 = c * a.D012;
        r.D022 = c * a.D022;
        r.D111 = c * a.D111;
        r.D112 = c * a.D112;
        r.D122 = c * a.D122;
        r.D222 = c * a.D222;
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet3 Compose(in Jet3 a, double value, double first, double second, double third)
    {
        Jet3 r;
        r.value = value;
        r.D0 = first * a.D0;
        r.D1 = first * a.D1;
        r.D2 = first * a.D2;
        r.D00 = (first * a.D00) + (second * a.D0 * a.D0);
        r.D01 = (first * a.D01) + (second * a.D0 * a.D1);
        r.D02 = (first * a.D02) + (second * a.D0 * a.D2);
        r.D11 = (first * a.D11) + (second * a.D1 * a.D1);
        r.D12 = (first * a.D12) + (second * a.D1 * a.D2);
        r.D22 = (first * a.D22) + (second * a.D2 * a.D2);
        r.D000 = (first * a.D000) + (second * (3 * a.D0 * a.D00)) + (third * a.D0 * a.D0 * a.D0);
        r.D001 = (first * a.D001) + (second * ((2 * a.D0 * a.D01) + (a.D1 * a.D00))) + (third * a.D0 * a.D0 * a.D1);
        r.D002 = (first * a.D002) + (second * ((2 * a.D0 * a.D02) + (a.D2 * a.D00))) + (third * a.D0 * a.D0 * a.D2);
        r.D011 = (first * a.D011) + (second * ((a.D0 * a.D11) + (2 * a.D1 * a.D01))) + (third * a.D0 * a.D1 * a.D1);
        r.D012 = (first * a.D012) + (second * ((a.D0 * a.D12) + (a.D1 * a.D02) + (a.D2 * a.D01))) + (third * a.D0 * a.D1 * a.D2);
        r.D022 = (first * a.D022) + (second * ((a.D0 * a.D22) + (2 * a.D2 * a.D02))) + (third * a.D0 * a.D2 * a.D2);
        r.D111 = (first * a.D111) + (second * (3 * a.D1 * a.D11)) + (third * a.D1 * a.D1 * a.D1);
        r.D112 = (first * a.D112) + (second * ((2 * a.D1 * a.D12) + (a.D2 * a.D11))) + (third * a.D1 * a.D1 * a.D2);
        r.D122 = (first * a.D122) + (second * ((a.D1 * a.D22) + (2 * a.D2 * a.D12))) + (third * a.D1 * a.D2 * a.D2);
        r.D222 = (first * a.D222) + (second * (3 * a.D2 * a.D22)) + (third * a.D2 * a.D2 * a.D2);
        return r;
    }

    /// <summary>The sum of these over some indices tells how often each of them occurs.</summary>
    private static int Digit(int index) => 1 << (2 * index);
}
