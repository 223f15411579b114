using GlmmDsl.Fits;

namespace GlmmDsl.Inference;

/// <summary>Likelihood-ratio tests between fits of nested models.</summary>
public static partial class LikelihoodRatio
{
    /// <summary>
    /// Tests fits, from the smallest to the largest, each against the next one. Whether they are nested is decided from the spaces of their columns, not
    /// from their formulas. Where variances are set to zero, the p value by the mixture of chi-squares stands beside the plain one.
    /// </summary>
    /// <param name="fits">Two or more fits to the same rows.</param>
    /// <exception cref="ArgumentException">Fewer than two fits, or one whose coefficients a prior penalised.</exception>
    /// <exception cref="IncomparableFitsException">Different rows, responses, weights, methods or approximations; for REML, different fixed effects. The message says which.</exception>
    public static ModelTable Test(params IEnumerable<MixedModelFit> fits) => ModelTable.Of(Of(fits), withCriteria: false);

    /// <summary>Tests ML fits of typed models of one response.</summary>
    /// <inheritdoc cref="Test(IEnumerable{MixedModelFit})"/>
    /// <typeparam name="TResponse">The key of row type and response, which all fits share.</typeparam>
    public static ModelTable Test<TResponse>(params IEnumerable<IMlFit<TResponse>> fits) => ModelTable.Of(Of(fits), withCriteria: false);

    /// <summary>Tests REML fits of typed models with the same fixed effects.</summary>
    /// <inheritdoc cref="Test(IEnumerable{MixedModelFit})"/>
    /// <typeparam name="TFixedDesign">The key of row type, response and fixed-effects design, which all fits share.</typeparam>
    public static ModelTable Test<TFixedDesign>(params IEnumerable<IRemlFit<TFixedDesign>> fits) => ModelTable.Of(Of(fits), withCriteria: false);

    /// <summary>The models behind fits.</summary>
    internal static IEnumerable<FittedModel> Of(IEnumerable<IModelFit> fits)
    {
        ArgumentNullException.ThrowIfNull(fits);
        return [.. fits.Select(ModelOf)];
    }

    /// <summary>The model behind a fit, typed or not.</summary>
    internal static FittedModel ModelOf(IModelFit fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
        return fit.LogLikelihood.Basis?.Model ?? throw new ArgumentException("The fit was not made by this library.", nameof(fit));
    }
}
