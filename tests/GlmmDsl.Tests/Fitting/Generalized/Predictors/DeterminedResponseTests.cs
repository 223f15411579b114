using GlmmDsl.Data;

namespace GlmmDsl.Tests.Fitting.Generalized.Predictors;

/// <summary>A response without a spread of its own has no likelihood with a maximum, and is refused before the search; so is the fast approximation of models that it is not for.</summary>
public class DeterminedResponseTests
{
    private const int Levels = 20;
    private const int Each = 5;

    [Theory]
    [InlineData(Family.Gamma, Link.Log)]
    [InlineData(Family.Gamma, Link.Inverse)]
    [InlineData(Family.InverseGaussian, Link.Log)]
    [InlineData(Family.Gaussian, Link.Log)]
    [InlineData(Family.Lognormal, Link.Log)]
    [InlineData(Family.StudentT, Link.Identity)]
    public void A_response_that_is_the_same_in_all_rows_of_each_level_is_refused(Family family, Link link) =>
        Refused(Fit("y ~ x + (1 | g)", i => 1 + (i / Each * 7 % 11), family, link), "the levels of g");

    [Fact]
    public void A_response_that_levels_and_a_predictor_determine_on_the_scale_of_the_link_is_refused() =>
        Refused(Fit("y ~ x + (1 | g)", i => Math.Exp((0.3 * X(i)) + (i / Each * 7 % 11 / 5.0)), Family.Gamma, Link.Log), "the levels of g");

    [Fact]
    public void A_response_that_the_fixed_effects_determine_is_refused() =>
        Refused(Fit("y ~ x + (0 + x | g)", i => Math.Exp(0.3 * X(i)), Family.Gamma, Link.Log), "by the fixed effects");

    [Fact]
    public void Structural_zeros_do_not_count()
    {
        Refused(Fit("y ~ x + (1 | g)", i => i % 3 == 0 ? 0 : 1 + (i / Each * 7 % 11), Family.Gamma, Link.Log, "~ 1"), "the levels of g");
        Assert.True(double.IsFinite(Fit("y ~ x + (1 | g)", i => i % 3 == 0 ? 0 : 1 + (i * i % 13), Family.Gamma, Link.Log, "~ 1")().LogLikelihood.Value));
    }

    [Theory]
    [InlineData(1e-3)]
    [InlineData(0.5)]
    public void A_response_that_varies_a_little_within_levels_is_fitted(double spread)
    {
        MixedModelFit fit = Fit("y ~ x + (1 | g)", i => (1 + (i / Each * 7 % 11)) * Math.Exp(spread * Math.Sin(i * i)), Family.Gamma, Link.Log)();
        Assert.True(double.IsFinite(fit.LogLikelihood.Value));
    }

    [Theory]
    [InlineData(Family.Gamma, null, "a dispersion")]
    [InlineData(Family.NegativeBinomial2, null, "a dispersion")]
    [InlineData(Family.Poisson, "~ 1", "zero inflation")]
    public void The_fast_approximation_is_refused_where_there_are_other_predictors(Family family, string? inflation, string words)
    {
        Table table = Rows(i => 1 + (i * i % 13));
        var options = new FitOptions { Family = family, Link = Link.Log, ZeroInflation = inflation, Approximation = Approximation.Fast };
        string message = Assert.Throws<ArgumentException>(() => MixedModel.Fit("y ~ x + (1 | g)", table, options)).Message;
        Assert.Contains("--fast", message, StringComparison.Ordinal);
        Assert.Contains(words, message, StringComparison.Ordinal);
    }

    private static double X(int i) => i * 29 % 31 / 15.0;

    private static void Refused(Func<MixedModelFit> fit, string words)
    {
        string message = Assert.Throws<FitFailedException>(fit).Message;
        Assert.Contains("is determined", message, StringComparison.Ordinal);
        Assert.Contains(words, message, StringComparison.Ordinal);
    }

    private static Func<MixedModelFit> Fit(string formula, Func<int, double> response, Family family, Link link, string? inflation = null) =>
        () => MixedModel.Fit(formula, Rows(response), new FitOptions { Family = family, Link = link, ZeroInflation = inflation });

    private static Table Rows(Func<int, double> response)
    {
        int[] rows = [.. Enumerable.Range(0, Levels * Each)];
        return new Table([
            new NumericColumn("y", [.. rows.Select(response)]),
            new NumericColumn("x", [.. rows.Select(X)]),
            new FactorColumn("g", [.. Enumerable.Range(0, Levels).Select(i => FormattableString.Invariant($"g{i}"))], [.. rows.Select(i => i / Each)]),
        ]);
    }
}
