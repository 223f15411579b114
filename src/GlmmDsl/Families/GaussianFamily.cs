namespace GlmmDsl.Families;

/// <summary>Normal rows with variance σ². With the identity link it is the linear model, which has its own engine and no kernel.</summary>
internal sealed class GaussianFamily() : ResponseFamily(Family.Gaussian)
{
    public override bool HasDispersion => true;

    public override bool IsLinear(Link link) => Resolve(link) == Link.Identity;

    protected override LikelihoodKernel KernelOf(Link link) =>
        throw new ArgumentException("A Gaussian model with the identity link is a linear mixed model.", nameof(link));

    protected override double LatentVarianceOf(Link link, LatentVariance kind, double dispersion, Func<double> nullMean) => dispersion;
}
