using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GlmmDsl.LinearAlgebra;

/// <summary>
/// A vector of doubles of one width. Kernels are written once over it; the compiler makes one copy per width, and which copy runs is known when
/// the code is compiled for the machine. All widths give the same sums except for the order of addition.
/// </summary>
/// <typeparam name="T">The vector.</typeparam>
internal interface ILanes<T>
    where T : struct, ILanes<T>
{
    /// <summary>Numbers in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>The same number in every place.</summary>
    static abstract T Of(double value);

    /// <summary>The numbers that begin at a place.</summary>
    static abstract T Load(ref readonly double source);

    /// <summary>ab + c, rounded once or twice.</summary>
    static abstract T MultiplyAdd(T a, T b, T c);

    /// <summary>ab.</summary>
    static abstract T Multiply(T a, T b);

    /// <summary>a + b.</summary>
    static abstract T Add(T a, T b);

    /// <summary>Σ of the numbers.</summary>
    static abstract double Sum(T a);

    /// <summary>Writes the numbers from a place on.</summary>
    static abstract void Store(T a, ref double target);
}

/// <summary>Eight numbers: AVX-512.</summary>
internal readonly struct Lanes512(Vector512<double> value) : ILanes<Lanes512>
{
    private readonly Vector512<double> value = value;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Of(double value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Load(ref readonly double source) => new(Vector512.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 MultiplyAdd(Lanes512 a, Lanes512 b, Lanes512 c) =>
        new(FusedProduct.IsSupported ? Vector512.FusedMultiplyAdd(a.value, b.value, c.value) : (a.value * b.value) + c.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Multiply(Lanes512 a, Lanes512 b) => new(a.value * b.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Add(Lanes512 a, Lanes512 b) => new(a.value + b.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Lanes512 a) => Vector512.Sum(a.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes512 a, ref double target) => a.value.StoreUnsafe(ref target);
}

/// <summary>Four numbers: AVX2.</summary>
internal readonly struct Lanes256(Vector256<double> value) : ILanes<Lanes256>
{
    private readonly Vector256<double> value = value;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Of(double value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Load(ref readonly double source) => new(Vector256.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 MultiplyAdd(Lanes256 a, Lanes256 b, Lanes256 c) =>
        new(FusedProduct.IsSupported ? Vector256.FusedMultiplyAdd(a.value, b.value, c.value) : (a.value * b.value) + c.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Multiply(Lanes256 a, Lanes256 b) => new(a.value * b.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Add(Lanes256 a, Lanes256 b) => new(a.value + b.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Lanes256 a) => Vector256.Sum(a.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes256 a, ref double target) => a.value.StoreUnsafe(ref target);
}

/// <summary>Two numbers: SSE2 and Arm's AdvSimd.</summary>
internal readonly struct Lanes128(Vector128<double> value) : ILanes<Lanes128>
{
    private readonly Vector128<double> value = value;

    public static int Count => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Of(double value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Load(ref readonly double source) => new(Vector128.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 MultiplyAdd(Lanes128 a, Lanes128 b, Lanes128 c) =>
        new(FusedProduct.IsSupported ? Vector128.FusedMultiplyAdd(a.value, b.value, c.value) : (a.value * b.value) + c.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Multiply(Lanes128 a, Lanes128 b) => new(a.value * b.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Add(Lanes128 a, Lanes128 b) => new(a.value + b.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Lanes128 a) => Vector128.Sum(a.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes128 a, ref double target) => a.value.StoreUnsafe(ref target);
}

/// <summary>One number: any machine.</summary>
internal readonly struct Lane(double value) : ILanes<Lane>
{
    private readonly double value = value;

    public static int Count => 1;

    public static Lane Of(double value) => new(value);

    public static Lane Load(ref readonly double source) => new(source);

    public static Lane MultiplyAdd(Lane a, Lane b, Lane c) => new((a.value * b.value) + c.value);

    public static Lane Multiply(Lane a, Lane b) => new(a.value * b.value);

    public static Lane Add(Lane a, Lane b) => new(a.value + b.value);

    public static double Sum(Lane a) => a.value;

    public static void Store(Lane a, ref double target) => target = a.value;
}
