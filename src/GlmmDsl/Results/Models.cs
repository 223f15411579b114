namespace GlmmDsl.Inference;

/// <summary>Tables of models of one response.</summary>
public static class Models
{
    /// <summary>
    /// The table of fits, from the smallest to the largest: AIC, AICc, BIC, Akaike's weights, and likelihood-ratio tests between neighbours that are nested.
    /// </summary>
    /// <inheritdoc cref="LikelihoodRatio.Test(IEnumerable{MixedModelFit})"/>
    public static ModelTable Table(params IEnumerable<MixedModelFit> fits) => ModelTable.Of(LikelihoodRatio.Of(fits), withCriteria: true);

    /// <summary>The table of ML fits of typed models of one response.</summary>
    /// <inheritdoc cref="Table(IEnumerable{MixedModelFit})"/>
    /// <typeparam name="TResponse">The key of row type and response, which all fits share.</typeparam>
    public static ModelTable Table<TResponse>(params IEnumerable<IMlFit<TResponse>> fits) => ModelTable.Of(LikelihoodRatio.Of(fits), withCriteria: true);

    /// <summary>The table of REML fits of typed models with the same fixed effects.</summary>
    /// <inheritdoc cref="Table(IEnumerable{MixedModelFit})"/>
    /// <typeparam name="TFixedDesign">The key of row type, response and fixed-effects design, which all fits share.</typeparam>
    public static ModelTable Table<TFixedDesign>(params IEnumerable<IRemlFit<TFixedDesign>> fits) => ModelTable.Of(LikelihoodRatio.Of(fits), withCriteria: true);
}
