namespace GlmmDsl.Families.Dispersed;

/// <summary>Counts above 0. μ is the mean of the distribution before 0 was excluded, as glmmTMB has it; the mean of a count is μ/(1 − f(0)).</summary>
internal abstract class TruncatedFamily(Family family, FamilyConstants constants) : CountFamily(family, constants)
{
    /// <inheritdoc/>
    protected override int First => 1;

    /// <summary>The variance before 0 was excluded.</summary>
    protected abstract double WholeVariance(double mean);

    /// <summary>f(0) before 0 was excluded.</summary>
    protected abstract double Zero(double mean);

    /// <inheritdoc/>
    /// <remarks>E y² = (V + μ²)/(1 − f(0)).</remarks>
    public override double VarianceOf(double mean)
    {
        double kept = 1 - Zero(mean), own = mean / kept;
        return ((WholeVariance(mean) + (mean * mean)) / kept) - (own * own);
    }

    /// <inheritdoc/>
    public override double ResponseMean(double mean) => mean / (1 - Zero(mean));

    /// <inheritdoc/>
    public override double StartingMean(double y, double m) => Math.Max(y, 1);
}
