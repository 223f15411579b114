namespace GlmmDsl.Fitting.Generalized.Rows;

/// <summary>All of the matrix, m × m row-major; its lower triangle is used.</summary>
internal sealed class DenseTrailing(GroupRows[] groups, int count) : TrailingLayout
{
    /// <inheritdoc/>
    public override int Length => checked(count * count);

    /// <inheritdoc/>
    public override int Stride(int columnFactor) => count;

    /// <inheritdoc/>
    public override int Diagonal(int factor, int level) => (groups[factor].Offset + (level * groups[factor].Width)) * (count + 1);

    /// <inheritdoc/>
    public override int OfRow(int rowFactor, int columnFactor, int row)
    {
        GroupRows group = groups[rowFactor], other = groups[columnFactor];
        return ((group.Offset + (group.Codes[row] * group.Width)) * count) + other.Offset + (other.Codes[row] * other.Width);
    }
}
