namespace GlmmDsl.Inference;

/// <summary>What a simulated response takes for its random effects.</summary>
public enum SimulatedEffects
{
    /// <summary>Drawn anew from their normal distribution: other groups of the same population (R's <c>re.form = NA</c>, the default of <c>simulate</c>).</summary>
    New,

    /// <summary>The conditional modes of the fit: the same groups observed again (R's <c>re.form = NULL</c>).</summary>
    Modes,
}
