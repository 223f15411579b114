namespace GlmmDsl.Inference;

/// <summary>Where the random effects are when means of a generalised model's response are taken. Of a linear model zero and integrated are one.</summary>
public enum RandomEffectsAre
{
    /// <summary>At zero: a group in the middle of the population. With a link that bends this is no mean of the population.</summary>
    Zero,

    /// <summary>At the conditional modes of the groups that were observed, averaged over these.</summary>
    Modes,

    /// <summary>Integrated out over their normal distribution: means of the population.</summary>
    Integrated,
}
