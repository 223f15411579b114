using GlmmDsl.Inference.Hypotheses;
using GlmmDsl.Inference.Means;

namespace GlmmDsl.Inference;

/// <summary>An average over the observed rows: of predictions, of a comparison, of slopes. Its standard error is that of the delta method; it is taken as normal. Immutable.</summary>
public sealed class AverageEstimate
{
    private readonly double own;
    private readonly double error;
    private readonly EstimateScale scale;

    internal AverageEstimate(string name, FactorCell by, double own, double error, EstimateScale scale) => (Name, By, this.own, this.error, this.scale) = (name, by, own, error, scale);

    /// <summary>What it is of: the column, with the levels compared.</summary>
    public string Name { get; }

    /// <summary>The levels of the rows averaged over; empty for all rows.</summary>
    public FactorCell By { get; }

    /// <summary>The average; a ratio is that of two averages.</summary>
    public double Estimate => scale.Show(own, isTransformed: true);

    /// <summary>Its standard error.</summary>
    public double StandardError => scale.ShowError(own, error, isTransformed: true);

    /// <summary>z: the estimate over its standard error; of a ratio that of its logarithm.</summary>
    public double Statistic => own / error;

    /// <summary>The two-sided p value of the hypothesis that a difference, slope or logarithm of a ratio is 0.</summary>
    public double PValue => TailProbability.OfT(Statistic, double.PositiveInfinity);

    /// <summary>A confidence interval; of a ratio symmetric in the logarithm.</summary>
    /// <param name="level">The level, inside (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not inside (0, 1).</exception>
    public Interval Interval(double level = 0.95)
    {
        Inference.Interval.RequireLevel(level);
        return EstimateScale.Interval(scale, isTransformed: true, own, TailProbability.CriticalT(level, double.PositiveInfinity) * error, level);
    }

    /// <summary>The name with the estimate.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name}{(By.Count > 0 ? $" ({By})" : "")}: {Estimate:G6}");
}
