using GlmmDsl.Data;
using GlmmDsl.Tests.References;

namespace GlmmDsl.Inference.Tests.Resampling;

public sealed class SimulationTests
{
    private static readonly MixedModelFit Sleep = Fit("sleep_ris");

    [Fact]
    public void The_same_seed_gives_the_same_responses_and_more_of_them_begin_alike()
    {
        double[][] few = Sleep.Simulate(3, seed: 5), many = Sleep.Simulate(40, seed: 5), other = Sleep.Simulate(3, seed: 6);

        Assert.Equal(few, many[..3]);
        Assert.NotEqual(few[0], other[0]);
        Assert.NotEqual(few[0], few[1]);
    }

    [Fact]
    public void Means_and_covariances_of_responses_are_those_of_the_model()
    {
        double[][] draws = Sleep.Simulate(4000, seed: 2);
        double[] mean = [.. Enumerable.Range(0, 180).Select(i => draws.Average(d => d[i]))];
        double[,] random = Sleep.VarianceComponents["Subject"].CovarianceMatrix;

        // Rows 0 and 9 are days 0 and 9 of the first subject, row 10 is day 0 of the next one.
        double Covariance(int i, int j) => draws.Average(d => (d[i] - mean[i]) * (d[j] - mean[j]));
        double Expected(int i, int j) => random[0, 0] + ((i + j) * random[0, 1]) + (i * j * random[1, 1]);
        Assert.Equal(Sleep.Coefficients["(Intercept)"].Estimate + (9 * Sleep.Coefficients["Days"].Estimate), mean[9], 5.0);
        Assert.Equal(Expected(9, 9) + (Sleep.Sigma * Sleep.Sigma), Covariance(9, 9), 0.1 * Covariance(9, 9));
        Assert.Equal(Expected(0, 9), Covariance(0, 9), 0.1 * Covariance(9, 9));
        Assert.Equal(0, Covariance(0, 10), 0.1 * Covariance(0, 0));
    }

    [Fact]
    public void Given_the_modes_responses_scatter_about_the_fitted_values_alone()
    {
        double[][] draws = Sleep.Simulate(2000, seed: 3, SimulatedEffects.Modes);

        double worst = Enumerable.Range(0, 180).Max(i => Math.Abs(draws.Average(d => d[i]) - Sleep.Fitted[i]));
        Assert.InRange(worst, 0, 5 * Sleep.Sigma / Math.Sqrt(2000));
        Assert.Equal(Sleep.Sigma, Math.Sqrt(draws.Average(d => d.Select((y, i) => (y - Sleep.Fitted[i]) * (y - Sleep.Fitted[i])).Average())), 0.3);
    }

    [Fact]
    public void Precision_weights_narrow_the_rows()
    {
        Table table = Table.ReadCsv(new StringReader("y,w,g\n" + string.Join("\n", Enumerable.Range(0, 40).Select(i => FormattableString.Invariant($"{(i * 7) % 11},{(i % 2 == 0 ? 1 : 100)},g{i / 4}")))));
        MixedModelFit fit = MixedModel.Fit(Formula.Parse("y ~ 1 + (1 | g)"), table, new FitOptions { Weights = "w" });

        double[][] draws = fit.Simulate(500, seed: 1, SimulatedEffects.Modes);
        double Deviation(int i) => Math.Sqrt(draws.Average(d => (d[i] - fit.Fitted[i]) * (d[i] - fit.Fitted[i])));
        Assert.Equal(10, Deviation(0) / Deviation(1), 1.5);
    }

    [Fact]
    public void Successes_are_whole_numbers_up_to_the_trials_with_the_probabilities_of_the_fit()
    {
        MixedModelFit cbpp = Fit("cbpp");
        double[] trials = [.. ReferenceCase.Load("cbpp").Data().Columns.OfType<NumericColumn>().Single(c => c.Name == "size").Values.ToArray()];
        double[][] draws = cbpp.Simulate(2000, seed: 4, SimulatedEffects.Modes);

        for (int i = 0; i < trials.Length; i++)
        {
            Assert.All(draws, d => Assert.True(d[i] >= 0 && d[i] <= trials[i] && d[i] == Math.Floor(d[i])));
            double deviation = Math.Sqrt(trials[i] * cbpp.Fitted[i] * (1 - cbpp.Fitted[i]));
            Assert.Equal(trials[i] * cbpp.Fitted[i], draws.Average(d => d[i]), 5 * deviation / Math.Sqrt(2000));
        }
    }

    [Fact]
    public void Counts_have_the_means_and_variances_of_the_fit()
    {
        MixedModelFit fit = Fit("salam_pois");
        double[][] draws = fit.Simulate(1000, seed: 4, SimulatedEffects.Modes);

        for (int i = 0; i < fit.RowCount; i += 20)
        {
            Assert.Equal(fit.Fitted[i], draws.Average(d => d[i]), 6 * Math.Sqrt(fit.Fitted[i] / 1000));
        }
    }

    [Fact]
    public void Rows_that_stand_for_several_are_refused()
    {
        Table table = Table.ReadCsv(new StringReader("y,w,g\n1,2,a\n0,1,a\n0,3,b\n1,1,b\n1,2,c\n0,1,c"));
        MixedModelFit fit = MixedModel.Fit(Formula.Parse("y ~ 1 + (1 | g)"), table, new FitOptions { Family = Family.Binomial, Weights = "w", WeightKind = WeightKind.Frequency });

        Assert.Contains("stands for several", Assert.Throws<InvalidOperationException>(() => fit.Simulate(1, 1)).Message, StringComparison.Ordinal);
    }

    private static MixedModelFit Fit(string id) => MixedModel.Fit(Formula.Parse(ReferenceCase.Load(id).Formula), ReferenceCase.Load(id).Data(), ReferenceCase.Load(id).Options());
}
