using System.Collections.Immutable;
using GlmmDsl.Diagnostics;
using GlmmDsl.Inference;

namespace GlmmDsl;

/// <content>Shares of variance, and residuals.</content>
public sealed partial class MixedModelFit
{
    /// <summary>The share of variance between groups, by the usual variance of a row (<see cref="LatentVariance.Default"/>); 0 without random terms.</summary>
    /// <exception cref="InvalidOperationException">The cauchit link; or a fit to cross-products of rows with different weights.</exception>
    public IntraclassCorrelation IntraclassCorrelation => variances.Value.IntraclassCorrelation;

    /// <summary>Nakagawa's R², by the usual variance of a row (<see cref="LatentVariance.Default"/>).</summary>
    /// <exception cref="InvalidOperationException">The cauchit link; or a fit to cross-products of rows with different weights.</exception>
    public RSquared RSquared => variances.Value.RSquared;

    /// <summary>Kish's design effect 1 + (n̄ − 1)·ICC, n̄ the mean number of rows a level; null unless the model is linear and its only random term one intercept.</summary>
    public double? DesignEffect => Inference.DesignEffect.Of(model);

    /// <summary>
    /// The variance of fixed effects, random effects and rows on the scale of the linear predictor, with the shares that follow: intraclass correlation
    /// and R². Some of Poisson's variances need the mean count of the model without fixed effects, which is fitted for it.
    /// </summary>
    /// <param name="rows">The variance of a row.</param>
    /// <param name="cancellationToken">Ends that fit early.</param>
    /// <exception cref="ArgumentException">A variance of Poisson models with the log link asked of another.</exception>
    /// <exception cref="InvalidOperationException">The cauchit link; or a fit to cross-products of rows with different weights.</exception>
    public VarianceDecomposition VarianceDecomposition(LatentVariance rows = LatentVariance.Default, CancellationToken cancellationToken = default) =>
        GlmmDsl.Inference.VarianceDecomposition.Of(model, rows, cancellationToken);

    /// <summary>The residuals about the conditional modes, n numbers.</summary>
    /// <exception cref="InvalidOperationException">The model was fitted to cross-products, without rows.</exception>
    public ImmutableArray<double> Residuals(ResidualKind kind = ResidualKind.Response) => [.. model.Residuals(kind)];

    /// <summary>
    /// Randomised quantile residuals (Dunn and Smyth 1996, J. Comput. Graph. Stat. 5), n numbers: Φ⁻¹(uᵢ), uᵢ uniform between F(yᵢ − 1) and F(yᵢ), F the
    /// distribution of the row given the random effects at its fitted mean. Standard normal where the model is right, but for what estimating it
    /// takes away. Of a linear model nothing is random: they are the scaled residuals.
    /// </summary>
    /// <param name="seed">Decides the numbers drawn: the same seed gives the same residuals, on any machine and number of threads.</param>
    /// <remarks>
    /// Weights that count alike rows do not enter: the residual is that of one of them. Nor do prior weights of counts, under which there is no
    /// distribution to draw from.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The model was fitted to cross-products, without rows.</exception>
    public ImmutableArray<double> RandomizedQuantileResiduals(int seed) => [.. QuantileResiduals.Of(model, seed)];

    /// <summary>Pearson's check of overdispersion; null for linear models, where every row is one trial and there is nothing to check, and for separated outcomes.</summary>
    public DispersionCheck? DispersionCheck => GlmmDsl.DispersionCheck.Of(model);
}
