using System.ComponentModel;
using GlmmDsl.Data;

namespace GlmmDsl.Modeling;

/// <summary>Gathers a factor whose levels are known at build (a bool or an enum): for each row the index of its level, -1 where missing.</summary>
/// <param name="name">The name formulas use.</param>
/// <param name="levels">The levels in order.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CodeColumnBuilder(string name, params string[] levels)
{
    private int[] codes = [];
    private int count;

    /// <summary>Whether the factor is ordered.</summary>
    public bool IsOrdered { get; init; }

    /// <summary>Whether it is a logical: levels FALSE and TRUE, numbers 0 and 1 in arithmetic.</summary>
    public bool IsLogical { get; init; }

    /// <summary>How the levels are coded as fixed effects; null for R's default.</summary>
    public Coding? Coding { get; init; }

    /// <summary>Room for the codes of the next rows, to be filled by the caller.</summary>
    /// <param name="rows">The rows of the run.</param>
    /// <param name="expected">The rows of all runs; 0 where nobody knows.</param>
    public Span<int> Reserve(int rows, int expected)
    {
        Growth.Ensure(ref codes, count, rows, expected);
        Span<int> room = codes.AsSpan(count, rows);
        count += rows;
        return room;
    }

    /// <summary>The error of a value that is none of the levels.</summary>
    /// <param name="index">The row, counted from the first of the run last reserved.</param>
    /// <param name="runLength">The rows of that run.</param>
    /// <param name="value">The value, for the message.</param>
    public ModelDataException NotALevel(int index, int runLength, object? value) =>
        RowErrors.OutsideLevels(name, count - runLength + index, LevelText.OfAny(value), levels);

    /// <summary>The column of all rows.</summary>
    public FactorColumn ToColumn()
    {
        Growth.Trim(ref codes, count);
        return new FactorColumn(name, [.. levels], codes, IsOrdered, Coding, IsLogical);
    }
}
