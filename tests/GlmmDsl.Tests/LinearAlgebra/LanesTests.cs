using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Tests.LinearAlgebra;

/// <summary>Every vector width gives the results of the plain loop, to rounding, whatever this machine supports.</summary>
public sealed class LanesTests
{
    private static readonly int[] Lengths = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 127, 128, 129, 300];

    [Fact]
    public void Vector512() => AssertSameAsPlain<Lanes512>();

    [Fact]
    public void Vector256() => AssertSameAsPlain<Lanes256>();

    [Fact]
    public void Vector128() => AssertSameAsPlain<Lanes128>();

    [Fact]
    public void Scalar() => AssertSameAsPlain<Lane>();

    [Fact]
    public void What_runs_on_this_machine_is_one_of_them()
    {
        foreach (int n in Lengths)
        {
            (double[] x, double[] y) = (Numbers(n + 1, 1), Numbers(n + 1, 2));
            double[] added = [.. y];
            double[] scaled = [.. y];
            VectorKernels.AddScaled(0.7, x.AsSpan(0, n), added);
            VectorKernels.Scale(0.7, x.AsSpan(0, n), scaled);

            Assert.Equal(x.Take(n).Zip(y, (a, b) => a * b).Sum(), VectorKernels.Dot(x.AsSpan(0, n), y), 1e-12);
            AssertClose([.. x.Take(n).Zip(y, (a, b) => b + (0.7 * a)), y[n]], added);
            AssertClose([.. x.Take(n).Select(a => 0.7 * a), y[n]], scaled);
        }
    }

    private static void AssertSameAsPlain<T>()
        where T : struct, ILanes<T>
    {
        foreach (int n in Lengths)
        {
            (double[] x, double[] y) = (Numbers(n + 1, 1), Numbers(n + 1, 2));
            double[] added = [.. y];
            double[] scaled = [.. y];
            LaneKernels.AddScaled<T>(0.7, ref x[0], ref added[0], n);
            LaneKernels.Scale<T>(0.7, ref x[0], ref scaled[0], n);

            Assert.Equal(x.Take(n).Zip(y, (a, b) => a * b).Sum(), LaneKernels.Dot<T>(ref x[0], ref y[0], n), 1e-12);
            AssertClose([.. x.Take(n).Zip(y, (a, b) => b + (0.7 * a)), y[n]], added);
            AssertClose([.. x.Take(n).Select(a => 0.7 * a), y[n]], scaled);
            LaneKernels.AddConstant<T>(0.7, ref x[0], ref added[0], n);
            LaneKernels.Multiply<T>(ref x[0], ref y[0], ref scaled[0], n);
            AssertClose([.. x.Take(n).Select(a => a + 0.7), y[n]], added);
            AssertClose([.. x.Take(n).Zip(y, (a, b) => a * b), y[n]], scaled);
            Assert.Equal(x.Take(n).Sum(), LaneKernels.Sum<T>(ref x[0], n), 1e-12);
            Assert.Equal(x.Take(n).Sum(a => (a - 0.3) * (a - 0.3)), LaneKernels.SumOfSquares<T>(ref x[0], 0.3, n), 1e-12);
            for (int bad = 0; bad < n; bad++)
            {
                double good = x[bad];
                x[bad] = bad % 2 == 0 ? double.NaN : double.NegativeInfinity;
                Assert.False(LaneKernels.AreFinite<T>(ref x[0], n));
                x[bad] = good;
            }

            Assert.True(LaneKernels.AreFinite<T>(ref x[0], n));
        }

        foreach ((int rows, int columns, int depth) in new[] { (1, 1, 1), (4, 3, 8), (5, 4, 7), (9, 8, 19), (13, 7, 300), (3, 2, 64) })
        {
            AssertProduct<T>(rows, columns, depth);
        }

        AssertSparse<T>(1);
        AssertSparse<T>(3);
    }

    private static void AssertProduct<T>(int rows, int columns, int depth)
        where T : struct, ILanes<T>
    {
        int stride = Math.Max(columns, depth) + 3;
        double[] a = Numbers(rows * stride, 3);
        double[] b = Numbers(columns * stride, 4);
        double[] c = Numbers(rows * stride, 5);
        double[] expected = [.. c];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                for (int k = 0; k < depth; k++)
                {
                    expected[(i * stride) + j] -= a[(i * stride) + k] * b[(j * stride) + k];
                }
            }
        }

        DenseProduct.Subtract<T>(c, stride, a, b, rows, columns, depth);

        AssertClose(expected, c);
    }

    private static void AssertSparse<T>(int k)
        where T : struct, ILanes<T>
    {
        const int Order = 21;
        int[] start = [0, 3, 3, 7, 9];
        int[] places = [2, 5, 20, 0, 1, 7, 19, 4, 5];
        double[] columns = Numbers(places.Length * k, 6);
        double[] s = Numbers(k * k, 7);
        double[] x = Numbers(Order * Order, 8);
        var sum = new double[Order * Order];
        for (int l = 0; l < start.Length - 1; l++)
        {
            for (int e = start[l]; e < start[l + 1]; e++)
            {
                for (int f = start[l]; f < start[l + 1]; f++)
                {
                    for (int r = 0; r < k * k; r++)
                    {
                        sum[(places[e] * Order) + places[f]] += columns[(e * k) + (r / k)] * s[r] * columns[(f * k) + (r % k)];
                    }
                }
            }
        }

        var expected = new double[Order * Order];
        for (int i = 0; i < expected.Length; i++)
        {
            for (int t = 0; t < Order; t++)
            {
                // Row by row of X times the symmetric sum, written from the right: C_lᵀSC_l meets x from the left of each entry.
                expected[i] += x[(i / Order * Order) + t] * sum[(i % Order * Order) + t];
            }
        }

        var y = new double[Order * Order];
        SparseOuterProduct.Compute<T>(x, y, Order, Order, start, places, columns, s, k, CancellationToken.None);
        AssertClose(expected, y);
    }

    private static void AssertClose(double[] expected, double[] actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-11);
        }
    }

    private static double[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];
    }
}
