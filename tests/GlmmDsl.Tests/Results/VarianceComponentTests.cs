namespace GlmmDsl.Tests.Results;

public sealed class VarianceComponentTests
{
    [Fact]
    public void A_correlated_term_has_variances_and_a_correlation()
    {
        VarianceComponentCollection components = Fits.Sleepstudy.VarianceComponents;
        GroupVariance subject = components["Subject"];

        Assert.Equal(24.740450, subject["(Intercept)"].StandardDeviation, 3);
        Assert.Equal(5.922133, subject["Days"].StandardDeviation, 4);
        Assert.Equal(0.0655514, subject.Correlation("Days", "(Intercept)"), 5);
        Assert.Equal(subject.CovarianceMatrix[0, 1] / (24.740450 * 5.922133), components[0].Correlation(0, 1), 5);
        Assert.Equal(25.591816, components.Residual.StandardDeviation, 4);
        Assert.Equal(Fits.Sleepstudy.Sigma, components.Residual.StandardDeviation, 12);
    }

    [Fact]
    public void The_parts_of_a_double_bar_are_terms_of_their_own_on_one_group()
    {
        VarianceComponentCollection components = Fits.Independent.VarianceComponents;

        Assert.Equal(2, components.Count);
        GroupVariance subject = Assert.Single(components.Groups);
        Assert.Equal(["(Intercept)", "Days"], subject.Components.Select(c => c.Name).Order());
        Assert.Equal(0, subject.Correlation("Days", "(Intercept)"));
        Assert.Equal(0, subject.CovarianceMatrix[0, 1]);
    }

    [Fact]
    public void The_covariance_is_sigma_squared_Lambda_LambdaT()
    {
        MixedModelFit fit = Fits.Sleepstudy;
        double[] theta = [.. fit.Theta];
        double scale = fit.Sigma * fit.Sigma;

        double[,] covariance = fit.VarianceComponents[0].CovarianceMatrix;

        Assert.Equal(scale * theta[0] * theta[0], covariance[0, 0], 9);
        Assert.Equal(scale * theta[0] * theta[1], covariance[1, 0], 9);
        Assert.Equal(scale * ((theta[1] * theta[1]) + (theta[2] * theta[2])), covariance[1, 1], 9);
        Assert.Equal<string>(["Subject.(Intercept)", "Subject.Days.(Intercept)", "Subject.Days"], fit.ThetaNames);
    }

    [Fact]
    public void Random_effects_of_one_group_are_merged_and_found_by_name()
    {
        GroupRandomEffects subject = Fits.Independent.RandomEffects["Subject"];

        Assert.Equal(18, subject.Levels.Length);
        Assert.Equal(["(Intercept)", "Days"], subject.Columns.Order());
        Assert.True(subject.TryFind("308", out int level));
        Assert.Equal(subject["308", "Days"], subject[level, subject.Columns.IndexOf("Days")]);
        Assert.False(subject.TryFind("999", out _));
        Assert.Throws<KeyNotFoundException>(() => subject["999", "Days"]);
        Assert.Throws<KeyNotFoundException>(() => Fits.Independent.RandomEffects["subject"]);
        Assert.Equal(9.198971776611499, Fits.Sleepstudy.RandomEffects["Subject"]["308", "Days"].Value, 3);
        Assert.Equal(2.304836978857139, Fits.Sleepstudy.RandomEffects["Subject"]["308", "Days"].StandardDeviation, 3);
    }

    [Fact]
    public void Nested_groups_are_named_as_lme4_names_them()
    {
        MixedModelFit fit = MixedModel.Fit("strength ~ 1 + (1 | batch/cask)", Fits.Data("Pastes"));

        Assert.Equal(["cask:batch", "batch"], fit.RandomEffects.Select(g => g.Group));
        Assert.Contains("a:A", fit.RandomEffects["cask:batch"].Levels);
    }
}
