namespace GlmmDsl.Fitting.Generalized.Rows;

/// <summary>A vector over all random effects: those of the leading factor, and those of all others one after another.</summary>
internal sealed class EffectsVector(int leading, int trailing)
{
    /// <summary>The effects of the leading factor, level by level.</summary>
    public double[] Leading { get; } = new double[leading];

    /// <summary>The effects of the other factors, factor by factor and level by level.</summary>
    public double[] Trailing { get; } = new double[trailing];

    /// <summary>Sets all to 0.</summary>
    public void Clear()
    {
        Array.Clear(Leading);
        Array.Clear(Trailing);
    }

    /// <summary>Copies another of the same shape.</summary>
    public void CopyFrom(EffectsVector other)
    {
        other.Leading.CopyTo(Leading, 0);
        other.Trailing.CopyTo(Trailing, 0);
    }

    /// <summary>Adds factor · other.</summary>
    public void AddScaled(double factor, EffectsVector other)
    {
        LinearAlgebra.VectorKernels.AddScaled(factor, other.Leading, Leading);
        LinearAlgebra.VectorKernels.AddScaled(factor, other.Trailing, Trailing);
    }

    /// <summary>The inner product.</summary>
    public double Dot(EffectsVector other) =>
        LinearAlgebra.VectorKernels.Dot(Leading, other.Leading) + LinearAlgebra.VectorKernels.Dot(Trailing, other.Trailing);

    /// <summary>The part of one factor.</summary>
    public Span<double> Of(GroupRows[] groups, int factor) =>
        factor == 0 ? Leading : Trailing.AsSpan(groups[factor].Offset, groups[factor].Count);
}
