using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Tests.LinearAlgebra;

public class DenseCholeskyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(47)]
    [InlineData(48)]
    [InlineData(53)]
    [InlineData(149)]
    [InlineData(311)]
    public void Factor_and_inverse_reproduce_the_matrix(int order)
    {
        int stride = order + 3;
        double[] matrix = PositiveDefinite(order, stride, order);
        double[] factor = [.. matrix];
        Assert.True(DenseCholesky.Factor(factor, stride, order));
        double[] inverse = [.. factor];
        DenseCholesky.Invert(inverse, new double[inverse.Length], stride, order);
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double product = 0;
                for (int k = 0; k <= j; k++)
                {
                    product += factor[(i * stride) + k] * factor[(j * stride) + k];
                }

                Assert.Equal(matrix[(i * stride) + j], product, 1e-10 * order);
            }

            for (int j = 0; j < order; j++)
            {
                double product = 0;
                for (int k = 0; k < order; k++)
                {
                    product += matrix[(Math.Max(i, k) * stride) + Math.Min(i, k)] * inverse[(k * stride) + j];
                }

                Assert.Equal(i == j ? 1 : 0, product, 1e-10);
            }
        }
    }

    [Fact]
    public void An_indefinite_matrix_is_refused()
    {
        double[] matrix = [1, 0, 2, 1];
        Assert.False(DenseCholesky.Factor(matrix, 2, 2));
    }

    [Fact]
    public void Triangular_solves_undo_the_factor()
    {
        double[] factor = PositiveDefinite(60, 60, 5);
        double[] x = [.. Enumerable.Range(0, 60).Select(i => Math.Sin(i))];
        double[] right = new double[60];
        for (int i = 0; i < 60; i++)
        {
            for (int j = 0; j < 60; j++)
            {
                right[i] += factor[(Math.Max(i, j) * 60) + Math.Min(i, j)] * x[j];
            }
        }

        Assert.True(DenseCholesky.Factor(factor, 60, 60));
        DenseCholesky.SolveLower(factor, 60, 60, right);
        DenseCholesky.SolveLowerTransposed(factor, 60, 60, right);
        for (int i = 0; i < 60; i++)
        {
            Assert.Equal(x[i], right[i], 1e-11);
        }
    }

    private static double[] PositiveDefinite(int order, int stride, int seed)
    {
        var random = new Random(seed);
        double[] b = [.. Enumerable.Range(0, order * order).Select(_ => random.NextDouble() - 0.5)];
        var matrix = new double[order * stride];
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                matrix[(i * stride) + j] = (i == j ? 1 : 0) + VectorKernels.Dot(b.AsSpan(i * order, order), b.AsSpan(j * order, order));
            }
        }

        return matrix;
    }
}
