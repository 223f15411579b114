using GlmmDsl.Families.Densities;
using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace GlmmDsl.Families.Dispersed;

/// <summary>Tweedie with a power p between 1 and 2, a Poisson number of gamma variates: V(μ) = φμᵖ; 0 has a probability of its own.</summary>
internal sealed class TweedieFamily(FamilyConstants constants) : DispersedFamily(Family.Tweedie, constants)
{
    /// <summary>Of the Poisson number, what lies further out than this many standard deviations does not count.</summary>
    private const double Deviations = 12;

    public override FamilyDefinition With(FamilyConstants constants) => new TweedieFamily(constants);

    public override string? ShapeName => "Tweedie power";

    public override string? LimitOf(Predictor predictor, bool isInfinite) => predictor != Predictor.Shape
        ? base.LimitOf(predictor, isInfinite)
        : isInfinite
        ? "the responses have the variance of gamma ones, and the model is a gamma one: fit that (Family.Gamma, --family Gamma)"
        : "the responses are counts times one number: divide them by it and fit a Poisson model (Family.Poisson, --family poisson)";

    public override double ShapeOf(double eta, int index = 0) => 1 + LogitLink.Mean(eta);

    protected override double[] ConstantPredictors => [Math.Log(Phi), LogitLink.Link(Power - 1)];

    private double Power => Constants.Shape;

    /// <summary>The shape of each gamma variate.</summary>
    private double Alpha => (2 - Power) / (Power - 1);

    public override double VarianceOf(double mean) => Phi * Math.Pow(mean, Power);

    public override double UnitDevianceOf(double y, double m, double mean) => 2 * m * (
        (Math.Pow(y, 2 - Power) / ((1 - Power) * (2 - Power))) - (y * Math.Pow(mean, 1 - Power) / (1 - Power)) + (Math.Pow(mean, 2 - Power) / (2 - Power)));

    public override double StartingMean(double y, double m) => y > 0 ? y : 0.1;

    public override string? Refusal(double y, double m) => y >= 0 ? null : "a number from 0";

    public override string? Emptiness(ReadOnlySpan<double> y, ReadOnlySpan<double> m) => !y.ContainsAnyExcept(0.0) ? "is 0 in every row" : null;

    public override double Draw(Random random, double mean, double m)
    {
        int count = Poisson.Sample(random, Rate(mean));
        return count == 0 ? 0 : Gamma.Sample(random, count * Alpha, 1 / Scale(mean));
    }

    public override TailInterval Tails(double y, double m, double mean)
    {
        double rate = Rate(mean), zero = Math.Exp(-rate);
        if (y == 0)
        {
            return new TailInterval(0, zero, IsUpper: false);
        }

        double below = zero, above = 0, reach = Deviations * (Math.Sqrt(rate) + 1);
        for (double n = Math.Max(1, Math.Floor(rate - reach)); n <= rate + reach; n++)
        {
            double weight = Math.Exp((n * Math.Log(rate)) - rate - SpecialFunctions.GammaLn(n + 1));
            below += weight * SpecialFunctions.GammaLowerRegularized(n * Alpha, y / Scale(mean));
            above += weight * SpecialFunctions.GammaUpperRegularized(n * Alpha, y / Scale(mean));
        }

        return TailInterval.At(below, above);
    }

    protected override bool HasLatentVariance => true;

    protected override FamilyKernels KernelsOf(Link link) => link switch
    {
        Link.Identity => Make<TweedieDensity<SameMeanLink>, SameMeanLink>(hasSingleMode: false),
        Link.Inverse => Make<TweedieDensity<InverseMeanLink>, InverseMeanLink>(hasSingleMode: false),
        _ => Make<TweedieDensity<LogMeanLink>, LogMeanLink>(hasSingleMode: true),
    };

    private double Rate(double mean) => Math.Pow(mean, 2 - Power) / (Phi * (2 - Power));

    private double Scale(double mean) => Phi * (Power - 1) * Math.Pow(mean, Power - 1);
}
