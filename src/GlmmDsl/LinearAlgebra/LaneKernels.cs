using System.Runtime.CompilerServices;

namespace GlmmDsl.LinearAlgebra;

/// <summary>The loops of <see cref="VectorKernels"/>, written once for vectors of any width: full vectors first, then a scalar tail.</summary>
internal static class LaneKernels
{
    /// <summary>Σ xᵢyᵢ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Dot<T>(ref double x, ref double y, int n)
        where T : struct, ILanes<T>
    {
        int i = 0;
        double sum = 0;
        if (n >= 2 * T.Count)
        {
            T even = T.Of(0), odd = even;
            for (; i <= n - (2 * T.Count); i += 2 * T.Count)
            {
                even = T.MultiplyAdd(T.Load(ref Unsafe.Add(ref x, i)), T.Load(ref Unsafe.Add(ref y, i)), even);
                odd = T.MultiplyAdd(T.Load(ref Unsafe.Add(ref x, i + T.Count)), T.Load(ref Unsafe.Add(ref y, i + T.Count)), odd);
            }

            sum = T.Sum(T.Add(even, odd));
        }

        for (; i < n; i++)
        {
            sum += Unsafe.Add(ref x, i) * Unsafe.Add(ref y, i);
        }

        return sum;
    }

    /// <summary>y ← y + αx.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddScaled<T>(double alpha, ref double x, ref double y, int n)
        where T : struct, ILanes<T>
    {
        T a = T.Of(alpha);
        int i = 0;
        for (; i <= n - T.Count; i += T.Count)
        {
            ref double target = ref Unsafe.Add(ref y, i);
            T.Store(T.MultiplyAdd(a, T.Load(ref Unsafe.Add(ref x, i)), T.Load(ref target)), ref target);
        }

        for (; i < n; i++)
        {
            Unsafe.Add(ref y, i) += alpha * Unsafe.Add(ref x, i);
        }
    }

    /// <summary>y ← αx.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scale<T>(double alpha, ref double x, ref double y, int n)
        where T : struct, ILanes<T>
    {
        T a = T.Of(alpha);
        int i = 0;
        for (; i <= n - T.Count; i += T.Count)
        {
            T.Store(T.Multiply(a, T.Load(ref Unsafe.Add(ref x, i))), ref Unsafe.Add(ref y, i));
        }

        for (; i < n; i++)
        {
            Unsafe.Add(ref y, i) = alpha * Unsafe.Add(ref x, i);
        }
    }

    /// <summary>y ← x + c.</summary>
    public static void AddConstant<T>(double c, ref double x, ref double y, int n)
        where T : struct, ILanes<T>
    {
        T constant = T.Of(c);
        int i = 0;
        for (; i <= n - T.Count; i += T.Count)
        {
            T.Store(T.Add(T.Load(ref Unsafe.Add(ref x, i)), constant), ref Unsafe.Add(ref y, i));
        }

        for (; i < n; i++)
        {
            Unsafe.Add(ref y, i) = Unsafe.Add(ref x, i) + c;
        }
    }

    /// <summary>z ← x ∘ y, elementwise.</summary>
    public static void Multiply<T>(ref double x, ref double y, ref double z, int n)
        where T : struct, ILanes<T>
    {
        int i = 0;
        for (; i <= n - T.Count; i += T.Count)
        {
            T.Store(T.Multiply(T.Load(ref Unsafe.Add(ref x, i)), T.Load(ref Unsafe.Add(ref y, i))), ref Unsafe.Add(ref z, i));
        }

        for (; i < n; i++)
        {
            Unsafe.Add(ref z, i) = Unsafe.Add(ref x, i) * Unsafe.Add(ref y, i);
        }
    }

    /// <summary>Σ xᵢ.</summary>
    public static double Sum<T>(ref double x, int n)
        where T : struct, ILanes<T>
    {
        T first = T.Of(0), second = first, third = first, fourth = first;
        int i = 0;
        for (; i <= n - (4 * T.Count); i += 4 * T.Count)
        {
            first = T.Add(first, T.Load(ref Unsafe.Add(ref x, i)));
            second = T.Add(second, T.Load(ref Unsafe.Add(ref x, i + T.Count)));
            third = T.Add(third, T.Load(ref Unsafe.Add(ref x, i + (2 * T.Count))));
            fourth = T.Add(fourth, T.Load(ref Unsafe.Add(ref x, i + (3 * T.Count))));
        }

        for (; i <= n - T.Count; i += T.Count)
        {
            first = T.Add(first, T.Load(ref Unsafe.Add(ref x, i)));
        }

        double sum = T.Sum(T.Add(T.Add(first, second), T.Add(third, fourth)));
        for (; i < n; i++)
        {
            sum += Unsafe.Add(ref x, i);
        }

        return sum;
    }

    /// <summary>Σ (xᵢ − c)².</summary>
    public static double SumOfSquares<T>(ref double x, double c, int n)
        where T : struct, ILanes<T>
    {
        T less = T.Of(-c);
        T even = T.Of(0), odd = even;
        int i = 0;
        for (; i <= n - (2 * T.Count); i += 2 * T.Count)
        {
            T left = T.Add(T.Load(ref Unsafe.Add(ref x, i)), less);
            T right = T.Add(T.Load(ref Unsafe.Add(ref x, i + T.Count)), less);
            even = T.MultiplyAdd(left, left, even);
            odd = T.MultiplyAdd(right, right, odd);
        }

        double sum = T.Sum(T.Add(even, odd));
        for (; i < n; i++)
        {
            double difference = Unsafe.Add(ref x, i) - c;
            sum += difference * difference;
        }

        return sum;
    }

    /// <summary>Whether every number is finite: a finite number times zero is zero; an infinity's or NaN's is NaN, and a sum keeps it.</summary>
    public static bool AreFinite<T>(ref double x, int n)
        where T : struct, ILanes<T>
    {
        T zero = T.Of(0);
        T even = zero, odd = zero;
        int i = 0;
        for (; i <= n - (2 * T.Count); i += 2 * T.Count)
        {
            even = T.Add(T.Multiply(T.Load(ref Unsafe.Add(ref x, i)), zero), even);
            odd = T.Add(T.Multiply(T.Load(ref Unsafe.Add(ref x, i + T.Count)), zero), odd);
        }

        double sum = T.Sum(T.Add(even, odd));
        for (; i < n; i++)
        {
            sum += Unsafe.Add(ref x, i) * 0;
        }

        return sum == 0;
    }
}
