namespace GlmmDsl.Covariance;

/// <summary>Independent columns, each with a variance of its own: θ is the diagonal of Λ (<c>diag</c> of glmmTMB).</summary>
internal sealed class DiagonalCovariance(int width) : EntryStructure(width, [.. Enumerable.Range(0, width).Select(column => (column, column))])
{
    /// <inheritdoc/>
    public override ColumnChange Follows => ColumnChange.Scale;
}
