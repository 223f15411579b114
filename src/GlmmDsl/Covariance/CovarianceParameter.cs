namespace GlmmDsl.Covariance;

/// <summary>A covariance parameter, an element of θ.</summary>
/// <param name="Factor">Its grouping factor in the layout.</param>
/// <param name="Row">The row of Λ that it moves most.</param>
/// <param name="Column">The column; that of the row for a parameter that sizes it.</param>
/// <param name="Vanishing">
/// Of a parameter whose zero is a variance of zero, how many parameters vanish with it, itself the first and the others behind it; 0 of any other.
/// </param>
/// <param name="IsEntry">Whether it is itself the entry (Row, Column) of Λ, so that zero says that there is no such effect.</param>
internal readonly record struct CovarianceParameter(int Factor, int Row, int Column, int Vanishing, bool IsEntry)
{
    /// <summary>Whether its zero is a variance of zero, the boundary of the parameters.</summary>
    public bool IsSize => Vanishing > 0;
}
