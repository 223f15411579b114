using GlmmDsl.Inference.Means;

namespace GlmmDsl.Inference;

/// <summary>A test that a contrast of marginal means or slopes is zero, its p value and interval adjusted with those of its family. Immutable.</summary>
public sealed class ContrastTest
{
    private readonly ContrastWeights weights;
    private readonly CellCombination own;
    private readonly EstimateScale scale;
    private readonly bool isTransformed;
    private readonly Func<double, double> criticalValue;

    internal ContrastTest(
        ContrastWeights weights, FactorCell by, string? first, string? second, CellCombination own, double pValue, EstimateScale scale, bool isTransformed, Func<double, double> criticalValue)
    {
        (this.weights, this.own, this.scale, this.isTransformed, this.criticalValue) = (weights, own, scale, isTransformed, criticalValue);
        (By, First, Second, PValue) = (by, first, second, pValue);
        Name = weights.NameOf(isRatio: isTransformed && scale.Value is not null);
    }

    /// <summary>The name as emmeans prints it: <c>Drug - Placebo</c>, or <c>Drug / Placebo</c> for a ratio, <c>linear</c>.</summary>
    public string Name { get; }

    /// <summary>The levels of the factors within which it compares; empty where there are none.</summary>
    public FactorCell By { get; }

    /// <summary>Of a difference or ratio of two, the label of the one in front; null for other contrasts.</summary>
    public string? First { get; }

    /// <summary>Of a difference or ratio of two, the label of the other; null for other contrasts.</summary>
    public string? Second { get; }

    /// <summary>The estimate: a difference or, on the scale of the response of a model with log or logit link, a ratio; NaN where it is not estimable.</summary>
    public double Estimate => scale.Show(own.Estimate, isTransformed);

    /// <summary>Its standard error; of a ratio by the delta method.</summary>
    public double StandardError => scale.ShowError(own.Estimate, own.StandardError, isTransformed);

    /// <summary>Its own degrees of freedom; infinite where it is taken as normal.</summary>
    public double DegreesOfFreedom => own.DegreesOfFreedom;

    /// <summary>t, or z: the estimate over its standard error, of a ratio both on the scale of its logarithm.</summary>
    public double Statistic => own.Estimate / own.StandardError;

    /// <summary>The two-sided p value, adjusted.</summary>
    public double PValue { get; }

    /// <summary>What the estimate is under the hypothesis: 0, or 1 for a ratio.</summary>
    public double NullValue => scale.Show(0, isTransformed);

    /// <summary>Whether the data determine it.</summary>
    public bool IsEstimable => own.IsEstimable;

    /// <summary>A confidence interval, adjusted as the p value is; Holm's is Bonferroni's.</summary>
    /// <param name="level">The level, inside (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not inside (0, 1).</exception>
    public Interval Interval(double level = 0.95)
    {
        Inference.Interval.RequireLevel(level);
        return EstimateScale.Interval(scale, isTransformed, own.Estimate, criticalValue(level) * own.StandardError, level);
    }

    /// <summary>The contrast with its estimate and p value.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name}{(By.Count > 0 ? $" ({By})" : "")}: {Estimate:G6}, p = {PValue:G4}");

    /// <summary>The same difference from the other side.</summary>
    internal ContrastTest Reversed()
    {
        CellCombination other = own with { Coefficients = Array.ConvertAll(own.Coefficients, c => -c), Estimate = -own.Estimate };
        return new ContrastTest(weights.Reversed(), By, Second, First, other, PValue, scale, isTransformed, criticalValue);
    }
}
