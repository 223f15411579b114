using GlmmDsl.Families.Densities;
using MathNet.Numerics;

namespace GlmmDsl.Families;

/// <summary>Counts: V(μ) = μ, no dispersion.</summary>
internal sealed class PoissonFamily() : FamilyDefinition(Family.Poisson)
{
    public override bool HasDispersion => false;

    public override bool CanSeparate(Link link) => Resolve(link) == Link.Log;

    /// <inheritdoc/>
    public override string MeanName => "rate";

    /// <inheritdoc/>
    /// <remarks>The log link reaches a mean of 0 at infinity only; the others reach it at 0.</remarks>
    public override int SeparationSign(Link link, double y, double m) => y == 0 && CanSeparate(link) ? -1 : 0;

    /// <inheritdoc/>
    /// <remarks>P(Y ≤ y) = Q(y + 1, μ), Q the regularised upper incomplete gamma function.</remarks>
    public override TailInterval Tails(double y, double m, double mean)
    {
        double below = y == 0 ? 0 : SpecialFunctions.GammaUpperRegularized(y, mean);
        return below < 0.5
            ? new TailInterval(below, SpecialFunctions.GammaUpperRegularized(y + 1, mean), IsUpper: false)
            : new TailInterval(SpecialFunctions.GammaLowerRegularized(y, mean), SpecialFunctions.GammaLowerRegularized(y + 1, mean), IsUpper: true);
    }

    public override string? Refusal(double y, double m) => y >= 0 && y == Math.Floor(y) ? null : "a count, a whole number from 0";

    public override string? Emptiness(ReadOnlySpan<double> y, ReadOnlySpan<double> m) => !y.ContainsAnyExcept(0.0) ? "is 0 in every row" : null;

    protected override LikelihoodKernel KernelOf(Link link) => link switch
    {
        Link.Sqrt => new PoissonKernel<SqrtLink>(),
        Link.Identity => new PoissonKernel<IdentityMeanLink>(),
        _ => new PoissonLogKernel(),
    };

    protected override PredictorsKernel PredictorsKernelOf(Link link) => link switch
    {
        Link.Sqrt => Joint<SquaredMeanLink>(hasSingleMode: false),
        Link.Identity => Joint<SameMeanLink>(hasSingleMode: true),
        _ => Joint<LogMeanLink>(hasSingleMode: true),
    };

    private static DensityKernel<PoissonDensity<TLink>> Joint<TLink>(bool hasSingleMode)
        where TLink : struct, IMeanLink => new(TLink.Link, hasTrials: false, hasSingleMode, (y, _) => y + 0.1);

    /// <remarks>Beyond the range of whole numbers the count is rounded from the normal distribution that it follows there to more digits than it has.</remarks>
    public override double Draw(Random random, double mean, double m) => mean switch
    {
        <= 0 => 0,
        < 1e8 => MathNet.Numerics.Distributions.Poisson.Sample(random, mean),
        _ => Math.Round(MathNet.Numerics.Distributions.Normal.Sample(random, mean, Math.Sqrt(mean))),
    };

    protected override bool HasLatentVariances(Link link) => link == Link.Log;

    /// <summary>Of the log link by kind; ¼ of the square root, by the delta method; the mean count with the identity link.</summary>
    protected override double LatentVarianceOf(Link link, LatentVariance kind, double dispersion, Func<double> nullMean) => link switch
    {
        Link.Sqrt => 0.25,
        Link.Identity => nullMean(),
        _ => kind switch
        {
            GlmmDsl.LatentVariance.One => 1,
            GlmmDsl.LatentVariance.Delta => 1 / nullMean(),
            GlmmDsl.LatentVariance.Trigamma => Trigamma(nullMean()),
            _ => SpecialFunctions.Log1p(1 / nullMean()),
        },
    };

    /// <summary>ψ₁(x) for x > 0: the recurrence ψ₁(x) = ψ₁(x + 1) + 1/x² up to 10, there the asymptotic series (Abramowitz and Stegun 6.4.6, 6.4.12).</summary>
    private static double Trigamma(double x)
    {
        double sum = 0;
        for (; x < 10; x++)
        {
            sum += 1 / (x * x);
        }

        double r = 1 / (x * x);
        double series = 1 + (r * ((1 / 6.0) - (r * ((1 / 30.0) - (r * ((1 / 42.0) - (r * ((1 / 30.0) - (r * 5 / 66)))))))));
        return sum + (series / x) + (r / 2);
    }
}
