using System.Globalization;
using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Specifications;

/// <summary>A message names the columns, the family and the terms concerned, and says what to do.</summary>
public class MessageTests
{
    [Theory]
    [InlineData("Incidence / Days ~ Period + (1 | Name)", "Family.Poisson", "The response 'Incidence/Days' is not a count, and a Poisson model describes whole numbers from 0: write the counts as the response, and offset(log(Days)) among the predictors")]
    [InlineData("Incidence / Size ~ Period + (1 | Name)", "Family.Binomial", "The response 'Incidence/Size' is a proportion, and how much information it carries depends on the number of trials: write cbind(successes, failures), or name their column as Trials")]
    [InlineData("IsSick ~ Period + (1 | Name)", "Family.Binomial, Weights = \"Size\"", "The weights 'Size' of this binomial model can be read in two ways: use WeightKind to say whether they are Trials (the row is a proportion of w trials), or Frequency (the row represents w identical rows)")]
    [InlineData("Days ~ Period + (1 | Name)", "Family.InverseGaussian, Link = Link.InverseSquare", "With the InverseSquare link the mean of a inverse Gaussian model can have no value, where the linear predictor is below 0, where there is no likelihood; the Log link keeps it in its range")]
    [InlineData("Incidence ~ Period + (1 | Name)", "Family.Poisson, Link = Link.Identity", "With the Identity link the mean of a Poisson model can go below 0, where there is no likelihood; the usual Log link keeps it in its range")]
    [InlineData("Incidence ~ Period + (1 | Name)", "Family.Poisson, Link = Link.Logit", "The Poisson family has no Logit link here; its links are Log, Sqrt, Identity")]
    [InlineData("Incidence ~ Period + (1 | Name)", "Family.Poisson, Trials = \"Size\"", "A Poisson model has no trials; exposure belongs in the formula, as offset(log(Size))")]
    [InlineData("IsSick ~ Period + (1 | Name)", "Family.Gaussian", "The response 'IsSick' is true or false, and a linear model takes it as normally distributed around its mean: fit a binomial model")]
    public Task Of_an_attribute(string formula, string arguments, string message) => SaysAsync(SpecificationSource.Model(formula, arguments), message);

    [Theory]
    [InlineData("var o = new FitOptions { Family = Family.Binomial, Method = FitMethod.Reml };", "REML is the likelihood of a linear model's error contrasts, and a binomial model has none: fit by the Laplace approximation, and leave the method out")]
    [InlineData("MixedModel.Fit(\"y ~ x + (1 | g/h)\", table, new FitOptions { Family = Family.Binomial, Approximation = Approximation.Quadrature });", "The model has 2 grouping factors (h:g, g), and adaptive quadrature integrates over one: fit by the Laplace approximation, which takes any number")]
    public Task Of_a_fit_at_run_time(string statement, string message) => SaysAsync(SpecificationSource.Run(statement), message);

    private static async Task SaysAsync(string source, string message)
    {
        var found = await TestCompilation.DiagnoseAsync(TestCompilation.Create(source));
        Assert.Equal(message, Assert.Single(found).GetMessage(CultureInfo.InvariantCulture));
    }
}
