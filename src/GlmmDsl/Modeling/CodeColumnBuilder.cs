using System.ComponentModel;
using GlmmDsl.Data;

namespace GlmmDsl.Modeling;

/// <summary>Collects a factor whose levels are known at compile time (a bool or an enum): for each row, the index of its level, or -1 if missing.</summary>
/// <param name="name">The name formulas use.</param>
/// <param name="levels">The levels in order.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CodeColumnBuilder(string name, params string[] levels)
{
    private readonly RunBuffer<int> codes = new();

    /// <summary>Whether the factor is ordered.</summary>
    public bool IsOrdered { get; init; }

    /// <summary>Whether it is a logical: levels FALSE and TRUE, numbers 0 and 1 in arithmetic.</summary>
    public bool IsLogical { get; init; }

    /// <summary>How the levels are coded as fixed effects; null for R's default.</summary>
    public Coding? Coding { get; init; }

    /// <summary>Reserves room for the codes of the next rows, which the caller fills in.</summary>
    /// <param name="rows">The rows of the run.</param>
    /// <param name="expected">The rows of all runs; 0 if unknown.</param>
    public Span<int> Reserve(int rows, int expected) => codes.Reserve(rows, expected);

    /// <summary>Makes the error for a value that is not one of the levels.</summary>
    /// <param name="index">The row, counted from the first of the run last reserved.</param>
    /// <param name="runLength">The rows of that run.</param>
    /// <param name="value">The value, for the message.</param>
    public ModelDataException NotALevel(int index, int runLength, object? value) =>
        RowErrors.OutsideLevels(name, codes.Row(index, runLength), LevelText.OfAny(value), levels);

    /// <summary>The column of all rows.</summary>
    public FactorColumn ToColumn() => new(name, [.. levels], codes.ToArray(), IsOrdered, Coding, IsLogical);
}
