namespace GlmmDsl.Covariance;

/// <summary>A covariance parameter, an element of θ.</summary>
/// <param name="Factor">Its grouping factor in the layout.</param>
/// <param name="Row">The row of the entry of Λ that it changes most.</param>
/// <param name="Column">The column of that entry; equal to the row for a parameter that sets a standard deviation.</param>
/// <param name="Vanishing">
/// For a parameter that is zero where a variance is zero: how many consecutive parameters vanish together, itself first. 0 for any other.
/// </param>
/// <param name="IsEntry">Whether it is itself the entry (Row, Column) of Λ, so that zero means no such effect.</param>
internal readonly record struct CovarianceParameter(int Factor, int Row, int Column, int Vanishing, bool IsEntry)
{
    /// <summary>Whether a variance is zero where this parameter is: the boundary of the parameter space.</summary>
    public bool IsSize => Vanishing > 0;
}
