using GlmmDsl.Data;

namespace GlmmDsl.Tests.Fitting.Generalized.Predictors;

/// <summary>What a fit with several linear predictors, or with thresholds, says of coefficients that run to infinity, and that it is silent where none does.</summary>
public class SaturationTests
{
    private const int Rows = 240;

    private static readonly string[] Arms = ["a", "b", "c"];

    [Fact]
    public void A_level_without_structural_zeros_sends_the_coefficients_of_zero_inflation_to_infinity()
    {
        // Zeros in arm b alone.
        Notice notice = Assert.Single(Separations(Fit("y ~ x + (1 | g)", Family.Poisson, i => Arm(i) == 1 && i % 5 < 2 ? 0 : 2 + (i * 7 % 4), "~ arm")));
        Assert.Equal(["(Intercept)", "armb"], notice.Subjects.Take(2));
        Assert.Contains("of the zero inflation", notice.Text, StringComparison.Ordinal);
        Assert.Contains("(Intercept) → −∞, armb → +∞", notice.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("prior", notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Structural_zeros_in_all_levels_do_not() =>
        Assert.Empty(Separations(Fit("y ~ x + (1 | g)", Family.Poisson, i => i * 11 % 7 < 2 ? 0 : 2 + (i * 7 % 4), "~ arm")));

    [Theory]
    [InlineData(Family.NegativeBinomial2)]
    [InlineData(Family.NegativeBinomial1)]
    [InlineData(Family.GeneralizedPoisson)]
    public void A_level_of_zeros_alone_sends_its_coefficient_of_the_mean_to_minus_infinity(Family family)
    {
        Notice notice = Assert.Single(Separations(Fit("y ~ arm + (1 | g)", family, i => Arm(i) == 2 ? 0 : i * i % 7 == 0 ? 19 : i % 5)));
        Assert.Equal(["armc"], notice.Subjects);
        Assert.Contains("armc → −∞", notice.Text, StringComparison.Ordinal);
        Assert.Contains("--prior-sd", notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_level_of_successes_alone_does_so_under_the_beta_binomial_family()
    {
        Notice notice = Assert.Single(Separations(Fit("cbind(y, 6 - y) ~ arm + (1 | g)", Family.BetaBinomial, i => Arm(i) == 2 ? 6 : i * i % 7 == 0 ? 6 : i % 5)));
        Assert.Contains("armc → +∞", notice.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Link.Logit)]
    [InlineData(Link.Probit)]
    [InlineData(Link.Cloglog)]
    public void A_level_in_the_highest_category_alone_sends_its_coefficient_to_infinity(Link link)
    {
        Notice notice = Assert.Single(Separations(Ordinal("y ~ x + arm + (1 | g)", i => Arm(i) == 2 ? 2 : i * 7 % 3, link)));
        Assert.Equal(["armc"], notice.Subjects);
        Assert.Contains("armc → +∞", notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_predictor_that_orders_the_categories_sends_itself_and_the_thresholds_to_infinity()
    {
        Notice notice = Assert.Single(Separations(Ordinal("y ~ x + (1 | g)", i => i * 29 % 31 < 10 ? 0 : i * 29 % 31 < 20 ? 1 : 2, Link.Logit)));
        Assert.Contains("x → +∞", notice.Text, StringComparison.Ordinal);
        Assert.Contains("low|mid", notice.Subjects);
    }

    [Fact]
    public void A_prior_keeps_the_estimate_finite_and_the_fit_silent()
    {
        MixedModelFit fit = Ordinal("y ~ x + arm + (1 | g)", i => Arm(i) == 2 ? 2 : i * 7 % 3, Link.Logit, new NormalPrior(2.5));
        Assert.Empty(Separations(fit));
        Assert.InRange(fit.Coefficients["armc"].Estimate, 2, 12);
    }

    [Fact]
    public void The_numbers_beside_are_those_of_the_fit_to_the_other_rows()
    {
        MixedModelFit all = Ordinal("y ~ x + arm + (1 | g)", i => Arm(i) == 2 ? 2 : i * 7 % 3, Link.Logit), rest = Ordinal("y ~ x + arm + (1 | g)", i => i * 7 % 3, Link.Logit, without: 2);
        Assert.Equal(rest.LogLikelihood.Value, all.LogLikelihood.Value, 1e-5);
        Assert.Equal(rest.Coefficients["armb"].Estimate, all.Coefficients["armb"].Estimate, 1e-3);
        Assert.Equal(rest.Coefficients["armb"].StandardError, all.Coefficients["armb"].StandardError, 1e-3);
    }

    [Fact]
    public void Categories_that_overlap_are_silent() => Assert.Empty(Separations(Ordinal("y ~ x + arm + (1 | g)", i => i * 7 % 3, Link.Logit)));

    private static int Arm(int i) => i / 2 % 3;

    private static Notice[] Separations(MixedModelFit fit) => [.. fit.Notices.Where(n => n.Id == NoticeId.Separation)];

    private static MixedModelFit Fit(string formula, Family family, Func<int, double> response, string? inflation = null) =>
        MixedModel.Fit(formula, Data(new NumericColumn("y", [.. Enumerable.Range(0, Rows).Select(response)]), [.. Enumerable.Range(0, Rows)]), new FitOptions { Family = family, ZeroInflation = inflation });

    private static MixedModelFit Ordinal(string formula, Func<int, int> category, Link link, NormalPrior? prior = null, int without = -1)
    {
        int[] rows = [.. Enumerable.Range(0, Rows).Where(i => Arm(i) != without)];
        var y = new FactorColumn("y", ["low", "mid", "high"], [.. rows.Select(category)], isOrdered: true);
        return MixedModel.Fit(formula, Data(y, rows), new FitOptions { Family = Family.Cumulative, Link = link, CoefficientPrior = prior });
    }

    private static Table Data(Column response, int[] rows) => new([
        response,
        new NumericColumn("x", [.. rows.Select(i => (i * 29 % 31) / 15.0)]),
        new FactorColumn("arm", [.. Arms], [.. rows.Select(Arm)]),
        new FactorColumn("g", [.. Enumerable.Range(0, 12).Select(i => FormattableString.Invariant($"g{i}"))], [.. rows.Select(i => i / 20)]),
    ]);
}
