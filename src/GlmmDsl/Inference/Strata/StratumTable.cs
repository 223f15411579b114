using System.Collections.Immutable;

namespace GlmmDsl.Inference;

/// <summary>A line of an analysis of variance.</summary>
/// <param name="Name">The term, or <c>Residuals</c>.</param>
/// <param name="DegreesOfFreedom">Its degrees of freedom.</param>
/// <param name="SumOfSquares">Its sum of squares: of a term, beyond the terms before it.</param>
/// <param name="Statistic">F; NaN of residuals.</param>
/// <param name="PValue">The p value; NaN of residuals.</param>
public sealed record StratumLine(string Name, int DegreesOfFreedom, double SumOfSquares, double Statistic, double PValue)
{
    /// <summary>The mean square.</summary>
    public double MeanSquare => SumOfSquares / DegreesOfFreedom;
}

/// <summary>An error stratum as <c>summary(aov(..))</c> shows it: terms in order, with sequential sums of squares, and residuals.</summary>
/// <param name="Name">Its name, <c>item:store</c>.</param>
/// <param name="Lines">The terms, then the residuals.</param>
/// <param name="VarianceComponent">
/// The variance of the stratum by the method of moments: its residual mean square less those of the strata inside it, over the rows it is a mean of. May be
/// negative. Of the last stratum the residual variance: that of cell means where a subject has several
/// rows in a cell.
/// </param>
public sealed record StratumTable(string Name, ImmutableArray<StratumLine> Lines, double VarianceComponent);
