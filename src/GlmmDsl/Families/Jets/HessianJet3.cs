using System.Runtime.CompilerServices;

namespace GlmmDsl.Families.Jets;

/// <summary>A number with its derivatives to order 2 in three variables, for Newton steps in all of them. Third derivatives are not known and read as NaN.</summary>
internal struct HessianJet3 : IVariableJet<HessianJet3>
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
    private double value;

    /// <inheritdoc/>
    public readonly double Value => value;

    /// <inheritdoc/>
    public static int Count => 3;

    /// <inheritdoc/>
    public static HessianJet3 Variable(double value, int index) => new()
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
    public readonly double Third(int k, int l, int m) => double.NaN;

    /// <inheritdoc/>
    public static implicit operator HessianJet3(double constant) => new() { value = constant };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HessianJet3 operator +(in HessianJet3 a, in HessianJet3 b)
    {
        HessianJet3 r;
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
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HessianJet3 operator +(in HessianJet3 a, double c)
    {
        HessianJet3 r = a;
        r.value += c;
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HessianJet3 operator -(in HessianJet3 a, in HessianJet3 b)
    {
        HessianJet3 r;
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
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HessianJet3 operator -(in HessianJet3 a)
    {
        HessianJet3 r;
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
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HessianJet3 operator *(in HessianJet3 a, in HessianJet3 b)
    {
        HessianJet3 r;
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
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HessianJet3 operator *(double c, in HessianJet3 a)
    {
        HessianJet3 r;
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
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HessianJet3 Compose(in HessianJet3 a, double value, double first, double second, double third)
    {
        HessianJet3 r;
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
        return r;
    }

    /// <summary>The sum of these over some indices tells how often each of them occurs.</summary>
    private static int Digit(int index) => 1 << (2 * index);
}
