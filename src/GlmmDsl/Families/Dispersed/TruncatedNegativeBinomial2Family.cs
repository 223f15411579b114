using GlmmDsl.Families.Densities;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Families.Dispersed;

/// <summary>Negative binomial counts above 0, before that with V(μ) = μ + μ²/φ.</summary>
internal sealed class TruncatedNegativeBinomial2Family(FamilyConstants constants) : TruncatedFamily(Family.TruncatedNegativeBinomial2, constants)
{
    public override string? LimitOf(Predictor predictor, bool isInfinite) => predictor == Predictor.Dispersion && isInfinite ? "the counts vary no more than truncated Poisson counts, and the model is a truncated Poisson one: fit that (Family.TruncatedPoisson, --family truncated_poisson)" : null;

    public override FamilyDefinition With(FamilyConstants constants) => new TruncatedNegativeBinomial2Family(constants);

    protected override double WholeVariance(double mean) => mean + (mean * mean / Phi);

    protected override double LogZero(double mean) => -Phi * SmallNumbers.Log1P(mean / Phi);

    protected override double Probability(double y, double mean) => Probability<TruncatedNegativeBinomial2Density<SameMeanLink>>(y, mean);

    protected override FamilyKernels KernelsOf(Link link) => link switch
    {
        Link.Sqrt => Make<TruncatedNegativeBinomial2Density<SquaredMeanLink>, SquaredMeanLink>(hasSingleMode: false),
        Link.Identity => Make<TruncatedNegativeBinomial2Density<SameMeanLink>, SameMeanLink>(hasSingleMode: false),
        _ => Make<TruncatedNegativeBinomial2Density<LogMeanLink>, LogMeanLink>(hasSingleMode: false),
    };
}
