using GlmmDsl.Families.Densities;

namespace GlmmDsl.Families.Dispersed;

/// <summary>Generalised Poisson: V(μ) = μφ, for φ above and below 1 (glmmTMB's genpois).</summary>
internal sealed class GeneralizedPoissonFamily(FamilyConstants constants) : CountFamily(Family.GeneralizedPoisson, constants)
{
    public override FamilyDefinition With(FamilyConstants constants) => new GeneralizedPoissonFamily(constants);

    public override double VarianceOf(double mean) => mean * Phi;

    protected override double Probability(double y, double mean) => Probability<GeneralizedPoissonDensity<SameMeanLink>>(y, mean) is var p && double.IsNaN(p) ? 0 : p;

    protected override bool HasLatentVariance => true;

    protected override FamilyKernels KernelsOf(Link link) => link switch
    {
        Link.Sqrt => Make<GeneralizedPoissonDensity<SquaredMeanLink>, SquaredMeanLink>(hasSingleMode: false),
        Link.Identity => Make<GeneralizedPoissonDensity<SameMeanLink>, SameMeanLink>(hasSingleMode: false),
        _ => Make<GeneralizedPoissonDensity<LogMeanLink>, LogMeanLink>(hasSingleMode: false),
    };
}
