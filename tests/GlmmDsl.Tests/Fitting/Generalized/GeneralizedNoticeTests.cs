using GlmmDsl.Tests.Results;

namespace GlmmDsl.Tests.Fitting.Generalized;

public sealed class GeneralizedNoticeTests
{
    private static readonly FitOptions Binomial = new() { Family = Family.Binomial };

    [Fact]
    public void Separation_names_the_coefficients_without_estimate()
    {
        MixedModelFit fit = MixedModel.Fit(
            "y ~ f + x + (1 | g)", Fits.Csv("y,f,x,g\n0,p,1,a\n1,p,3,a\n0,p,3,b\n1,p,1,b\n0,p,2,c\n1,q,1,a\n1,q,2,b\n1,q,3,c\n1,q,2,c\n"), Binomial);

        Notice notice = Assert.Single(fit.Notices, n => n.Id == NoticeId.Separation);
        Assert.Equal(["fq"], notice.Subjects);
        Assert.Contains("(fq +1)", notice.Text, StringComparison.Ordinal);
        Assert.Equal(Verdict.NotConverged, fit.Verdict);
    }

    [Fact]
    public void Small_clusters_are_noticed_under_Laplace_and_not_under_quadrature()
    {
        Table ohio = Fits.Data("ohio");
        const string Formula = "resp ~ age + smoke + (1 | id)";

        Notice notice = Assert.Single(MixedModel.Fit(Formula, ohio, Binomial).Notices, n => n.Id == NoticeId.SmallClustersWithLaplace);
        MixedModelFit quadrature = MixedModel.Fit(Formula, ohio, Binomial with { Approximation = Approximation.Quadrature });

        Assert.Equal(["id"], notice.Subjects);
        Assert.Contains("4.0 trials", notice.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(quadrature.Notices, n => n.Id == NoticeId.SmallClustersWithLaplace);
        Assert.DoesNotContain(Fits.Cbpp.Notices, n => n.Id == NoticeId.SmallClustersWithLaplace);
        Assert.DoesNotContain(Fits.Sleepstudy.Notices, n => n.Id == NoticeId.SmallClustersWithLaplace);
    }

    [Fact]
    public void Overdispersion_is_noticed_until_a_row_intercept_takes_it_up()
    {
        Table ticks = Fits.Data("grouseticks");
        var poisson = new FitOptions { Family = Family.Poisson };

        MixedModelFit plain = MixedModel.Fit("TICKS ~ factor(YEAR) + cHEIGHT + (1 | BROOD)", ticks, poisson);
        MixedModelFit perRow = MixedModel.Fit("TICKS ~ factor(YEAR) + cHEIGHT + (1 | BROOD) + (1 | INDEX)", ticks, poisson);

        // R: sum(residuals(m, type = "pearson")^2), df.residual(m) of glmer's fit.
        Assert.Equal(689.3074, plain.DispersionCheck!.Value.ChiSquare, 0.01);
        Assert.Equal(398, plain.DispersionCheck.Value.DegreesOfFreedom);
        Assert.Single(plain.Notices, n => n.Id == NoticeId.Overdispersion);
        Assert.DoesNotContain(perRow.Notices, n => n.Id == NoticeId.Overdispersion);
        Assert.InRange(perRow.DispersionCheck!.Value.PValue, 0.5, 1);
        Assert.Null(MixedModel.Fit("y ~ x", Fits.Csv("y,x\n0,1\n1,2\n0,3\n1,4\n"), Binomial).DispersionCheck);
    }
}
