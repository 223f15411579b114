using System.Runtime.Intrinsics;

namespace GlmmDsl.LinearAlgebra;

/// <summary>
/// Y = X Σ_l C_lᵀSC_l for a dense symmetric X and many thin sparse C_l of k rows, without forming the sum: as many rows of X as a
/// vector has places are put side by side, so that every entry of C_l meets them in one vector.
/// </summary>
internal static unsafe class SparseOuterProduct
{
    /// <summary>Fills Y, order × order.</summary>
    /// <param name="x">X, both triangles.</param>
    /// <param name="y">Receives the product.</param>
    /// <param name="stride">Row stride of both.</param>
    /// <param name="order">Their order.</param>
    /// <param name="start">For each l the start of its columns; one more entry at the end.</param>
    /// <param name="places">Where each column is among those of X.</param>
    /// <param name="columns">For each column its k entries.</param>
    /// <param name="s">S, k × k.</param>
    /// <param name="k">k.</param>
    /// <param name="cancellationToken">Checked between rows.</param>
    public static void Compute(
        double[] x, double[] y, int stride, int order, int[] start, int[] places, double[] columns, double[] s, int k, CancellationToken cancellationToken = default)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Compute<Lanes512>(x, y, stride, order, start, places, columns, s, k, cancellationToken);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Compute<Lanes256>(x, y, stride, order, start, places, columns, s, k, cancellationToken);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            Compute<Lanes128>(x, y, stride, order, start, places, columns, s, k, cancellationToken);
        }
        else
        {
            Compute<Lane>(x, y, stride, order, start, places, columns, s, k, cancellationToken);
        }
    }

    /// <summary>Fills Y by vectors of one width.</summary>
    public static void Compute<T>(
        double[] x, double[] y, int stride, int order, int[] start, int[] places, double[] columns, double[] s, int k, CancellationToken cancellationToken)
        where T : struct, ILanes<T>
    {
        var source = new double[order * T.Count];
        var target = new double[order * T.Count];
        var sums = new double[2 * k * T.Count];
        fixed (double* from = source, to = target, c = columns, v = sums)
        fixed (int* place = places)
        {
            for (int row = 0; row < order; row += T.Count)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int rows = Math.Min(T.Count, order - row);
                for (int r = 0; r < rows; r++)
                {
                    for (int i = 0; i < order; i++)
                    {
                        from[(i * T.Count) + r] = x[((row + r) * stride) + i];
                    }
                }

                target.AsSpan().Clear();
                for (int l = 0; l < start.Length - 1; l++)
                {
                    if (k == 1)
                    {
                        AddScalar<T>(from, to, c, place, start[l], start[l + 1], s[0]);
                    }
                    else
                    {
                        AddBlock<T>(from, to, c, place, start[l], start[l + 1], s, v, k);
                    }
                }

                for (int r = 0; r < rows; r++)
                {
                    for (int i = 0; i < order; i++)
                    {
                        y[((row + r) * stride) + i] = to[(i * T.Count) + r];
                    }
                }
            }
        }
    }

    private static void AddScalar<T>(double* x, double* y, double* c, int* place, int first, int end, double s)
        where T : struct, ILanes<T>
    {
        T sum = T.Of(0);
        for (int e = first; e < end; e++)
        {
            sum = T.MultiplyAdd(T.Of(c[e]), T.Load(ref x[place[e] * T.Count]), sum);
        }

        sum = T.Multiply(T.Of(s), sum);
        for (int e = first; e < end; e++)
        {
            ref double target = ref y[place[e] * T.Count];
            T.Store(T.MultiplyAdd(T.Of(c[e]), sum, T.Load(ref target)), ref target);
        }
    }

    private static void AddBlock<T>(double* x, double* y, double* c, int* place, int first, int end, double[] s, double* sums, int k)
        where T : struct, ILanes<T>
    {
        for (int r = 0; r < k; r++)
        {
            T sum = T.Of(0);
            for (int e = first; e < end; e++)
            {
                sum = T.MultiplyAdd(T.Of(c[(e * k) + r]), T.Load(ref x[place[e] * T.Count]), sum);
            }

            T.Store(sum, ref sums[r * T.Count]);
        }

        for (int r = 0; r < k; r++)
        {
            T rotated = T.Of(0);
            for (int t = 0; t < k; t++)
            {
                rotated = T.MultiplyAdd(T.Of(s[(r * k) + t]), T.Load(ref sums[t * T.Count]), rotated);
            }

            T.Store(rotated, ref sums[(k + r) * T.Count]);
        }

        for (int e = first; e < end; e++)
        {
            ref double target = ref y[place[e] * T.Count];
            T sum = T.Load(ref target);
            for (int r = 0; r < k; r++)
            {
                sum = T.MultiplyAdd(T.Of(c[(e * k) + r]), T.Load(ref sums[(k + r) * T.Count]), sum);
            }

            T.Store(sum, ref target);
        }
    }
}
