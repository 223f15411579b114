using System.Globalization;
using GlmmDsl.Families.Densities;
using GlmmDsl.Families.Jets;
using MathNet.Numerics.Distributions;

namespace GlmmDsl.Families.Dispersed;

/// <summary>Beta-binomial: successes in m trials whose probability varies between rows as a beta variate of mean μ and precision φ. The variance of m trials is mμ(1 − μ)(φ + m)/(φ + 1).</summary>
internal sealed class BetaBinomialFamily(FamilyConstants constants) : DispersedFamily(Family.BetaBinomial, constants)
{
    public override FamilyDefinition With(FamilyConstants constants) => new BetaBinomialFamily(constants);

    /// <inheritdoc/>
    public override string MeanName => "prob";

    /// <inheritdoc/>
    /// <remarks>Of one trial, where the precision plays no part.</remarks>
    public override string? LimitOf(Predictor predictor, bool isInfinite) => predictor != Predictor.Dispersion
        ? null
        : isInfinite
        ? "the successes vary no more than binomial ones, and the model is a binomial one: fit that (Family.Binomial, --family binomial)"
        : "the trials of a row succeed or fail together, and the model is that of one trial a row: fit that to 0 and 1 (Family.Binomial, --family binomial)";

    public override double VarianceOf(double mean) => mean * (1 - mean);

    public override double StartingMean(double y, double m) => (y + 0.5) / (m + 1);

    public override string? Refusal(double y, double m) => y >= 0 && y <= m && y == Math.Floor(y)
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"the number of successes, a whole number from 0 to the row's {m:R} trials");

    public override string? Emptiness(ReadOnlySpan<double> y, ReadOnlySpan<double> m) =>
        !y.ContainsAnyExcept(0.0) ? "has no success" : y.SequenceEqual(m) ? "has no failure" : null;

    public override double Draw(Random random, double mean, double m) => Binomial.Sample(random, Beta.Sample(random, mean * Phi, (1 - mean) * Phi), (int)m);

    public override TailInterval Tails(double y, double m, double mean) => new CountTails(n => Probability(n, m, mean), m * mean, 0, m).At(y);

    protected override FamilyKernels KernelsOf(Link link) => link switch
    {
        Link.Probit => Of<ProbitLink>(),
        Link.Cloglog => Of<CloglogLink>(),
        Link.Cauchit => Of<CauchitLink>(),
        _ => Of<LogitLink>(),
    };

    private double Probability(double y, double m, double mean)
    {
        Real[] eta = [LogitLink.Link(mean), Math.Log(Phi)];
        return Math.Exp(BetaBinomialDensity<ProbabilityMeanLink<LogitLink>>.LogDensity<Real>(eta, y, m).Value);
    }

    private FamilyKernels Of<TLink>()
        where TLink : struct, IProbabilityLink => Make<BetaBinomialDensity<ProbabilityMeanLink<TLink>>, ProbabilityMeanLink<TLink>>(hasSingleMode: false);
}
