using System.ComponentModel;

namespace GlmmDsl.Modeling;

/// <summary>Results for the variance components of a typed linear mixed model. Typed models derive from it and add a property for each grouping factor.</summary>
/// <typeparam name="T">A result for a variance component: the component itself, an interval.</typeparam>
/// <typeparam name="TCorrelation">A result for a correlation.</typeparam>
/// <param name="result">The results.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class VarianceComponentView<T, TCorrelation>(VarianceSource<T, TCorrelation> result) : LatentVarianceComponentView<T, TCorrelation>(result)
{
    /// <summary>The residual variance σ̂² (of a row of weight 1), or the result for it.</summary>
    public T Residual => Result.Residual;
}
