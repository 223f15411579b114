using GlmmDsl.Data;

namespace GlmmDsl.Tests.Predictions;

/// <summary>Predictions of many rows take bounded work per row, and end early when cancelled.</summary>
public sealed class PredictionCancellationTests
{
    private static readonly Lazy<MixedModelFit> Slopes = new(() =>
    {
        var random = new Random(2);
        double[] slopes = [.. Enumerable.Range(0, 12).Select(g => ((g % 5) - 2) * 0.8)];
        string rows = string.Join('\n', Enumerable.Range(0, 240).Select(i =>
        {
            double x = (random.NextDouble() * 4) - 2;
            return FormattableString.Invariant($"{(random.NextDouble() < 1 / (1 + Math.Exp(-slopes[i % 12] * x)) ? 1 : 0)},{x:F3},g{i % 12}");
        }));
        return MixedModel.Fit("y ~ x + (x | g)", Fits.Csv("y,x,g\n" + rows + "\n"), new FitOptions { Family = Family.Binomial });
    });

    [Fact]
    public void Averages_far_from_the_data_tend_to_the_normal_distribution_function()
    {
        double deviation = Slopes.Value.VarianceComponents["g"]["x"].StandardDeviation, slope = Slopes.Value.Coefficients["x"].Estimate;

        // R: pnorm of the ratio.
        double limit = MathNet.Numerics.Distributions.Normal.CDF(0, 1, slope / deviation);
        double[] averages = Slopes.Value.PredictPopulationAverage(new Table([new NumericColumn("x", [1e20, -1e20, 1e9, 1e100])]));

        Assert.True(deviation > 0.3, "The slopes vary.");
        Assert.Equal([limit, 1 - limit, limit, limit], averages, (a, b) => Math.Abs(a - b) < 1e-7);
    }

    [Fact]
    public void A_thousand_wide_averages_take_no_time()
    {
        var table = new Table([new NumericColumn("x", [.. Enumerable.Range(0, 1000).Select(i => 1e6 + i)])]);

        Assert.All(Slopes.Value.PredictPopulationAverage(table), a => Assert.InRange(a, 0.0, 1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Each_stage_of_a_prediction_looks_at_the_token(bool average)
    {
        var table = new Table([new NumericColumn("x", new double[5000]), new FactorColumn("g", ["g0"], new int[5000])]);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => average
            ? Slopes.Value.PredictPopulationAverage(table, cancelled.Token)
            : Slopes.Value.Predict(table, cancellationToken: cancelled.Token));
    }
}
