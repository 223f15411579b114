using GlmmDsl.Data;
using GlmmDsl.Inference.Tests.Means;

namespace GlmmDsl.Inference.Tests.Ordinal;

/// <summary>
/// Standard errors of the probabilities of categories. Expected values are of R 4.2: <c>nll</c> is the Laplace −log L of <c>clmm(rating ~ temp + contact + (1 | judge), wine)</c> written out over
/// (thresholds, β, σ), <c>V &lt;- solve(numDeriv::hessian(nll, p))</c>, <c>J &lt;- numDeriv::jacobian(probabilities, p)</c>, and errors <c>sqrt(diag(J %*% V %*% t(J)))</c>.
/// </summary>
public sealed class CategoryErrorsTests
{
    private static MixedModelFit Fit => WineData.Fit;

    /// <summary><c>emmeans(f, ~ rating | temp * contact, mode = "prob")</c> has 0.00790, 0.08479, 0.08488, 0.08964, 0.03176, by clmm's Hessian, which is differenced roughly.</summary>
    [Fact]
    public void Errors_with_random_effects_of_zero_are_those_of_the_delta_method()
    {
        CategoryPredictions rows = Fit.PredictProbabilityIntervals(Rows("warm,no\n"), RandomEffectsAre.Zero);
        AreErrors([0.0078698179, 0.084656891, 0.084849278, 0.089419547, 0.031652928], rows, 0, 2e-4);
        Assert.Equal(0.2099, rows.MeanCategory(0).StandardError, 1e-3); // emmeans, mode = "mean.class": 0.20994
        Assert.Equal(0.0899, rows.Cumulative(0, "2").StandardError, 5e-4); // emmeans, mode = "cum.prob": 0.08997
    }

    [Fact]
    public void Errors_over_the_population_count_those_of_the_variance()
    {
        CategoryPredictions rows = Fit.PredictProbabilityIntervals(Rows("warm,no\n"), RandomEffectsAre.Integrated);
        Assert.Equal(0.016542352, rows[0, "1"].Value, 1e-6);
        AreErrors([0.013307058, 0.081197258, 0.08034858, 0.074009189, 0.044483434], rows, 0, 2e-4);
    }

    /// <summary>
    /// <c>C &lt;- solve(hessian(pen, c(thresholds, beta, u)))</c> with <c>pen</c> the penalised −log f at σ̂, <c>R</c> the Jacobian in (thresholds, β) with the modes following them, and errors
    /// <c>sqrt(diag(J %*% C %*% t(J) + R %*% (V[1:6, 1:6] - C[1:6, 1:6]) %*% t(R)))</c>.
    /// </summary>
    [Fact]
    public void Errors_at_the_modes_count_those_of_thresholds_and_modes_together()
    {
        CategoryPredictions rows = Fit.PredictProbabilityIntervals(WineData.Table());
        AreErrors([0.027548668, 0.15075818, 0.13110633, 0.044456997, 0.010914902], rows, 0, 2e-4);
        AreErrors([0.014196533, 0.1310448, 0.093909949, 0.076802529, 0.02201659], rows, 69, 2e-4);
    }

    [Fact]
    public void A_group_that_the_fit_never_saw_adds_the_variance_of_its_effects()
    {
        Table row = Table.ReadCsv(new StringReader("temp,contact,judge\nwarm,no,new\n"), new CsvOptions { Factors = ["judge"] });
        CategoryPredictions known = Fit.PredictProbabilityIntervals(row, RandomEffectsAre.Zero), unknown = Fit.PredictProbabilityIntervals(row, newLevels: NewLevels.Population);
        double slope = Slope(Fit.PredictPopulation(row, PredictionScale.Link)[0], 1);
        double added = Math.Pow(slope * Fit.VarianceComponents["judge"]["(Intercept)"].StandardDeviation, 2);
        Assert.Equal(known[0, 1].Value, unknown[0, 1].Value, 1e-12);
        Assert.Equal(Math.Sqrt(Math.Pow(known[0, 1].StandardError, 2) + added), unknown[0, 1].StandardError, 1e-6);
        Assert.Throws<ModelDataException>(() => Fit.PredictProbabilityIntervals(row));
    }

    [Theory]
    [InlineData(Link.Probit)]
    [InlineData(Link.Cloglog)]
    public void With_two_categories_errors_are_those_of_the_binomial_model(Link link)
    {
        Table two = WineData.Halved();
        MixedModelFit binomial = MixedModel.Fit("high ~ temp + contact + (1 | judge)", two, new FitOptions { Family = Family.Binomial, Link = link });
        MixedModelFit ordinal = MixedModel.Fit("level ~ temp + contact + (1 | judge)", two, new FitOptions { Family = Family.Cumulative, Link = link });
        var expected = binomial.PredictInterval(two, PredictionOf.ConditionalMean);
        CategoryPredictions found = ordinal.PredictProbabilityIntervals(two);
        for (int row = 0; row < found.Count; row += 7)
        {
            Assert.Equal(expected[row].Value, found[row, 1].Value, 1e-5);
            Assert.Equal(expected[row].StandardError, found[row, 1].StandardError, 1e-3 * expected[row].StandardError);
            Assert.Equal(found[row, 0].StandardError, found[row, 1].StandardError, 1e-12);
        }
    }

    [Fact]
    public void Limits_are_inside_0_and_1_and_those_of_the_logit()
    {
        CategoryPredictions rows = Fit.PredictProbabilityIntervals(Rows("cold,no\n"), RandomEffectsAre.Zero, level: 0.9);
        for (int j = 0; j < 5; j++)
        {
            Prediction p = rows[0, j];
            double reach = 1.6448536269514722 * p.StandardError / (p.Value * (1 - p.Value)), logit = Math.Log(p.Value / (1 - p.Value));
            Assert.Equal(1 / (1 + Math.Exp(-(logit - reach))), p.Interval.Lower, 1e-9);
            Assert.Equal(1 / (1 + Math.Exp(-(logit + reach))), p.Interval.Upper, 1e-9);
        }
    }

    [Fact]
    public void Errors_are_the_same_after_saving_and_loading()
    {
        MixedModelFit loaded = Loaded(crossProducts: true), without = Loaded(crossProducts: false);
        foreach (RandomEffectsAre how in Enum.GetValues<RandomEffectsAre>())
        {
            Assert.Equal(
                Fit.PredictProbabilityIntervals(WineData.Table(), how)[5, "3"].StandardError,
                loaded.PredictProbabilityIntervals(WineData.Table(), how)[5, "3"].StandardError,
                1e-9);
        }

        Assert.Contains("cross-products", Assert.Throws<InvalidOperationException>(() => without.PredictProbabilityIntervals(WineData.Table())).Message, StringComparison.Ordinal);

        static MixedModelFit Loaded(bool crossProducts)
        {
            using var stream = new MemoryStream();
            Fit.Save(stream, crossProducts);
            stream.Position = 0;
            return MixedModelFit.Load(stream);
        }
    }

    [Fact]
    public void A_refit_without_a_category_gives_it_a_probability_of_0_without_error()
    {
        double[] response = [.. Fit.Simulate(1, seed: 9)[0].Select(y => y == 2 ? 3 : y)];
        response[0] = 4;
        response[1] = 0;
        CategoryPredictions rows = Fit.Refit(response).PredictProbabilityIntervals(WineData.Table());
        Assert.Equal((0.0, 0.0), (rows[0, "3"].Value, rows[0, "3"].StandardError));
        Assert.True(rows[0, "4"].StandardError > 0);
    }

    [Fact]
    public void Missing_values_give_NaN_and_other_families_are_refused()
    {
        CategoryPredictions rows = Fit.PredictProbabilityIntervals(Rows("warm,\nwarm,no\n"), RandomEffectsAre.Zero);
        Assert.True(double.IsNaN(rows[0, 0].StandardError));
        Assert.False(double.IsNaN(rows[1, 0].StandardError));
        Assert.Throws<InvalidOperationException>(() => Fitted.Cbpp.PredictProbabilityIntervals(WineData.Table()));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fit.PredictProbabilityIntervals(Rows("warm,no\n"), RandomEffectsAre.Zero, level: 1));
    }

    private static double Slope(double eta, int category)
    {
        double upper = Density(Fit.Thresholds![category].Estimate - eta), lower = Density(Fit.Thresholds![category - 1].Estimate - eta);
        return upper - lower;
    }

    private static double Density(double x) => Math.Exp(-Math.Abs(x)) / Math.Pow(1 + Math.Exp(-Math.Abs(x)), 2);

    private static void AreErrors(double[] expected, CategoryPredictions rows, int row, double tolerance) =>
        Assert.All(expected.Select((e, j) => (e, rows[row, j].StandardError)), pair => Assert.Equal(pair.e, pair.StandardError, tolerance * Math.Max(1, pair.e)));

    private static Table Rows(string rows) => Table.ReadCsv(new StringReader("temp,contact\n" + rows));
}
