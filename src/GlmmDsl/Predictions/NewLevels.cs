namespace GlmmDsl;

/// <summary>What a prediction does with a level of a grouping factor that the fit never saw.</summary>
public enum NewLevels
{
    /// <summary>Throws an error that names the level and the row.</summary>
    Throw,

    /// <summary>Sets its random effects to zero: as far as this group is concerned, the prediction is for the middle of the population. A missing group is treated the same way.</summary>
    Population,
}
