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

    /// <summary>Kish's design effect 1 + (n̄ − 1)·ICC, n̄ the mean number of rows per level; null unless the model is linear and its only random term is a single intercept.</summary>
    /// <exception cref="InvalidOperationException">A fit to cross-products of rows with different weights.</exception>
    public double? DesignEffect => model.IsLinear ? variances.Value.DesignEffect : null;

    /// <summary>
    /// The variance of fixed effects, random effects and rows on the scale of the linear predictor, with the shares that follow: intraclass correlation
    /// and R². Some of Poisson's variances need the mean count of the model without fixed effects, which is fitted for it.
    /// </summary>
    /// <param name="rows">The variance of a row.</param>
    /// <param name="cancellationToken">Ends that fit early.</param>
    /// <exception cref="ArgumentException">A variance of Poisson models with the log link was requested for another model.</exception>
    /// <exception cref="InvalidOperationException">A family or link without such a variance; zero inflation or a dispersion formula; or a fit to cross-products of rows with different weights.</exception>
    public VarianceDecomposition VarianceDecomposition(LatentVariance rows = LatentVariance.Default, CancellationToken cancellationToken = default) =>
        GlmmDsl.Inference.VarianceDecomposition.Of(model, rows, cancellationToken);

    /// <summary>The residuals about the conditional modes, n numbers.</summary>
    /// <exception cref="InvalidOperationException">The model was fitted to cross-products, without rows.</exception>
    public ImmutableArray<double> Residuals(ResidualKind kind = ResidualKind.Response) => [.. model.Residuals(kind)];

    /// <summary>
    /// Randomised quantile residuals (Dunn and Smyth 1996, J. Comput. Graph. Stat. 5), n numbers: Φ⁻¹(uᵢ), uᵢ uniform between F(yᵢ − 1) and F(yᵢ), F the
    /// distribution of the row. Conditional ones (<see cref="SimulatedEffects.Modes"/>) take the distribution at the conditional modes of all linear predictors; unconditional ones
    /// (<see cref="SimulatedEffects.New"/>) that over all groups of the population, the random effects integrated out, so that they show misfits that the modes absorb, and rows of one group are
    /// correlated. Each is standard normal if the model is right, apart from the effect of estimating it. For a linear model nothing is random: they are the scaled residuals.
    /// </summary>
    /// <param name="seed">The seed of the random numbers: the same seed gives the same residuals, on any machine and with any number of threads.</param>
    /// <param name="effects">Conditional or unconditional.</param>
    /// <remarks>
    /// Frequency weights are not used: the residual is that of one of the identical rows. Nor are prior weights of counts, with which there is no
    /// distribution to draw from.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The model was fitted to cross-products, without rows.</exception>
    public ImmutableArray<double> RandomizedQuantileResiduals(int seed, SimulatedEffects effects = SimulatedEffects.Modes) => [.. QuantileResiduals.Of(model, seed, effects)];

    /// <summary>Pearson's check of overdispersion; null for linear models, for separated outcomes, and if every row is one trial, so that there is nothing to check.</summary>
    public DispersionCheck? DispersionCheck => GlmmDsl.DispersionCheck.Of(model);
}
