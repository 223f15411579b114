using GlmmDsl.Data;
using GlmmDsl.Families;

namespace GlmmDsl.Tests.Fitting.Generalized.Predictors;

/// <summary>What a fit says of a predictor that has run to its limit, and that it is silent where none has.</summary>
public class BoundaryNoticeTests
{
    private const int Rows = 120;

    [Theory]
    [InlineData(Family.NegativeBinomial2, "infinity", "--family poisson")]
    [InlineData(Family.NegativeBinomial1, "zero", "--family poisson")]
    public void Counts_that_vary_less_than_Poisson_counts_are_told_to_be_Poisson(Family family, string limit, string remedy)
    {
        Notice notice = Assert.Single(Boundaries(Fit(family, Even)));
        Assert.Equal(["disp"], notice.Subjects);
        Assert.Contains(limit, notice.Text, StringComparison.Ordinal);
        Assert.Contains(remedy, notice.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Family.NegativeBinomial2)]
    [InlineData(Family.NegativeBinomial1)]
    public void Counts_that_vary_more_than_Poisson_counts_are_not(Family family) => Assert.Empty(Boundaries(Fit(family, Uneven)));

    [Fact]
    public void A_zero_inflation_of_counts_with_few_zeros_is_told_to_have_run_to_zero()
    {
        MixedModelFit fit = Fit(Family.Poisson, Even, "~ 1");
        Notice notice = Assert.Single(Boundaries(fit));
        Assert.Equal(["zi"], notice.Subjects);
        Assert.Contains("no more zeros than the family expects", notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zero_inflation_of_counts_with_many_zeros_is_not() => Assert.Empty(Boundaries(Fit(Family.Poisson, i => i % 3 == 0 ? 0 : Even(i), "~ 1")));

    [Fact]
    public void Random_effects_of_a_zero_inflation_that_has_run_to_zero_do_not_keep_a_fit_from_converging()
    {
        MixedModelFit fit = Fit(Family.Poisson, Even, "~ 1 + (1 | g)");
        Assert.NotEqual(Verdict.NotConverged, fit.Verdict);
        Assert.Equal(Fit(Family.Poisson, Even).LogLikelihood.Value, fit.LogLikelihood.Value, 0.05);
    }

    [Fact]
    public void Responses_without_outliers_under_Student_s_distribution_are_told_to_be_Gaussian()
    {
        Notice notice = Assert.Single(Boundaries(Fit(Family.StudentT, i => (i * 37 % 101) / 50.0)));
        Assert.Contains("--family gaussian", notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Responses_with_outliers_are_not() => Assert.Empty(Boundaries(Fit(Family.StudentT, i => ((i * 37 % 101) / 50.0) + (i % 13 == 0 ? 9 : i % 17 == 0 ? -6 : 0))));

    [Fact]
    public void Trials_that_succeed_or_fail_together_are_told_to_be_one_trial_a_row()
    {
        Notice notice = Assert.Single(Boundaries(Fit(Family.BetaBinomial, i => i * 37 % 101 < 40 ? 0 : 8, formula: "cbind(y, 8 - y) ~ x + (1 | g)")));
        Assert.Contains("zero: the trials of a row succeed or fail together", notice.Text, StringComparison.Ordinal);
        Assert.Contains("--family binomial", notice.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Family.Tweedie, true, false, "--family Gamma")]
    [InlineData(Family.Tweedie, true, true, "--family poisson")]
    [InlineData(Family.Beta, false, true, "--family binomial")]
    [InlineData(Family.BetaBinomial, false, true, "--family binomial")]
    [InlineData(Family.Beta, false, false, "do not vary about their means")]
    [InlineData(Family.Gamma, false, false, "do not vary about their means")]
    [InlineData(Family.Gaussian, false, true, "do not vary about their means")]
    [InlineData(Family.GeneralizedPoisson, false, true, "do not vary about their means")]
    public void The_model_that_a_family_is_at_a_limit_is_named(Family family, bool isShape, bool isLow, string words) => Assert.Contains(
        words, ResponseFamilies.Of(family).LimitOf(isShape ? Predictor.Shape : Predictor.Dispersion, !isLow), StringComparison.Ordinal);

    private static double Even(int i) => 3 + (i % 3) + (i / 10 % 3);

    private static double Uneven(int i) => i * i % 7 == 0 ? 19 : i % 5;

    private static Notice[] Boundaries(MixedModelFit fit) => [.. fit.Notices.Where(n => n.Id == NoticeId.AtBoundary)];

    private static MixedModelFit Fit(Family family, Func<int, double> response, string? inflation = null, string formula = "y ~ x + (1 | g)")
    {
        int[] rows = [.. Enumerable.Range(0, Rows)];
        var table = new Table([
            new NumericColumn("y", [.. rows.Select(response)]),
            new NumericColumn("x", [.. rows.Select(i => (i * 29 % 31) / 15.0)]),
            new FactorColumn("g", ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"], [.. rows.Select(i => i / 10)]),
        ]);
        return MixedModel.Fit(formula, table, new FitOptions { Family = family, ZeroInflation = inflation });
    }
}
