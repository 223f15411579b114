namespace GlmmDsl.Covariance;

/// <summary>An entry λ of Λ that may differ from zero: element (Row, Column) of the template of a factor. Kernels differentiate with respect to these.</summary>
internal readonly record struct LambdaEntry(int Factor, int Row, int Column)
{
    /// <summary>Whether it stands on the diagonal.</summary>
    public bool IsDiagonal => Row == Column;
}
