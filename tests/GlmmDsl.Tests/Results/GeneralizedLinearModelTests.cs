namespace GlmmDsl.Tests.Results;

/// <summary>Without random terms: R 4.2.2's <c>glm</c>, and for the observed information the curvature of its likelihood, in R from φ/Φ (glmmTMB's, by differences, is within 1e-5).</summary>
public sealed class GeneralizedLinearModelTests
{
    [Fact]
    public void Expected_information_gives_the_standard_errors_of_glm_and_observed_those_of_the_curvature()
    {
        const string Formula = "cbind(incidence, size - incidence) ~ factor(period) + size";
        var options = new FitOptions { Family = Family.Binomial, Link = Link.Probit };
        MixedModelFit expected = MixedModel.Fit(Formula, Fits.Data("cbpp"), options with { Information = Information.Expected });
        Near([-0.68499570263261733, -0.63834150377836851, -0.71254642806702262, -0.93354007907052183, -0.00431418427493365], [.. expected.Coefficients.Select(c => c.Estimate)], 1e-6);
        Near([0.20762082448796207, 0.15200490653770890, 0.16266422764040814, 0.19708569361138673, 0.00924014268368959], [.. expected.Coefficients.Select(c => c.StandardError)], 1e-6);
        Near([-0.800690566305847, 1.707802358686206, 3.015557951131264], [.. expected.Residuals(ResidualKind.Deviance).Take(3)], 1e-6);
        Assert.Equal(-98.9168806671977, expected.LogLikelihood.Value, 1e-9);
        Assert.Equal(Verdict.Converged, expected.Verdict);

        MixedModelFit observed = MixedModel.Fit(Formula, Fits.Data("cbpp"), options);
        Near([0.20553643242365552, 0.15191323030792162, 0.16390912847886691, 0.19675930554429474, 0.00909289515815073], [.. observed.Coefficients.Select(c => c.StandardError)], 1e-6);
    }

    private static void Near(double[] expected, double[] actual, double relative)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, relative * Math.Abs(pair.First)));
    }
}
