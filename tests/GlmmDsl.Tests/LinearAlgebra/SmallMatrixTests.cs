using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Tests.LinearAlgebra;

public class SmallMatrixTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(21)]
    public void Vectorised_loops_agree_with_plain_ones(int length)
    {
        var random = new Random(length);
        double[] x = [.. Enumerable.Range(0, length).Select(_ => random.NextDouble())];
        double[] y = [.. Enumerable.Range(0, length).Select(_ => random.NextDouble())];
        double[] sum = [.. y];
        double[] scaled = new double[length];
        VectorKernels.AddScaled(1.5, x, sum);
        VectorKernels.Scale(-2, x, scaled);
        Assert.Equal(x.Zip(y, (a, b) => a * b).Sum(), VectorKernels.Dot(x, y), 1e-13);
        for (int i = 0; i < length; i++)
        {
            Assert.Equal(y[i] + (1.5 * x[i]), sum[i], 1e-15);
            Assert.Equal(-2 * x[i], scaled[i]);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(6)]
    [InlineData(15)]
    public void Eigenvalues_and_vectors_rebuild_a_symmetric_matrix(int n)
    {
        var random = new Random(n);
        double[] a = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                a[(i * n) + j] = a[(j * n) + i] = random.NextDouble() - 0.5;
            }
        }

        double[] values = new double[n];
        double[] vectors = new double[n * n];
        SymmetricEigen.Decompose([.. a], values, vectors, n);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double rebuilt = 0;
                for (int k = 0; k < n; k++)
                {
                    rebuilt += vectors[(i * n) + k] * values[k] * vectors[(j * n) + k];
                }

                Assert.Equal(a[(i * n) + j], rebuilt, 1e-13);
            }
        }
    }

    [Theory]
    [InlineData(new double[] { 1, 2, 3, 4 }, 2)]
    [InlineData(new double[] { 0, 0, 1, 2 }, 2)]
    [InlineData(new double[] { 1, 2, 3, 2, 4, 6, 1, 1, 1 }, 3)]
    public void A_triangularised_factor_has_the_same_square(double[] factor, int k)
    {
        double[] expected = new double[k * k];
        SmallBlocks.MultiplyByTransposed(factor, factor, expected, k);
        double[] lower = [.. factor];
        SmallBlocks.Triangularise(lower, k);
        double[] square = new double[k * k];
        SmallBlocks.MultiplyByTransposed(lower, lower, square, k);
        for (int i = 0; i < k; i++)
        {
            Assert.True(lower[(i * k) + i] >= 0);
            for (int j = 0; j < k; j++)
            {
                Assert.Equal(expected[(i * k) + j], square[(i * k) + j], 1e-12);
                Assert.True(j <= i || Math.Abs(lower[(i * k) + j]) < 1e-15);
            }
        }
    }
}
