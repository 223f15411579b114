using GlmmDsl.Data;

namespace GlmmDsl.Tests.Predictions;

/// <summary>Predictions of binomial and Poisson models against R's predict, ranef and integrate.</summary>
public sealed class GeneralizedPredictionTests
{
    private static readonly Lazy<MixedModelFit> Counts = new(() => MixedModel.Fit(
        "incidence ~ factor(period) + offset(log(size)) + (1 | herd)", Fits.Data("cbpp"), new FitOptions { Family = Family.Poisson }));

    private static readonly Lazy<MixedModelFit> Slopes = new(() => MixedModel.Fit(
        "y ~ x + z + f + (x | g)", Fits.Data("binsim"), new FitOptions { Family = Family.Binomial }));

    private static Table NewRows() => Fits.Csv("period,size,herd\n1,10,1\n2,20,2\n3,5,99\n4,8,15\n");

    /// <summary>R: predict(m, newdata, allow.new.levels = TRUE[, type = "response"]) and predict(m, newdata, re.form = NA); herd 99 is new.</summary>
    [Fact]
    public void New_rows_are_predicted_as_by_lme4()
    {
        Near([1.099728558, 0.291900021, -1.005216177, -1.341934616], Counts.Value.Predict(NewRows(), NewLevels.Population, PredictionScale.Link), 2e-5);
        Near([3.0033506779, 1.3389691421, 0.3659655128, 0.2613395875], Counts.Value.Predict(NewRows(), NewLevels.Population), 2e-5);
        Near([0.6542201837, 0.5033029559, -1.0052161772, -0.9599696921], Counts.Value.PredictPopulation(NewRows(), PredictionScale.Link), 2e-5);
        Near([-0.8085120916, -2.6897621186, -2.5272042431, -3.5093223816], Fits.Cbpp.Predict(NewRows(), NewLevels.Population, PredictionScale.Link), 2e-5);
        Near([0.30820765055, 0.06358017978, 0.07397293061, 0.02904814152], Fits.Cbpp.Predict(NewRows(), NewLevels.Population), 2e-5);
        Assert.Contains("'99' in row 3", Assert.Throws<ModelDataException>(() => Fits.Cbpp.Predict(NewRows())).Message, StringComparison.Ordinal);
    }

    /// <summary>R: ranef(m, condVar = TRUE).</summary>
    [Fact]
    public void Conditional_modes_and_their_deviations_are_lme4s()
    {
        double[] first = [0.44550837432, -0.21140293486, 0.32639363350, 0.03836672263];
        double[] deviations = [0.2975530744, 0.3160216532, 0.2600472040, 0.3540084206];

        for (int level = 0; level < first.Length; level++)
        {
            ConditionalMode mode = Counts.Value.RandomEffects["herd"][level, 0];
            Assert.Equal(first[level], mode.Value, 2e-5);
            Assert.Equal(deviations[level], mode.StandardDeviation, 2e-5);
        }

        Assert.Equal(0.59002001820, Fits.Cbpp.RandomEffects["herd"][0, 0].Value, 2e-5);
        Assert.Equal(0.3482650540, Fits.Cbpp.RandomEffects["herd"][0, 0].StandardDeviation, 2e-5);
    }

    /// <summary>R: integrate() for each row; beside it the mean at zero random effects, which is another number.</summary>
    [Fact]
    public void The_population_average_integrates_the_random_effects_out()
    {
        Table rows = Fits.Csv("period\n1\n2\n3\n4\n");

        Near([0.21609292715, 0.09704258746, 0.08611828507, 0.05730033108], Fits.Cbpp.PredictPopulationAverage(rows), 2e-5);
        Near([0.19804914677, 0.08387195073, 0.07397293061, 0.04839073887], Fits.Cbpp.PredictPopulation(rows), 2e-5);
        Near([3.0389662191, 1.1199704598, 0.7433379187], Counts.Value.PredictPopulationAverage(Fits.Data("cbpp"))[..3], 2e-4);
        Near([2.6930985831, 0.9925055565, 0.6587379231], Counts.Value.PredictPopulation(Fits.Data("cbpp"))[..3], 2e-4);
    }

    /// <summary>R: the variance of the random part at each row is zᵀΣz.</summary>
    [Fact]
    public void With_a_random_slope_the_variance_is_each_rows_own() =>
        Near(
            [0.5382300039, 0.4155305935, 0.6600085080, 0.2666270659, 0.4899800643, 0.2608029636],
            Slopes.Value.PredictPopulationAverage(Fits.Data("binsim"))[..6],
            2e-5);

    [Fact]
    public void The_population_average_needs_columns_of_random_slopes_but_no_groups()
    {
        MixedModelFit slopes = MixedModel.Fit("y ~ z + (0 + x | g)", Fits.Data("binsim"), new FitOptions { Family = Family.Binomial });

        double[] average = slopes.PredictPopulationAverage(Fits.Csv("z,x\n0.5,0\n0.5,3\n0.5,\n"));

        Assert.Equal(slopes.PredictPopulation(Fits.Csv("z\n0.5\n"))[0], average[0], 12);
        Assert.NotEqual(average[0], average[1], 3);
        Assert.True(double.IsNaN(average[2]));
        Assert.Contains("'x'", Assert.Throws<FormulaException>(() => slopes.PredictPopulationAverage(Fits.Csv("z\n0.5\n"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_linear_model_the_average_is_the_middle()
    {
        Table rows = Fits.Csv("Days\n0\n5\n");

        Assert.Equal(Fits.Sleepstudy.PredictPopulation(rows), Fits.Sleepstudy.PredictPopulationAverage(rows));
    }

    [Fact]
    public void The_average_is_that_of_simulated_groups()
    {
        // The mean over many groups' predictions, their intercepts drawn at evenly spaced quantiles.
        double theta = Fits.Cbpp.Theta[0], eta = Fits.Cbpp.Coefficients[0].Estimate;
        double mean = Enumerable.Range(0, 20000).Average(i => 1 / (1 + Math.Exp(-eta - (theta * MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, (i + 0.5) / 20000)))));

        Assert.Equal(mean, Fits.Cbpp.PredictPopulationAverage(Fits.Csv("period\n1\n"))[0], 5);
    }

    private static void Near(IEnumerable<double> expected, IEnumerable<double> actual, double tolerance) =>
        Assert.Equal(expected, actual, (a, b) => Math.Abs(a - b) <= tolerance);
}
