using GlmmDsl.Families.Densities;
using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace GlmmDsl.Families.Dispersed;

/// <summary>Beta: V(μ) = μ(1 − μ)/(1 + φ), φ the precision.</summary>
internal sealed class BetaFamily(FamilyConstants constants) : DispersedFamily(Family.Beta, constants)
{
    public override FamilyDefinition With(FamilyConstants constants) => new BetaFamily(constants);

    protected override bool IsPrecision => true;

    public override string? LimitOf(Predictor predictor, bool isInfinite) => predictor == Predictor.Dispersion && !isInfinite
        ? "the responses lie as near to 0 and 1 as trials do, and the model is that of single trials: round them to 0 and 1 and fit that (Family.Binomial, --family binomial)"
        : base.LimitOf(predictor, isInfinite);

    public override double VarianceOf(double mean) => mean * (1 - mean) / (1 + Phi);

    public override double StartingMean(double y, double m) => y is > 0 and < 1 ? y : 0.5;

    public override string? Refusal(double y, double m) => y is > 0 and < 1 ? null : "a number between 0 and 1, 0 and 1 themselves excluded";

    public override double Draw(Random random, double mean, double m) => Beta.Sample(random, mean * Phi, (1 - mean) * Phi);

    public override TailInterval Tails(double y, double m, double mean) => TailInterval.At(
        SpecialFunctions.BetaRegularized(mean * Phi, (1 - mean) * Phi, y), SpecialFunctions.BetaRegularized((1 - mean) * Phi, mean * Phi, 1 - y));

    protected override FamilyKernels KernelsOf(Link link) => link switch
    {
        Link.Probit => Of<ProbitLink>(),
        Link.Cloglog => Of<CloglogLink>(),
        Link.Cauchit => Of<CauchitLink>(),
        _ => Of<LogitLink>(),
    };

    private FamilyKernels Of<TLink>()
        where TLink : struct, IProbabilityLink => Make<BetaDensity<ProbabilityMeanLink<TLink>>, ProbabilityMeanLink<TLink>>(hasSingleMode: false);
}
