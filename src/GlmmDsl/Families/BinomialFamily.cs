using System.Globalization;
using GlmmDsl.Families.Densities;
using MathNet.Numerics;

namespace GlmmDsl.Families;

/// <summary>Successes in trials: V(μ) = μ(1 − μ) of one trial, no dispersion.</summary>
internal sealed class BinomialFamily() : FamilyDefinition(Family.Binomial)
{
    public override bool HasDispersion => false;

    public override bool CanSeparate(Link link) => true;

    /// <inheritdoc/>
    public override string MeanName => "prob";

    /// <inheritdoc/>
    /// <remarks>Every link of a probability reaches 0 and 1 at infinity only.</remarks>
    public override int SeparationSign(Link link, double y, double m) => y == 0 ? -1 : y == m ? 1 : 0;

    /// <inheritdoc/>
    /// <remarks>P(Y ≤ y) = I_{1−p}(m − y, y + 1), I the regularised incomplete beta function.</remarks>
    public override TailInterval Tails(double y, double m, double mean)
    {
        double below = y == 0 ? 0 : SpecialFunctions.BetaRegularized(m - y + 1, y, 1 - mean);
        return below < 0.5
            ? new TailInterval(below, y == m ? 1 : SpecialFunctions.BetaRegularized(m - y, y + 1, 1 - mean), IsUpper: false)
            : new TailInterval(SpecialFunctions.BetaRegularized(y, m - y + 1, mean), y == m ? 0 : SpecialFunctions.BetaRegularized(y + 1, m - y, mean), IsUpper: true);
    }

    public override string? Refusal(double y, double m) => y >= 0 && y <= m && y == Math.Floor(y)
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"the number of successes, a whole number from 0 to the row's {m:R} trials");

    public override string? Emptiness(ReadOnlySpan<double> y, ReadOnlySpan<double> m) =>
        !y.ContainsAnyExcept(0.0) ? "has no success" : y.SequenceEqual(m) ? "has no failure" : null;

    public override double Draw(Random random, double mean, double m) => MathNet.Numerics.Distributions.Binomial.Sample(random, Math.Clamp(mean, 0, 1), (int)m);

    protected override LikelihoodKernel KernelOf(Link link) => link switch
    {
        Link.Probit => new BinomialKernel<ProbitLink>(),
        Link.Cloglog => new BinomialKernel<CloglogLink>(),
        Link.Cauchit => new BinomialKernel<CauchitLink>(),
        _ => new BinomialLogitKernel(),
    };

    protected override PredictorsKernel PredictorsKernelOf(Link link) => link switch
    {
        Link.Probit => Joint<ProbitLink>(),
        Link.Cloglog => Joint<CloglogLink>(),
        Link.Cauchit => Joint<CauchitLink>(),
        _ => Joint<LogitLink>(),
    };

    private static DensityKernel<BinomialDensity<TLink>> Joint<TLink>()
        where TLink : struct, IProbabilityLink => new(TLink.Link, hasTrials: true, TLink.IsLogConcave, (y, m) => (y + 0.5) / (m + 1));

    /// <summary>The variance of the link's distribution.</summary>
    protected override double LatentVarianceOf(Link link, LatentVariance kind, double dispersion, Func<double> nullMean) => link switch
    {
        Link.Probit => 1,
        Link.Cloglog => Math.PI * Math.PI / 6,
        Link.Cauchit => throw new InvalidOperationException(
            "With the cauchit link a row has no variance on the scale of the linear predictor: a Cauchy variable has none. Intraclass correlation and R² are undefined; fit with the logit or probit link to have them."),
        _ => Math.PI * Math.PI / 3,
    };
}
