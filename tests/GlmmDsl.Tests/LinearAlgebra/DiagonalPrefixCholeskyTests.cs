using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Tests.LinearAlgebra;

public class DiagonalPrefixCholeskyTests
{
    [Fact]
    public void Factorisation_and_inversion_end_when_cancelled()
    {
        var cholesky = new DiagonalPrefixCholesky(new PrefixPattern([0, 1], [1], 2), 2);
        var cancelled = new CancellationToken(canceled: true);
        Assert.Throws<OperationCanceledException>(() => cholesky.Factor([1, 0, 0, 1], 2, 2, cancelled));
        Assert.Throws<OperationCanceledException>(() => cholesky.Invert([1, 0, 0, 1], 2, new double[4], 2, cancelled));
    }

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
    public void A_chain_of_diagonal_parts_is_inverted_on_its_pattern()
    {
        // Columns 0 to 3 meet one of 4 and 5, as levels of a factor nested in another do; some of them and what they meet reach row 6, all reach row 7.
        const int Order = 8;
        (int Row, int Column)[] entries = [(4, 0), (4, 1), (5, 2), (5, 3), (6, 0), (6, 4), .. Enumerable.Range(0, 7).Select(j => (7, j))];
        var matrix = new double[Order * Order];
        for (int i = 0; i < Order; i++)
        {
            matrix[i * (Order + 1)] = 4 + i;
        }

        foreach ((int row, int column) in entries)
        {
            matrix[(row * Order) + column] = Math.Sin(row + (3 * column));
        }

        double[] dense = [.. matrix], factor = [.. matrix];
        Assert.True(DenseCholesky.Factor(dense, Order, Order));
        var cholesky = new DiagonalPrefixCholesky(new PrefixPattern([0, 2, 3, 4, 5, 6, 6], [4, 6, 4, 5, 5, 6], 7), Order);
        Assert.True(cholesky.Factor(factor, Order, Order));
        Assert.All(factor.Zip(dense), pair => Assert.Equal(pair.Second, pair.First, 1e-14));
        double[] expected = [.. Enumerable.Range(0, Order).Select(i => Math.Cos(i))];
        double[] actual = [.. expected];
        DenseCholesky.SolveLower(dense, Order, Order, expected);
        cholesky.SolveLower(factor, Order, Order, actual);
        Assert.All(actual.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-14));
        DenseCholesky.SolveLowerTransposed(dense, Order, Order, expected);
        cholesky.SolveLowerTransposed(factor, Order, Order, actual);
        Assert.All(actual.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-14));
        var inverse = new double[Order * Order];
        cholesky.Invert(factor, Order, inverse, Order);
        DenseCholesky.Invert(dense, new double[Order * Order], Order, Order);
        foreach ((int row, int column) in entries.Concat(Enumerable.Range(0, Order).Select(i => (i, i))))
        {
            Assert.Equal(dense[(row * Order) + column], inverse[(row * Order) + column], 1e-14);
            Assert.Equal(dense[(row * Order) + column], inverse[(column * Order) + row], 1e-14);
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
