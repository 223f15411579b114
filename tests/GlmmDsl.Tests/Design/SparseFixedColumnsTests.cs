using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.Tests.Fitting;

namespace GlmmDsl.Tests.Design;

/// <summary>The cross-products of a design with many indicator columns, which a row enters only where it is not zero.</summary>
public sealed class SparseFixedColumnsTests
{
    private const int Rows = 700;

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void They_are_those_of_each_pair_of_columns(bool isWeighted, bool hasOffset)
    {
        ModelMatrices m = Make(isWeighted, hasOffset);
        ImmutableArray<GroupColumns> groups = GroupColumns.Amalgamate(m.Random);
        Origins origins = Origins.Means(m, groups, 20, Rows);

        CrossProductBlocks sums = CrossProductBlocks.Accumulate(m, groups, origins, 20, Rows);

        Assert.NotNull(SparseFixedColumns.Of(m.FixedColumns, 20, Rows));
        Assert.Same(origins, sums.Origins);
        Assert.Equal(Rows - 20, sums.RowCount);
        Assert.Equal(isWeighted ? Enumerable.Range(20, Rows - 20).Sum(i => Math.Log(m.Weights![i])) : 0, sums.SumLogWeights, 1e-9);
        int width = sums.FixedWidth;
        foreach (int i in new[] { 0, 1, 2, 3, 5, 150, 299, width - 2, width - 1 })
        {
            foreach (int j in new[] { 0, 1, 2, 4, 5, 151, 299, width - 2, width - 1 })
            {
                Assert.Equal(Sum(r => Column(i, r) * Column(j, r)), sums.FixedBlock[(i * width) + j], 1e-8);
                Assert.Equal(sums.FixedBlock[(j * width) + i], sums.FixedBlock[(i * width) + j], 1e-12);
            }

            for (int level = 0; level < 3; level++)
            {
                int l = level;
                Assert.Equal(Sum(r => In(0, l, r) * Column(i, r)), sums.WithFixed[0][(l * 2 * width) + i], 1e-8);
                Assert.Equal(Sum(r => In(0, l, r) * (groups[0].Columns[0][r] - origins.Groups[0][0]) * Column(i, r)), sums.WithFixed[0][(((l * 2) + 1) * width) + i], 1e-8);
                Assert.Equal(Sum(r => In(1, l, r) * Column(i, r)), sums.WithFixed[1][(l * width) + i], 1e-8);
            }
        }

        Assert.Equal(Sum(r => In(0, 1, r)), sums.Diagonal[0][4], 1e-8);
        Assert.NotNull(sums.Pairs[0, 1]);

        double Column(int c, int r) => c == 0 ? 1
            : c == width - 1 ? m.Response[r] - (m.Offset?[r] ?? 0) - origins.Fixed[^1]
            : m.FixedColumns[c - 1][r] - origins.Fixed[c - 1];
        double In(int f, int level, int r) => groups[f].Group.Codes[r] == level ? 1 : 0;
        double Sum(Func<int, double> of) => Enumerable.Range(20, Rows - 20).Sum(r => (m.Weights?[r] ?? 1) * of(r));
    }

    [Fact]
    public void Columns_that_are_mostly_not_zero_are_left_to_the_dense_sums() =>
        Assert.Null(SparseFixedColumns.Of([.. Make(false, false).FixedColumns.Select(c => c.Select(v => v + 1).ToArray())], 0, Rows));

    private static ModelMatrices Make(bool isWeighted, bool hasOffset)
    {
        var random = new Random(41);
        double[] x = RandomDesign.Normals(random, Rows);
        double[][] columns =
        [
            RandomDesign.Ones(Rows),
            x,
            .. Enumerable.Range(1, 298).Select(l => Enumerable.Range(0, Rows).Select(i => i % 299 == l ? 1.0 : 0).ToArray()),
            .. Enumerable.Range(1, 3).Select(l => Enumerable.Range(0, Rows).Select(i => i % 299 == l ? x[i] : 0).ToArray()),
        ];
        GroupingFactor g = RandomDesign.Factor("g", 4, [.. Enumerable.Range(0, Rows).Select(i => i < 100 ? i / 25 : random.Next(4))]);
        GroupingFactor h = RandomDesign.Factor("h", 3, [.. Enumerable.Range(0, Rows).Select(_ => random.Next(3))]);
        return RandomDesign.Make([.. RandomDesign.Normals(random, Rows).Select(v => v + 9)], columns, [RandomDesign.Term(g, [null, x]), RandomDesign.Term(h, [null])]) with
        {
            Weights = isWeighted ? [.. Enumerable.Range(0, Rows).Select(i => 1.0 + (i % 4))] : null,
            Offset = hasOffset ? [.. x.Select(v => 2 * v)] : null,
        };
    }
}
