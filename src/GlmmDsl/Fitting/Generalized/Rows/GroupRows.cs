namespace GlmmDsl.Fitting.Generalized.Rows;

/// <summary>One grouping factor, row by row in the engine's order.</summary>
/// <param name="Levels">Number of levels.</param>
/// <param name="Width">Random effects per level, k, over all terms of the factor.</param>
/// <param name="Offset">First trailing column of the factor; 0 for the leading one.</param>
/// <param name="Codes">For each row, the level.</param>
/// <param name="Columns">The k internal columns of n numbers; null stands for the constant 1.</param>
/// <param name="Slots">For each row, where the columns of its level begin among the pairs of its leading level; empty for the leading factor.</param>
/// <param name="Predictors">For each column, the linear predictor that it belongs to.</param>
internal sealed record GroupRows(int Levels, int Width, int Offset, int[] Codes, double[]?[] Columns, int[] Slots, int[] Predictors)
{
    /// <summary>Whether all columns belong to one linear predictor.</summary>
    public bool HasOnePredictor { get; } = !Predictors.AsSpan().ContainsAnyExcept(Predictors[0]);

    /// <summary>Whether the factor has the constant as its only column.</summary>
    public bool IsIntercept { get; } = Width == 1 && Columns[0] is null;

    /// <summary>The random effects of the factor in all.</summary>
    public int Count => Levels * Width;

    /// <summary>The value of a column in a row.</summary>
    public double Value(int column, int row) => Columns[column] is { } values ? values[row] : 1;
}
