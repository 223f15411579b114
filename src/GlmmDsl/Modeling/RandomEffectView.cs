using System.ComponentModel;

namespace GlmmDsl.Modeling;

/// <summary>The random effects of a typed model. Typed models derive from it and add a property for each grouping factor.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class RandomEffectView
{
    private readonly MixedModelFit? result;
    private readonly FitComponent? component;

    /// <summary>Makes the view of a fit.</summary>
    /// <param name="result">The fit.</param>
    protected RandomEffectView(MixedModelFit result) => this.result = result;

    /// <summary>Makes the view of a linear predictor beside the mean's.</summary>
    /// <param name="component">The predictor.</param>
    protected RandomEffectView(FitComponent component) => this.component = component;

    /// <summary>For each grouping factor, a table of its first levels (R's <c>ranef</c>).</summary>
    public override string ToString() => (component?.RandomEffects ?? Result.RandomEffects).ToString();

    /// <summary>The fit that the view is of.</summary>
    protected MixedModelFit Result => result!;

    /// <summary>The linear predictor that the view is of.</summary>
    protected FitComponent Component => component!;
}
