namespace GlmmDsl.Inference;

/// <summary>The difference of the means of two levels of a factor within subjects, tested against its standard error.</summary>
/// <param name="First">The first level.</param>
/// <param name="Second">The second level.</param>
/// <param name="Estimate">The mean of the first less that of the second; groups of subjects count the same.</param>
/// <param name="StandardError">The standard error.</param>
/// <param name="DegreesOfFreedom">The degrees of freedom.</param>
/// <param name="PValue">The two-sided p value, not adjusted.</param>
/// <param name="Bonferroni">That by Bonferroni over the pairs of the factor.</param>
/// <param name="Holm">That by Holm.</param>
/// <param name="Tukey">That of Tukey's range over the levels of the factor: exact for a pooled variance; for paired differences the approximation that emmeans makes too.</param>
public sealed record PairwiseDifference(
    string First, string Second, double Estimate, double StandardError, double DegreesOfFreedom, double PValue, double Bonferroni, double Holm, double Tukey)
{
    /// <summary>t.</summary>
    public double Statistic => Estimate / StandardError;

    /// <summary>The levels with the difference and its test.</summary>
    public override string ToString() => FormattableString.Invariant($"{First} - {Second}: {Estimate:G6}, SE {StandardError:G4}, t({DegreesOfFreedom:F2}) = {Statistic:F3}, p = {PValue:G4}");
}
