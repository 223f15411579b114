namespace GlmmDsl.Covariance;

/// <summary>A covariance parameter on the scale that people read.</summary>
/// <param name="Row">The column of the term that the standard deviation belongs to, or the first column of the correlation.</param>
/// <param name="Column">The other column of a correlation; <paramref name="Row"/> for a standard deviation.</param>
/// <param name="Value">The standard deviation, in units of σ; or the correlation, NaN where one of the variances is zero.</param>
internal readonly record struct NaturalParameter(int Row, int Column, double Value)
{
    /// <summary>Whether it is a correlation.</summary>
    public bool IsCorrelation => Row != Column;
}
