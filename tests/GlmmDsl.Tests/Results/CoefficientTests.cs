namespace GlmmDsl.Tests.Results;

public sealed class CoefficientTests
{
    [Fact]
    public void Coefficients_are_found_by_Rs_name_and_by_place()
    {
        CoefficientCollection coefficients = Fits.Sleepstudy.Coefficients;

        Assert.Equal(["(Intercept)", "Days"], coefficients.Select(c => c.Name));
        Assert.Equal(10.467285959596, coefficients["Days"].Estimate, 6);
        Assert.Equal(1.5457888928885, coefficients[1].StandardError, 5);
        Assert.Equal(coefficients[1].Estimate / coefficients[1].StandardError, coefficients["Days"].Statistic);
        Assert.True(coefficients.TryGet("Days", out Coefficient? days) && days == coefficients[1]);
        Assert.False(coefficients.TryGet("days", out _));
    }

    [Fact]
    public void An_unknown_coefficient_is_refused_with_the_nearest_name()
    {
        var error = Assert.Throws<KeyNotFoundException>(() => Fits.Sleepstudy.Coefficients["Dayz"]);

        Assert.Contains("coefficient 'Dayz'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'Days'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_aliased_coefficient_keeps_its_place_and_names_what_determines_it()
    {
        MixedModelFit fit = MixedModel.Fit("y ~ x + twice + zero + (1 | g)", Fits.Small());

        Assert.Equal(["(Intercept)", "x", "twice", "zero"], fit.Coefficients.Select(c => c.Name));
        Coefficient twice = fit.Coefficients["twice"];
        Assert.True(twice.IsAliased);
        Assert.True(double.IsNaN(twice.Estimate) && double.IsNaN(twice.StandardError) && double.IsNaN(twice.Statistic));
        Assert.Equal<string>(["x"], twice.AliasedWith);
        Assert.True(fit.Coefficients["zero"].IsAliased);
        Assert.Empty(fit.Coefficients["zero"].AliasedWith);
        Assert.Equal<string>(["(Intercept)", "x"], fit.Covariance.Names);
        Assert.True(double.IsNaN(fit.Covariance[twice, fit.Coefficients["x"]]));
    }

    [Fact]
    public void The_covariance_holds_the_squares_of_the_standard_errors()
    {
        MixedModelFit fit = Fits.Sleepstudy;
        Coefficient intercept = fit.Coefficients[0], days = fit.Coefficients[1];

        Assert.Equal(days.StandardError * days.StandardError, fit.Covariance["Days", "Days"], 12);
        Assert.Equal(-1.4510952837381519, fit.Covariance[intercept, days], 4);
        Assert.Equal(fit.Covariance[0, 1] / (intercept.StandardError * days.StandardError), fit.Covariance.Correlation(0, 1), 12);
        Assert.Equal(fit.Covariance[0, 1], fit.Covariance.ToArray()[1, 0], 12);
    }
}
