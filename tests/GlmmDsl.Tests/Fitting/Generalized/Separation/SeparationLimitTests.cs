using GlmmDsl.Data;
using GlmmDsl.Inference;

namespace GlmmDsl.Tests.Fitting.Generalized.Separation;

/// <summary>The fit of separated outcomes is the limit of the likelihood: none of its numbers depends on where the iterations happened to stop.</summary>
public sealed class SeparationLimitTests
{
    private static readonly FitOptions Binomial = new() { Family = Family.Binomial };
    private static readonly FitOptions Poisson = new() { Family = Family.Poisson };

    [Fact]
    public void A_predictor_that_decides_every_outcome_runs_to_infinity()
    {
        MixedModelFit fit = MixedModel.Fit("sep ~ x + (1 | g)", Decided(), Binomial);
        MixedModelFit none = MixedModel.Fit("sep ~ 1 + (1 | g)", Decided(), Binomial);

        Assert.True(fit.IsSeparated);
        Assert.Equal(Verdict.NotConverged, fit.Verdict);
        Assert.Equal(double.PositiveInfinity, fit.Coefficients["x"].Estimate);
        Assert.True(fit.Coefficients["x"].IsSeparated);
        Assert.All(fit.Coefficients, c => Assert.True(double.IsNaN(c.StandardError) && double.IsNaN(c.Statistic)));

        // The threshold lies on either side of 0 as far as the data say.
        Assert.Equal(double.NaN, fit.Coefficients["(Intercept)"].Estimate);

        // The supremum, which is better than any model that predicts less well.
        Assert.Equal(0, fit.LogLikelihood.Value);
        Assert.Equal(6, fit.Aic.Value);
        Assert.True(fit.Aic.IsSupremum && fit.Bic.IsSupremum && fit.LogLikelihood.IsSupremum);
        Assert.False(none.Aic.IsSupremum);
        Assert.True(ModelComparison.Aic(fit, none).Difference < -200);

        // Nothing is left that says how the groups vary.
        Assert.Equal(double.NaN, fit.Theta[0]);
        Assert.Equal(double.NaN, fit.RandomEffects["g"]["g3", "(Intercept)"].Value);
    }

    [Fact]
    public void Predictions_of_decided_rows_are_0_and_1_and_open_where_the_data_leave_it_open()
    {
        MixedModelFit fit = MixedModel.Fit("sep ~ x + (1 | g)", Decided(), Binomial);
        Table rows = Fits.Csv("x,g\n-1.5,g1\n2,g2\n0.0001,g3\n-0.3,g4\n,g5\n");

        double[] expected = [0, 1, double.NaN, 0, double.NaN];
        Assert.Equal(expected, fit.Predict(rows));
        Assert.Equal(expected, fit.PredictPopulation(rows));
        Assert.Equal(expected, fit.PredictPopulationAverage(rows));
        Assert.Equal([double.NegativeInfinity, double.PositiveInfinity], fit.PredictPopulation(rows, PredictionScale.Link)[..2]);
        Assert.Equal(fit.Fitted.ToArray(), fit.Predict(Decided()));
        Assert.All(fit.Residuals(ResidualKind.Pearson).Concat(fit.Residuals(ResidualKind.Deviance)), r => Assert.Equal(0, r));
        Assert.All(fit.RandomizedQuantileResiduals(1), r => Assert.True(double.IsFinite(r)));
        Assert.Throws<InvalidOperationException>(() => fit.PopulationAverageCoefficients());
        Assert.Equal(double.NaN, fit.RSquared.Marginal);
    }

    [Fact]
    public void A_threshold_away_from_zero_decides_the_intercept_too()
    {
        MixedModelFit fit = MixedModel.Fit("sep ~ x", Decided(x => x > 0.7), Binomial);

        Assert.Equal([double.NegativeInfinity, double.PositiveInfinity], fit.Coefficients.Select(c => c.Estimate));
    }

    [Theory]
    [InlineData(Approximation.Laplace)]
    [InlineData(Approximation.Fast)]
    [InlineData(Approximation.Quadrature)]
    public void Rows_that_a_level_decides_leave_the_model_of_the_others(Approximation approximation)
    {
        FitOptions options = Binomial with { Approximation = approximation, QuadratureNodes = 5 };
        string[] lines = Levels();
        MixedModelFit fit = MixedModel.Fit("y ~ x + f + (1 | g)", Read(lines), options);
        MixedModelFit others = MixedModel.Fit("y ~ x + f + (1 | g)", Read([.. lines.Where(l => !l.Contains('c', StringComparison.Ordinal))]), options);

        Assert.Equal(double.PositiveInfinity, fit.Coefficients["fc"].Estimate);
        foreach (string name in new[] { "(Intercept)", "x", "fb" })
        {
            Assert.Equal(others.Coefficients[name].Estimate, fit.Coefficients[name].Estimate, 1e-6);
            Assert.Equal(others.Coefficients[name].StandardError, fit.Coefficients[name].StandardError, 1e-5);
            Assert.False(fit.Coefficients[name].IsSeparated);
        }

        Assert.Equal(others.Theta[0], fit.Theta[0], 1e-5);
        Assert.Equal(others.LogLikelihood.Value, fit.LogLikelihood.Value, 1e-7);
        Assert.Equal(others.CriterionAt(0.5), fit.CriterionAt(0.5), 1e-7);
        Assert.Equal(others.RandomEffects["g"]["g2", "(Intercept)"].Value, fit.RandomEffects["g"]["g2", "(Intercept)"].Value, 1e-5);
        Assert.Equal(double.NaN, fit.Covariance["fc", "x"]);

        // The criterion at ever larger coefficients tends to the one reported; the random effects of all rows are theirs then.
        if (approximation != Approximation.Fast)
        {
            double[] beta = [.. fit.Coefficients.Select(c => double.IsFinite(c.Estimate) ? c.Estimate : 25)];
            Assert.Equal(-2 * fit.LogLikelihood.Value, fit.CriterionAt(new CriterionPoint(fit.Theta, beta)), 1e-6);
        }

        double[] predicted = fit.Predict(Fits.Csv("x,f,g\n0.5,c,g1\n0.5,a,g1\n"));
        Assert.Equal(1, predicted[0]);
        Assert.Equal(others.Predict(Fits.Csv("x,f,g\n0.5,a,g1\n"))[0], predicted[1], 1e-6);
    }

    [Fact]
    public void A_group_whose_rows_are_all_decided_has_the_population_for_its_distribution()
    {
        string[] lines = [.. Levels().Select(l => l.Contains('c', StringComparison.Ordinal) ? l[..^2] + "z" : l)];
        MixedModelFit fit = MixedModel.Fit("y ~ x + f + (1 | g)", Read(lines), Binomial);

        ConditionalMode effect = fit.RandomEffects["g"]["z", "(Intercept)"];
        Assert.Equal(0, effect.Value);
        Assert.Equal(fit.VarianceComponents["g"]["(Intercept)"].StandardDeviation, effect.StandardDeviation, 1e-12);
        Assert.Equal("z", fit.RandomEffects["g"].Levels[^1]);
    }

    [Fact]
    public void Counts_out_of_several_trials_separate_where_all_or_none_succeeded()
    {
        var random = new Random(8);
        string rows = string.Join('\n', Enumerable.Range(0, 90).Select(i =>
        {
            int size = 2 + (i % 4), y = (i % 3) switch { 0 => 0, 1 => size, _ => random.Next(size + 1) };
            return FormattableString.Invariant($"{y},{size - y},{"abc"[i % 3]},g{i % 7}");
        }));
        MixedModelFit fit = MixedModel.Fit("cbind(y, n) ~ f + (1 | g)", Fits.Csv("y,n,f,g\n" + rows + "\n"), Binomial);

        // a never succeeds, b always, c at times: c against a runs to +∞, and so does b.
        Assert.Equal([double.NegativeInfinity, double.PositiveInfinity, double.PositiveInfinity], fit.Coefficients.Select(c => c.Estimate));
        Assert.Equal([0.0, 1.0], fit.PredictPopulation(Fits.Csv("f\na\nb\n")));
        Assert.InRange(fit.PredictPopulation(Fits.Csv("f\nc\n"))[0], 0.3, 0.7);
        Assert.Null(fit.DispersionCheck);
    }

    [Fact]
    public void Levels_without_counts_separate_and_their_difference_stays_open()
    {
        var random = new Random(9);
        string rows = string.Join('\n', Enumerable.Range(0, 120).Select(i =>
            FormattableString.Invariant($"{(i % 2 == 0 ? 0 : random.Next(4))},{random.NextDouble():F3},{"abcd"[i % 4]},g{i % 6}")));
        Table table = Fits.Csv("y,x,f,g\n" + rows + "\n");
        MixedModelFit fit = MixedModel.Fit("y ~ x + f + (1 | g)", table, Poisson);

        // a and c are empty. Which of them falls faster nobody knows; b and d against a run to +∞.
        Assert.Equal(double.NegativeInfinity, fit.Coefficients["(Intercept)"].Estimate);
        Assert.Equal(double.PositiveInfinity, fit.Coefficients["fb"].Estimate);
        Assert.Equal(double.NaN, fit.Coefficients["fc"].Estimate);
        Assert.True(fit.Coefficients["fc"].IsSeparated);
        Assert.True(double.IsFinite(fit.Coefficients["x"].Estimate));
        Assert.Equal([0.0, 0.0], fit.PredictPopulation(Fits.Csv("x,f\n0.5,a\n0.2,c\n")));
        Assert.InRange(fit.PredictPopulation(Fits.Csv("x,f\n0.5,b\n"))[0], 0.5, 3);

        // Without a reference both run to −∞, and the others keep their means.
        MixedModelFit means = MixedModel.Fit("y ~ 0 + f + x + (1 | g)", table, Poisson);
        Assert.Equal(fit.LogLikelihood.Value, means.LogLikelihood.Value, 1e-6);
        Assert.Equal([double.NegativeInfinity, double.NegativeInfinity], new[] { "fa", "fc" }.Select(n => means.Coefficients[n].Estimate));
        Assert.True(double.IsFinite(means.Coefficients["fb"].StandardError));
    }

    [Fact]
    public void What_one_direction_leaves_may_be_separated_by_another()
    {
        // x decides all but the rows at 0; there z does, but for the rows where it is 0 too.
        var random = new Random(10);
        string rows = string.Join('\n', Enumerable.Range(0, 100).Select(i =>
        {
            int x = (i % 5) - 2, z = (i / 5 % 3) - 1;
            int y = x != 0 ? (x > 0 ? 1 : 0) : z != 0 ? (z < 0 ? 1 : 0) : random.Next(2);
            return $"{y},{x},{z}";
        }));
        MixedModelFit fit = MixedModel.Fit("y ~ x + z", Fits.Csv("y,x,z\n" + rows + "\n"), Binomial);

        Assert.Equal([double.PositiveInfinity, double.NegativeInfinity], fit.Coefficients.Skip(1).Select(c => c.Estimate));
        Assert.True(double.IsFinite(fit.Coefficients["(Intercept)"].StandardError));
        double[] predicted = fit.PredictPopulation(Fits.Csv("x,z\n1,1\n-1,-1\n0,1\n0,-1\n0,0\n"));
        Assert.Equal([1, 0, 0, 1], predicted[..4]);
        Assert.InRange(predicted[4], 0.05, 0.95);
    }

    [Fact]
    public void Units_and_origins_of_a_column_change_nothing()
    {
        MixedModelFit plain = MixedModel.Fit("sep ~ x + (1 | g)", Decided(x => x > 0.7), Binomial);
        MixedModelFit scaled = MixedModel.Fit("sep ~ I(1e6 * x) + (1 | g)", Decided(x => x > 0.7), Binomial);
        MixedModelFit moved = MixedModel.Fit("sep ~ I(x + 1000) + (1 | g)", Decided(x => x > 0.7), Binomial);

        Assert.Equal(plain.Coefficients.Select(c => c.Estimate), scaled.Coefficients.Select(c => c.Estimate));
        Assert.Equal(plain.Coefficients.Select(c => c.Estimate), moved.Coefficients.Select(c => c.Estimate));
        Assert.Equal(plain.Fitted.ToArray(), moved.Fitted.ToArray());

        // A share of the direction in small units is still a number.
        Assert.Matches(@"I\(1e\+?0?6 \* x\) \+\d(\.\d+)?e-[67]", Assert.Single(scaled.Notices, n => n.Id == NoticeId.Separation).Text);
    }

    [Fact]
    public void One_row_on_the_wrong_side_is_a_finite_estimate_as_before()
    {
        double[] x = [.. Enumerable.Range(0, 40).Select(i => (i - 19.5) / 10)];
        double[] y = [.. x.Select(v => v > 0 ? 1.0 : 0)];
        (y[19], y[20]) = (1, 0);
        MixedModelFit fit = MixedModel.Fit("y ~ x", new Table([new NumericColumn("y", y), new NumericColumn("x", x)]), Binomial);

        Assert.False(fit.IsSeparated);
        Assert.Equal(Verdict.Converged, fit.Verdict);
        Assert.False(fit.Aic.IsSupremum);
        Assert.True(double.IsFinite(fit.Coefficients["x"].StandardError));
        Assert.DoesNotContain("isSupremum", fit.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_and_JSON_say_that_the_estimates_are_limits()
    {
        MixedModelFit fit = MixedModel.Fit("sep ~ x + (1 | g)", Decided(), Binomial);
        string summary = fit.ToString(), json = fit.ToJson();

        Assert.Contains("The likelihood has no maximum", summary, StringComparison.Ordinal);
        Assert.Matches("(?m)^x +Inf +NA +NA +NA$", summary);
        Assert.Contains("NOT CONVERGED", summary, StringComparison.Ordinal);
        Assert.Contains("x → +∞", Assert.Single(fit.Notices, n => n.Id == NoticeId.Separation).Text, StringComparison.Ordinal);
        Assert.Contains("\"isSupremum\":true", json, StringComparison.Ordinal);
        Assert.Contains("\"beta\":[null,null]", json, StringComparison.Ordinal);
        Assert.Contains("\"betaLimits\":[\"undetermined\",\"\\u002BInf\"]".Replace("\\u002B", "+", StringComparison.Ordinal), json, StringComparison.Ordinal);
        Assert.Contains("\"converged\":false", json, StringComparison.Ordinal);
    }

    /// <summary>200 rows in 20 groups whose outcome x decides.</summary>
    private static Table Decided(Func<double, bool>? rule = null)
    {
        var random = new Random(4);
        double[] x = [.. Enumerable.Range(0, 200).Select(_ => Math.Round((4 * random.NextDouble()) - 2, 2) + 0.005)];
        string rows = string.Join('\n', x.Select((v, i) => FormattableString.Invariant($"{((rule ?? (w => w > 0))(v) ? 1 : 0)},{v:F3},g{i % 20}")));
        return Fits.Csv("sep,x,g\n" + rows + "\n");
    }

    /// <summary>Three levels in turn; every row of c is a success.</summary>
    private static string[] Levels()
    {
        var random = new Random(3);
        return
        [
            .. Enumerable.Range(0, 240).Select(i =>
                FormattableString.Invariant($"{(i % 3 == 2 || random.NextDouble() < 0.3 + (0.05 * (i % 8)) ? 1 : 0)},{random.NextDouble():F3},{"abc"[i % 3]},g{i % 8}")),
        ];
    }

    private static Table Read(string[] lines) => Fits.Csv("y,x,f,g\n" + string.Join('\n', lines) + "\n");
}
