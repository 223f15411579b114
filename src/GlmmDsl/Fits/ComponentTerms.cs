using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Fitting;

namespace GlmmDsl.Fits;

/// <summary>The variance components of a linear predictor beside the conditional one.</summary>
internal static class ComponentTerms
{
    /// <summary>Its terms, in the order of θ.</summary>
    /// <param name="component">The predictor.</param>
    /// <param name="solution">The solution, which has θ of all predictors.</param>
    public static IEnumerable<VarianceTerm> Of(PredictorSolution component, IModelSolution solution)
    {
        int start = solution.Theta.Length - solution.Others.SkipWhile(o => o != component).Sum(o => Count(o.Matrices));
        foreach (RandomEffectsTerm term in component.Matrices.Random)
        {
            CovarianceStructure structure = CovarianceStructures.Of(term);
            yield return VarianceTerm.Of(term, structure, solution.ShownTheta.AsSpan(start, structure.Count), 1);
            start += structure.Count;
        }
    }

    private static int Count(ModelMatrices matrices) => matrices.Random.Sum(t => CovarianceStructures.Of(t).Count);
}
