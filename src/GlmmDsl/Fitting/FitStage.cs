namespace GlmmDsl;

/// <summary>
/// What a fit is doing. A linear model goes through <see cref="Design"/>, <see cref="CrossProducts"/> and <see cref="Optimization"/>; a generalised one through
/// <see cref="Design"/>, <see cref="StartingValues"/> and, with random terms, <see cref="Optimization"/> and <see cref="StandardErrors"/>. A fit to
/// cross-products begins with <see cref="Optimization"/>.
/// </summary>
public enum FitStage
{
    /// <summary>Columns become the design: levels are found, rows with missing values left out or refused, functions of columns computed.</summary>
    Design,

    /// <summary>The rows are summed into cross-products; afterwards a linear model no longer needs them.</summary>
    CrossProducts,

    /// <summary>A generalised model is fitted without its random effects, for starting values, and it is checked whether the fixed effects separate the outcomes.</summary>
    StartingValues,

    /// <summary>The criterion is minimised; every evaluation is reported.</summary>
    Optimization,

    /// <summary>
    /// Gradients of a generalised model are differenced for its standard errors. Where they show that the search ended short of the optimum, it goes on, and
    /// <see cref="Optimization"/> is reported once more.
    /// </summary>
    StandardErrors,
}
