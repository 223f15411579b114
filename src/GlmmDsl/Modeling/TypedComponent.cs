using System.ComponentModel;

namespace GlmmDsl.Modeling;

/// <summary>
/// What a typed fit found for a linear predictor beside the mean's: the zero inflation, on the logit scale, or the dispersion, on the log scale. Typed models derive from it and add its
/// coefficients, variance components and random effects.
/// </summary>
/// <param name="component">The component.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class TypedComponent(FitComponent component)
{
    /// <summary>Its formula as R would print it.</summary>
    public string Formula => Component.Formula;

    /// <summary>Whether the search ran to where the likelihood no longer depends on it: see <see cref="FitComponent.IsAtBoundary"/>.</summary>
    public bool IsAtBoundary => Component.IsAtBoundary;

    /// <summary>The component without the model's types: everything by R's names.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected FitComponent Component { get; } = component;

    /// <summary>Where the views of its variance components find them.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected VarianceSource<VarianceComponent, double> Variances => new ComponentVariances(Component);

    /// <summary>The tables of variances and coefficients.</summary>
    public override string ToString() => Component.ToString();
}
