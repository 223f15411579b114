using GlmmDsl.Formulas;

namespace GlmmDsl;

/// <summary>A column of numbers.</summary>
public sealed class NumericColumn : Column
{
    private readonly double[] values;

    /// <summary>Makes a column of numbers.</summary>
    /// <param name="name">The name formulas use.</param>
    /// <param name="values">The numbers, NaN where missing. The array is taken over, not copied: do not change it.</param>
    public NumericColumn(string name, double[] values)
        : base(name, values.Length) => this.values = values;

    /// <summary>The numbers, NaN where missing.</summary>
    public ReadOnlySpan<double> Values => values;

    internal double[] Array => values;

    internal override ColumnType Type => new(Name, ColumnKind.Numeric);

    internal override NumericColumn AsNumeric(Func<int, string> rowLabel) => this;

    internal override FactorColumn AsFactor(Func<int, string> rowLabel) => throw new NotSupportedException(Name);
}
