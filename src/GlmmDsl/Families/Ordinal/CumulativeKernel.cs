using System.Collections.Immutable;

namespace GlmmDsl.Families.Ordinal;

/// <summary>
/// The likelihood of an ordinal response as a function of three predictors: the conditional one and the two thresholds of the row's category, +∞ above the highest and −∞ below the lowest. So
/// a row costs the same whatever the number of categories. y is the category; the thresholds say all of it that the likelihood needs.
/// </summary>
internal abstract class CumulativeKernel : PredictorsKernel
{
    /// <inheritdoc/>
    public override ImmutableArray<Predictor> Predictors { get; } = [Predictor.Conditional, Predictor.Threshold, Predictor.Threshold];

    /// <inheritdoc/>
    public override bool HasTrials => false;

    /// <inheritdoc/>
    /// <remarks>What steps do not need costs little beside the exponentials and the logarithm.</remarks>
    public override bool IsCompleteInSteps => true;

    /// <summary>F(x).</summary>
    public abstract double Below(double x);

    /// <summary>1 − F(x).</summary>
    public abstract double Above(double x);

    /// <summary>log of the probability of the category between two thresholds.</summary>
    public abstract double LogProbability(double upper, double lower, double eta);

    /// <summary>log p of the category between two thresholds, s = ∂log p/∂η, W = −∂s/∂η and ∂W/∂η.</summary>
    public abstract (double Log, double Score, double Information, double Slope) InEta(double upper, double lower, double eta);
}

/// <summary>The same with a distribution.</summary>
internal class CumulativeKernel<TDistribution> : CumulativeKernel
    where TDistribution : struct, ILatentDistribution
{
    /// <inheritdoc/>
    public override bool HasSingleMode => TDistribution.IsLogConcave;

    /// <inheritdoc/>
    public override bool HasPositiveInformation => TDistribution.IsLogConcave;

    /// <inheritdoc/>
    public override double Below(double x) => TDistribution.Below(x);

    /// <inheritdoc/>
    public override double Above(double x) => TDistribution.Above(x);

    /// <inheritdoc/>
    /// <remarks>F⁻¹ of the share.</remarks>
    public override double ThresholdAt(double share) => TDistribution.Quantile(share);

    /// <inheritdoc/>
    public override double LogProbability(double upper, double lower, double eta) => IntervalDerivatives<TDistribution>.LogAt(upper, lower, eta);

    /// <inheritdoc/>
    public override (double Log, double Score, double Information, double Slope) InEta(double upper, double lower, double eta)
    {
        var d = IntervalDerivatives<TDistribution>.At(upper, lower, eta);
        return (d.Log, d.Score, d.Information, -d.Third);
    }

    /// <inheritdoc/>
    /// <remarks>Thresholds have no random terms, so the third derivatives are those with two in the conditional predictor.</remarks>
    public override double Evaluate(int start, int count, double[][] eta, double[] y, double[] m, RowDerivatives derivatives)
    {
        double sum = 0;
        for (int row = start; row < start + count; row++)
        {
            sum += Single(row, eta, m, derivatives);
        }

        return sum < double.PositiveInfinity ? sum : double.NegativeInfinity;
    }

    /// <inheritdoc/>
    public override double EvaluateActive(int start, int count, double[][] eta, double[] y, double[] m, RowDerivatives derivatives) => Evaluate(start, count, eta, y, m, derivatives);

    /// <inheritdoc/>
    public override double LogDensity(ReadOnlySpan<double> eta, double y, double m) => m == 0 ? 0 : m * LogProbability(eta[1], eta[2], eta[0]);

    /// <inheritdoc/>
    /// <remarks>Starts come from the proportions of the categories.</remarks>
    public override double StartingEta(int predictor, double y, double m) => 0;

    /// <summary>Weighted log f of one row; fills it and the derivatives.</summary>
    protected static double Single(int row, double[][] eta, double[] m, RowDerivatives derivatives)
    {
        var d = IntervalDerivatives<TDistribution>.At(eta[1][row], eta[2][row], eta[0][row]);
        double weight = m[row];
        double log = derivatives.Log[row] = weight == 0 ? 0 : weight * d.Log;
        derivatives.Score[0][row] = weight * d.Score;
        derivatives.Score[1][row] = weight * d.UpperScore;
        derivatives.Score[2][row] = weight * d.LowerScore;
        StoreSecond(row, weight, d, derivatives);
        return log;
    }

    private static void StoreSecond(int row, double weight, in IntervalDerivatives<TDistribution> d, RowDerivatives derivatives)
    {
        if (derivatives.Information(0, 0) is not { } information)
        {
            return;
        }

        information[row] = weight * d.Information;
        derivatives.Information(0, 1)![row] = weight * d.UpperInformation;
        derivatives.Information(0, 2)![row] = weight * d.LowerInformation;
        derivatives.Third(0, 0, 0)![row] = weight * d.Third;
        derivatives.Third(0, 0, 1)![row] = weight * d.UpperThird;
        derivatives.Third(0, 0, 2)![row] = weight * d.LowerThird;
        if (derivatives.Information(1, 1) is { } upper)
        {
            upper[row] = weight * d.UpperUpper;
            derivatives.Information(1, 2)![row] = weight * d.UpperLower;
            derivatives.Information(2, 2)![row] = weight * d.LowerLower;
        }
    }
}
