using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Tests.LinearAlgebra;

/// <summary>Factorisations that several threads share give the numbers that one thread computes.</summary>
public class RowBlocksTests
{
    private const int Order = 480;

    /// <summary>With few rows below the triangle one thread does all, with many they are divided.</summary>
    [Fact]
    public void The_rows_of_a_factor_are_the_same_bits_whether_they_are_divided_among_threads_or_not()
    {
        const int Few = Order + 96, Many = 1500;
        Assert.False(RowBlocks.AreDivided((long)Few * 48 * Order / 2));
        double[] many = Rows(Many), few = many[..(Few * Order)];

        Assert.True(DenseCholesky.FactorColumns(many, Order, Order, Many));
        Assert.True(DenseCholesky.FactorColumns(few, Order, Order, Few));

        for (int i = 0; i < Few; i++)
        {
            int count = Math.Min(i + 1, Order);
            Assert.True(few.AsSpan(i * Order, count).SequenceEqual(many.AsSpan(i * Order, count)), $"row {i}");
        }
    }

    [Fact]
    public void An_inverse_that_threads_share_is_an_inverse_and_the_same_every_time()
    {
        const int Size = 600;
        double[] matrix = Rows(Size, Size), work = new double[matrix.Length];
        double[] factor = [.. matrix];
        Assert.True(DenseCholesky.Factor(factor, Size, Size));
        double[] inverse = [.. factor], again = [.. factor];
        DenseCholesky.Invert(inverse, work, Size, Size);
        DenseCholesky.Invert(again, new double[work.Length], Size, Size);
        Assert.Equal(inverse, again);
        foreach ((int row, int column) in new[] { (0, 0), (599, 599), (10, 500), (500, 10), (48, 47) })
        {
            double sum = 0;
            for (int k = 0; k < Size; k++)
            {
                sum += matrix[(Math.Max(row, k) * Size) + Math.Min(row, k)] * inverse[(k * Size) + column];
            }

            Assert.Equal(row == column ? 1 : 0, sum, 1e-10);
        }
    }

    [Fact]
    public void Every_row_is_in_one_block()
    {
        var seen = new int[100];
        RowBlocks.ForEach(3, 100, 7, (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                Interlocked.Increment(ref seen[i]);
            }
        }, CancellationToken.None);
        Assert.Equal([0, 0, 0, .. Enumerable.Repeat(1, 97)], seen);
        RowBlocks.ForEach(5, 5, 7, (_, _) => Assert.Fail("There is no row."), CancellationToken.None);
    }

    /// <summary>Rows of a symmetric matrix that its diagonal dominates.</summary>
    private static double[] Rows(int count, int order = Order)
    {
        var random = new Random(7);
        double[] rows = [.. Enumerable.Range(0, count * order).Select(_ => random.NextDouble() - 0.5)];
        for (int i = 0; i < Math.Min(count, order); i++)
        {
            rows[(i * order) + i] += order;
        }

        return rows;
    }
}
