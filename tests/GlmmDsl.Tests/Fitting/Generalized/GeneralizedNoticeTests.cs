using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized;
using GlmmDsl.Fitting.Generalized.Inner;

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
        MixedModelFit oneNode = MixedModel.Fit(Formula, ohio, Binomial with { Approximation = Approximation.Quadrature, QuadratureNodes = 1 });
        Assert.Contains("quadrature, 1 node", oneNode.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("1 nodes", oneNode.ToString(), StringComparison.Ordinal);

        Assert.Equal(["id"], notice.Subjects);
        Assert.Contains("4.0 trials", notice.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(quadrature.Notices, n => n.Id == NoticeId.SmallClustersWithLaplace);
        Assert.Contains(oneNode.Notices, n => n.Id == NoticeId.SmallClustersWithLaplace);
        Assert.DoesNotContain(Fits.Cbpp.Notices, n => n.Id == NoticeId.SmallClustersWithLaplace);
        Assert.DoesNotContain(Fits.Sleepstudy.Notices, n => n.Id == NoticeId.SmallClustersWithLaplace);
    }

    [Fact]
    public void Quadrature_says_whether_more_nodes_would_change_the_likelihood()
    {
        Table ohio = Fits.Data("ohio");
        const string Formula = "resp ~ age + smoke + (1 | id)";
        FitOptions few = Binomial with { Approximation = Approximation.Quadrature, QuadratureNodes = 9 };

        MixedModelFit nine = MixedModel.Fit(Formula, ohio, few);
        MixedModelFit many = MixedModel.Fit(Formula, ohio, few with { QuadratureNodes = 25 });

        // With 9 nodes the standard deviation is 2.19, with 25 and with 100 it is 2.165.
        Notice notice = Assert.Single(nine.Notices, n => n.Id == NoticeId.FewQuadratureNodes);
        Assert.Equal(19, notice.Count);
        Assert.Contains("with 9 nodes: with 19", notice.Text, StringComparison.Ordinal);
        double more = MixedModel.Fit(Formula, ohio, few with { QuadratureNodes = 19 }).CriterionAt(new CriterionPoint([.. nine.Theta], [.. nine.Coefficients.Select(c => c.Estimate)]));
        Assert.Contains(FormattableString.Invariant($"{more + (2 * nine.LogLikelihood.Value):G3} higher"), notice.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(many.Notices, n => n.Id == NoticeId.FewQuadratureNodes);
        Assert.DoesNotContain(Fits.Cbpp.Notices, n => n.Id == NoticeId.FewQuadratureNodes);
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
        Assert.DoesNotContain(perRow.Notices, n => n.Id == NoticeId.OneObservationPerGroup);
        Assert.InRange(perRow.DispersionCheck!.Value.PValue, 0.5, 1);
        Assert.Null(MixedModel.Fit("y ~ x", Fits.Csv("y,x\n0,1\n1,2\n0,3\n1,4\n"), Binomial).DispersionCheck);
    }

    [Fact]
    public void Rows_that_stand_for_several_make_no_overdispersion()
    {
        // A trial in each of the rows counted; X² near the number of trials is right for them.
        Table table = Fits.Csv("y,x,n,g\n0,1,9,a\n1,1,7,a\n0,2,5,b\n1,2,8,b\n0,3,6,c\n1,3,9,c\n0,1,5,b\n1,2,4,a\n");
        Table counts = Fits.Csv("y,x,n\n0,1,30\n1,1,34\n2,1,20\n3,1,8\n4,1,2\n0,2,12\n1,2,25\n2,2,27\n3,2,18\n4,2,9\n5,2,4\n");
        var weighted = new FitOptions { Weights = "n", WeightKind = WeightKind.Frequency };

        MixedModelFit binomial = MixedModel.Fit("y ~ x + (1 | g)", table, weighted with { Family = Family.Binomial });
        MixedModelFit poisson = MixedModel.Fit("y ~ x", counts, weighted with { Family = Family.Poisson });

        Assert.Null(binomial.DispersionCheck);
        Assert.Equal(53 - 3, binomial.ResidualDegreesOfFreedom);
        Assert.Equal(189 - 2, poisson.DispersionCheck!.Value.DegreesOfFreedom);
        Assert.InRange(poisson.DispersionCheck.Value.Ratio, 0.7, 1.2);
        Assert.DoesNotContain(binomial.Notices.Concat(poisson.Notices), n => n.Id == NoticeId.Overdispersion);
    }

    [Fact]
    public void A_variance_that_vanishes_is_named()
    {
        // Groups whose shares of successes differ less than chance would make them.
        MixedModelFit fit = MixedModel.Fit(
            "cbind(s, 10 - s) ~ x + (1 | g)", Fits.Csv("s,x,g\n5,1,a\n6,2,a\n5,1,b\n6,2,b\n4,1,c\n6,2,c\n5,1,d\n7,2,d\n"), Binomial);

        Notice notice = Assert.Single(fit.Notices, n => n.Id == NoticeId.Singular);
        Assert.Equal(0, fit.Theta[0]);
        Assert.Contains("the variance of (Intercept) between levels of g is estimated as zero", notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_of_the_inner_problem_names_row_and_linear_predictor()
    {
        // The first row is left out, so the place among the rows used is not the row's number.
        Table table = Fits.Csv("y,x\n1,\n1,1\n2,2\n3,-4\n");
        var identity = new FitOptions { Family = Family.Poisson, Link = Link.Identity, Missing = MissingValues.Omit };

        var error = Assert.Throws<ModelDataException>(() => MixedModel.Fit("y ~ 0 + x", table, identity));

        Assert.Equal(2, error.Row);
        Assert.Matches("row 2 would have the linear predictor -[0-9.]+", error.Message);
    }

    [Fact]
    public void A_fit_that_did_not_converge_says_where_the_random_effects_were_lost()
    {
        Table table = SimulatedModel.Data(Family.Binomial, Link.Logit);
        ModelMatrices matrices = SimulatedModel.Matrices(table, Family.Binomial, "x + (1 | g)");
        GeneralizedSolution solution = GeneralizedLinearMixedModelFitter.Fit(
            matrices, GeneralizedResponse.Of(matrices, ResponseFamilies.Of(Family.Binomial), Link.Logit), new GeneralizedOptions());

        Notice notice = Assert.Single(
            SolutionNotices.Of(matrices, solution with { Verdict = Verdict.NotConverged, VerdictReason = "it stopped", Failure = new InnerFailure(17, -812.25) }));

        Assert.Contains("it stopped. During the search the random effects could not be computed at some parameter values; check row 17, where the linear predictor was -812.2", notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Separation_names_the_way_out() =>
        Assert.Contains(
            "FitOptions.CoefficientPrior",
            MixedModel.Fit("y ~ x", Fits.Csv("y,x\n0,1\n0,2\n1,3\n1,4\n"), Binomial).Notices.Single(n => n.Id == NoticeId.Separation).Text,
            StringComparison.Ordinal);
}
