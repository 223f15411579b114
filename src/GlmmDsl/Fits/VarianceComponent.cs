namespace GlmmDsl;

/// <summary>The variance of one column of random effects, or of the residuals.</summary>
/// <param name="Name">R's name of the column, <c>(Intercept)</c>, <c>Days</c>; <c>Residual</c>.</param>
/// <param name="Variance">The variance, in squared units of the response per unit of the column.</param>
public sealed record VarianceComponent(string Name, double Variance)
{
    /// <summary>Its square root, in units of the response per unit of the column.</summary>
    public double StandardDeviation => Math.Sqrt(Variance);

    /// <summary>The name with the variance and the standard deviation.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name}: variance {Variance:G6}, SD {StandardDeviation:G6}");
}
