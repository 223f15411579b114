using GlmmDsl.Data;

namespace GlmmDsl.Design.Expressions;

/// <summary>What an expression yields for all rows of a table.</summary>
internal abstract record ExpressionValue;

/// <summary>Numbers or logicals (0, 1), NaN where missing: one per row, or a single one for all rows.</summary>
internal sealed record NumberValue(double[] Values, bool IsLogical = false) : ExpressionValue
{
    /// <summary>The value of a row, whether there is one for each or one for all.</summary>
    public double this[int row] => Values[Values.Length == 1 ? 0 : row];
}

/// <summary>Several columns of numbers, as <c>poly(x, 2)</c> yields.</summary>
internal sealed record MatrixValue(double[][] Columns) : ExpressionValue;

/// <summary>A factor.</summary>
internal sealed record FactorValue(FactorColumn Factor) : ExpressionValue;

/// <summary>A text literal, to compare a factor with.</summary>
internal sealed record TextValue(string Text) : ExpressionValue;
