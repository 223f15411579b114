using GlmmDsl.Families.Densities;
using MathNet.Numerics.Distributions;

namespace GlmmDsl.Families.Dispersed;

/// <summary>Negative binomial with V(μ) = μ(1 + φ) (glmmTMB's nbinom1).</summary>
internal sealed class NegativeBinomial1Family(FamilyConstants constants) : CountFamily(Family.NegativeBinomial1, constants)
{
    public override FamilyDefinition With(FamilyConstants constants) => new NegativeBinomial1Family(constants);

    public override string? LimitOf(Predictor predictor, bool isInfinite) => predictor == Predictor.Dispersion && !isInfinite ? "the counts vary no more than Poisson counts, and the model is a Poisson one: fit that (Family.Poisson, --family poisson)" : null;

    public override double VarianceOf(double mean) => mean * (1 + Phi);

    public override TailInterval Tails(double y, double m, double mean) => NegativeBinomialTails.At(y, mean / Phi, mean);

    public override double Draw(Random random, double mean, double m) => Poisson.Sample(random, Gamma.Sample(random, mean / Phi, 1 / Phi));

    protected override double Probability(double y, double mean) => Probability<NegativeBinomial1Density<SameMeanLink>>(y, mean);

    protected override bool HasLatentVariance => true;

    protected override FamilyKernels KernelsOf(Link link) => link switch
    {
        Link.Sqrt => Make<NegativeBinomial1Density<SquaredMeanLink>, SquaredMeanLink>(hasSingleMode: false),
        Link.Identity => Make<NegativeBinomial1Density<SameMeanLink>, SameMeanLink>(hasSingleMode: false),
        _ => Make<NegativeBinomial1Density<LogMeanLink>, LogMeanLink>(hasSingleMode: false),
    };
}
