using System.Collections.Immutable;
using System.Globalization;

namespace GlmmDsl.Families.Ordinal;

/// <summary>
/// Ordered categories: P(Y ≤ j) = F(θⱼ − η) with thresholds θ₁ &lt; θ₂ &lt; .. that all rows share. The link is that of the higher categories, P(Y > j) = g⁻¹(η − θⱼ), as in clmm: with two
/// categories it is the binomial model with the same link. (clm, polr and SAS give the names cloglog and loglog to each other's distribution.) Categories are numbered from 0. An instance has thresholds once a fit binds it to its
/// estimates; then μ is the latent mean η, and the mean of a response is that of the number of its category, from 1.
/// </summary>
/// <param name="thresholds">The thresholds, ascending; none before a fit.</param>
/// <param name="link">The link they are estimated with.</param>
internal sealed class CumulativeFamily(ImmutableArray<double> thresholds, Link link) : FamilyDefinition(Family.Cumulative)
{
    /// <summary>The family before a fit.</summary>
    public CumulativeFamily()
        : this([], Link.Logit)
    {
    }

    private CumulativeKernel Distribution => Cumulative(link);

    /// <inheritdoc/>
    public override bool HasDispersion => false;

    /// <inheritdoc/>
    public override bool HasThresholds => true;

    /// <inheritdoc/>
    public override ImmutableArray<double> Thresholds => thresholds;

    /// <inheritdoc/>
    /// <remarks>The mean that the link gives is that of the latent variable.</remarks>
    public override bool HasMeansOfLink => false;

    /// <inheritdoc/>
    public override string MeanName => "mean.class";

    /// <inheritdoc/>
    public override bool HasOnePredictor(Link link) => false;

    /// <inheritdoc/>
    public override FamilyDefinition WithThresholds(ImmutableArray<double> values, Link link) => new CumulativeFamily(values, link);

    /// <inheritdoc/>
    public override double VarianceOf(double mean) => Kernel(link).Variance(mean);

    /// <inheritdoc/>
    /// <remarks>Σ j P(Y = j), the categories numbered from 1, is 1 + Σ P(Y > j).</remarks>
    public override double ResponseMean(double mean)
    {
        double sum = 1;
        foreach (double threshold in thresholds)
        {
            sum += Distribution.Above(threshold - mean);
        }

        return sum;
    }

    /// <inheritdoc/>
    public override double CategoryProbability(int category, double eta) => Math.Exp(Distribution.LogProbability(
        category < thresholds.Length ? thresholds[category] : double.PositiveInfinity, category > 0 ? thresholds[category - 1] : double.NegativeInfinity, eta));

    /// <inheritdoc/>
    public override double CumulativeProbability(int category, double eta) => category < thresholds.Length ? Distribution.Below(thresholds[category] - eta) : 1;

    /// <inheritdoc/>
    /// <remarks>The binomial kernel of the same link.</remarks>
    public override LikelihoodKernel UpperTail() => link switch
    {
        Link.Probit => new BinomialKernel<ProbitLink>(),
        Link.Cloglog => new BinomialKernel<CloglogLink>(),
        Link.Loglog => new BinomialKernel<LoglogLink>(),
        Link.Cauchit => new BinomialKernel<CauchitLink>(),
        _ => new BinomialLogitKernel(),
    };

    /// <inheritdoc/>
    public override string? Refusal(double y, double m) => y >= 0 && y == Math.Floor(y) && (thresholds.IsEmpty || y <= thresholds.Length)
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"the number of a category, a whole number from 0{(thresholds.IsEmpty ? "" : $" to {thresholds.Length}")}");

    /// <inheritdoc/>
    public override string? Emptiness(ReadOnlySpan<double> y, ReadOnlySpan<double> m) => y.Length > 0 && !y.ContainsAnyExcept(y[0]) ? "has the same category in every row" : null;

    /// <inheritdoc/>
    public override double Draw(Random random, double mean, double m)
    {
        double u = random.NextDouble();
        int category = 0;
        while (category < thresholds.Length && Distribution.Below(thresholds[category] - mean) <= u)
        {
            category++;
        }

        return category;
    }

    /// <inheritdoc/>
    public override TailInterval Tails(double y, double m, double mean)
    {
        double upper = y < thresholds.Length ? thresholds[(int)y] - mean : double.PositiveInfinity;
        double lower = y > 0 ? thresholds[(int)y - 1] - mean : double.NegativeInfinity;
        double below = double.IsNegativeInfinity(lower) ? 0 : Distribution.Below(lower);
        return below < 0.5
            ? new TailInterval(below, double.IsPositiveInfinity(upper) ? 1 : Distribution.Below(upper), IsUpper: false)
            : new TailInterval(Distribution.Above(lower), double.IsPositiveInfinity(upper) ? 0 : Distribution.Above(upper), IsUpper: true);
    }

    /// <inheritdoc/>
    protected override LikelihoodKernel KernelOf(Link link) => new BoundCumulativeKernel(Cumulative(link), thresholds);

    /// <inheritdoc/>
    protected override PredictorsKernel PredictorsKernelOf(Link link) => Cumulative(link);

    /// <inheritdoc/>
    /// <remarks>The variance of the latent variable about its mean.</remarks>
    protected override double LatentVarianceOf(Link link, LatentVariance kind, double dispersion, Func<double> nullMean) => link switch
    {
        Link.Probit => 1,
        Link.Cloglog or Link.Loglog => Math.PI * Math.PI / 6,
        Link.Cauchit => throw new InvalidOperationException(
            "With the cauchit link a row has no variance on the scale of the linear predictor: a Cauchy variable has none. Intraclass correlation and R² are undefined; fit with the logit or probit link to have them."),
        _ => Math.PI * Math.PI / 3,
    };

    /// <summary>The distribution of the latent variable that makes P(Y > j) = 1 − F(θⱼ − η) the inverse of the link at η − θⱼ.</summary>
    private static CumulativeKernel Cumulative(Link link) => link switch
    {
        Link.Probit => new CumulativeProbitKernel(),
        Link.Cloglog => new CumulativeKernel<LargestExtreme>(),
        Link.Loglog => new CumulativeKernel<SmallestExtreme>(),
        Link.Cauchit => new CumulativeKernel<StandardCauchy>(),
        _ => new CumulativeLogitKernel(),
    };
}
