using GlmmDsl.Fits;

namespace GlmmDsl.Inference;

/// <summary>
/// Compares fits whose comparability the compiler cannot see: fits by formulas known only at run time, or of typed models from different assemblies. Each
/// comparison checks the criterion (REML or ML), the response, the rows and, for REML, the space of the fixed effects.
/// </summary>
public static class ModelComparison
{
    /// <summary>Compares two fits by Akaike's criterion.</summary>
    /// <exception cref="IncomparableFitsException">They do not measure the same thing; the message says which part differs and what to do.</exception>
    public static CriterionComparison Aic(IModelFit first, IModelFit second) => Compare(first.Aic, second.Aic);

    /// <summary>Compares two fits by Schwarz's criterion.</summary>
    /// <exception cref="IncomparableFitsException">They do not measure the same thing; the message says which part differs and what to do.</exception>
    public static CriterionComparison Bic(IModelFit first, IModelFit second) => Compare(first.Bic, second.Bic);

    /// <summary>Compares two fits by the maximised log-likelihood.</summary>
    /// <exception cref="IncomparableFitsException">They do not measure the same thing; the message says which part differs and what to do.</exception>
    public static CriterionComparison LogLikelihood(IModelFit first, IModelFit second) => Compare(first.LogLikelihood, second.LogLikelihood);

    /// <summary>Compares two criteria of the same kind.</summary>
    /// <exception cref="IncomparableFitsException">They do not measure the same thing; the message says which part differs and what to do.</exception>
    public static CriterionComparison Compare(Criterion first, Criterion second) =>
        new(first.Kind, first.Value, second.Value, Comparability.Difference(first, second));
}
