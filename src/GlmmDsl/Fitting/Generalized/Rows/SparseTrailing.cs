using GlmmDsl.LinearAlgebra.Sparse;

namespace GlmmDsl.Fitting.Generalized.Rows;

/// <summary>
/// Only the blocks of levels that occur together, in the order of the pattern of ZᵀWZ: its values are, for each leading level, the level's block and its pairs with
/// trailing columns, and after these the blocks of the trailing levels, which this layout describes.
/// </summary>
internal sealed class SparseTrailing : TrailingLayout
{
    private readonly GroupRows[] groups;
    private readonly int[] firstNode;
    private readonly int[][][] slots;

    /// <summary>Places the blocks.</summary>
    /// <param name="groups">The factors, the leading one first.</param>
    /// <param name="analysis">The analysis of the pattern of ZᵀWZ, whose nodes are the levels of all factors one after another.</param>
    public SparseTrailing(GroupRows[] groups, SparseAnalysis analysis)
    {
        this.groups = groups;
        Structure = new SupernodalStructure(analysis);
        GroupOfNode = new int[Pattern.Nodes];
        firstNode = new int[groups.Length + 1];
        for (int f = 0; f < groups.Length; f++)
        {
            firstNode[f + 1] = firstNode[f] + groups[f].Levels;
            GroupOfNode.AsSpan(firstNode[f], groups[f].Levels).Fill(f);
        }

        Start = Pattern.ValueStart[Pattern.ColumnStart[groups[0].Levels]];
        slots = [.. Enumerable.Range(0, groups.Length).Select(f => Enumerable.Range(1, Math.Max(0, f - 1)).Select(g => Slots(f, g)).ToArray())];
    }

    /// <summary>The symbolic factor of M.</summary>
    public SupernodalStructure Structure { get; }

    /// <summary>The pattern of ZᵀWZ.</summary>
    public BlockPattern Pattern => Structure.Pattern;

    /// <summary>The factor of each node.</summary>
    public int[] GroupOfNode { get; }

    /// <summary>Where the trailing blocks begin among the pattern's values.</summary>
    public int Start { get; }

    /// <inheritdoc/>
    public override int Length => Pattern.ValueCount - Start;

    /// <inheritdoc/>
    public override int Stride(int columnFactor) => groups[columnFactor].Width;

    /// <inheritdoc/>
    public override int Diagonal(int factor, int level) => Pattern.ValueStart[Pattern.ColumnStart[firstNode[factor] + level]] - Start;

    /// <inheritdoc/>
    public override int OfRow(int rowFactor, int columnFactor, int row) =>
        rowFactor == columnFactor ? Diagonal(rowFactor, groups[rowFactor].Codes[row]) : slots[rowFactor][columnFactor - 1][row];

    /// <summary>For each row of the data, where the block of its levels of two trailing factors begins.</summary>
    private int[] Slots(int f, int g)
    {
        var result = new int[groups[f].Codes.Length];
        for (int row = 0; row < result.Length; row++)
        {
            int column = firstNode[g] + groups[g].Codes[row];
            int first = Pattern.ColumnStart[column];
            int entry = first + Pattern.Rows.AsSpan(first, Pattern.ColumnStart[column + 1] - first).BinarySearch(firstNode[f] + groups[f].Codes[row]);
            result[row] = Pattern.ValueStart[entry] - Start;
        }

        return result;
    }
}
