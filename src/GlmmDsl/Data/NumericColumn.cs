using GlmmDsl.Formulas;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Data;

/// <summary>A column of numbers.</summary>
public sealed class NumericColumn : Column
{
    private readonly double[] values;

    /// <summary>Makes a column of numbers.</summary>
    /// <param name="name">The name formulas use.</param>
    /// <param name="values">The numbers, NaN where missing. The array is taken over, not copied: do not change it.</param>
    public NumericColumn(string name, double[] values)
        : base(name, values?.Length ?? throw new ArgumentNullException(nameof(values))) => this.values = values;

    /// <summary>The numbers, NaN where missing.</summary>
    public ReadOnlySpan<double> Values => values;

    internal double[] Array => values;

    internal override ColumnType Type => new(Name, ColumnKind.Numeric);

    internal override NumericColumn AsNumeric(Func<int, string> rowLabel)
    {
        if (VectorKernels.AreFinite(values))
        {
            return this;
        }

        for (int row = 0; row < values.Length; row++)
        {
            if (double.IsInfinity(values[row]))
            {
                throw new ModelDataException(
                    $"Column {ValueText.Quote(Name)}: {NumberLabel.Of(values[row])} in {rowLabel(row)} is not finite, and no model can use it. Correct it, or make it a missing value.",
                    Name,
                    row + 1L);
            }
        }

        return this;
    }

    internal override FactorColumn AsFactor(Func<int, string> rowLabel)
    {
        (double[] distinct, int[] codes) = NumberLevels.Encode(values);

        // As in R, values that agree to 15 digits are one level.
        return NumberLevels.Factor(Name, System.Array.ConvertAll(distinct, v => (v, NumberLabel.Of(v))), codes, []);
    }
}
