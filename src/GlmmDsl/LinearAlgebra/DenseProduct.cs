using System.Runtime.Intrinsics;

namespace GlmmDsl.LinearAlgebra;

/// <summary>
/// C ← C − ABᵀ for row-major blocks, the one kernel behind factorisation and inversion: every entry is a dot product of two contiguous
/// rows. Tiles of 4 × 3 entries keep twelve running sums in registers.
/// </summary>
internal static unsafe class DenseProduct
{
    /// <summary>Columns processed at a time, so that a panel of rows of B stays in the second-level cache.</summary>
    private const int Depth = 256;

    /// <summary>Rows of C at a time, so that they and their part of A stay in the second-level cache.</summary>
    private const int RowsAtATime = 96;

    /// <summary>C ← C − ABᵀ.</summary>
    /// <param name="c">rows × columns, row stride <paramref name="strideC"/>.</param>
    /// <param name="strideC">Row stride of C.</param>
    /// <param name="a">rows × depth.</param>
    /// <param name="strideA">Row stride of A.</param>
    /// <param name="b">columns × depth.</param>
    /// <param name="strideB">Row stride of B.</param>
    /// <param name="rows">Rows of C.</param>
    /// <param name="columns">Columns of C.</param>
    /// <param name="depth">Length of the dot products.</param>
    public static void Subtract(double* c, int strideC, double* a, int strideA, double* b, int strideB, int rows, int columns, int depth)
    {
        // Not the widest: 512-bit tiles were a tenth to a third slower where measured (Zen), because rows begin anywhere and most of such loads span
        // two cache lines.
        if (Vector256.IsHardwareAccelerated)
        {
            Subtract<Lanes256>(c, strideC, a, strideA, b, strideB, rows, columns, depth);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            Subtract<Lanes128>(c, strideC, a, strideA, b, strideB, rows, columns, depth);
        }
        else
        {
            Subtract<Lane>(c, strideC, a, strideA, b, strideB, rows, columns, depth);
        }
    }

    /// <summary>C ← C − ABᵀ for arrays of one row stride, by vectors of one width.</summary>
    public static void Subtract<T>(double[] c, int stride, double[] a, double[] b, int rows, int columns, int depth)
        where T : struct, ILanes<T>
    {
        fixed (double* target = c, left = a, right = b)
        {
            Subtract<T>(target, stride, left, stride, right, stride, rows, columns, depth);
        }
    }

    /// <summary>C ← C − ABᵀ by vectors of one width.</summary>
    private static void Subtract<T>(double* c, int strideC, double* a, int strideA, double* b, int strideB, int rows, int columns, int depth)
        where T : struct, ILanes<T>
    {
        for (int start = 0; start < depth; start += Depth)
        {
            int length = Math.Min(Depth, depth - start);
            SubtractPanel<T>(c, strideC, a + start, strideA, b + start, strideB, rows, columns, length);
        }
    }

    /// <summary>C ← C − ABᵀ for square matrices of one order and row stride.</summary>
    public static void SubtractByTransposed(double[] c, double[] a, double[] b, int stride, int order, CancellationToken cancellationToken = default)
    {
        fixed (double* target = c, left = a, right = b)
        {
            for (int row = 0; row < order; row += RowsAtATime)
            {
                cancellationToken.ThrowIfCancellationRequested();
                long offset = (long)row * stride;
                Subtract(target + offset, stride, left + offset, stride, right, stride, Math.Min(RowsAtATime, order - row), order, order);
            }
        }
    }

    /// <summary>C ← C − ABᵀ for row-major matrices.</summary>
    /// <param name="c">rows × columns, without gaps.</param>
    /// <param name="a">rows × depth.</param>
    /// <param name="strideA">Row stride of A.</param>
    /// <param name="b">columns × depth, without gaps.</param>
    /// <param name="rows">Rows of C.</param>
    /// <param name="columns">Columns of C.</param>
    /// <param name="depth">Length of the dot products.</param>
    /// <param name="cancellationToken">Checked between blocks of rows.</param>
    public static void SubtractByTransposed(
        double[] c, double[] a, int strideA, double[] b, int rows, int columns, int depth, CancellationToken cancellationToken = default)
    {
        fixed (double* target = c, left = a, right = b)
        {
            for (int row = 0; row < rows; row += RowsAtATime)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Subtract(
                    target + ((long)row * columns), columns, left + ((long)row * strideA), strideA, right, depth, Math.Min(RowsAtATime, rows - row), columns, depth);
            }
        }
    }

    private static void SubtractPanel<T>(double* c, int strideC, double* a, int strideA, double* b, int strideB, int rows, int columns, int depth)
        where T : struct, ILanes<T>
    {
        int i = 0;
        for (; i <= rows - 4; i += 4)
        {
            int j = 0;
            for (; j <= columns - 3; j += 3)
            {
                Tile<T>(c + ((long)i * strideC) + j, strideC, a + ((long)i * strideA), strideA, b + ((long)j * strideB), strideB, depth);
            }

            for (; j < columns; j++)
            {
                for (int r = i; r < i + 4; r++)
                {
                    c[((long)r * strideC) + j] -= Dot(a + ((long)r * strideA), b + ((long)j * strideB), depth);
                }
            }
        }

        for (; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                c[((long)i * strideC) + j] -= Dot(a + ((long)i * strideA), b + ((long)j * strideB), depth);
            }
        }
    }

    private static double Dot(double* x, double* y, int n) =>
        VectorKernels.Dot(new ReadOnlySpan<double>(x, n), new ReadOnlySpan<double>(y, n));

    private static void Tile<T>(double* c, int strideC, double* a, int strideA, double* b, int strideB, int depth)
        where T : struct, ILanes<T>
    {
        double* a0 = a;
        double* a1 = a0 + strideA;
        double* a2 = a1 + strideA;
        double* a3 = a2 + strideA;
        double* b0 = b;
        double* b1 = b0 + strideB;
        double* b2 = b1 + strideB;
        T s00 = T.Of(0), s01 = T.Of(0), s02 = T.Of(0);
        T s10 = T.Of(0), s11 = T.Of(0), s12 = T.Of(0);
        T s20 = T.Of(0), s21 = T.Of(0), s22 = T.Of(0);
        T s30 = T.Of(0), s31 = T.Of(0), s32 = T.Of(0);
        int k = 0;
        for (; k <= depth - T.Count; k += T.Count)
        {
            T v0 = T.Load(ref b0[k]);
            T v1 = T.Load(ref b1[k]);
            T v2 = T.Load(ref b2[k]);
            T u = T.Load(ref a0[k]);
            s00 = T.MultiplyAdd(u, v0, s00);
            s01 = T.MultiplyAdd(u, v1, s01);
            s02 = T.MultiplyAdd(u, v2, s02);
            u = T.Load(ref a1[k]);
            s10 = T.MultiplyAdd(u, v0, s10);
            s11 = T.MultiplyAdd(u, v1, s11);
            s12 = T.MultiplyAdd(u, v2, s12);
            u = T.Load(ref a2[k]);
            s20 = T.MultiplyAdd(u, v0, s20);
            s21 = T.MultiplyAdd(u, v1, s21);
            s22 = T.MultiplyAdd(u, v2, s22);
            u = T.Load(ref a3[k]);
            s30 = T.MultiplyAdd(u, v0, s30);
            s31 = T.MultiplyAdd(u, v1, s31);
            s32 = T.MultiplyAdd(u, v2, s32);
        }

        Finish<T>(c, a0 + k, b0 + k, b1 + k, b2 + k, depth - k, s00, s01, s02);
        Finish<T>(c + strideC, a1 + k, b0 + k, b1 + k, b2 + k, depth - k, s10, s11, s12);
        Finish<T>(c + (2L * strideC), a2 + k, b0 + k, b1 + k, b2 + k, depth - k, s20, s21, s22);
        Finish<T>(c + (3L * strideC), a3 + k, b0 + k, b1 + k, b2 + k, depth - k, s30, s31, s32);
    }

    private static void Finish<T>(double* c, double* a, double* b0, double* b1, double* b2, int tail, T s0, T s1, T s2)
        where T : struct, ILanes<T>
    {
        double t0 = T.Sum(s0);
        double t1 = T.Sum(s1);
        double t2 = T.Sum(s2);
        for (int k = 0; k < tail; k++)
        {
            t0 += a[k] * b0[k];
            t1 += a[k] * b1[k];
            t2 += a[k] * b2[k];
        }

        c[0] -= t0;
        c[1] -= t1;
        c[2] -= t2;
    }
}
