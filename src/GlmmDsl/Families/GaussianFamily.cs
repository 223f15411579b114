using GlmmDsl.Families.Densities;
using GlmmDsl.Families.Dispersed;
using MathNet.Numerics.Distributions;

namespace GlmmDsl.Families;

/// <summary>Normal rows with variance φ. With the identity link it is the linear model, which has an engine of its own.</summary>
internal sealed class GaussianFamily(FamilyConstants constants) : DispersedFamily(Family.Gaussian, constants)
{
    public override bool IsLinear(Link link) => Resolve(link) == Link.Identity;

    public override FamilyDefinition With(FamilyConstants constants) => new GaussianFamily(constants);

    public override double SigmaOf(double dispersion) => Math.Sqrt(dispersion);

    public override double VarianceOf(double mean) => Phi;

    public override double UnitDevianceOf(double y, double m, double mean) => m * (y - mean) * (y - mean);

    public override double StartingMean(double y, double m) => y > 0 ? y : 0.1;

    public override double Draw(Random random, double mean, double m) => Normal.Sample(random, mean, Math.Sqrt(Phi));

    public override TailInterval Tails(double y, double m, double mean)
    {
        double z = (y - mean) / Math.Sqrt(Phi);
        return TailInterval.At(ProbitLink.Mean(z), ProbitLink.Mean(-z));
    }

    protected override LikelihoodKernel KernelOf(Link link) => link == Link.Identity ? new GaussianIdentityKernel() : base.KernelOf(link);

    protected override FamilyKernels KernelsOf(Link link) => link switch
    {
        Link.Log => Make<GaussianDensity<LogMeanLink>, LogMeanLink>(hasSingleMode: false),
        Link.Inverse => Make<GaussianDensity<InverseMeanLink>, InverseMeanLink>(hasSingleMode: false),
        _ => Make<GaussianDensity<SameMeanLink>, SameMeanLink>(hasSingleMode: true),
    };

    protected override double LatentVarianceOf(Link link, LatentVariance kind, double dispersion, Func<double> nullMean) =>
        link == Link.Identity ? dispersion : DeltaVariance(link, nullMean());
}
