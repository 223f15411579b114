using GlmmDsl.Data;

namespace GlmmDsl.Tests.Fitting.Columns;

/// <summary>A variance whose columns are among the fixed effects too is not estimated, and everything else is as without the random term.</summary>
public sealed class UnidentifiedVariancesTests
{
    private static readonly FitOptions Ml = new() { Method = FitMethod.Ml };

    [Fact]
    public void A_factor_that_is_fixed_and_random_has_no_variance_by_REML()
    {
        MixedModelFit fit = MixedModel.Fit("y ~ x + g + (1 | g)", Data());
        MixedModelFit plain = MixedModel.Fit("y ~ x + g", Data());

        Notice notice = Assert.Single(fit.Notices, n => n.Id == NoticeId.NotIdentified);
        Assert.Contains("(Intercept) for g is not identified", notice.Text, StringComparison.Ordinal);
        Assert.Contains("standard errors that depend on it ((Intercept), gb, gc, gd, ge, …)", notice.Text, StringComparison.Ordinal);
        Assert.Equal(["g"], notice.Subjects);
        Assert.DoesNotContain(fit.Notices, n => n.Id is NoticeId.Singular or NoticeId.NotConverged);
        Assert.Equal(Verdict.Singular, fit.Verdict);

        Assert.Equal(double.NaN, fit.Theta[0]);
        Assert.Equal(double.NaN, fit.VarianceComponents["g"]["(Intercept)"].StandardDeviation);
        Assert.Equal(double.NaN, fit.RandomEffects["g"]["a", "(Intercept)"].StandardDeviation);
        Assert.Equal(0, fit.RandomEffects["g"]["a", "(Intercept)"].Value, 1e-10);
        Assert.All(fit.Coefficients.Where(c => c.Name != "x"), c => Assert.Equal(double.NaN, c.StandardError));

        // What does not depend on it is that of the model without the term.
        Assert.Equal(plain.Coefficients.Select(c => c.Estimate), fit.Coefficients.Select(c => c.Estimate), (a, b) => Math.Abs(a - b) < 1e-10);
        Assert.Equal(plain.Coefficients["x"].StandardError, fit.Coefficients["x"].StandardError, 1e-12);
        Assert.Equal(plain.Sigma, fit.Sigma, 1e-12);
        Assert.Equal(plain.LogLikelihood.Value, fit.LogLikelihood.Value, 1e-9);
        Assert.Equal(fit.CriterionAt(0.1), fit.CriterionAt(3), 1e-8);
        Assert.Contains("Converged to a singular fit", fit.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Maximum_likelihood_sets_it_to_zero_whatever_the_response_and_says_so()
    {
        MixedModelFit fit = MixedModel.Fit("y ~ x + g + (1 | g)", Data(), Ml);
        MixedModelFit plain = MixedModel.Fit("y ~ x + g", Data(), Ml);

        Assert.Contains("its estimate follows from the design alone, whatever the response", Assert.Single(fit.Notices, n => n.Id == NoticeId.NotIdentified).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(fit.Notices, n => n.Id == NoticeId.Singular);
        Assert.Equal(0, Assert.Single(fit.Theta));
        Assert.True(fit.CriterionAt(0.5) > fit.CriterionAt(0) + 1, "The likelihood falls as the variance grows.");
        Assert.Equal(plain.LogLikelihood.Value, fit.LogLikelihood.Value, 1e-9);
        Assert.Equal(plain.Coefficients.Select(c => c.StandardError), fit.Coefficients.Select(c => c.StandardError), (a, b) => Math.Abs(a - b) < 1e-10);
    }

    [Fact]
    public void Slopes_of_every_level_leave_no_variance_of_slopes()
    {
        MixedModelFit both = MixedModel.Fit("y ~ g * x + (x | g)", Data());
        Assert.All(both.Theta, t => Assert.Equal(double.NaN, t));
        Assert.Contains("variances of (Intercept) for g, x for g are not identified", Assert.Single(both.Notices, n => n.Id == NoticeId.NotIdentified).Text, StringComparison.Ordinal);
        Assert.All(both.Coefficients, c => Assert.Equal(double.NaN, c.StandardError));

        // Of a correlated term with fixed intercepts alone the slope's variance remains, that of the term of slopes alone.
        MixedModelFit intercepts = MixedModel.Fit("y ~ g + x + (x | g)", Data());
        MixedModelFit slopes = MixedModel.Fit("y ~ g + x + (0 + x | g)", Data());
        Assert.Empty(slopes.Notices.Where(n => n.Id == NoticeId.NotIdentified));
        Assert.Equal(slopes.VarianceComponents["g"]["x"].StandardDeviation, intercepts.VarianceComponents["g"]["x"].StandardDeviation, 1e-4);
        Assert.Equal(slopes.LogLikelihood.Value, intercepts.LogLikelihood.Value, 1e-7);
        Assert.Equal(double.NaN, intercepts.VarianceComponents["g"]["(Intercept)"].Variance);
        Assert.Equal(slopes.Coefficients["x"].StandardError, intercepts.Coefficients["x"].StandardError, 1e-5);
        Assert.Equal(double.NaN, intercepts.Coefficients["gb"].StandardError);
    }

    [Fact]
    public void The_answer_does_not_depend_on_where_the_search_began()
    {
        MixedModelFit fit = MixedModel.Fit("y ~ x + g + (1 | g) + (1 | h)", Data());
        MixedModelFit again = fit.RefitFrom([0.2, 2.5]);

        Assert.Equal(1, fit.Theta.Count(double.IsNaN));
        Assert.Equal(fit.Theta, again.Theta, (a, b) => double.IsNaN(a) ? double.IsNaN(b) : Math.Abs(a - b) < 1e-5);
        Assert.Equal(fit.Coefficients.Select(c => c.StandardError), again.Coefficients.Select(c => c.StandardError), (a, b) => double.IsNaN(a) ? double.IsNaN(b) : Math.Abs(a - b) < 1e-6);

        MixedModelFit without = MixedModel.Fit("y ~ x + g + (1 | h)", Data());
        Assert.Equal(without.VarianceComponents["h"]["(Intercept)"].StandardDeviation, fit.VarianceComponents["h"]["(Intercept)"].StandardDeviation, 1e-5);
        Assert.Equal(without.Coefficients["x"].StandardError, fit.Coefficients["x"].StandardError, 1e-6);
    }

    [Fact]
    public void Under_maximum_likelihood_a_correlated_intercept_is_where_the_design_puts_it()
    {
        MixedModelFit fit = MixedModel.Fit("y ~ g + x + (x | g)", Data(), Ml);

        Assert.Single(fit.Notices, n => n.Id == NoticeId.NotIdentified);
        Assert.DoesNotContain(fit.Notices, n => n.Id is NoticeId.Singular or NoticeId.NotConverged);
        Assert.True(fit.LogLikelihood.Value >= MixedModel.Fit("y ~ g + x + (0 + x | g)", Data(), Ml).LogLikelihood.Value - 1e-7, "It is the maximum.");
    }

    [Theory]
    [InlineData(Approximation.Laplace)]
    [InlineData(Approximation.Fast)]
    public void Generalised_models_are_told_too(Approximation approximation)
    {
        var options = new FitOptions { Family = Family.Poisson, Approximation = approximation };
        MixedModelFit fit = MixedModel.Fit("n ~ x + g + (1 | g)", Data(), options);
        MixedModelFit plain = MixedModel.Fit("n ~ x + g", Data(), options);

        Assert.Single(fit.Notices, n => n.Id == NoticeId.NotIdentified);
        Assert.DoesNotContain(fit.Notices, n => n.Id == NoticeId.Singular);
        Assert.Equal(0, Assert.Single(fit.Theta));
        Assert.Equal(plain.LogLikelihood.Value, fit.LogLikelihood.Value, 1e-6);
        Assert.Empty(MixedModel.Fit("n ~ x + g + (1 | g)", Data(), options with { CoefficientPrior = new NormalPrior(2.5) }).Notices.Where(n => n.Id == NoticeId.NotIdentified));
    }

    [Theory]
    [InlineData("y ~ x + k + (1 | g)")]
    [InlineData("y ~ x * k + (x | g)")]
    [InlineData("y ~ x + g + (1 | g:h)")]
    [InlineData("y ~ x + (1 | g) + (1 | h)")]
    [InlineData("y ~ g + x + (0 + x | g)")]
    public void Factors_above_the_levels_or_beside_them_leave_it_identified(string formula) =>
        Assert.DoesNotContain(MixedModel.Fit(formula, Data()).Notices, n => n.Id == NoticeId.NotIdentified);

    [Fact]
    public void Origins_and_units_change_nothing()
    {
        // A predictor a million from zero is no multiple of its level's constant.
        Assert.Equal(1, MixedModel.Fit("y ~ g + I(x + 1000000) + (I(x + 1000000) | g)", Data()).VarianceComponents["g"].Components.Count(c => double.IsNaN(c.Variance)));
        Assert.Equal(2, MixedModel.Fit("y ~ g * I(1000 * x) + (I(1000 * x) | g)", Data()).VarianceComponents["g"].Components.Count(c => double.IsNaN(c.Variance)));
    }

    /// <summary>120 rows; eight levels of g in two of k, six of h; a response, and a count.</summary>
    private static Table Data()
    {
        var random = new Random(12);
        double Normal() => Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;
        double[] levels = [.. Enumerable.Range(0, 8).Select(_ => Normal())], slopes = [.. levels.Select(_ => 0.7 * Normal())], others = [.. Enumerable.Range(0, 6).Select(_ => 0.8 * Normal())];
        string rows = string.Join('\n', Enumerable.Range(0, 120).Select(i =>
        {
            int g = i % 8, h = i / 8 % 6;
            double x = Math.Round(Normal(), 3);
            double y = levels[g] + ((0.5 + slopes[g]) * x) + others[h] + (0.5 * Normal());
            return FormattableString.Invariant($"{y:F4},{1 + random.Next(6)},{x},{"abcdefgh"[g]},h{h},k{g % 2}");
        }));
        return Fits.Csv("y,n,x,g,h,k\n" + rows + "\n");
    }
}
