using GlmmDsl.Families.Densities;
using GlmmDsl.Families.Jets;

namespace GlmmDsl.Families;

/// <summary>A link that is chosen at run time.</summary>
internal abstract class LinkFunction
{
    /// <summary>The functions of a link.</summary>
    /// <param name="link">A link, not <see cref="GlmmDsl.Link.Default"/>.</param>
    /// <exception cref="ArgumentException">No such link.</exception>
    public static LinkFunction Of(Link link) => link switch
    {
        GlmmDsl.Link.Identity => Known<SameMeanLink>.Instance,
        GlmmDsl.Link.Log => Known<LogMeanLink>.Instance,
        GlmmDsl.Link.Sqrt => Known<SquaredMeanLink>.Instance,
        GlmmDsl.Link.Inverse => Known<InverseMeanLink>.Instance,
        GlmmDsl.Link.InverseSquare => Known<InverseSquareMeanLink>.Instance,
        GlmmDsl.Link.Logit => Known<ProbabilityMeanLink<LogitLink>>.Instance,
        GlmmDsl.Link.Probit => Known<ProbabilityMeanLink<ProbitLink>>.Instance,
        GlmmDsl.Link.Cloglog => Known<ProbabilityMeanLink<CloglogLink>>.Instance,
        GlmmDsl.Link.Cauchit => Known<ProbabilityMeanLink<CauchitLink>>.Instance,
        _ => throw new ArgumentException($"The link {link} cannot be that of a family of your own: name one such as {GlmmDsl.Link.Log}.", nameof(link)),
    };

    /// <summary>μ(η) of numbers with derivatives.</summary>
    public abstract T Mean<T>(in T eta)
        where T : struct, IJet<T>;

    /// <summary>log μ(η) of numbers with derivatives.</summary>
    public abstract T LogMean<T>(in T eta)
        where T : struct, IJet<T>;

    /// <summary>μ(η).</summary>
    public double Mean(double eta) => Mean<Real>(eta).Value;

    /// <summary>∂μ/∂η.</summary>
    public double MeanDerivative(double eta) => Mean(Jet1.Variable(eta, 0)).D0;

    /// <summary>η(μ).</summary>
    public abstract double Link(double mean);

    /// <inheritdoc cref="LikelihoodKernel.Strip"/>
    public abstract double Strip { get; }

    /// <inheritdoc cref="LikelihoodKernel.NormalMean"/>
    public abstract AveragedMean? NormalMean(double eta, double variance);

    private sealed class Known<TLink> : LinkFunction
        where TLink : struct, IMeanLink
    {
        public static LinkFunction Instance { get; } = new Known<TLink>();

        public override T Mean<T>(in T eta) => TLink.Mean(eta);

        public override T LogMean<T>(in T eta) => TLink.LogMean(eta);

        public override double Link(double mean) => TLink.Link(mean);

        public override double Strip => TLink.Strip;

        public override AveragedMean? NormalMean(double eta, double variance) => TLink.NormalMean(eta, variance);
    }
}
