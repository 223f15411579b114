using GlmmDsl.Families.Densities;
using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace GlmmDsl.Families.Dispersed;

/// <summary>Gamma: V(μ) = μ²/φ, φ the shape (as glmmTMB estimates it); sigma is 1/√φ, the coefficient of variation.</summary>
internal sealed class GammaFamily(FamilyConstants constants) : DispersedFamily(Family.Gamma, constants)
{
    public override FamilyDefinition With(FamilyConstants constants) => new GammaFamily(constants);

    protected override bool IsPrecision => true;

    public override double SigmaOf(double dispersion) => 1 / Math.Sqrt(dispersion);

    public override double VarianceOf(double mean) => mean * mean / Phi;

    public override double UnitDevianceOf(double y, double m, double mean) => 2 * m * (((y - mean) / mean) - Math.Log(y / mean));

    public override double StartingMean(double y, double m) => y > 0 ? y : 1;

    public override string? Refusal(double y, double m) => y > 0 ? null : "a number above 0";

    public override double Draw(Random random, double mean, double m) => Gamma.Sample(random, Phi, Phi / mean);

    public override TailInterval Tails(double y, double m, double mean) =>
        TailInterval.At(SpecialFunctions.GammaLowerRegularized(Phi, Phi * y / mean), SpecialFunctions.GammaUpperRegularized(Phi, Phi * y / mean));

    /// <remarks>By the delta method, as R's package performance: 1/φ with a log link.</remarks>
    protected override double LatentVarianceOf(Link link, LatentVariance kind, double dispersion, Func<double> nullMean) =>
        link == Link.Log ? 1 / Phi : DeltaVariance(link, nullMean());

    protected override FamilyKernels KernelsOf(Link link) => link switch
    {
        Link.Inverse => Make<GammaDensity<InverseMeanLink>, InverseMeanLink>(hasSingleMode: true),
        Link.Identity => Make<GammaDensity<SameMeanLink>, SameMeanLink>(hasSingleMode: false),
        _ => Make<GammaDensity<LogMeanLink>, LogMeanLink>(hasSingleMode: true),
    };
}
