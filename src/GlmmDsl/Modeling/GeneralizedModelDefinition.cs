namespace GlmmDsl.Modeling;

/// <summary>What the attribute of a typed generalised linear mixed model says, at run time.</summary>
/// <param name="formula">The formula, with the attribute's offset added.</param>
/// <param name="family">The distribution of the response given the random effects.</param>
public sealed class GeneralizedModelDefinition(string formula, Family family) : DefinedModel(formula)
{
    /// <summary>The link; the family's usual one by default.</summary>
    public Link Link { get; init; }

    /// <summary>Fits the model to columns by the Laplace approximation, by the same way as <see cref="MixedModel"/> does.</summary>
    /// <param name="table">The columns.</param>
    /// <param name="information">Which information stands in the determinant; null for the observed one, with a cauchit link the expected one.</param>
    /// <param name="coefficientPrior">A weak prior on the coefficients; null for maximum likelihood.</param>
    /// <param name="notices">Which notices are reported, ignored or thrown; all are reported by default.</param>
    /// <param name="progress">Told how far the fit has come.</param>
    /// <param name="cancellationToken">Ends the fit early.</param>
    public MixedModelFit FitLaplace(
        Table table,
        Information? information,
        NormalPrior? coefficientPrior,
        NoticePolicy? notices,
        IProgress<FitProgress>? progress,
        CancellationToken cancellationToken) =>
        Fit(table, Options(notices) with { Approximation = Approximation.Laplace, Information = information, CoefficientPrior = coefficientPrior }, progress, cancellationToken);

    /// <summary>Fits the model to columns by adaptive Gauss–Hermite quadrature, which has one grouping factor.</summary>
    /// <param name="table">The columns.</param>
    /// <param name="nodes">Nodes in each dimension, from 1 to <see cref="FitOptions.MostQuadratureNodes"/>.</param>
    /// <param name="information">Which information spreads the nodes; null for the observed one, with a cauchit link the expected one.</param>
    /// <param name="coefficientPrior">A weak prior on the coefficients; null for maximum likelihood.</param>
    /// <param name="notices">Which notices are reported, ignored or thrown; all are reported by default.</param>
    /// <param name="progress">Told how far the fit has come.</param>
    /// <param name="cancellationToken">Ends the fit early.</param>
    /// <exception cref="ArgumentException">A number of nodes out of range.</exception>
    public MixedModelFit FitQuadrature(
        Table table,
        int nodes,
        Information? information,
        NormalPrior? coefficientPrior,
        NoticePolicy? notices,
        IProgress<FitProgress>? progress,
        CancellationToken cancellationToken) =>
        Fit(
            table,
            Options(notices) with { Approximation = Approximation.Quadrature, QuadratureNodes = nodes, Information = information, CoefficientPrior = coefficientPrior },
            progress,
            cancellationToken);

    /// <summary>Fits the model to columns by the Laplace approximation with the coefficients profiled inside the inner problem.</summary>
    /// <inheritdoc cref="FitLaplace"/>
    public MixedModelFit FitFast(
        Table table,
        Information? information,
        NormalPrior? coefficientPrior,
        NoticePolicy? notices,
        IProgress<FitProgress>? progress,
        CancellationToken cancellationToken) =>
        Fit(table, Options(notices) with { Approximation = Approximation.Fast, Information = information, CoefficientPrior = coefficientPrior }, progress, cancellationToken);

    private MixedModelFit Fit(Table table, FitOptions options, IProgress<FitProgress>? progress, CancellationToken cancellationToken) =>
        MixedModel.Fit(Formula, table, options with { Family = family, Link = Link }, progress, cancellationToken);
}
