namespace GlmmDsl.Inference.Tests.Ordinal;

/// <summary>
/// Averages of the probabilities of categories. Expected values are of R 4.2, from <c>nll</c> and <c>V</c> of <see cref="CategoryErrorsTests"/>: for example
/// <c>av &lt;- function(p) rowMeans(apply(X, 1, function(x) probabilities(p, x)))</c>, <c>J &lt;- numDeriv::jacobian(av, p)</c>, <c>sqrt(diag(J %*% V %*% t(J)))</c>.
/// </summary>
public sealed class OrdinalAveragesTests
{
    private const double Tolerance = 1e-4;

    private static readonly string[] Categories = ["1", "2", "3", "4", "5"];

    private static MixedModelFit Fit => WineData.Fit;

    [Fact]
    public void Predictions_are_averaged_for_every_category()
    {
        AreEstimates(
            Fit.AveragePredictions(),
            [0.051453813, 0.31049054, 0.3887917, 0.17535088, 0.073913079],
            [0.029873665, 0.059798594, 0.057711354, 0.0486317, 0.036547192]);
        AverageEstimates integrated = Fit.AveragePredictions(randomEffects: RandomEffectsAre.Integrated);
        AreEstimates(
            integrated,
            [0.070673903, 0.30075296, 0.36342201, 0.16987434, 0.0952768],
            [0.034006033, 0.055424969, 0.053503063, 0.045544186, 0.038757538]);
        Assert.False(integrated.VariancesAreTakenAsKnown);
    }

    /// <summary>Errors given σ̂: <c>sqrt(diag(J %*% solve(hessian(pen, c(thresholds, beta, u))) %*% t(J)))</c>.</summary>
    [Fact]
    public void At_the_modes_errors_are_those_of_thresholds_and_modes_together()
    {
        AverageEstimates modes = Fit.AveragePredictions(randomEffects: RandomEffectsAre.Modes);
        AreEstimates(
            modes,
            [0.066028305, 0.30249329, 0.36990372, 0.17163389, 0.089940796],
            [0.026028035, 0.045471107, 0.052520113, 0.040851764, 0.028744284]);
        Assert.True(modes.VariancesAreTakenAsKnown);
    }

    [Fact]
    public void Levels_are_compared_category_by_category()
    {
        AverageEstimates comparison = Fit.AverageComparison("temp");
        AreEstimates(
            comparison,
            [-0.092305373, -0.42366398, 0.11546638, 0.26894992, 0.13155305],
            [0.052938628, 0.086093046, 0.12455615, 0.073550475, 0.063987596]);
        Assert.Equal(0, comparison.Sum(c => c.Estimate), 1e-12);
        Assert.Equal(("warm - cold", "rating = 3"), (comparison[2].Name, comparison[2].By.ToString()));
        Assert.Equal(comparison[2].Estimate, comparison["warm - cold", "3"].Estimate);
        AverageEstimates ratio = Fit.AverageComparison("temp", ComparisonKind.Ratio, by: "contact");
        Assert.Equal(10, ratio.Count);
        Assert.True(ratio["warm / cold", "5", "yes"].Estimate > 1);
    }

    [Fact]
    public void Groups_of_rows_have_averages_of_their_own()
    {
        AverageEstimates by = Fit.AveragePredictions("temp");
        Assert.Equal(1, Categories.Sum(c => by["prediction", c, "cold"].Estimate), 1e-12);
        Assert.Contains("rating", by.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"by\":{\"rating\":\"1\",\"temp\":\"cold\"}", by.ToJson().Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static void AreEstimates(AverageEstimates found, double[] values, double[] errors)
    {
        Assert.Equal(Categories, found.Select(e => e.By["rating"]));
        for (int j = 0; j < values.Length; j++)
        {
            Assert.Equal(values[j], found[j].Estimate, 1e-5);
            Assert.Equal(errors[j], found[j].StandardError, Tolerance);
        }
    }
}
