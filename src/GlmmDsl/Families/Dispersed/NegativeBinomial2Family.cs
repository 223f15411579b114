using GlmmDsl.Families.Densities;
using MathNet.Numerics.Distributions;

namespace GlmmDsl.Families.Dispersed;

/// <summary>Negative binomial with V(μ) = μ + μ²/φ, φ the size (glmmTMB's nbinom2, lme4's theta).</summary>
internal sealed class NegativeBinomial2Family(FamilyConstants constants) : CountFamily(Family.NegativeBinomial2, constants)
{
    public override FamilyDefinition With(FamilyConstants constants) => new NegativeBinomial2Family(constants);

    public override string? LimitOf(Predictor predictor, bool isInfinite) => predictor == Predictor.Dispersion && isInfinite ? "the counts vary no more than Poisson counts, and the model is a Poisson one: fit that (Family.Poisson, --family poisson)" : null;

    public override double VarianceOf(double mean) => mean + (mean * mean / Phi);

    public override double UnitDevianceOf(double y, double m, double mean) =>
        2 * m * ((y == 0 ? 0 : y * Math.Log(y / mean)) - ((y + Phi) * Math.Log((y + Phi) / (mean + Phi))));

    public override TailInterval Tails(double y, double m, double mean) => NegativeBinomialTails.At(y, Phi, mean);

    public override double Draw(Random random, double mean, double m) => Poisson.Sample(random, Gamma.Sample(random, Phi, Phi / mean));

    protected override double Probability(double y, double mean) => Probability<NegativeBinomial2Density<SameMeanLink>>(y, mean);

    protected override bool HasLatentVariance => true;

    protected override FamilyKernels KernelsOf(Link link) => link switch
    {
        Link.Sqrt => Make<NegativeBinomial2Density<SquaredMeanLink>, SquaredMeanLink>(hasSingleMode: false),
        Link.Identity => Make<NegativeBinomial2Density<SameMeanLink>, SameMeanLink>(hasSingleMode: false),
        _ => Make<NegativeBinomial2Density<LogMeanLink>, LogMeanLink>(hasSingleMode: true),
    };
}
