namespace GlmmDsl.Families.Dispersed;

/// <summary>Counts above 0. μ is the mean of the distribution before 0 was excluded, as glmmTMB has it; the mean of a count is μ/(1 − f(0)).</summary>
internal abstract class TruncatedFamily(Family family, FamilyConstants constants) : CountFamily(family, constants)
{
    /// <inheritdoc/>
    protected override int First => 1;

    /// <summary>The variance before 0 was excluded.</summary>
    protected abstract double WholeVariance(double mean);

    /// <summary>log f(0) before 0 was excluded.</summary>
    protected abstract double LogZero(double mean);

    /// <summary>1 − f(0), which keeps its digits where f(0) is nearly 1.</summary>
    private double Kept(double mean) => -LinearAlgebra.SmallNumbers.ExpM1(LogZero(mean));

    /// <inheritdoc/>
    /// <remarks>E y² = (V + μ²)/(1 − f(0)).</remarks>
    public override double VarianceOf(double mean)
    {
        double kept = Kept(mean), own = mean / kept;
        return ((WholeVariance(mean) + (mean * mean)) / kept) - (own * own);
    }

    /// <inheritdoc/>
    public override double ResponseMean(double mean) => mean / Kept(mean);

    /// <summary>The link's mean is that before truncation, which no response has.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    protected override double LatentVarianceOf(Link link, LatentVariance kind, double dispersion, Func<double> nullMean) => throw new InvalidOperationException(
        $"For the {Words} family a row has no variance on the scale of the linear predictor: the link gives the mean of counts before truncation, and what is observed are others. Intraclass correlation and R² are not defined.");

    /// <inheritdoc/>
    public override double StartingMean(double y, double m) => Math.Max(y, 1);
}
