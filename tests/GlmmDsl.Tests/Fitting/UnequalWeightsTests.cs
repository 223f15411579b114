using GlmmDsl.Data;

namespace GlmmDsl.Tests.Fitting;

/// <summary>A few rows that weigh a million times as much as the others do not hide the minimum that the others have.</summary>
public sealed class UnequalWeightsTests
{
    public static TheoryData<int, double, FitMethod> Sets
    {
        get
        {
            var sets = new TheoryData<int, double, FitMethod>();
            foreach (int seed in new[] { 1, 2, 4, 7, 8 })
            {
                sets.Add(seed, 1e6, FitMethod.Ml);
                sets.Add(seed, 1e9, FitMethod.Ml);
                sets.Add(seed, 1e6, FitMethod.Reml);
            }

            return sets;
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void No_theta_on_a_grid_has_a_lower_criterion(int seed, double weight, FitMethod method)
    {
        MixedModelFit fit = MixedModel.Fit("y ~ x + (1 | g)", Rows(seed, weight), new FitOptions { Method = method, Weights = "w" });

        double lowest = Enumerable.Range(0, 141).Min(i => fit.CriterionAt(Math.Pow(10, -4 + (i * 0.05))));

        Assert.NotEqual(Verdict.NotConverged, fit.Verdict);
        Assert.InRange(-2 * fit.LogLikelihood.Value, double.NegativeInfinity, lowest + 1e-6);
    }

    [Fact]
    public void A_minimum_that_is_wide_for_the_heavy_row_alone_is_found_too()
    {
        MixedModelFit fit = MixedModel.Fit("y ~ x + (x | g)", Rows(5, 1e6), new FitOptions { Method = FitMethod.Ml, Weights = "w" });

        Assert.InRange(-2 * fit.LogLikelihood.Value, double.NegativeInfinity, fit.CriterionAt(0.002314, -0.00203, 0.002482));
    }

    [Fact]
    public void The_unit_of_the_weights_changes_nothing_but_sigma()
    {
        MixedModelFit fit = MixedModel.Fit("y ~ x + (x | g)", Rows(3, 1e6), new FitOptions { Weights = "w" });
        MixedModelFit other = MixedModel.Fit("y ~ x + (x | g)", Rows(3, 1e6, 1024), new FitOptions { Weights = "w" });

        Assert.Equal(fit.Coefficients["x"].Estimate, other.Coefficients["x"].Estimate, 1e-6);
        Assert.Equal(32 * fit.Sigma, other.Sigma, 1e-4);
    }

    private static Table Rows(int seed, double weight, double unit = 1)
    {
        const int Count = 60;
        const int Groups = 8;
        var random = new Random(seed);
        double[] x = [.. Enumerable.Range(0, Count).Select(_ => Normal(random))];
        double[] b = [.. Enumerable.Range(0, Groups).Select(_ => Normal(random))];
        return new Table(
        [
            new NumericColumn("y", [.. Enumerable.Range(0, Count).Select(i => 1 + (0.5 * x[i]) + b[i % Groups] + Normal(random))]),
            new NumericColumn("x", x),
            new NumericColumn("w", [.. Enumerable.Range(0, Count).Select(i => unit * (i == 7 ? weight : 1))]),
            FactorColumn.FromText("g", Enumerable.Range(0, Count).Select(i => "g" + (i % Groups))),
        ]);
    }

    private static double Normal(Random random)
    {
        double u = 1 - random.NextDouble();
        return Math.Sqrt(-2 * Math.Log(u)) * Math.Cos(2 * Math.PI * random.NextDouble());
    }
}
