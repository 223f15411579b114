using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GlmmDsl.LinearAlgebra;

/// <summary>Vectorised loops over contiguous numbers: the whole vectors first, a scalar tail behind.</summary>
internal static class VectorKernels
{
    /// <summary>Σ xᵢyᵢ over the shorter length of the two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        int n = Math.Min(x.Length, y.Length);
        ref double px = ref MemoryMarshal.GetReference(x);
        ref double py = ref MemoryMarshal.GetReference(y);
        int i = 0;
        double sum = 0;
        if (n >= 8)
        {
            Vector256<double> even = Vector256<double>.Zero;
            Vector256<double> odd = Vector256<double>.Zero;
            for (; i <= n - 8; i += 8)
            {
                even = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref px, (nuint)i), Vector256.LoadUnsafe(ref py, (nuint)i), even);
                odd = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref px, (nuint)(i + 4)), Vector256.LoadUnsafe(ref py, (nuint)(i + 4)), odd);
            }

            sum = Vector256.Sum(even + odd);
        }

        for (; i < n; i++)
        {
            sum += Unsafe.Add(ref px, i) * Unsafe.Add(ref py, i);
        }

        return sum;
    }

    /// <summary>y ← y + αx over the length of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddScaled(double alpha, ReadOnlySpan<double> x, Span<double> y)
    {
        ref double px = ref MemoryMarshal.GetReference(x);
        ref double py = ref MemoryMarshal.GetReference(y[..x.Length]);
        Vector256<double> a = Vector256.Create(alpha);
        int i = 0;
        for (; i <= x.Length - 4; i += 4)
        {
            Vector256.MultiplyAddEstimate(a, Vector256.LoadUnsafe(ref px, (nuint)i), Vector256.LoadUnsafe(ref py, (nuint)i)).StoreUnsafe(ref py, (nuint)i);
        }

        for (; i < x.Length; i++)
        {
            Unsafe.Add(ref py, i) += alpha * Unsafe.Add(ref px, i);
        }
    }

    /// <summary>y ← αx; x and y may be the same.</summary>
    public static void Scale(double alpha, ReadOnlySpan<double> x, Span<double> y)
    {
        ref double px = ref MemoryMarshal.GetReference(x);
        ref double py = ref MemoryMarshal.GetReference(y[..x.Length]);
        Vector256<double> a = Vector256.Create(alpha);
        int i = 0;
        for (; i <= x.Length - 4; i += 4)
        {
            (a * Vector256.LoadUnsafe(ref px, (nuint)i)).StoreUnsafe(ref py, (nuint)i);
        }

        for (; i < x.Length; i++)
        {
            Unsafe.Add(ref py, i) = alpha * Unsafe.Add(ref px, i);
        }
    }
}
