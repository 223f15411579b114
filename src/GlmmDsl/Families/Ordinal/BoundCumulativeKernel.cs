using System.Collections.Immutable;

namespace GlmmDsl.Families.Ordinal;

/// <summary>
/// The likelihood of an ordinal response as a function of the conditional predictor, the thresholds given. The mean that it knows is that of the latent variable, η itself: the response has
/// categories and no mean of its own.
/// </summary>
/// <param name="kernel">The distribution.</param>
/// <param name="thresholds">The thresholds, ascending.</param>
internal sealed class BoundCumulativeKernel(CumulativeKernel kernel, ImmutableArray<double> thresholds) : LikelihoodKernel
{
    public override bool IsCanonical => false;

    public override bool IsObservedPositive => kernel.HasSingleMode;

    public override bool HasSingleMode => kernel.HasSingleMode;

    /// <inheritdoc/>
    public override double Constant(ReadOnlySpan<double> y, ReadOnlySpan<double> m) => 0;

    /// <inheritdoc/>
    public override double Evaluate(
        ReadOnlySpan<double> eta, ReadOnlySpan<double> y, ReadOnlySpan<double> m, Span<double> score, Span<double> observed, Span<double> derivative)
    {
        double sum = 0;
        for (int i = 0; i < eta.Length; i++)
        {
            (double log, double s, double information, double slope) = kernel.InEta(Upper(y[i]), Lower(y[i]), eta[i]);
            score[i] = m[i] * s;
            observed[i] = m[i] * information;
            derivative[i] = m[i] * slope;
            sum += m[i] * log;
        }

        return sum;
    }

    /// <inheritdoc/>
    public override double Score(ReadOnlySpan<double> eta, ReadOnlySpan<double> y, ReadOnlySpan<double> m, Span<double> score)
    {
        double sum = 0;
        for (int i = 0; i < eta.Length; i++)
        {
            (double log, double s, _, _) = kernel.InEta(Upper(y[i]), Lower(y[i]), eta[i]);
            score[i] = m[i] * s;
            sum += m[i] * log;
        }

        return sum;
    }

    /// <inheritdoc/>
    /// <remarks>Σ p s² over the categories.</remarks>
    public override void Expected(ReadOnlySpan<double> eta, ReadOnlySpan<double> m, Span<double> expected)
    {
        for (int i = 0; i < eta.Length; i++)
        {
            double sum = 0;
            for (int j = 0; j <= thresholds.Length; j++)
            {
                (double log, double s, _, _) = kernel.InEta(Upper(j), Lower(j), eta[i]);
                sum += Math.Exp(log) * s * s;
            }

            expected[i] = m[i] * sum;
        }
    }

    /// <inheritdoc/>
    /// <remarks>∂/∂η Σ p s² = Σ p (s³ − 2sW).</remarks>
    public override void ExpectedDerivative(ReadOnlySpan<double> eta, ReadOnlySpan<double> m, Span<double> derivative)
    {
        for (int i = 0; i < eta.Length; i++)
        {
            double sum = 0;
            for (int j = 0; j <= thresholds.Length; j++)
            {
                (double log, double s, double information, _) = kernel.InEta(Upper(j), Lower(j), eta[i]);
                sum += Math.Exp(log) * s * ((s * s) - (2 * information));
            }

            derivative[i] = m[i] * sum;
        }
    }

    /// <inheritdoc/>
    public override double LogDensity(double eta, double y, double m) => m * kernel.LogProbability(Upper(y), Lower(y), eta);

    /// <inheritdoc/>
    public override double Mean(double eta) => eta;

    /// <inheritdoc/>
    public override double MeanDerivative(double eta) => 1;

    /// <inheritdoc/>
    public override double Link(double mean) => mean;

    /// <inheritdoc/>
    public override AveragedMean? NormalMean(double eta, double variance) => new(eta, 1, 0);

    /// <inheritdoc/>
    /// <remarks>Of the categories counted from 1.</remarks>
    public override double Variance(double mean)
    {
        double first = 0, second = 0;
        for (int j = 0; j <= thresholds.Length; j++)
        {
            double p = Math.Exp(kernel.LogProbability(Upper(j), Lower(j), mean));
            first += p * j;
            second += p * j * j;
        }

        return Math.Max(0, second - (first * first));
    }

    /// <inheritdoc/>
    /// <remarks>A perfect fit gives the category observed a probability of 1.</remarks>
    public override double UnitDeviance(double y, double m, double mean) => -2 * LogDensity(mean, y, m);

    /// <inheritdoc/>
    public override double StartingMean(double y, double m) => 0;

    private double Upper(double y) => y < thresholds.Length ? thresholds[(int)y] : double.PositiveInfinity;

    private double Lower(double y) => y > 0 ? thresholds[(int)y - 1] : double.NegativeInfinity;
}
