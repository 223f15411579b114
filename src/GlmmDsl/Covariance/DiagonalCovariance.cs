namespace GlmmDsl.Covariance;

/// <summary>Independent columns, each with its own variance: θ is the diagonal of Λ (<c>diag</c> of glmmTMB).</summary>
internal sealed class DiagonalCovariance(int width) : EntryStructure(width, [.. Enumerable.Range(0, width).Select(column => (column, column))])
{
    /// <inheritdoc/>
    public override ColumnChange Follows => ColumnChange.Scale;
}
