using System.Runtime.Intrinsics;

namespace GlmmDsl.LinearAlgebra;

/// <summary>
/// C ← C − ABᵀ for row-major blocks, the one kernel behind factorisation and inversion: every entry is a dot product of two contiguous
/// rows. Tiles of 4 × 3 entries keep twelve running sums in registers.
/// </summary>
internal static unsafe class DenseProduct
{
    /// <summary>Columns taken at a time, so that a panel of rows of B stays in the second-level cache.</summary>
    private const int Depth = 256;

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
        for (int start = 0; start < depth; start += Depth)
        {
            int length = Math.Min(Depth, depth - start);
            SubtractPanel(c, strideC, a + start, strideA, b + start, strideB, rows, columns, length);
        }
    }

    /// <summary>C ← C − ABᵀ for square matrices of one order and row stride.</summary>
    public static void SubtractByTransposed(double[] c, double[] a, double[] b, int stride, int order, CancellationToken cancellationToken = default)
    {
        // Rows of C at a time, so that they and their part of A stay in the second-level cache.
        const int Rows = 96;
        fixed (double* target = c, left = a, right = b)
        {
            for (int row = 0; row < order; row += Rows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                long offset = (long)row * stride;
                Subtract(target + offset, stride, left + offset, stride, right, stride, Math.Min(Rows, order - row), order, order);
            }
        }
    }

    private static void SubtractPanel(double* c, int strideC, double* a, int strideA, double* b, int strideB, int rows, int columns, int depth)
    {
        int i = 0;
        for (; i <= rows - 4; i += 4)
        {
            int j = 0;
            for (; j <= columns - 3; j += 3)
            {
                Tile(c + ((long)i * strideC) + j, strideC, a + ((long)i * strideA), strideA, b + ((long)j * strideB), strideB, depth);
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

    private static void Tile(double* c, int strideC, double* a, int strideA, double* b, int strideB, int depth)
    {
        double* a0 = a;
        double* a1 = a0 + strideA;
        double* a2 = a1 + strideA;
        double* a3 = a2 + strideA;
        double* b0 = b;
        double* b1 = b0 + strideB;
        double* b2 = b1 + strideB;
        Vector256<double> s00 = default, s01 = default, s02 = default;
        Vector256<double> s10 = default, s11 = default, s12 = default;
        Vector256<double> s20 = default, s21 = default, s22 = default;
        Vector256<double> s30 = default, s31 = default, s32 = default;
        int k = 0;
        for (; k <= depth - 4; k += 4)
        {
            Vector256<double> v0 = Vector256.Load(b0 + k);
            Vector256<double> v1 = Vector256.Load(b1 + k);
            Vector256<double> v2 = Vector256.Load(b2 + k);
            Vector256<double> u = Vector256.Load(a0 + k);
            s00 = Vector256.MultiplyAddEstimate(u, v0, s00);
            s01 = Vector256.MultiplyAddEstimate(u, v1, s01);
            s02 = Vector256.MultiplyAddEstimate(u, v2, s02);
            u = Vector256.Load(a1 + k);
            s10 = Vector256.MultiplyAddEstimate(u, v0, s10);
            s11 = Vector256.MultiplyAddEstimate(u, v1, s11);
            s12 = Vector256.MultiplyAddEstimate(u, v2, s12);
            u = Vector256.Load(a2 + k);
            s20 = Vector256.MultiplyAddEstimate(u, v0, s20);
            s21 = Vector256.MultiplyAddEstimate(u, v1, s21);
            s22 = Vector256.MultiplyAddEstimate(u, v2, s22);
            u = Vector256.Load(a3 + k);
            s30 = Vector256.MultiplyAddEstimate(u, v0, s30);
            s31 = Vector256.MultiplyAddEstimate(u, v1, s31);
            s32 = Vector256.MultiplyAddEstimate(u, v2, s32);
        }

        Finish(c, a0 + k, b0 + k, b1 + k, b2 + k, depth - k, s00, s01, s02);
        Finish(c + strideC, a1 + k, b0 + k, b1 + k, b2 + k, depth - k, s10, s11, s12);
        Finish(c + (2L * strideC), a2 + k, b0 + k, b1 + k, b2 + k, depth - k, s20, s21, s22);
        Finish(c + (3L * strideC), a3 + k, b0 + k, b1 + k, b2 + k, depth - k, s30, s31, s32);
    }

    private static void Finish(
        double* c, double* a, double* b0, double* b1, double* b2, int tail, Vector256<double> s0, Vector256<double> s1, Vector256<double> s2)
    {
        double t0 = Vector256.Sum(s0);
        double t1 = Vector256.Sum(s1);
        double t2 = Vector256.Sum(s2);
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
