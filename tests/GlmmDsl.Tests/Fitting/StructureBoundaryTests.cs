namespace GlmmDsl.Tests.Fitting;

/// <summary>
/// Structures whose optimum is at the end of a range, beside a worse one: a variance of zero, where the correlations have no slope, or a partial correlation of ±1. The designs are random and have few rows;
/// −2 log L is glmmTMB's, of the optimiser that got lower.
/// </summary>
public sealed class StructureBoundaryTests
{
    [Theory]
    [InlineData("corner41", "y ~ x + homcs(0 + factor(t) | g)", "binomial", 214.94141794)]
    [InlineData("corner94", "y ~ x + toep(0 + factor(t) | g)", "binomial", 129.06493242)]
    [InlineData("corner125", "y ~ x + ar1(0 + factor(t) | g) + (1 | g)", "binomial", 72.28241092)]
    [InlineData("corner168", "y ~ x + homtoep(0 + factor(t) | g)", "poisson", 147.83287085)]
    [InlineData("corner173", "y ~ x + cs(0 + factor(t) | g) + (1 | g)", "nbinom2", 1030.70951702)]
    [InlineData("corner178", "y ~ x + cs(0 + factor(t) | g) + (1 | h)", "gaussian", 276.72170272)]
    public void The_lowest_corner_is_found_and_certified(string data, string formula, string family, double expected)
    {
        MixedModelFit fit = Fit(data, formula, family);

        Assert.True(-2 * fit.LogLikelihood.Value <= expected + 1e-5, FormattableString.Invariant($"{-2 * fit.LogLikelihood.Value:R} against {expected:R}"));
        Assert.Equal(Verdict.Singular, fit.Verdict);
        Assert.Contains(fit.Notices, n => n.Id == NoticeId.Singular);
    }

    [Fact]
    public void Parameters_that_cannot_be_told_apart_are_named_as_the_reason()
    {
        // Two times: three variances and covariances for ar1 and an intercept, which have four parameters.
        Notice notice = Fit("corner125", "y ~ x + ar1(0 + factor(t) | g) + (1 | g)", "binomial").Notices.Single(n => n.Id == NoticeId.Singular);
        Assert.Contains("some covariance parameters cannot be told apart", notice.Text, StringComparison.Ordinal);
    }

    private static MixedModelFit Fit(string data, string formula, string family) => MixedModel.Fit(
        formula,
        GlmmDsl.Tests.Fits.Data(data),
        new FitOptions
        {
            Family = family switch { "binomial" => Family.Binomial, "poisson" => Family.Poisson, "nbinom2" => Family.NegativeBinomial2, _ => Family.Gaussian },
            Notices = NoticePolicy.Default.With(NoticeId.UnequalTimes, NoticeAction.Ignore),
        });
}
