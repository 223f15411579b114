using GlmmDsl.Formulas;

namespace GlmmDsl.Data;

/// <summary>A named column of a table: numbers, a factor, or text that becomes either by its role in a formula. Immutable.</summary>
public abstract class Column
{
    private protected Column(string name, int count)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
        Count = count;
    }

    /// <summary>The name formulas use.</summary>
    public string Name { get; }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>What the column is to a formula. Never fails: an odd column that no formula uses does no harm.</summary>
    internal abstract ColumnType Type { get; }

    /// <summary>The column as numbers (NaN where missing); logicals are 0, 1.</summary>
    /// <exception cref="ModelDataException">It holds text (named with its row, unless nothing in it is a number) or a number that cannot be read.</exception>
    internal abstract NumericColumn AsNumeric(Func<int, string> rowLabel);

    /// <summary>The column as a factor: numbers become levels in order of value, text in ordinal order or the declared one.</summary>
    /// <exception cref="ModelDataException">A value outside the declared levels (named with its row).</exception>
    internal abstract FactorColumn AsFactor(Func<int, string> rowLabel);
}
