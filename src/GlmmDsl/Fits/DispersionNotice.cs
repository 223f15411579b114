namespace GlmmDsl.Fits;

/// <summary>The notice of a response that varies more than its family allows.</summary>
internal static class DispersionNotice
{
    /// <summary>A ratio below this does not matter, however significant.</summary>
    private const double SmallestRatio = 1.2;

    private const double LargestPValue = 0.01;

    /// <summary>Makes notice 510; none if the family has a dispersion or there is nothing to check.</summary>
    public static IEnumerable<Notice> Of(FittedModel model)
    {
        if (DispersionCheck.Of(model) is { } check && check.Ratio > SmallestRatio && check.PValue < LargestPValue)
        {
            yield return new Notice(
                NoticeId.Overdispersion,
                FormattableString.Invariant(
                    $"The response varies more than its family allows: Pearson's X² is {check.ChiSquare:G4} on {check.DegreesOfFreedom} degrees of freedom, a ratio of {check.Ratio:F2}. Standard errors are then too small; add a random intercept for each row, or a predictor that explains the spread."),
                []);
        }
    }
}
