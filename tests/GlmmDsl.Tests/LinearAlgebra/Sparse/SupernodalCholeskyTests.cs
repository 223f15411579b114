using GlmmDsl.LinearAlgebra;
using GlmmDsl.LinearAlgebra.Sparse;

namespace GlmmDsl.Tests.LinearAlgebra.Sparse;

public class SupernodalCholeskyTests
{
    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (string shape in RandomBlocks.Shapes)
            {
                for (int seed = 0; seed < 6; seed++)
                {
                    cases.Add(shape, seed);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Determinant_solution_and_inverse_agree_with_the_dense_factor(string shape, int seed)
    {
        BlockPattern pattern = RandomBlocks.Pattern(shape, seed);
        double[] values = RandomBlocks.Values(pattern, seed);
        int order = pattern.Order;
        double[] matrix = RandomBlocks.Dense(pattern, values);
        double[] inverse = [.. matrix];
        Assert.True(DenseCholesky.Factor(inverse, order, order));
        double determinant = 2 * Enumerable.Range(0, order).Sum(i => Math.Log(inverse[(i * order) + i]));
        DenseCholesky.Invert(inverse, new double[inverse.Length], order, order);
        int[] shuffled = [.. Enumerable.Range(0, pattern.Nodes)];
        new Random(seed).Shuffle(shuffled);
        SparseAnalysis[] analyses = [SparseAnalysis.Of(pattern), SparseAnalysis.Of(pattern, shuffled), SparseAnalysis.Of(pattern, MinimumDegree.Order(new LevelGraph(pattern)))];
        foreach (SparseAnalysis analysis in analyses)
        {
            var factor = new SupernodalCholesky(new SupernodalStructure(analysis));
            Assert.True(factor.Factor(values));
            Assert.Equal(determinant, factor.LogDeterminant, 1e-9 * (1 + Math.Abs(determinant)));
            foreach (int columns in new[] { 1, 3 })
            {
                double[] x = [.. Enumerable.Range(0, order * columns).Select(i => Math.Sin(i))];
                var right = new double[x.Length];
                for (int i = 0; i < order; i++)
                {
                    for (int j = 0; j < order; j++)
                    {
                        VectorKernels.AddScaled(matrix[(i * order) + j], x.AsSpan(j * columns, columns), right.AsSpan(i * columns, columns));
                    }
                }

                factor.Solve(right, columns);
                Assert.All(right.Zip(x), pair => Assert.Equal(pair.Second, pair.First, 1e-10));
            }

            var selected = new SelectedInverse(factor.Structure);
            selected.Compute(factor);
            var blocks = new double[pattern.ValueCount];
            selected.CopyTo(blocks);
            double[] dense = RandomBlocks.Dense(pattern, blocks);
            for (int k = 0; k < dense.Length; k++)
            {
                if (matrix[k] != 0)
                {
                    Assert.Equal(inverse[k], dense[k], 1e-11);
                }
            }
        }
    }

    [Theory]
    [InlineData("crossed", 2)]
    [InlineData("random", 4)]
    public void Scaling_while_blocks_are_scattered_equals_the_scaled_matrix(string shape, int seed)
    {
        BlockPattern pattern = RandomBlocks.Pattern(shape, seed);
        double[] values = RandomBlocks.Values(pattern, seed);
        int[] groups = [.. pattern.Widths.Select(w => w switch { 1 => 0, 2 => 1, _ => 2 })];
        var random = new Random(seed);
        double[] blocks = [.. Enumerable.Range(0, 41).Select(_ => random.NextDouble())];
        var scaling = new BlockScaling(groups, [0, 1, 5], blocks);
        int order = pattern.Order;
        double[] matrix = RandomBlocks.Dense(pattern, values);
        var lambda = new double[order * order];
        for (int j = 0; j < pattern.Nodes; j++)
        {
            int w = pattern.Widths[j];
            for (int k = 0; k < w * w; k++)
            {
                lambda[((pattern.FirstRow[j] + (k / w)) * order) + pattern.FirstRow[j] + (k % w)] = scaling.Of(j, w)[k];
            }
        }

        double[] scaled = Product(Product(lambda, matrix, order, transposed: true), lambda, order, transposed: false);
        for (int i = 0; i < order; i++)
        {
            scaled[(i * order) + i] += 1;
        }

        Assert.True(DenseCholesky.Factor(scaled, order, order));
        var factor = new SupernodalCholesky(new SupernodalStructure(SparseAnalysis.Of(pattern)));
        Assert.True(factor.Factor(values, scaling));
        Assert.Equal(2 * Enumerable.Range(0, order).Sum(i => Math.Log(scaled[(i * order) + i])), factor.LogDeterminant, 1e-8);
    }

    [Fact]
    public void A_matrix_that_is_not_positive_definite_is_reported()
    {
        BlockPattern pattern = RandomBlocks.Pattern("grid", 1);
        double[] values = RandomBlocks.Values(pattern, 1);
        var factor = new SupernodalCholesky(new SupernodalStructure(SparseAnalysis.Of(pattern)));
        Assert.True(factor.Factor(values));
        double determinant = factor.LogDeterminant;
        double[] broken = [.. values];
        broken[pattern.ValueStart[pattern.ColumnStart[20]]] = -1;
        Assert.False(factor.Factor(broken));
        Assert.True(double.IsNaN(factor.LogDeterminant));
        Assert.True(factor.Factor(values));
        Assert.Equal(determinant, factor.LogDeterminant);
    }

    [Fact]
    public void Repeated_phases_allocate_nothing()
    {
        BlockPattern pattern = RandomBlocks.Pattern("crossed", 4);
        double[] values = RandomBlocks.Values(pattern, 4);
        var factor = new SupernodalCholesky(new SupernodalStructure(SparseAnalysis.Of(pattern)));
        var selected = new SelectedInverse(factor.Structure);
        var right = new double[pattern.Order];
        var blocks = new double[pattern.ValueCount];
        long before = 0;
        for (int pass = 0; pass < 2; pass++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            factor.Factor(values);
            factor.Solve(right);
            selected.Compute(factor);
            selected.CopyTo(blocks);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static double[] Product(double[] a, double[] b, int order, bool transposed)
    {
        var product = new double[order * order];
        for (int i = 0; i < order; i++)
        {
            for (int k = 0; k < order; k++)
            {
                VectorKernels.AddScaled(a[transposed ? (k * order) + i : (i * order) + k], b.AsSpan(k * order, order), product.AsSpan(i * order, order));
            }
        }

        return product;
    }
}
