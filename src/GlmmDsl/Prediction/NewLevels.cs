namespace GlmmDsl;

/// <summary>What a prediction does with a level of a grouping factor that the fit never saw.</summary>
public enum NewLevels
{
    /// <summary>An error that names level and row.</summary>
    Throw,

    /// <summary>Its random effects are zero: the prediction for the middle of the population, as far as that group goes. A group whose value is missing is treated alike.</summary>
    Population,
}
