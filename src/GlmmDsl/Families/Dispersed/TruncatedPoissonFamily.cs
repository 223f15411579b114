using GlmmDsl.Families.Densities;

namespace GlmmDsl.Families.Dispersed;

/// <summary>Poisson counts above 0.</summary>
internal sealed class TruncatedPoissonFamily() : TruncatedFamily(Family.TruncatedPoisson, FamilyConstants.Unit)
{
    public override bool HasDispersion => false;

    protected override double[] ConstantPredictors => [];

    protected override double WholeVariance(double mean) => mean;

    protected override double LogZero(double mean) => -mean;

    protected override double Probability(double y, double mean) => Probability<TruncatedPoissonDensity<SameMeanLink>>(y, mean);

    protected override FamilyKernels KernelsOf(Link link) => link switch
    {
        Link.Sqrt => Make<TruncatedPoissonDensity<SquaredMeanLink>, SquaredMeanLink>(hasSingleMode: false),
        Link.Identity => Make<TruncatedPoissonDensity<SameMeanLink>, SameMeanLink>(hasSingleMode: false),
        _ => Make<TruncatedPoissonDensity<LogMeanLink>, LogMeanLink>(hasSingleMode: true),
    };
}
