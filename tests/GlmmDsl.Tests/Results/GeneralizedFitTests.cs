using System.Text.Json.Nodes;
using GlmmDsl.Data;
using GlmmDsl.Inference;
using GlmmDsl.Tests.References;

namespace GlmmDsl.Tests.Results;

public sealed class GeneralizedFitTests
{
    private static readonly FitOptions Binomial = new() { Family = Family.Binomial };
    private static readonly FitOptions Poisson = new() { Family = Family.Poisson };

    [Theory]
    [InlineData("cbpp")]
    [InlineData("cbpp_prop")]
    [InlineData("cbpp_probit")]
    [InlineData("grouse_two")]
    [InlineData("owls_pois")]
    [InlineData("ohio_ri")]
    public void Residuals_and_predictions_are_those_of_R(string id)
    {
        ReferenceCase reference = ReferenceCase.Load(id);
        Table table = reference.Data();
        MixedModelFit fit = MixedModel.Fit(Formula.Parse(reference.Formula), table, reference.Options());
        JsonNode recorded = reference.Result["residuals"]!;

        Near(recorded["pearsonFirst"]!, fit.Residuals(ResidualKind.Pearson), 2e-3);
        Near(recorded["devianceFirst"]!, fit.Residuals(ResidualKind.Deviance), 2e-3);
        Assert.Equal(fit.Residuals(ResidualKind.Pearson).AsEnumerable(), fit.Residuals(ResidualKind.Scaled).AsEnumerable());
        Near(reference.Result["linearPredictorFirst"]!, [.. fit.LinearPredictor], 2e-3);
        Near(reference.Result["linearPredictorFirst"]!, fit.Predict(table, scale: PredictionScale.Link), 2e-3);
        Near(reference.Result["fixedOnlyLinearPredictorFirst"]!, fit.PredictPopulation(table, PredictionScale.Link), 2e-3);
        double[] again = fit.Predict(table);
        Assert.All(Enumerable.Range(0, fit.RowCount), i => Assert.Equal(fit.Fitted[i], again[i], 9));
    }

    [Fact]
    public void The_kinds_of_a_binomial_response_mean_the_same()
    {
        Table table = Fits.Csv(
            """
            y,word,x,g,w,p,t
            0,no,1,a,1,0,2
            1,yes,2,a,2,0.5,2
            1,yes,3,a,1,0.75,4
            0,no,1,b,2,0.2,5
            0,no,2,b,1,0.5,4
            1,yes,3,b,1,1,3
            1,yes,1,c,2,0.25,4
            0,no,2,c,1,0,3
            1,yes,3,c,1,0.5,2
            """);

        double numbers = Minus2LogL("y ~ x + (1 | g)", Binomial);
        Assert.Equal(numbers, Minus2LogL("word ~ x + (1 | g)", Binomial), 9);
        Assert.Equal(numbers, Minus2LogL("I(y > 0.5) ~ x + (1 | g)", Binomial), 9);
        Assert.Equal(numbers, Minus2LogL("cbind(y, 1 - y) ~ x + (1 | g)", Binomial), 9);
        double proportions = Minus2LogL("p ~ x + (1 | g)", Binomial with { Weights = "t", WeightKind = WeightKind.Trials });
        Assert.Equal(proportions, Minus2LogL("cbind(p * t, t - p * t) ~ x + (1 | g)", Binomial), 9);

        double Minus2LogL(string formula, FitOptions options) => -2 * MixedModel.Fit(formula, table, options).LogLikelihood.Value;
    }

    [Fact]
    public void Rows_by_frequency_are_rows_repeated()
    {
        Table counted = Fits.Csv("y,x,g,w\n0,1,a,2\n3,2,a,1\n1,1,b,3\n4,2,b,1\n2,1,c,1\n2,3,c,2\n");
        Table repeated = Fits.Csv("y,x,g\n0,1,a\n0,1,a\n3,2,a\n1,1,b\n1,1,b\n1,1,b\n4,2,b\n2,1,c\n2,3,c\n2,3,c\n");

        MixedModelFit first = MixedModel.Fit("y ~ x + (1 | g)", counted, Poisson with { Weights = "w", WeightKind = WeightKind.Frequency });
        MixedModelFit second = MixedModel.Fit("y ~ x + (1 | g)", repeated, Poisson);

        Assert.Equal(second.LogLikelihood.Value, first.LogLikelihood.Value, 8);
        Assert.Equal(second.Coefficients["x"].Estimate, first.Coefficients["x"].Estimate, 6);
        Assert.Equal(second.Bic.Value, first.Bic.Value, 8);
        Assert.Equal(second.ResidualDegreesOfFreedom, first.ResidualDegreesOfFreedom);
        Assert.Equal(second.DispersionCheck!.Value.PValue, first.DispersionCheck!.Value.PValue, 5);
        Assert.Equal(second.VarianceDecomposition().Fixed, first.VarianceDecomposition().Fixed, 5);
        Assert.Equal(second.VarianceDecomposition().Residual, first.VarianceDecomposition().Residual, 5);
        Assert.Equal(second.PopulationAverageCoefficients()[1].StandardError, first.PopulationAverageCoefficients()[1].StandardError, 5);
        Assert.Equal((double)JsonNode.Parse(second.ToJson())!["nobs"]!, (double)JsonNode.Parse(first.ToJson())!["nobs"]!);
    }

    [Fact]
    public void The_covariance_conditional_on_theta_is_lme4s_from_its_Cholesky_factor()
    {
        JsonArray recorded = ReferenceCase.Load("cbpp").Result["vcovRX"]!.AsArray();

        for (int i = 0; i < recorded.Count; i++)
        {
            Assert.Equal((double)recorded[i]![i]!, Fits.Cbpp.ConditionalCovariance[i, i], 1e-5);
            Assert.NotEqual(Fits.Cbpp.Covariance[i, i], Fits.Cbpp.ConditionalCovariance[i, i], 1e-7);
        }

        Assert.Equal(Fits.Sleepstudy.Covariance.ToArray(), Fits.Sleepstudy.ConditionalCovariance.ToArray());
    }

    /// <summary>R: glm(cbind(incidence, size - incidence) ~ factor(period), binomial, cbpp).</summary>
    [Fact]
    public void Without_random_terms_it_is_Rs_glm()
    {
        MixedModelFit fit = MixedModel.Fit("cbind(incidence, size - incidence) ~ factor(period)", Fits.Data("cbpp"), Binomial);

        Assert.Equal([-1.26902, -1.17076, -1.30141, -1.78228], fit.Coefficients.Select(c => Math.Round(c.Estimate, 5)));
        Assert.Equal(4, fit.ParameterCount);
        Assert.Equal(Verdict.Converged, fit.Verdict);
        Assert.Null(fit.DesignEffect);
    }

    [Fact]
    public void What_a_generalised_model_lacks_is_said()
    {
        Assert.Equal(1, Fits.Cbpp.Sigma);
        Assert.True(double.IsNaN(Fits.Cbpp.VarianceComponents.Residual.Variance));
        Assert.Equal(FitMethod.Ml, Fits.Cbpp.Method);
        Assert.Equal((Family.Binomial, Link.Logit, Approximation.Laplace), (Fits.Cbpp.Family, Fits.Cbpp.Link, Fits.Cbpp.Approximation));
        Assert.Null(Fits.Sleepstudy.Approximation);
        Assert.Null(Fits.Sleepstudy.DispersionCheck);
    }

    [Fact]
    public void Fits_by_different_approximations_are_not_compared()
    {
        Table cbpp = Fits.Data("cbpp");
        const string Formula = "cbind(incidence, size - incidence) ~ factor(period) + (1 | herd)";
        MixedModelFit quadrature = MixedModel.Fit(Formula, cbpp, Binomial with { Approximation = Approximation.Quadrature });
        MixedModelFit fixedOnly = MixedModel.Fit("cbind(incidence, size - incidence) ~ factor(period)", cbpp, Binomial);
        MixedModelFit linear = MixedModel.Fit("incidence ~ factor(period) + (1 | herd)", cbpp, new FitOptions { Method = FitMethod.Ml });

        var error = Assert.Throws<IncomparableFitsException>(() => ModelComparison.Aic(Fits.Cbpp, quadrature));
        Assert.Contains("quadrature with 9 nodes", error.Message, StringComparison.Ordinal);
        Assert.Throws<IncomparableFitsException>(() => ModelComparison.Aic(Fits.Cbpp, linear));
        ModelComparison.Aic(Fits.Cbpp, fixedOnly);
    }

    [Fact]
    public void Links_and_families_of_counts_are_compared_where_the_approximation_is_one()
    {
        Table table = Fits.Csv("y,x,g\n0,1,a\n1,2,a\n1,3,a\n0,1,b\n0,2,b\n1,3,b\n1,1,c\n0,2,c\n1,3,c\n");
        MixedModelFit logit = Fit(Binomial), probit = Fit(Binomial with { Link = Link.Probit });
        MixedModelFit expected = Fit(Binomial with { Link = Link.Probit, Information = Information.Expected });

        ModelComparison.Aic(logit, probit);
        ModelComparison.Aic(logit, expected);
        ModelComparison.Aic(logit, Fit(Poisson));
        var error = Assert.Throws<IncomparableFitsException>(() => ModelComparison.Aic(probit, expected));
        Assert.Contains("Laplace approximation with Expected information", error.Message, StringComparison.Ordinal);

        MixedModelFit Fit(FitOptions options) => MixedModel.Fit("y ~ x + (1 | g)", table, options);
    }

    [Fact]
    public void The_criterion_is_asked_for_with_and_without_coefficients()
    {
        double[] theta = [.. Fits.Cbpp.Theta], beta = [.. Fits.Cbpp.Coefficients.Select(c => c.Estimate)];

        Assert.Equal(-2 * Fits.Cbpp.LogLikelihood.Value, Fits.Cbpp.CriterionAt(new CriterionPoint(theta, beta)), 8);
        Assert.Equal(Fits.Cbpp.CriterionAt(theta), Fits.Cbpp.CriterionAt(new CriterionPoint(theta)));
        Assert.Throws<ArgumentException>(() => Fits.Cbpp.CriterionAt(new CriterionPoint(theta, [1])));
        Assert.Throws<ArgumentException>(() => Fits.Cbpp.CriterionAt(new CriterionPoint(theta, [1, 2, 3, double.NaN])));
        Assert.Throws<ArgumentException>(() => Fits.Sleepstudy.CriterionAt(new CriterionPoint([1, 0, 1], [1, 2])));
    }

    [Fact]
    public void Options_that_contradict_each_other_are_refused()
    {
        Assert.Throws<ArgumentException>(() => MixedModel.Fit("y ~ x", Fits.Small(), Poisson with { Link = Link.Logit }));
        Assert.Throws<ArgumentException>(() => MixedModel.Fit("y ~ x", Fits.Small(), new FitOptions { Link = Link.Sqrt }));
        Assert.Throws<ArgumentException>(() => MixedModel.Fit("y ~ x", Fits.Small(), Poisson with { Approximation = Approximation.Quadrature, QuadratureNodes = 0 }));
    }

    private static void Near(JsonNode recorded, IReadOnlyList<double> actual, double tolerance)
    {
        double[] expected = [.. recorded.AsArray().Select(x => (double)x!)];
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], tolerance * Math.Max(1, Math.Abs(expected[i])));
        }
    }
}
