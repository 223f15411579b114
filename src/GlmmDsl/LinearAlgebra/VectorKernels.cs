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

    /// <summary>y ← x + c; x and y may be the same.</summary>
    public static void AddConstant(double c, ReadOnlySpan<double> x, Span<double> y)
    {
        ref double px = ref MemoryMarshal.GetReference(x);
        ref double py = ref MemoryMarshal.GetReference(y[..x.Length]);
        Vector256<double> constant = Vector256.Create(c);
        int i = 0;
        for (; i <= x.Length - 4; i += 4)
        {
            (Vector256.LoadUnsafe(ref px, (nuint)i) + constant).StoreUnsafe(ref py, (nuint)i);
        }

        for (; i < x.Length; i++)
        {
            Unsafe.Add(ref py, i) = Unsafe.Add(ref px, i) + c;
        }
    }

    /// <summary>z ← x ∘ y, elementwise; any of them may be the same.</summary>
    public static void Multiply(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> z)
    {
        ref double px = ref MemoryMarshal.GetReference(x);
        ref double py = ref MemoryMarshal.GetReference(y[..x.Length]);
        ref double pz = ref MemoryMarshal.GetReference(z[..x.Length]);
        int i = 0;
        for (; i <= x.Length - 4; i += 4)
        {
            (Vector256.LoadUnsafe(ref px, (nuint)i) * Vector256.LoadUnsafe(ref py, (nuint)i)).StoreUnsafe(ref pz, (nuint)i);
        }

        for (; i < x.Length; i++)
        {
            Unsafe.Add(ref pz, i) = Unsafe.Add(ref px, i) * Unsafe.Add(ref py, i);
        }
    }

    /// <summary>Σ xᵢ.</summary>
    public static double Sum(ReadOnlySpan<double> x)
    {
        ref double px = ref MemoryMarshal.GetReference(x);
        Vector256<double> first = Vector256<double>.Zero, second = first, third = first, fourth = first;
        int i = 0;
        for (; i <= x.Length - 16; i += 16)
        {
            first += Vector256.LoadUnsafe(ref px, (nuint)i);
            second += Vector256.LoadUnsafe(ref px, (nuint)(i + 4));
            third += Vector256.LoadUnsafe(ref px, (nuint)(i + 8));
            fourth += Vector256.LoadUnsafe(ref px, (nuint)(i + 12));
        }

        double sum = Vector256.Sum(first + second + (third + fourth));
        for (; i < x.Length; i++)
        {
            sum += Unsafe.Add(ref px, i);
        }

        return sum;
    }

    /// <summary>Σ (xᵢ − c)².</summary>
    public static double SumOfSquares(ReadOnlySpan<double> x, double c)
    {
        ref double px = ref MemoryMarshal.GetReference(x);
        Vector256<double> centre = Vector256.Create(c);
        Vector256<double> even = Vector256<double>.Zero, odd = even;
        int i = 0;
        for (; i <= x.Length - 8; i += 8)
        {
            Vector256<double> left = Vector256.LoadUnsafe(ref px, (nuint)i) - centre;
            Vector256<double> right = Vector256.LoadUnsafe(ref px, (nuint)(i + 4)) - centre;
            even = Vector256.MultiplyAddEstimate(left, left, even);
            odd = Vector256.MultiplyAddEstimate(right, right, odd);
        }

        double sum = Vector256.Sum(even + odd);
        for (; i < x.Length; i++)
        {
            double difference = Unsafe.Add(ref px, i) - c;
            sum += difference * difference;
        }

        return sum;
    }

    /// <summary>Whether every number is finite.</summary>
    public static bool AreFinite(ReadOnlySpan<double> x)
    {
        // A finite number times zero is zero; an infinity's or NaN's is NaN, and a sum keeps it.
        ref double px = ref MemoryMarshal.GetReference(x);
        Vector256<double> even = Vector256<double>.Zero, odd = even;
        int i = 0;
        for (; i <= x.Length - 8; i += 8)
        {
            even += Vector256.LoadUnsafe(ref px, (nuint)i) * Vector256<double>.Zero;
            odd += Vector256.LoadUnsafe(ref px, (nuint)(i + 4)) * Vector256<double>.Zero;
        }

        double sum = Vector256.Sum(even + odd);
        for (; i < x.Length; i++)
        {
            sum += Unsafe.Add(ref px, i) * 0;
        }

        return sum == 0;
    }
}
