using System.Runtime.CompilerServices;

namespace GlmmDsl.LinearAlgebra;

/// <summary>A 2 × 2 block held in registers: what an intercept and a slope need of <see cref="SmallBlocks"/>, without going through memory after every product.</summary>
/// <param name="A">Entry (0, 0).</param>
/// <param name="B">Entry (0, 1).</param>
/// <param name="C">Entry (1, 0).</param>
/// <param name="D">Entry (1, 1).</param>
internal readonly record struct PairBlock(double A, double B, double C, double D)
{
    /// <summary>The transpose.</summary>
    public PairBlock Transposed
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(A, C, B, D);
    }

    /// <summary>The product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairBlock operator *(PairBlock x, PairBlock y) =>
        new((x.A * y.A) + (x.B * y.C), (x.A * y.B) + (x.B * y.D), (x.C * y.A) + (x.D * y.C), (x.C * y.B) + (x.D * y.D));

    /// <summary>The sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairBlock operator +(PairBlock x, PairBlock y) => new(x.A + y.A, x.B + y.B, x.C + y.C, x.D + y.D);

    /// <summary>The difference.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairBlock operator -(PairBlock x, PairBlock y) => new(x.A - y.A, x.B - y.B, x.C - y.C, x.D - y.D);

    /// <summary>tr(XY).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double TraceOfProduct(PairBlock x, PairBlock y) => (x.A * y.A) + (x.B * y.C) + (x.C * y.B) + (x.D * y.D);

    /// <summary>I − X.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairBlock FromIdentity(PairBlock x) => new(1 - x.A, -x.B, -x.C, 1 - x.D);

    /// <summary>Reads a row-major block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairBlock Of(ReadOnlySpan<double> block)
    {
        double d = block[3];
        return new(block[0], block[1], block[2], d);
    }

    /// <summary>Reads L⁻¹ of a row-major block whose lower triangle is L.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairBlock InverseOfLower(ReadOnlySpan<double> block)
    {
        double last = block[3];
        double first = 1 / block[0];
        return new(first, 0, -block[2] * first / last, 1 / last);
    }

    /// <summary>Writes the block, row-major.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void CopyTo(Span<double> block) => (block[3], block[2], block[1], block[0]) = (D, C, B, A);

    /// <summary>Adds the block to a row-major one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddTo(Span<double> block)
    {
        block[3] += D;
        block[2] += C;
        block[1] += B;
        block[0] += A;
    }
}
