using System.Collections.Immutable;

namespace GlmmDsl.Design.Products.Files;

/// <summary>Checks the numbers of a file of cross-products against the sizes that its labels give.</summary>
internal static class ProductBlocksCheck
{
    /// <summary>The blocks.</summary>
    /// <exception cref="InvalidDataException">Sizes do not agree, or a number is not finite.</exception>
    public static CrossProductBlocks Blocks(ProductFile file, BlocksEntry entry, ImmutableArray<ProductGroup> groups)
    {
        (long[] levels, long[] widths, long width) = ProductFileCheck.Sizes(file);
        int count = levels.Length;
        Check(file.FixedOrigins, width - 1);
        Require(file.GroupOrigins.Length == count && entry.Diagonal.Length == count && entry.WithFixed.Length == count, "a group lacks its blocks");
        Require(entry.Pairs.Length == count * (count - 1) / 2, "a pair of groups lacks its blocks");
        Require(double.IsFinite(file.SumLogWeights), "a number in it is not finite");
        Check(entry.Fixed, width * width);
        Require(file.RowCount == 0 || entry.Fixed[0] > 0, "its rows have no weight");
        for (int f = 0; f < count; f++)
        {
            Check(file.GroupOrigins[f], widths[f] - 1);
            Check(entry.Diagonal[f], levels[f] * widths[f] * widths[f]);
            Check(entry.WithFixed[f], levels[f] * widths[f] * width);
            CheckCells(groups[f].Columns.Select(c => c.Cell.IsEmpty), file.GroupOrigins[f]);
        }

        CheckCells(file.FixedColumns.Select(c => c.Cell.Length == 0), file.FixedOrigins);
        var blocks = new CrossProductBlocks(
            [.. levels.Select(q => (int)q)], [.. widths.Select(k => (int)k)], new Origins(file.FixedOrigins, [.. file.GroupOrigins]))
        {
            RowCount = file.RowCount,
            SumLogWeights = file.SumLogWeights,
        };
        entry.Fixed.CopyTo(blocks.FixedBlock, 0);
        int pair = 0;
        for (int f = 0; f < count; f++)
        {
            entry.Diagonal[f].CopyTo(blocks.Diagonal[f], 0);
            entry.WithFixed[f].CopyTo(blocks.WithFixed[f], 0);
            for (int g = f + 1; g < count; g++)
            {
                blocks.Pairs[f, g] = Pair(entry.Pairs[pair++], levels[f], levels[g], widths[f] * widths[g]);
            }
        }

        return blocks;
    }

    /// <summary>The blocks of two groups.</summary>
    /// <exception cref="InvalidDataException">The pattern is out of order, or sizes do not agree.</exception>
    internal static PairBlocks Pair(PairEntry entry, long levels, long otherLevels, long size)
    {
        int[] start = entry.RowStart;
        Require(start.Length == levels + 1 && start[0] == 0 && start[^1] == entry.Columns.Length, "the pattern of two groups is cut off");
        for (int level = 0; level < levels; level++)
        {
            Require(start[level] <= start[level + 1] && start[level + 1] <= entry.Columns.Length, "the pattern of two groups is out of order");
            for (int i = start[level]; i < start[level + 1]; i++)
            {
                int least = i == start[level] ? 0 : entry.Columns[i - 1] + 1;
                Require(entry.Columns[i] >= least && entry.Columns[i] < otherLevels, "the pattern of two groups is out of order");
            }
        }

        Check(entry.Values, entry.Columns.Length * size);
        return new PairBlocks(start, entry.Columns, entry.Values);
    }

    // Parts that lack a cell rely on it.
    private static void CheckCells(IEnumerable<bool> isEverywhere, double[] origins) =>
        Require(isEverywhere.Zip(origins).All(c => c.First || c.Second == 0), "a cell is not about zero");

    /// <summary>Refuses numbers of another count, or that are not finite.</summary>
    internal static void Check(double[] values, long count)
    {
        Require(values.Length == count, "the size of a block does not agree with its labels");
        Require(Array.TrueForAll(values, double.IsFinite), "a number in it is not finite");
    }

    private static void Require(bool holds, string otherwise) => ProductFile.Frame.Require(holds, otherwise);
}
