using GlmmDsl.LinearAlgebra.Sparse;

namespace GlmmDsl.Tests.LinearAlgebra.Sparse;

public class SparseAnalysisTests
{
    [Theory]
    [InlineData("grid", 0)]
    [InlineData("random", 1)]
    [InlineData("random", 2)]
    [InlineData("crossed", 3)]
    [InlineData("reversed arrow", 4)]
    public void Column_counts_are_those_of_elimination(string shape, int seed)
    {
        BlockPattern pattern = RandomBlocks.Pattern(shape, seed);
        var graph = new LevelGraph(pattern);
        int[] order = MinimumDegree.Order(graph);
        Assert.Equal(Enumerable.Range(0, pattern.Nodes), order.Order());
        var tree = new EliminationTree(graph, order);
        int[] step = EliminationTree.Positions(tree.Order);
        SortedSet<int>[] below = [.. tree.Order.Select((node, k) => new SortedSet<int>(
            graph.Neighbours[graph.Start[node]..graph.Start[node + 1]].Select(i => step[i]).Where(i => i > k)))];
        for (int k = 0; k < below.Length; k++)
        {
            Assert.Equal(below[k].Count == 0 ? -1 : below[k].Min, tree.Parent[k]);
            Assert.Equal(below[k].Count, tree.NodesBelow[k]);
            Assert.Equal(below[k].Sum(i => pattern.Widths[tree.Order[i]]), tree.RowsBelow[k]);
            if (below[k].Count > 0)
            {
                below[below[k].Min].UnionWith(below[k].Where(i => i > below[k].Min));
            }
        }
    }

    [Fact]
    public void An_arrow_is_ordered_without_fill()
    {
        const int Nodes = 3000;
        int[] widths = [.. Enumerable.Repeat(1, Nodes)];
        SparseAnalysis analysis = SparseAnalysis.Of(BlockPattern.FromPairs(widths, [.. Enumerable.Range(1, Nodes - 1).Select(i => (0, i))]));
        Assert.InRange(analysis.NonZeros, (2 * Nodes) - 1, (2 * Nodes) + 10);
    }

    [Fact]
    public void A_grid_is_ordered_with_the_fill_minimum_degree_is_known_for()
    {
        const int Side = 100;
        int[] widths = [.. Enumerable.Repeat(1, Side * Side)];
        var graph = new LevelGraph(BlockPattern.FromPairs(widths, [.. RandomBlocks.Grid(Side)]));
        var tree = new EliminationTree(graph, MinimumDegree.Order(graph));

        // Row by row the factor holds about Side³ = 10⁶ numbers, by nested dissection about 31/4·n·log₂(Side).
        Assert.InRange(tree.RowsBelow.Sum(), 0, 350_000);
    }

    [Fact]
    public void A_design_that_cannot_be_held_is_known_before_anything_is_allocated()
    {
        const int Nodes = 2000;
        var random = new Random(3);
        SparseAnalysis analysis = SparseAnalysis.Of(BlockPattern.FromPairs(
            [.. Enumerable.Repeat(100, Nodes)], [.. Enumerable.Range(0, 4 * Nodes).Select(_ => (random.Next(Nodes), random.Next(Nodes)))]));
        Assert.False(analysis.CanBeHeld);
        Assert.True(analysis.Bytes > 1L << 34);
        Assert.Throws<InvalidOperationException>(() => new SupernodalStructure(analysis));
    }

    [Fact]
    public void A_large_locally_crossed_design_stays_within_its_estimate()
    {
        const int Levels = 20_000;
        var random = new Random(5);
        var pairs = new List<(int, int)>();
        for (int i = 0; i < 5 * Levels; i++)
        {
            int subject = i % Levels;
            pairs.Add((subject, Levels + ((subject + random.Next(10)) % Levels)));
        }

        BlockPattern pattern = BlockPattern.FromPairs([.. Enumerable.Repeat(1, 2 * Levels)], pairs);
        SparseAnalysis analysis = SparseAnalysis.Of(pattern);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var factor = new SupernodalCholesky(new SupernodalStructure(analysis));
        var selected = new SelectedInverse(factor.Structure);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, analysis.Bytes / 2, (long)(1.5 * analysis.Bytes));
        double[] values = RandomBlocks.Values(pattern, 1);
        Assert.True(factor.Factor(values));
        selected.Compute(factor);
    }
}
