using GlmmDsl.Data;

namespace GlmmDsl.Tests.Fitting.Generalized.Predictors;

/// <summary>Hurdles: families whose response is never 0 by itself, with zeros.</summary>
public class HurdleTests
{
    [Theory]
    [InlineData(Family.Gamma, Link.Log)]
    [InlineData(Family.InverseGaussian, Link.Log)]
    [InlineData(Family.Lognormal, Link.Log)]
    [InlineData(Family.Beta, Link.Logit)]
    [InlineData(Family.TruncatedPoisson, Link.Log)]
    public void A_hurdle_is_a_logistic_model_of_the_zeros_and_the_family_of_the_rest(Family family, Link link)
    {
        (double X, int Group, double Y)[] rows = Rows(family);
        var options = new FitOptions { Family = family, Link = link };
        MixedModelFit whole = MixedModel.Fit("y ~ x + (1 | g)", Table(rows), options with { ZeroInflation = "~ x" });
        MixedModelFit positive = MixedModel.Fit("y ~ x + (1 | g)", Table([.. rows.Where(r => r.Y != 0)]), options);
        MixedModelFit zeros = MixedModel.Fit("y ~ x", Table([.. rows.Select(r => (r.X, r.Group, r.Y == 0 ? 1.0 : 0))]), new FitOptions { Family = Family.Binomial });
        Assert.Equal(positive.LogLikelihood.Value + zeros.LogLikelihood.Value, whole.LogLikelihood.Value, 1e-5);
        Assert.All(positive.Coefficients.Zip(whole.Coefficients), pair => Assert.Equal(pair.First.Estimate, pair.Second.Estimate, 1e-3));
        Assert.All(zeros.Coefficients.Zip(whole.ZeroInflation!.Coefficients), pair => Assert.Equal(pair.First.Estimate, pair.Second.Estimate, 1e-3));
    }

    private static (double X, int Group, double Y)[] Rows(Family family)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, 120).Select(i =>
        {
            double x = (2 * random.NextDouble()) - 1, noise = 0.4 + random.NextDouble() + random.NextDouble();
            int group = i % 8;
            double mean = Math.Exp(0.5 + (0.4 * x) + (0.5 * Math.Sin(3 * group))) * noise;
            double y = family switch { Family.Beta => mean / (1 + mean), Family.TruncatedPoisson => 1 + Math.Floor(mean), _ => mean };
            return (x, group, random.NextDouble() < 0.3 + (0.2 * x) ? 0 : y);
        })];
    }

    private static Table Table((double X, int Group, double Y)[] rows) => new(
    [
        new NumericColumn("x", [.. rows.Select(r => r.X)]),
        new NumericColumn("y", [.. rows.Select(r => r.Y)]),
        new FactorColumn("g", [.. Enumerable.Range(0, 8).Select(i => $"g{i}")], [.. rows.Select(r => r.Group)]),
    ]);
}
