using GlmmDsl.Inference.Hypotheses;
using GlmmDsl.Inference.Means;

namespace GlmmDsl.Inference;

/// <summary>A marginal mean, or the mean slope of a numeric column, in a cell. Immutable.</summary>
public sealed class MarginalEstimate
{
    private readonly CellCombination own;
    private readonly EstimateScale scale;
    private readonly bool isTransformed;

    internal MarginalEstimate(FactorCell cell, CellCombination own, EstimateScale scale, bool isTransformed) =>
        (Cell, this.own, this.scale, this.isTransformed) = (cell, own, scale, isTransformed);

    /// <summary>The levels that it is of: those of the factors asked for, then those of <c>by</c>.</summary>
    public FactorCell Cell { get; }

    /// <summary>The estimate on the scale asked for; NaN where it is not estimable.</summary>
    public double Estimate => scale.Show(own.Estimate, isTransformed);

    /// <summary>Its standard error; on the scale of the response by the delta method.</summary>
    public double StandardError => scale.ShowError(own.Estimate, own.StandardError, isTransformed);

    /// <summary>Its degrees of freedom; infinite where it is taken as normal.</summary>
    public double DegreesOfFreedom => own.DegreesOfFreedom;

    /// <summary>
    /// Whether the data determine it. Where cells without rows or other aliased columns leave it open (emmeans's <c>nonEst</c>) estimate, error and limits are NaN:
    /// it would change with the choice of the column dropped.
    /// </summary>
    public bool IsEstimable => own.IsEstimable;

    /// <summary>A confidence interval, not adjusted for the number of estimates; on the scale of the response its limits are those of the link, transformed.</summary>
    /// <param name="level">The level, inside (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not inside (0, 1).</exception>
    public Interval Interval(double level = 0.95)
    {
        Inference.Interval.RequireLevel(level);
        double reach = TailProbability.CriticalT(level, own.DegreesOfFreedom) * own.StandardError;
        return EstimateScale.Interval(scale, isTransformed, own.Estimate, reach, level);
    }

    /// <summary>The estimate with its cell.</summary>
    public override string ToString() => FormattableString.Invariant($"{Cell}: {(IsEstimable ? FormattableString.Invariant($"{Estimate:G6}") : "not estimable")}");
}
