using GlmmDsl.Data;
using GlmmDsl.Formulas;

namespace GlmmDsl;

/// <summary>
/// Numbers whose exact values are levels too: whole numbers beyond 2⁵³, decimals, dates. In arithmetic it is a number, as a grouping factor
/// or in <c>factor(x)</c> it has the levels it was made with.
/// </summary>
internal sealed class NumericFactorColumn(FactorColumn factor, double[] levelValues) : Column(factor.Name, factor.Count)
{
    internal override ColumnType Type => new(Name, ColumnKind.Numeric);

    internal override NumericColumn AsNumeric(Func<int, string> rowLabel) =>
        new NumericColumn(Name, Array.ConvertAll(factor.Array, code => code < 0 ? double.NaN : levelValues[code])).AsNumeric(rowLabel);

    internal override FactorColumn AsFactor(Func<int, string> rowLabel) => factor;
}
