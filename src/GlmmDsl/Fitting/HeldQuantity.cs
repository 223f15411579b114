namespace GlmmDsl.Fitting;

/// <summary>What is held at a value while all other parameters are estimated.</summary>
internal enum HeldKind
{
    /// <summary>A coefficient.</summary>
    Coefficient,

    /// <summary>The residual standard deviation.</summary>
    Sigma,

    /// <summary>The standard deviation of a column of random effects.</summary>
    Deviation,

    /// <summary>The correlation of two columns of one term.</summary>
    Correlation,
}

/// <summary>One parameter of a model on the scale that people read, in the user's units.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Term">The term of a standard deviation or correlation.</param>
/// <param name="Row">The column of the term; of a coefficient its place among the kept ones.</param>
/// <param name="Column">The other column of a correlation, which stands before the first; else that of <paramref name="Row"/>.</param>
internal readonly record struct HeldQuantity(HeldKind Kind, int Term, int Row, int Column)
{
    /// <summary>A coefficient.</summary>
    /// <param name="kept">Its place among the kept ones.</param>
    public static HeldQuantity Coefficient(int kept) => new(HeldKind.Coefficient, -1, kept, kept);

    /// <summary>σ.</summary>
    public static HeldQuantity Sigma => new(HeldKind.Sigma, -1, 0, 0);

    /// <summary>The standard deviation of a column, or the correlation of two.</summary>
    public static HeldQuantity Effects(int term, int row, int column) => new(row == column ? HeldKind.Deviation : HeldKind.Correlation, term, row, column);
}
