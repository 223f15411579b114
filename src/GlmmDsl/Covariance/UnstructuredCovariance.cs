namespace GlmmDsl.Covariance;

/// <summary>Any covariance: θ is the lower triangle of Λ by columns (lme4's, and <c>us</c> of glmmTMB).</summary>
internal sealed class UnstructuredCovariance(int width)
    : EntryStructure(width, [.. Enumerable.Range(0, width).SelectMany(column => Enumerable.Range(column, width - column).Select(row => (row, column)))])
{
    /// <inheritdoc/>
    public override ColumnChange Follows => ColumnChange.Any;
}
