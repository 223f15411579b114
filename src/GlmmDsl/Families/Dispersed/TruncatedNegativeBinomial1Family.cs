using GlmmDsl.Families.Densities;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Families.Dispersed;

/// <summary>Negative binomial counts above 0, before that with V(μ) = μ(1 + φ).</summary>
internal sealed class TruncatedNegativeBinomial1Family(FamilyConstants constants) : TruncatedFamily(Family.TruncatedNegativeBinomial1, constants)
{
    public override string? LimitOf(Predictor predictor, bool isInfinite) => predictor == Predictor.Dispersion && !isInfinite ? "the counts vary no more than truncated Poisson counts, and the model is a truncated Poisson one: fit that (Family.TruncatedPoisson, --family truncated_poisson)" : null;

    public override FamilyDefinition With(FamilyConstants constants) => new TruncatedNegativeBinomial1Family(constants);

    protected override double WholeVariance(double mean) => mean * (1 + Phi);

    protected override double LogZero(double mean) => -mean / Phi * SmallNumbers.Log1P(Phi);

    protected override double Probability(double y, double mean) => Probability<TruncatedNegativeBinomial1Density<SameMeanLink>>(y, mean);

    protected override FamilyKernels KernelsOf(Link link) => link switch
    {
        Link.Sqrt => Make<TruncatedNegativeBinomial1Density<SquaredMeanLink>, SquaredMeanLink>(hasSingleMode: false),
        Link.Identity => Make<TruncatedNegativeBinomial1Density<SameMeanLink>, SameMeanLink>(hasSingleMode: false),
        _ => Make<TruncatedNegativeBinomial1Density<LogMeanLink>, LogMeanLink>(hasSingleMode: false),
    };
}
