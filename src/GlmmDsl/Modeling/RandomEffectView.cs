using System.ComponentModel;

namespace GlmmDsl.Modeling;

/// <summary>The random effects of a typed model. Typed models derive from it and add a property for each grouping factor.</summary>
/// <param name="result">The fit.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class RandomEffectView(MixedModelFit result)
{
    /// <summary>For each grouping factor, a table of its first levels (R's <c>ranef</c>).</summary>
    public override string ToString() => Result.RandomEffects.ToString();

    /// <summary>The fit.</summary>
    protected MixedModelFit Result { get; } = result;
}
