using System.ComponentModel;

namespace GlmmDsl.Modeling;

/// <summary>
/// Results for the variance components of a typed model without a residual's, as of a binomial or Poisson model, where they are on the scale of the linear
/// predictor. Typed models derive from it and add a property for each grouping factor.
/// </summary>
/// <typeparam name="T">A result for a variance component: the component itself, an interval.</typeparam>
/// <typeparam name="TCorrelation">A result for a correlation.</typeparam>
/// <param name="result">The results.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class LatentVarianceComponentView<T, TCorrelation>(VarianceSource<T, TCorrelation> result)
{
    /// <summary>The table of the results; of a fit that of variances, standard deviations and correlations (R's <c>VarCorr</c>).</summary>
    public override string ToString() => Result.Print(null);

    /// <summary>The results.</summary>
    protected VarianceSource<T, TCorrelation> Result { get; } = result;
}
