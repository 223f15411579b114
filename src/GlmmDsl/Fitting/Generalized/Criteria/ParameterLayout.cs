namespace GlmmDsl.Fitting.Generalized.Criteria;

/// <summary>Where the parameters stand in a point of a criterion: β, then θ. Everything that takes a point apart, or puts one together, does it here.</summary>
/// <param name="FixedCount">The number of β's: p; 0 where β is profiled.</param>
/// <param name="CovarianceCount">The number of θ's.</param>
internal readonly record struct ParameterLayout(int FixedCount, int CovarianceCount)
{
    /// <summary>The number of parameters.</summary>
    public int Count => FixedCount + CovarianceCount;

    /// <summary>β's part of a point or gradient.</summary>
    public Range Beta => ..FixedCount;

    /// <summary>θ's part of a point or gradient.</summary>
    public Range Theta => FixedCount..Count;

    /// <summary>Where the j-th θ stands.</summary>
    public int ThetaAt(int j) => FixedCount + j;

    /// <summary>A point of its parts.</summary>
    public double[] Point(ReadOnlySpan<double> beta, ReadOnlySpan<double> theta) => [.. beta[..FixedCount], .. theta];
}
