using System.ComponentModel;

namespace GlmmDsl.Modeling;

/// <summary>
/// The variance components of a typed binomial or Poisson model, on the scale of the linear predictor and without a residual variance. Typed models
/// derive from it and add a property for each grouping factor.
/// </summary>
/// <param name="result">The fit.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class LatentVarianceComponentView(MixedModelFit result)
{
    /// <summary>The table of variances, standard deviations and correlations (R's <c>VarCorr</c>).</summary>
    public override string ToString() => Result.VarianceComponents.ToString();

    /// <summary>The fit.</summary>
    protected MixedModelFit Result { get; } = result;
}
