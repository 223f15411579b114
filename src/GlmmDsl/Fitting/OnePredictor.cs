using GlmmDsl.Families;

namespace GlmmDsl.Fitting;

/// <summary>Models that one linear predictor describes, beside numbers that are the same in all rows: only they have the working cross-products of a linear model.</summary>
internal static class OnePredictor
{
    /// <summary>Whether a model is one of them.</summary>
    public static bool Holds(IModelSolution solution) => solution.Thresholds is null && solution.Others.All(o => o.IsConstant && o.Predictor != Predictor.ZeroInflation);

    /// <summary>Refuses what is computed from the conditional predictor alone where rows have thresholds, zero inflation or dispersions of their own.</summary>
    /// <exception cref="InvalidOperationException">Such a model.</exception>
    public static void Require(IModelSolution solution)
    {
        if (!Holds(solution))
        {
            throw new InvalidOperationException(
                "This is not available for models with zero inflation or a dispersion formula: it is computed from the working linear model of one linear predictor, and these models have several.");
        }
    }
}
