using GlmmDsl.Data;

namespace GlmmDsl.Inference.Tests.Ordinal;

/// <summary>The influence of rows and groups on an ordinal fit.</summary>
public sealed class OrdinalInfluenceTests
{
    [Fact]
    public void With_two_categories_influence_is_that_of_the_binomial_model()
    {
        Table two = WineData.Halved();
        Influence binomial = MixedModel.Fit("high ~ temp + contact + (1 | judge)", two, new FitOptions { Family = Family.Binomial }).Influence();
        Influence ordinal = MixedModel.Fit("level ~ temp + contact + (1 | judge)", two, new FitOptions { Family = Family.Cumulative }).Influence();
        Assert.Equal(["tempwarm", "contactyes"], ordinal.Coefficients.AsEnumerable());
        for (int i = 0; i < ordinal.HatValues.Length; i++)
        {
            Assert.Equal(binomial.HatValues[i], ordinal.HatValues[i], 1e-5);
            Assert.Equal(binomial.DfBetas[i][1], ordinal.DfBetas[i][0], 1e-4);
        }

        foreach (LevelInfluence level in ordinal.Groups["judge"])
        {
            Assert.Equal(binomial.Groups["judge"][level.Level].Estimates[2], level.Estimates[1], 1e-4);
            Assert.Equal(binomial.Groups["judge"][level.Level].DfBetas[2], level.DfBetas[1], 1e-4);
        }
    }

    [Theory]
    [InlineData(Link.Logit)]
    [InlineData(Link.Probit)]
    [InlineData(Link.Cloglog)]
    public void A_step_without_a_group_goes_most_of_the_way_to_the_fit_without_it(Link link)
    {
        MixedModelFit fit = WineData.Fitted("rating ~ temp + contact + (1 | judge)", link: link);
        Influence step = fit.Influence(), refitted = fit.Influence(refit: true);
        double missed = 0, moved = 0;
        foreach (LevelInfluence level in step.Groups["judge"])
        {
            for (int k = 0; k < 2; k++)
            {
                double found = refitted.Groups["judge"][level.Level].Estimates[k];
                missed += Math.Pow(level.Estimates[k] - found, 2);
                moved += Math.Pow(fit.Coefficients[k].Estimate - found, 2);
            }
        }

        Assert.True(moved > 0 && missed < 0.25 * moved, FormattableString.Invariant($"{missed} of {moved}"));
    }

    /// <summary>Without random effects, Σ h of a likelihood's working model is the number of its coefficients.</summary>
    [Fact]
    public void Hat_values_add_up_to_the_number_of_coefficients_and_thresholds()
    {
        Influence influence = WineData.Fitted("rating ~ temp + contact").Influence();
        Assert.Equal(6, influence.HatValues.Sum(), 1e-8);
        Assert.All(influence.CooksDistances, d => Assert.True(d >= 0));
    }
}
