using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Tests.LinearAlgebra;

public class DiagonalPrefixCholeskyTests
{
    [Theory]
    [InlineData(0, 7, 1.0)]
    [InlineData(5, 5, 1.0)]
    [InlineData(6, 11, 1.0)]
    [InlineData(9, 14, 0.3)]
    public void Factor_and_inverse_are_those_of_the_dense_matrix(int prefix, int order, double density)
    {
        var random = new Random(5);
        int stride = order + 2;
        var matrix = new double[stride * stride];
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j < i; j++)
            {
                matrix[(i * stride) + j] = (i < prefix && j < prefix) || random.NextDouble() > density ? 0 : random.NextDouble() - 0.5;
            }

            matrix[(i * stride) + i] = 10 + i;
        }

        double[] dense = [.. matrix];
        Assert.True(DenseCholesky.Factor(dense, stride, order));
        double[] factor = [.. matrix];
        var cholesky = new DiagonalPrefixCholesky(Pattern(matrix, stride, prefix, order), order);
        Assert.True(cholesky.Factor(factor, stride, order));
        var expected = new double[order * order];
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                Assert.Equal(dense[(i * stride) + j], factor[(i * stride) + j], 1e-12);
                expected[(i * order) + j] = dense[(i * stride) + j];
            }
        }

        double[] x = [.. Enumerable.Range(0, order).Select(i => Math.Sin(i))];
        double[] forward = [.. x], back = [.. x];
        DenseCholesky.SolveLower(dense, stride, order, forward);
        DenseCholesky.SolveLowerTransposed(dense, stride, order, back);
        double[] own = [.. x];
        cholesky.SolveLower(factor, stride, order, own);
        Assert.All(own.Zip(forward), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
        x.CopyTo(own, 0);
        cholesky.SolveLowerTransposed(factor, stride, order, own);
        Assert.All(own.Zip(back), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
        DenseCholesky.Invert(expected, new double[expected.Length], order, order);
        var inverse = new double[order * order];
        cholesky.Invert(factor, stride, inverse, order);
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j < order; j++)
            {
                if (i == j || (i >= prefix && j >= prefix) || matrix[(Math.Max(i, j) * stride) + Math.Min(i, j)] != 0)
                {
                    Assert.Equal(expected[(i * order) + j], inverse[(i * order) + j], 1e-12);
                }
            }
        }
    }

    [Fact]
    public void A_negative_pivot_is_reported()
    {
        Assert.False(new DiagonalPrefixCholesky(new PrefixPattern([0, 1], [1], 2), 2).Factor([-1, 0, 0, 1], 2, 2));
        Assert.False(new DiagonalPrefixCholesky(new PrefixPattern([0, 0], [], 1), 2).Factor([1, 0, 2, 1], 2, 2));
    }

    /// <summary>The entries below the diagonal part; the last row is left to the part that every column reaches.</summary>
    private static PrefixPattern Pattern(double[] matrix, int stride, int prefix, int order)
    {
        int[][] rows = [.. Enumerable.Range(0, prefix).Select(j => Enumerable.Range(prefix, Math.Max(0, order - 1 - prefix)).Where(i => matrix[(i * stride) + j] != 0).ToArray())];
        int[] start = [0, .. Enumerable.Range(1, prefix).Select(j => rows.Take(j).Sum(r => r.Length))];
        return new PrefixPattern(start, [.. rows.SelectMany(r => r)], Math.Max(prefix, order - 1));
    }
}
