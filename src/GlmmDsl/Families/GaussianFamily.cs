namespace GlmmDsl.Families;

/// <summary>Normal rows with variance σ². With the identity link it is the linear model, which has an engine of its own.</summary>
internal sealed class GaussianFamily() : ResponseFamily(Family.Gaussian)
{
    public override bool HasDispersion => true;

    public override bool IsLinear(Link link) => Resolve(link) == Link.Identity;

    protected override LikelihoodKernel KernelOf(Link link) => new GaussianIdentityKernel();

    protected override double LatentVarianceOf(Link link, LatentVariance kind, double dispersion, Func<double> nullMean) => dispersion;
}
