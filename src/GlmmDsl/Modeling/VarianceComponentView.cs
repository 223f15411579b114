using System.ComponentModel;

namespace GlmmDsl.Modeling;

/// <summary>The variance components of a typed linear mixed model. Typed models derive from it and add a property for each grouping factor.</summary>
/// <param name="result">The fit.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class VarianceComponentView(MixedModelFit result)
{
    /// <summary>The residual variance σ̂² (of a row of weight 1).</summary>
    public VarianceComponent Residual => Result.VarianceComponents.Residual;

    /// <summary>The table of variances, standard deviations and correlations (R's <c>VarCorr</c>).</summary>
    public override string ToString() => Result.VarianceComponents.ToString();

    /// <summary>The fit.</summary>
    protected MixedModelFit Result { get; } = result;
}
