using GlmmDsl.Families.Densities;
using GlmmDsl.Families.Jets;

namespace GlmmDsl.Families.Dispersed;

/// <summary>A density as a function of the conditional predictor, its dispersion and shape given. m multiplies log f, or is the number of trials that the density takes.</summary>
/// <param name="family">The family, with its constants.</param>
/// <param name="constants">The predictors of dispersion and shape.</param>
/// <param name="hasSingleMode">Whether log f is concave in η.</param>
internal sealed class BoundKernel<TDensity, TLink>(DispersedFamily family, double[] constants, bool hasSingleMode) : LikelihoodKernel
    where TDensity : struct, IRowDensity
    where TLink : struct, IMeanLink
{
    /// <summary>Relative step of the one difference taken.</summary>
    private const double Step = 1e-5;

    public override bool IsCanonical => false;

    public override bool IsObservedPositive => hasSingleMode;

    public override bool HasSingleMode => hasSingleMode;

    /// <inheritdoc/>
    /// <remarks>All parts of log f depend on the dispersion and are in the sums.</remarks>
    public override double Constant(ReadOnlySpan<double> y, ReadOnlySpan<double> m) => 0;

    /// <inheritdoc/>
    public override double Evaluate(
        ReadOnlySpan<double> eta, ReadOnlySpan<double> y, ReadOnlySpan<double> m, Span<double> score, Span<double> observed, Span<double> derivative)
    {
        double sum = 0;
        for (int i = 0; i < eta.Length; i++)
        {
            Jet1 log = Log(Jet1.Variable(eta[i], 0), y[i], m[i]);
            double weight = Weight(m[i]);
            score[i] = weight * log.D0;
            observed[i] = -weight * log.D00;
            derivative[i] = -weight * log.D000;
            sum += weight * log.Value;
        }

        return Valid(sum);
    }

    /// <inheritdoc/>
    public override double Score(ReadOnlySpan<double> eta, ReadOnlySpan<double> y, ReadOnlySpan<double> m, Span<double> score)
    {
        double sum = 0;
        for (int i = 0; i < eta.Length; i++)
        {
            Jet1 log = Log(Jet1.Variable(eta[i], 0), y[i], m[i]);
            score[i] = Weight(m[i]) * log.D0;
            sum += Weight(m[i]) * log.Value;
        }

        return Valid(sum);
    }

    /// <inheritdoc/>
    /// <remarks>(∂μ/∂η)²/V(μ): the information that the mean has of η, which of an exponential family is all there is.</remarks>
    public override void Expected(ReadOnlySpan<double> eta, ReadOnlySpan<double> m, Span<double> expected)
    {
        for (int i = 0; i < eta.Length; i++)
        {
            expected[i] = m[i] * Information(eta[i]);
        }
    }

    /// <inheritdoc/>
    public override void ExpectedDerivative(ReadOnlySpan<double> eta, ReadOnlySpan<double> m, Span<double> derivative)
    {
        for (int i = 0; i < eta.Length; i++)
        {
            double step = Step * (1 + Math.Abs(eta[i]));
            derivative[i] = m[i] * (Information(eta[i] + step) - Information(eta[i] - step)) / (2 * step);
        }
    }

    /// <inheritdoc/>
    public override double LogDensity(double eta, double y, double m) => Valid(Weight(m) * Log<Real>(eta, y, m).Value);

    /// <inheritdoc/>
    public override double Mean(double eta) => TLink.Mean<Real>(eta).Value;

    /// <inheritdoc/>
    public override double MeanDerivative(double eta) => TLink.Mean(Jet1.Variable(eta, 0)).D0;

    /// <inheritdoc/>
    public override double Link(double mean) => TLink.Link(mean);

    /// <inheritdoc/>
    public override double Strip => TLink.Strip;

    /// <inheritdoc/>
    public override AveragedMean? NormalMean(double eta, double variance) => TLink.NormalMean(eta, variance);

    /// <inheritdoc/>
    public override double Variance(double mean) => family.VarianceOf(mean);

    /// <inheritdoc/>
    public override double UnitDeviance(double y, double m, double mean) => family.UnitDevianceOf(y, m, mean);

    /// <inheritdoc/>
    public override double StartingMean(double y, double m) => family.StartingMean(y, m);

    private static double Valid(double sum) => sum < double.PositiveInfinity ? sum : double.NegativeInfinity;

    private double Information(double eta)
    {
        Jet1 mean = TLink.Mean(Jet1.Variable(eta, 0));
        return mean.D0 * mean.D0 / family.VarianceOf(mean.Value);
    }

    private double Weight(double m) => family.HasTrials ? 1 : m;

    private T Log<T>(T eta, double y, double m)
        where T : unmanaged, IJet<T>
    {
        Span<T> predictors = stackalloc T[constants.Length + 1];
        predictors[0] = eta;
        for (int k = 0; k < constants.Length; k++)
        {
            predictors[k + 1] = constants[k];
        }

        return TDensity.LogDensity<T>(predictors, y, m);
    }
}
