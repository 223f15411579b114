using GlmmDsl.Data;

namespace GlmmDsl.Tests.Fitting;

public sealed class SolutionNoticeTests
{
    [Fact]
    public void A_singular_fit_names_what_vanished()
    {
        MixedModelFit fit = MixedModel.Fit("Yield ~ 1 + (1 | Batch)", Fits.Data("Dyestuff2"));

        Notice notice = Assert.Single(fit.Notices, n => n.Id == NoticeId.Singular);
        Assert.Equal(Verdict.Singular, fit.Verdict);
        Assert.True(fit.IsSingular);
        Assert.Equal("GLMM502", notice.Code);
        Assert.Contains("(Intercept) between levels of Batch", notice.Text, StringComparison.Ordinal);
        Assert.Equal(["Batch"], notice.Subjects);
    }

    [Fact]
    public void Aliased_columns_are_named_with_what_determines_them()
    {
        MixedModelFit fit = MixedModel.Fit("y ~ x + twice + zero + (1 | g)", Fits.Small());

        Notice notice = Assert.Single(fit.Notices, n => n.Id == NoticeId.RankDeficient);
        Assert.Contains("'twice' is determined by x", notice.Text, StringComparison.Ordinal);
        Assert.Contains("'zero' is zero in every row", notice.Text, StringComparison.Ordinal);
        Assert.Equal(["twice", "zero"], notice.Subjects);
        Assert.Equal(2, notice.Count);
    }

    [Fact]
    public void A_healthy_fit_has_no_notices()
    {
        Assert.Empty(Fits.Sleepstudy.Notices);
        Assert.Equal(Verdict.Converged, Fits.Sleepstudy.Verdict);
        Assert.False(Fits.Sleepstudy.IsSingular);
    }

    [Fact]
    public void A_notice_can_be_ignored_or_thrown()
    {
        Table rows = Fits.Data("Dyestuff2");
        var ignore = new FitOptions { Notices = NoticePolicy.Default.With(NoticeId.Singular, NoticeAction.Ignore) };
        var refuse = new FitOptions { Notices = NoticePolicy.Default.With(NoticeId.Singular, NoticeAction.Throw) };

        Assert.DoesNotContain(MixedModel.Fit("Yield ~ 1 + (1 | Batch)", rows, ignore).Notices, n => n.Id == NoticeId.Singular);
        var thrown = Assert.Throws<NoticeException>(() => MixedModel.Fit("Yield ~ 1 + (1 | Batch)", rows, refuse));
        Assert.Equal(NoticeId.Singular, thrown.Notice.Id);
    }
}
