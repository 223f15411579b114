using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GlmmDsl.LinearAlgebra;

/// <summary>
/// Vectorised loops over contiguous numbers, in the width that suits this machine: <see cref="LaneKernels"/> holds the loops. Only the order of
/// addition depends on the machine.
/// </summary>
internal static class VectorKernels
{
    /// <summary>From this length on 512-bit vectors pay, by a tenth or two; most vectors of a model are as short as its number of coefficients.</summary>
    private const int Long = 128;

    /// <summary>Σ xᵢyᵢ over the shorter length of the two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        int n = Math.Min(x.Length, y.Length);
        ref double px = ref MemoryMarshal.GetReference(x);
        ref double py = ref MemoryMarshal.GetReference(y);

        // No 512-bit path: dot products inside a factorisation are short, and the choice cost more than it saved.
        return Vector256.IsHardwareAccelerated ? LaneKernels.Dot<Lanes256>(ref px, ref py, n)
            : Vector128.IsHardwareAccelerated ? LaneKernels.Dot<Lanes128>(ref px, ref py, n)
            : LaneKernels.Dot<Lane>(ref px, ref py, n);
    }

    /// <summary>y ← y + αx over the length of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddScaled(double alpha, ReadOnlySpan<double> x, Span<double> y)
    {
        ref double px = ref MemoryMarshal.GetReference(x);
        ref double py = ref MemoryMarshal.GetReference(y[..x.Length]);
        if (Vector512.IsHardwareAccelerated && x.Length >= Long)
        {
            AddScaledOfLong(alpha, ref px, ref py, x.Length);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            LaneKernels.AddScaled<Lanes256>(alpha, ref px, ref py, x.Length);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            LaneKernels.AddScaled<Lanes128>(alpha, ref px, ref py, x.Length);
        }
        else
        {
            LaneKernels.AddScaled<Lane>(alpha, ref px, ref py, x.Length);
        }
    }

    /// <summary>y ← αx; x and y may be the same.</summary>
    public static void Scale(double alpha, ReadOnlySpan<double> x, Span<double> y)
    {
        ref double px = ref MemoryMarshal.GetReference(x);
        ref double py = ref MemoryMarshal.GetReference(y[..x.Length]);
        if (Vector256.IsHardwareAccelerated)
        {
            LaneKernels.Scale<Lanes256>(alpha, ref px, ref py, x.Length);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            LaneKernels.Scale<Lanes128>(alpha, ref px, ref py, x.Length);
        }
        else
        {
            LaneKernels.Scale<Lane>(alpha, ref px, ref py, x.Length);
        }
    }

    /// <summary>y ← x + c; x and y may be the same.</summary>
    public static void AddConstant(double c, ReadOnlySpan<double> x, Span<double> y)
    {
        ref double px = ref MemoryMarshal.GetReference(x);
        ref double py = ref MemoryMarshal.GetReference(y[..x.Length]);
        if (Vector256.IsHardwareAccelerated)
        {
            LaneKernels.AddConstant<Lanes256>(c, ref px, ref py, x.Length);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            LaneKernels.AddConstant<Lanes128>(c, ref px, ref py, x.Length);
        }
        else
        {
            LaneKernels.AddConstant<Lane>(c, ref px, ref py, x.Length);
        }
    }

    /// <summary>z ← x ∘ y, elementwise; any of them may be the same.</summary>
    public static void Multiply(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> z)
    {
        ref double px = ref MemoryMarshal.GetReference(x);
        ref double py = ref MemoryMarshal.GetReference(y[..x.Length]);
        ref double pz = ref MemoryMarshal.GetReference(z[..x.Length]);
        if (Vector256.IsHardwareAccelerated)
        {
            LaneKernels.Multiply<Lanes256>(ref px, ref py, ref pz, x.Length);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            LaneKernels.Multiply<Lanes128>(ref px, ref py, ref pz, x.Length);
        }
        else
        {
            LaneKernels.Multiply<Lane>(ref px, ref py, ref pz, x.Length);
        }
    }

    /// <summary>Σ xᵢ.</summary>
    public static double Sum(ReadOnlySpan<double> x)
    {
        ref double px = ref MemoryMarshal.GetReference(x);
        return Vector256.IsHardwareAccelerated ? LaneKernels.Sum<Lanes256>(ref px, x.Length)
            : Vector128.IsHardwareAccelerated ? LaneKernels.Sum<Lanes128>(ref px, x.Length)
            : LaneKernels.Sum<Lane>(ref px, x.Length);
    }

    /// <summary>Σ (xᵢ − c)².</summary>
    public static double SumOfSquares(ReadOnlySpan<double> x, double c)
    {
        ref double px = ref MemoryMarshal.GetReference(x);
        return Vector256.IsHardwareAccelerated ? LaneKernels.SumOfSquares<Lanes256>(ref px, c, x.Length)
            : Vector128.IsHardwareAccelerated ? LaneKernels.SumOfSquares<Lanes128>(ref px, c, x.Length)
            : LaneKernels.SumOfSquares<Lane>(ref px, c, x.Length);
    }

    /// <summary>Whether every number is finite.</summary>
    public static bool AreFinite(ReadOnlySpan<double> x)
    {
        ref double px = ref MemoryMarshal.GetReference(x);
        return Vector256.IsHardwareAccelerated ? LaneKernels.AreFinite<Lanes256>(ref px, x.Length)
            : Vector128.IsHardwareAccelerated ? LaneKernels.AreFinite<Lanes128>(ref px, x.Length)
            : LaneKernels.AreFinite<Lane>(ref px, x.Length);
    }

    // In a separate method, so that the many places that call with short vectors stay small.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddScaledOfLong(double alpha, ref double x, ref double y, int n) => LaneKernels.AddScaled<Lanes512>(alpha, ref x, ref y, n);
}
