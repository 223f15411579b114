using GlmmDsl.Families.Densities;
using GlmmDsl.LinearAlgebra;
using MathNet.Numerics.Distributions;

namespace GlmmDsl.Families.Dispersed;

/// <summary>Lognormal: mean μ and standard deviation φ of the response itself, V(μ) = φ².</summary>
internal sealed class LognormalFamily(FamilyConstants constants) : DispersedFamily(Family.Lognormal, constants)
{
    public override FamilyDefinition With(FamilyConstants constants) => new LognormalFamily(constants);

    public override double VarianceOf(double mean) => Phi * Phi;

    public override double StartingMean(double y, double m) => y > 0 ? y : 1;

    public override string? Refusal(double y, double m) => y > 0 ? null : "a number above 0";

    public override double Draw(Random random, double mean, double m)
    {
        (double center, double deviation) = Logarithm(mean);
        return LogNormal.Sample(random, center, deviation);
    }

    public override TailInterval Tails(double y, double m, double mean)
    {
        (double center, double deviation) = Logarithm(mean);
        double z = (Math.Log(y) - center) / deviation;
        return TailInterval.At(ProbitLink.Mean(z), ProbitLink.Mean(-z));
    }

    protected override bool HasLatentVariance => true;

    protected override FamilyKernels KernelsOf(Link link) => link switch
    {
        Link.Identity => Make<LognormalDensity<SameMeanLink>, SameMeanLink>(hasSingleMode: false),
        Link.Inverse => Make<LognormalDensity<InverseMeanLink>, InverseMeanLink>(hasSingleMode: false),
        _ => Make<LognormalDensity<LogMeanLink>, LogMeanLink>(hasSingleMode: false),
    };

    private (double Mean, double Deviation) Logarithm(double mean)
    {
        double variance = SmallNumbers.Log1P(Phi * Phi / (mean * mean));
        return (Math.Log(mean) - (variance / 2), Math.Sqrt(variance));
    }
}
