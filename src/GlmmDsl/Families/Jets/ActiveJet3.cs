using System.Runtime.CompilerServices;

namespace GlmmDsl.Families.Jets;

/// <summary>
/// A number with those derivatives in three variables that a likelihood needs if only variable 0 has random effects: to order 3 in variable 0, and of these one more in
/// each other variable up to order 2. <c>D001</c> is the third derivative, twice in variable 0 and once in variable 1.
/// </summary>
internal struct ActiveJet3 : IVariableJet<ActiveJet3>
{
    public double D0;
    public double D00;
    public double D000;
    public double D1;
    public double D01;
    public double D001;
    public double D2;
    public double D02;
    public double D002;
    private double value;

    /// <inheritdoc/>
    public readonly double Value => value;

    /// <inheritdoc/>
    public static int Count => 3;

    /// <inheritdoc/>
    public static ActiveJet3 Variable(double value, int index) => new()
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
    public readonly double Second(int k, int l) => (k + l) switch
    {
        0 => D00,
        1 => D01,
        _ => D02,
    };

    /// <inheritdoc/>
    public readonly double Third(int k, int l, int m) => (k + l + m) switch
    {
        0 => D000,
        1 => D001,
        _ => D002,
    };

    /// <inheritdoc/>
    public static implicit operator ActiveJet3(double constant) => new() { value = constant };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ActiveJet3 operator +(in ActiveJet3 a, in ActiveJet3 b)
    {
        ActiveJet3 r;
        r.value = a.value + b.value;
        r.D0 = a.D0 + b.D0;
        r.D00 = a.D00 + b.D00;
        r.D000 = a.D000 + b.D000;
        r.D1 = a.D1 + b.D1;
        r.D01 = a.D01 + b.D01;
        r.D001 = a.D001 + b.D001;
        r.D2 = a.D2 + b.D2;
        r.D02 = a.D02 + b.D02;
        r.D002 = a.D002 + b.D002;
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ActiveJet3 operator +(in ActiveJet3 a, double c)
    {
        ActiveJet3 r = a;
        r.value += c;
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ActiveJet3 operator -(in ActiveJet3 a, in ActiveJet3 b)
    {
        ActiveJet3 r;
        r.value = a.value - b.value;
        r.D0 = a.D0 - b.D0;
        r.D00 = a.D00 - b.D00;
        r.D000 = a.D000 - b.D000;
        r.D1 = a.D1 - b.D1;
        r.D01 = a.D01 - b.D01;
        r.D001 = a.D001 - b.D001;
        r.D2 = a.D2 - b.D2;
        r.D02 = a.D02 - b.D02;
        r.D002 = a.D002 - b.D002;
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ActiveJet3 operator -(in ActiveJet3 a)
    {
        ActiveJet3 r;
        r.value = -a.value;
        r.D0 = -a.D0;
        r.D00 = -a.D00;
        r.D000 = -a.D000;
        r.D1 = -a.D1;
        r.D01 = -a.D01;
        r.D001 = -a.D001;
        r.D2 = -a.D2;
        r.D02 = -a.D02;
        r.D002 = -a.D002;
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ActiveJet3 operator *(in ActiveJet3 a, in ActiveJet3 b)
    {
        ActiveJet3 r;
        r.value = a.value * b.value;
        r.D0 = (a.value * b.D0) + (a.D0 * b.value);
        r.D00 = (a.value * b.D00) + (2 * a.D0 * b.D0) + (a.D00 * b.value);
        r.D000 = (a.value * b.D000) + (3 * a.D0 * b.D00) + (3 * a.D00 * b.D0) + (a.D000 * b.value);
        r.D1 = (a.value * b.D1) + (a.D1 * b.value);
        r.D01 = (a.value * b.D01) + (a.D0 * b.D1) + (a.D1 * b.D0) + (a.D01 * b.value);
        r.D001 = (a.value * b.D001) + (2 * a.D0 * b.D01) + (a.D00 * b.D1) + (a.D1 * b.D00) + (2 * a.D01 * b.D0) + (a.D001 * b.value);
        r.D2 = (a.value * b.D2) + (a.D2 * b.value);
        r.D02 = (a.value * b.D02) + (a.D0 * b.D2) + (a.D2 * b.D0) + (a.D02 * b.value);
        r.D002 = (a.value * b.D002) + (2 * a.D0 * b.D02) + (a.D00 * b.D2) + (a.D2 * b.D00) + (2 * a.D02 * b.D0) + (a.D002 * b.value);
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ActiveJet3 operator *(double c, in ActiveJet3 a)
    {
        ActiveJet3 r;
        r.value = c * a.value;
        r.D0 = c * a.D0;
        r.D00 = c * a.D00;
        r.D000 = c * a.D000;
        r.D1 = c * a.D1;
        r.D01 = c * a.D01;
        r.D001 = c * a.D001;
        r.D2 = c * a.D2;
        r.D02 = c * a.D02;
        r.D002 = c * a.D002;
        return r;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ActiveJet3 Compose(in ActiveJet3 a, double value, double first, double second, double third)
    {
        ActiveJet3 r;
        r.value = value;
        r.D0 = first * a.D0;
        r.D00 = (first * a.D00) + (second * a.D0 * a.D0);
        r.D000 = (first * a.D000) + (second * (3 * a.D0 * a.D00)) + (third * a.D0 * a.D0 * a.D0);
        r.D1 = first * a.D1;
        r.D01 = (first * a.D01) + (second * a.D0 * a.D1);
        r.D001 = (first * a.D001) + (second * ((2 * a.D0 * a.D01) + (a.D1 * a.D00))) + (third * a.D0 * a.D0 * a.D1);
        r.D2 = first * a.D2;
        r.D02 = (first * a.D02) + (second * a.D0 * a.D2);
        r.D002 = (first * a.D002) + (second * ((2 * a.D0 * a.D02) + (a.D2 * a.D00))) + (third * a.D0 * a.D0 * a.D2);
        return r;
    }
}
