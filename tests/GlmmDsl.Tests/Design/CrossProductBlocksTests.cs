using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.Tests.Fitting;

namespace GlmmDsl.Tests.Design;

public class CrossProductBlocksTests
{
    public static TheoryData<string> Kinds => [.. RandomDesign.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Merged_parts_are_the_whole_whatever_their_origins(string kind)
    {
        ModelMatrices m = RandomDesign.Make(kind, 11);
        ImmutableArray<GroupColumns> groups = GroupColumns.Amalgamate(m.Random);
        Origins origins = Origins.Means(m, groups, 0, 17);
        CrossProductBlocks first = CrossProductBlocks.Accumulate(m, groups, origins, 0, 17);
        CrossProductBlocks second = CrossProductBlocks.Accumulate(m, groups, Origins.Means(m, groups, 17, m.RowCount), 17, m.RowCount);
        CrossProductBlocks whole = CrossProductBlocks.Accumulate(m, groups, origins, 0, m.RowCount);

        AssertEqual(whole, CrossProductBlocks.Merge(first, second));
    }

    [Fact]
    public void Moving_origins_there_and_back_changes_nothing()
    {
        ModelMatrices m = RandomDesign.Make("mixed", 12);
        ImmutableArray<GroupColumns> groups = GroupColumns.Amalgamate(m.Random);
        Origins origins = Origins.Means(m, groups, 0, m.RowCount);
        CrossProductBlocks whole = CrossProductBlocks.Accumulate(m, groups, origins, 0, m.RowCount);

        AssertEqual(whole, whole.MoveTo(Origins.Means(m, groups, 0, 3)).MoveTo(origins));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Rows_of_a_level_that_stand_together_are_summed_like_scattered_ones(string kind)
    {
        ModelMatrices m = RandomDesign.Make(kind, 13);
        int[] order = [.. Enumerable.Range(0, m.RowCount).OrderBy(row => m.Random[0].Group.Codes[row])];
        ModelMatrices sorted = RandomDesign.Reorder(m, order);
        ImmutableArray<GroupColumns> groups = GroupColumns.Amalgamate(m.Random);
        Origins origins = Origins.Means(m, groups, 0, m.RowCount);

        AssertEqual(
            CrossProductBlocks.Accumulate(m, groups, origins, 0, m.RowCount),
            CrossProductBlocks.Accumulate(sorted, GroupColumns.Amalgamate(sorted.Random), origins, 0, m.RowCount));
    }

    private static void AssertEqual(CrossProductBlocks expected, CrossProductBlocks actual)
    {
        Assert.Equal(expected.RowCount, actual.RowCount);
        Assert.Equal(expected.SumLogWeights, actual.SumLogWeights, 1e-12);
        AssertClose(expected.FixedBlock, actual.FixedBlock);
        for (int f = 0; f < expected.LevelCounts.Length; f++)
        {
            AssertClose(expected.Diagonal[f], actual.Diagonal[f]);
            AssertClose(expected.WithFixed[f], actual.WithFixed[f]);
            for (int g = f + 1; g < expected.LevelCounts.Length; g++)
            {
                Assert.Equal(expected.Pairs[f, g]!.Columns, actual.Pairs[f, g]!.Columns);
                Assert.Equal(expected.Pairs[f, g]!.RowStart, actual.Pairs[f, g]!.RowStart);
                AssertClose(expected.Pairs[f, g]!.Values, actual.Pairs[f, g]!.Values);
            }
        }
    }

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = expected.Select(Math.Abs).DefaultIfEmpty(1).Max();
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-12 * Math.Max(1, scale));
        }
    }
}
