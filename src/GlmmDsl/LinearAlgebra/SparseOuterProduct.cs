using System.Runtime.Intrinsics;

namespace GlmmDsl.LinearAlgebra;

/// <summary>
/// Y = X Σ_l C_lᵀSC_l for a dense symmetric X and many thin sparse C_l of k rows, without forming the sum: four rows of X stand side by side,
/// one to a lane, so that every entry of C_l meets them in one vector.
/// </summary>
internal static unsafe class SparseOuterProduct
{
    private const int Lanes = 4;

    /// <summary>Fills Y, order × order.</summary>
    /// <param name="x">X, both triangles.</param>
    /// <param name="y">Receives the product.</param>
    /// <param name="stride">Row stride of both.</param>
    /// <param name="order">Their order.</param>
    /// <param name="start">For each l the start of its columns; one more entry at the end.</param>
    /// <param name="places">Where each column stands among those of X.</param>
    /// <param name="columns">For each column its k entries.</param>
    /// <param name="s">S, k × k.</param>
    /// <param name="k">k.</param>
    /// <param name="cancellationToken">Checked between rows.</param>
    public static void Compute(
        double[] x, double[] y, int stride, int order, int[] start, int[] places, double[] columns, double[] s, int k, CancellationToken cancellationToken = default)
    {
        var source = new double[order * Lanes];
        var target = new double[order * Lanes];
        var sums = new double[2 * k * Lanes];
        fixed (double* from = source, to = target, c = columns, v = sums)
        fixed (int* place = places)
        {
            for (int row = 0; row < order; row += Lanes)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int rows = Math.Min(Lanes, order - row);
                for (int r = 0; r < rows; r++)
                {
                    for (int i = 0; i < order; i++)
                    {
                        from[(i * Lanes) + r] = x[((row + r) * stride) + i];
                    }
                }

                target.AsSpan().Clear();
                for (int l = 0; l < start.Length - 1; l++)
                {
                    if (k == 1)
                    {
                        AddScalar(from, to, c, place, start[l], start[l + 1], s[0]);
                    }
                    else
                    {
                        AddBlock(from, to, c, place, start[l], start[l + 1], s, v, k);
                    }
                }

                for (int r = 0; r < rows; r++)
                {
                    for (int i = 0; i < order; i++)
                    {
                        y[((row + r) * stride) + i] = to[(i * Lanes) + r];
                    }
                }
            }
        }
    }

    private static void AddScalar(double* x, double* y, double* c, int* place, int first, int end, double s)
    {
        Vector256<double> sum = default;
        for (int e = first; e < end; e++)
        {
            sum = Vector256.MultiplyAddEstimate(Vector256.Create(c[e]), Vector256.Load(x + (place[e] * Lanes)), sum);
        }

        sum *= s;
        for (int e = first; e < end; e++)
        {
            double* target = y + (place[e] * Lanes);
            Vector256.MultiplyAddEstimate(Vector256.Create(c[e]), sum, Vector256.Load(target)).Store(target);
        }
    }

    private static void AddBlock(double* x, double* y, double* c, int* place, int first, int end, double[] s, double* sums, int k)
    {
        for (int r = 0; r < k; r++)
        {
            Vector256<double> sum = default;
            for (int e = first; e < end; e++)
            {
                sum = Vector256.MultiplyAddEstimate(Vector256.Create(c[(e * k) + r]), Vector256.Load(x + (place[e] * Lanes)), sum);
            }

            sum.Store(sums + (r * Lanes));
        }

        for (int r = 0; r < k; r++)
        {
            Vector256<double> rotated = default;
            for (int t = 0; t < k; t++)
            {
                rotated += s[(r * k) + t] * Vector256.Load(sums + (t * Lanes));
            }

            rotated.Store(sums + ((k + r) * Lanes));
        }

        for (int e = first; e < end; e++)
        {
            double* target = y + (place[e] * Lanes);
            Vector256<double> sum = Vector256.Load(target);
            for (int r = 0; r < k; r++)
            {
                sum = Vector256.MultiplyAddEstimate(Vector256.Create(c[(e * k) + r]), Vector256.Load(sums + ((k + r) * Lanes)), sum);
            }

            sum.Store(target);
        }
    }
}
