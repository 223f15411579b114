namespace GlmmDsl.Fitting.Generalized.Rows;

/// <summary>
/// Where the blocks of a symmetric matrix over the trailing random effects (those of all factors but the leading one) are in an array: a block for the levels of two factors
/// that occur in the same row, and a block for each level. Of two factors, the later one gives the rows.
/// </summary>
internal abstract class TrailingLayout
{
    /// <summary>The numbers of the array.</summary>
    public abstract int Length { get; }

    /// <summary>The distance between the rows of a block.</summary>
    /// <param name="columnFactor">The factor of the block's columns.</param>
    public abstract int Stride(int columnFactor);

    /// <summary>Where the block of a level begins.</summary>
    public abstract int Diagonal(int factor, int level);

    /// <summary>Where the block of the levels of two factors in a row of the data begins.</summary>
    /// <param name="rowFactor">The factor of the block's rows.</param>
    /// <param name="columnFactor">The factor of its columns, the same or an earlier one.</param>
    /// <param name="row">The row of the data.</param>
    public abstract int OfRow(int rowFactor, int columnFactor, int row);
}
