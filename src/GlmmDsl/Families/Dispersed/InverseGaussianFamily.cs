using GlmmDsl.Families.Densities;
using MathNet.Numerics.Distributions;

namespace GlmmDsl.Families.Dispersed;

/// <summary>Inverse Gaussian: V(μ) = φμ³; sigma is √φ.</summary>
internal sealed class InverseGaussianFamily(FamilyConstants constants) : DispersedFamily(Family.InverseGaussian, constants)
{
    public override FamilyDefinition With(FamilyConstants constants) => new InverseGaussianFamily(constants);

    public override double SigmaOf(double dispersion) => Math.Sqrt(dispersion);

    public override double VarianceOf(double mean) => Phi * mean * mean * mean;

    public override double UnitDevianceOf(double y, double m, double mean) => m * (y - mean) * (y - mean) / (mean * mean * y);

    public override double StartingMean(double y, double m) => y > 0 ? y : 1;

    public override string? Refusal(double y, double m) => y > 0 ? null : "a number above 0";

    public override double Draw(Random random, double mean, double m) => InverseGaussian.Sample(random, mean, 1 / Phi);

    /// <inheritdoc/>
    /// <remarks>F(y) = Φ(√(λ/y)(y/μ − 1)) + e^{2λ/μ}Φ(−√(λ/y)(y/μ + 1)), λ = 1/φ (Chhikara and Folks 1974).</remarks>
    public override TailInterval Tails(double y, double m, double mean)
    {
        double root = Math.Sqrt(1 / (Phi * y)), ratio = y / mean;
        double far = Math.Exp((2 / (Phi * mean)) + ProbitLink.LogSuccess(-root * (ratio + 1)).Log);
        double z = root * (ratio - 1);
        return TailInterval.At(ProbitLink.Mean(z) + far, ProbitLink.Mean(-z) - far);
    }

    protected override bool HasLatentVariance => true;

    protected override FamilyKernels KernelsOf(Link link) => link switch
    {
        Link.Inverse => Make<InverseGaussianDensity<InverseMeanLink>, InverseMeanLink>(hasSingleMode: true),
        Link.Log => Make<InverseGaussianDensity<LogMeanLink>, LogMeanLink>(hasSingleMode: false),
        Link.Identity => Make<InverseGaussianDensity<SameMeanLink>, SameMeanLink>(hasSingleMode: false),
        _ => Make<InverseGaussianDensity<InverseSquareMeanLink>, InverseSquareMeanLink>(hasSingleMode: true),
    };
}
