using GlmmDsl.LinearAlgebra;
using GlmmDsl.LinearAlgebra.Sparse;

namespace GlmmDsl.Tests.LinearAlgebra.Sparse;

/// <summary>Sparse right-hand sides, solved as far as the dense part of the factor.</summary>
public sealed class SideReductionTests
{
    public static TheoryData<string, int> Cases => SupernodalCholeskyTests.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Two_of_them_give_the_quadratic_form_of_the_inverse(string shape, int seed)
    {
        BlockPattern pattern = RandomBlocks.Pattern(shape, seed);
        int order = pattern.Order;
        double[] values = RandomBlocks.Values(pattern, seed);
        double[] inverse = RandomBlocks.Dense(pattern, values);
        Assert.True(DenseCholesky.Factor(inverse, order, order));
        DenseCholesky.Invert(inverse, new double[inverse.Length], order, order);
        var factor = new SupernodalCholesky(new SupernodalStructure(SparseAnalysis.Of(pattern)));
        Assert.True(factor.Factor(values));
        var reduction = new SideReduction(factor);
        double[] last = reduction.LastBlock(CancellationToken.None);
        var random = new Random(seed);
        for (int repeat = 0; repeat < 5 && order > 0; repeat++)
        {
            (double[] u, ReducedSide left) = Side(random, reduction);
            (double[] w, ReducedSide right) = Side(random, reduction);
            double expected = 0;
            for (int i = 0; i < order; i++)
            {
                expected += u[i] * VectorKernels.Dot(inverse.AsSpan(i * order, order), w);
            }

            Assert.Equal(expected, Product(left, right, last, reduction.LastOrder), 1e-10);
        }
    }

    private static (double[] Dense, ReducedSide Reduced) Side(Random random, SideReduction reduction)
    {
        var dense = new double[reduction.Order];
        for (int i = 0; i < 3; i++)
        {
            int row = random.Next(dense.Length);
            double value = random.NextDouble() - 0.3;
            dense[row] += value;
            reduction.Add(row, value);
        }

        return (dense, reduction.Solve());
    }

    private static double Product(ReducedSide left, ReducedSide right, double[] last, int order)
    {
        var rows = left.Rows.Zip(left.Values).ToDictionary(v => v.First, v => v.Second);
        double sum = right.Rows.Zip(right.Values, (row, value) => rows.GetValueOrDefault(row) * value).Sum();
        for (int i = 0; i < left.LastRows.Length; i++)
        {
            for (int j = 0; j < right.LastRows.Length; j++)
            {
                sum += left.LastValues[i] * last[(left.LastRows[i] * order) + right.LastRows[j]] * right.LastValues[j];
            }
        }

        return sum;
    }
}
