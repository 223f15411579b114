using GlmmDsl.Fitting.Generalized.Rows;

namespace GlmmDsl.Fitting.Generalized.Criteria;

/// <summary>
/// The order of the parameters in a point of a criterion: β, then θ, then the shape parameters of the distribution. All code that splits a point, or puts one
/// together, uses this layout.
/// </summary>
/// <param name="FixedCount">The number of β's: p, or 0 where β is profiled.</param>
/// <param name="CovarianceCount">The number of θ's.</param>
/// <param name="ShapeCount">The number of shape parameters; today's families have none.</param>
internal readonly record struct ParameterLayout(int FixedCount, int CovarianceCount, int ShapeCount = 0)
{
    /// <summary>The number of parameters.</summary>
    public int Count => FixedCount + CovarianceCount + ShapeCount;

    /// <summary>β's part of a point or gradient.</summary>
    public Range Beta => ..FixedCount;

    /// <summary>θ's part of a point or gradient.</summary>
    public Range Theta => FixedCount..(FixedCount + CovarianceCount);

    /// <summary>The shape parameters' part of a point or gradient.</summary>
    public Range Shape => (FixedCount + CovarianceCount)..Count;

    /// <summary>The joint problem over β and θ.</summary>
    public static ParameterLayout Joint(GeneralizedRows rows) => new(rows.Fixed.Length, rows.Layout.Parameters.Length);

    /// <summary>The problem over θ with β profiled.</summary>
    public static ParameterLayout Profiled(GeneralizedRows rows) => new(0, rows.Layout.Parameters.Length);

    /// <summary>The index of the j-th θ in a point.</summary>
    public int ThetaAt(int j) => FixedCount + j;

    /// <summary>The index of an element in a row-major matrix of all parameters.</summary>
    public int At(int row, int column) => (row * Count) + column;

    /// <summary>A point from its parts; β is left out if it is profiled.</summary>
    public double[] Point(ReadOnlySpan<double> beta, ReadOnlySpan<double> theta) => [.. beta[..FixedCount], .. theta];
}
