using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Tests.LinearAlgebra;

/// <summary>Blocks held in registers give the same results, to the last bit, as loops over blocks in memory.</summary>
public class PairBlockTests
{
    private static readonly double[] X = [1.3, -0.7, 2.9, 0.11];
    private static readonly double[] Y = [0.4, 5.1, -1.7, 3.3];

    [Fact]
    public void Products_are_those_of_small_blocks()
    {
        var expected = new double[4];
        SmallBlocks.Multiply(X, Y, expected, 2);
        Assert.Equal(expected, Numbers(PairBlock.Of(X) * PairBlock.Of(Y)));
        SmallBlocks.MultiplyTransposed(X, Y, expected, 2);
        Assert.Equal(expected, Numbers(PairBlock.Of(X).Transposed * PairBlock.Of(Y)));
        SmallBlocks.MultiplyByTransposed(X, Y, expected, 2);
        Assert.Equal(expected, Numbers(PairBlock.Of(X) * PairBlock.Of(Y).Transposed));
    }

    [Fact]
    public void The_inverse_is_of_the_lower_triangle_alone()
    {
        var expected = new double[4];
        SmallBlocks.InvertLower(X, expected, 2);
        Assert.Equal(expected, Numbers(PairBlock.InverseOfLower(X)));
    }

    [Fact]
    public void The_trace_of_a_product_is_the_sum_of_its_diagonal()
    {
        double[] product = Numbers(PairBlock.Of(X) * PairBlock.Of(Y));
        Assert.Equal(product[0] + product[3], PairBlock.TraceOfProduct(PairBlock.Of(X), PairBlock.Of(Y)), 14);
    }

    [Fact]
    public void Sums_and_differences_go_by_entries()
    {
        (PairBlock x, PairBlock y) = (PairBlock.Of(X), PairBlock.Of(Y));
        Assert.Equal(x, (x + y) - y, (a, b) => Numbers(a).Zip(Numbers(b)).All(p => Math.Abs(p.First - p.Second) < 1e-14));
        Assert.Equal([1 - X[0], -X[1], -X[2], 1 - X[3]], Numbers(PairBlock.FromIdentity(x)));
        double[] target = [.. Y];
        x.AddTo(target);
        Assert.Equal(Numbers(x + y), target);
    }

    private static double[] Numbers(PairBlock block)
    {
        var result = new double[4];
        block.CopyTo(result);
        return result;
    }
}
