using GlmmDsl.Families.Jets;

namespace GlmmDsl.Families.Custom;

/// <summary>A user's density as a function of the conditional predictor, its parameters given.</summary>
/// <param name="custom">The family with its parameters.</param>
/// <param name="others">The linear predictors of the parameters.</param>
internal sealed class CustomBoundKernel(CustomFamily custom, double[] others) : LikelihoodKernel
{
    /// <summary>Relative step of the one difference taken.</summary>
    private const double Step = 1e-5;

    private readonly ResponseFamily family = custom.Definition;
    private readonly LinkFunction link = custom.Definition.LinkFunction;

    public override bool IsCanonical => false;

    public override bool IsObservedPositive => family.HasSingleMode;

    public override bool HasSingleMode => family.HasSingleMode;

    public override double Strip => link.Strip;

    public override double Constant(ReadOnlySpan<double> y, ReadOnlySpan<double> m) => 0;

    public override double Evaluate(
        ReadOnlySpan<double> eta, ReadOnlySpan<double> y, ReadOnlySpan<double> m, Span<double> score, Span<double> observed, Span<double> derivative)
    {
        double sum = 0;
        for (int i = 0; i < eta.Length; i++)
        {
            Jet1 log = Log(eta[i], y[i], m[i]);
            double weight = Weight(m[i]);
            score[i] = weight * log.D0;
            observed[i] = -weight * log.D00;
            derivative[i] = -weight * log.D000;
            sum += weight * log.Value;
        }

        return Valid(sum);
    }

    public override double Score(ReadOnlySpan<double> eta, ReadOnlySpan<double> y, ReadOnlySpan<double> m, Span<double> score)
    {
        double sum = 0;
        for (int i = 0; i < eta.Length; i++)
        {
            Jet1 log = Log(eta[i], y[i], m[i]);
            score[i] = Weight(m[i]) * log.D0;
            sum += Weight(m[i]) * log.Value;
        }

        return Valid(sum);
    }

    /// <remarks>(∂μ/∂η)²/V(μ): the information that the mean has of η.</remarks>
    public override void Expected(ReadOnlySpan<double> eta, ReadOnlySpan<double> m, Span<double> expected)
    {
        for (int i = 0; i < eta.Length; i++)
        {
            expected[i] = m[i] * Information(eta[i]);
        }
    }

    public override void ExpectedDerivative(ReadOnlySpan<double> eta, ReadOnlySpan<double> m, Span<double> derivative)
    {
        for (int i = 0; i < eta.Length; i++)
        {
            double step = Step * (1 + Math.Abs(eta[i]));
            derivative[i] = m[i] * (Information(eta[i] + step) - Information(eta[i] - step)) / (2 * step);
        }
    }

    public override double LogDensity(double eta, double y, double m) => Valid(Weight(m) * Log(eta, y, m).Value);

    public override double Mean(double eta) => link.Mean(eta);

    public override double MeanDerivative(double eta) => link.MeanDerivative(eta);

    public override double Link(double mean) => link.Link(mean);

    public override AveragedMean? NormalMean(double eta, double variance) => link.NormalMean(eta, variance);

    public override double Variance(double mean) => custom.VarianceOf(mean);

    /// <exception cref="NotSupportedException">Always: the best mean for a row is not known.</exception>
    public override double UnitDeviance(double y, double m, double mean) => throw new NotSupportedException(
        $"Deviance residuals are not defined for the family {custom.Words}: ask for response, Pearson or quantile residuals.");

    public override double StartingMean(double y, double m) => family.StartingMeanOf(y, Trials(m));

    private static double Valid(double sum) => sum < double.PositiveInfinity ? sum : double.NegativeInfinity;

    private double Information(double eta)
    {
        double mean = link.Mean(eta), slope = link.MeanDerivative(eta);
        return slope * slope / custom.VarianceOf(mean);
    }

    private double Weight(double m) => custom.HasTrials ? 1 : m;

    private double Trials(double m) => custom.HasTrials ? m : 1;

    private Jet1 Log(double eta, double y, double m)
    {
        Span<Jet1> predictors = stackalloc Jet1[others.Length + 1];
        predictors[0] = Jet1.Variable(eta, 0);
        for (int k = 0; k < others.Length; k++)
        {
            predictors[k + 1] = others[k];
        }

        return family.LogDensityOf<Jet1>(predictors, y, Trials(m));
    }
}
