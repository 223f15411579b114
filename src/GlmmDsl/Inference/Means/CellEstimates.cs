namespace GlmmDsl.Inference.Means;

/// <summary>The estimates of cells, and of linear combinations of cells: means, slopes, averages.</summary>
internal abstract class CellEstimates
{
    /// <summary>The number of cells.</summary>
    public abstract int Count { get; }

    /// <summary>Whether statistics follow t; else the normal distribution.</summary>
    public abstract bool HasDegreesOfFreedom { get; }

    /// <summary>The method of the degrees of freedom as emmeans names it: <c>kenward-roger</c>, <c>asymptotic</c>.</summary>
    public abstract string MethodName { get; }

    /// <summary>A combination of the cells.</summary>
    /// <param name="weights">A weight for each cell.</param>
    public abstract CellCombination Combine(ReadOnlySpan<double> weights);

    /// <summary>The covariance of two combinations.</summary>
    public abstract double Covariance(CellCombination first, CellCombination second);

    /// <summary>One cell by itself.</summary>
    public CellCombination Cell(int index)
    {
        var weights = new double[Count];
        weights[index] = 1;
        return Combine(weights);
    }
}

/// <summary>A combination of cells with its estimate.</summary>
/// <param name="Coefficients">The combination in what the covariance is of.</param>
/// <param name="Estimate">The estimate; NaN where the data determine none.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="DegreesOfFreedom">Its degrees of freedom; infinite where it is taken as normal.</param>
internal sealed record CellCombination(double[] Coefficients, double Estimate, double StandardError, double DegreesOfFreedom)
{
    /// <summary>Whether the data determine it.</summary>
    public bool IsEstimable => !double.IsNaN(DegreesOfFreedom);
}
