using GlmmDsl.LinearAlgebra;
using GlmmDsl.LinearAlgebra.Sparse;
using GlmmDsl.Tests.LinearAlgebra.Sparse;

namespace GlmmDsl.Tests.LinearAlgebra;

/// <summary>Long computations check their token inside, not only before and after.</summary>
public class CancellationTests
{
    private static readonly CancellationToken Cancelled = new(true);

    [Fact]
    public void Dense_factor_inverse_and_product_stop()
    {
        const int Order = 100;
        double[] matrix = new double[Order * Order];
        for (int i = 0; i < Order; i++)
        {
            matrix[(i * Order) + i] = 2;
        }

        Assert.Throws<OperationCanceledException>(() => DenseCholesky.Factor([.. matrix], Order, Order, Cancelled));
        Assert.Throws<OperationCanceledException>(() => DenseCholesky.Invert([.. matrix], new double[matrix.Length], Order, Order, Cancelled));
        Assert.Throws<OperationCanceledException>(() => DenseProduct.SubtractByTransposed([.. matrix], matrix, matrix, Order, Order, Cancelled));
    }

    [Fact]
    public void Sparse_factor_solves_and_selected_inverse_stop_and_can_be_run_again()
    {
        BlockPattern pattern = RandomBlocks.Pattern("crossed", 2);
        double[] values = RandomBlocks.Values(pattern, 2);
        var factor = new SupernodalCholesky(new SupernodalStructure(SparseAnalysis.Of(pattern)));
        var selected = new SelectedInverse(factor.Structure);
        Assert.True(factor.Factor(values));
        double determinant = factor.LogDeterminant;
        double[] x = new double[pattern.Order];

        Assert.Throws<OperationCanceledException>(() => factor.Factor(values, Cancelled));
        Assert.True(factor.Factor(values));
        Assert.Equal(determinant, factor.LogDeterminant);
        Assert.Throws<OperationCanceledException>(() => factor.SolveLower(x, 1, Cancelled));
        Assert.Throws<OperationCanceledException>(() => factor.SolveLowerTransposed(x, 1, Cancelled));
        Assert.Throws<OperationCanceledException>(() => selected.Compute(factor, Cancelled));

        var before = new double[pattern.ValueCount];
        var after = new double[pattern.ValueCount];
        selected.Compute(factor);
        selected.CopyTo(before);
        selected.Compute(factor);
        selected.CopyTo(after);
        Assert.Equal(before, after);
    }
}
