using System.ComponentModel;
using GlmmDsl.Data;

namespace GlmmDsl.Modeling;

/// <summary>Collects a column of numbers, run by run. NaN stands for a missing value.</summary>
/// <param name="name">The name formulas use.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class NumberColumnBuilder(string name)
{
    private readonly RunBuffer<double> values = new();

    /// <summary>Reserves room for the next rows, which the caller fills in.</summary>
    /// <param name="rows">The rows of the run.</param>
    /// <param name="expected">The rows of all runs; 0 if unknown.</param>
    public Span<double> Reserve(int rows, int expected) => values.Reserve(rows, expected);

    /// <summary>The column of all rows.</summary>
    public NumericColumn ToColumn() => new(name, values.ToArray());
}
