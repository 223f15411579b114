using GlmmDsl.Formulas;

namespace GlmmDsl.Data;

/// <summary>A column that no formula can use; it is an error only when a formula uses it.</summary>
/// <param name="name">The name formulas use.</param>
/// <param name="count">The number of rows.</param>
/// <param name="remark">Why, and what to do: the error of whoever uses it.</param>
internal sealed class UnusableColumn(string name, int count, string remark) : Column(name, count)
{
    internal override ColumnType Type => new(Name, ColumnKind.Unusable, Remark: remark);

    internal override NumericColumn AsNumeric(Func<int, string> rowLabel) => throw new ModelDataException(remark, Name);

    internal override FactorColumn AsFactor(Func<int, string> rowLabel) => throw new ModelDataException(remark, Name);
}
