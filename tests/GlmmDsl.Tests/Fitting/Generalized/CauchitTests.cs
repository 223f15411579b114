using System.Text.Json.Nodes;
using GlmmDsl.Data;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized.Inner;

namespace GlmmDsl.Tests.Fitting.Generalized;

/// <summary>The observed information of a cauchit model may be negative, and a level's mode may split in two; the expected one is never negative.</summary>
public class CauchitTests
{
    private static readonly FitOptions Cauchit = new() { Family = Family.Binomial, Link = Link.Cauchit };

    [Fact]
    public void Cauchit_takes_the_expected_information_by_default_and_says_so()
    {
        const string Formula = "cbind(y, m - y) ~ x + (1 | g)";
        Table table = Data(1);
        MixedModelFit fit = MixedModel.Fit(Formula, table, Cauchit);
        MixedModelFit expected = MixedModel.Fit(Formula, table, Cauchit with { Information = Information.Expected });
        MixedModelFit observed = MixedModel.Fit(Formula, table, Cauchit with { Information = Information.Observed });
        MixedModelFit fast = MixedModel.Fit(Formula, table, Cauchit with { Approximation = Approximation.Fast });
        MixedModelFit probit = MixedModel.Fit(Formula, table, Cauchit with { Link = Link.Probit });

        Assert.Equal(expected.LogLikelihood.Value, fit.LogLikelihood.Value);
        Assert.NotEqual(observed.LogLikelihood.Value, fit.LogLikelihood.Value, 1e-4);
        Assert.Contains("(Laplace approximation, expected information)", fit.ToString(), StringComparison.Ordinal);
        Assert.Contains("coefficients profiled, expected information", fast.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("information", probit.ToString(), StringComparison.Ordinal);
        Assert.Equal("expected", (string?)JsonNode.Parse(fit.ToJson())!["information"]);
        Assert.Equal("observed", (string?)JsonNode.Parse(probit.ToJson())!["information"]);
    }

    [Fact]
    public void Where_the_observed_information_finds_nothing_the_error_names_it_and_not_the_data()
    {
        InnerProblem inner = SimulatedModel.Problem(Family.Binomial, Link.Cauchit, "x + (1 | g)", new GeneralizedOptions()).NewInner();
        string message = Assert.IsType<FitFailedException>(UnsolvedProblem.Error(inner)).Message;
        Assert.Contains("--information expected", message, StringComparison.Ordinal);
        Assert.DoesNotContain("Check that row", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_cauchit_models_are_all_fitted()
    {
        for (int seed = 0; seed < 30; seed++)
        {
            string terms = seed % 2 == 0 ? "x + (1 | g)" : "x + (x | g)";
            MixedModelFit fit = MixedModel.Fit("cbind(y, m - y) ~ " + terms, Data(seed), Cauchit);
            Assert.True(fit.Verdict != Verdict.NotConverged, $"seed {seed}: {terms}");
            Assert.True(double.IsFinite(fit.LogLikelihood.Value));
        }
    }

    [Fact]
    public void Random_cauchit_models_with_the_observed_information_are_not_refused_either()
    {
        for (int seed = 0; seed < 30; seed++)
        {
            MixedModelFit fit = MixedModel.Fit("cbind(y, m - y) ~ x + (x | g)", Data(seed), Cauchit with { Information = Information.Observed });
            Assert.True(double.IsFinite(fit.LogLikelihood.Value));
        }
    }

    /// <summary>100 rows of 1 or 5 trials in 8 groups.</summary>
    private static Table Data(int seed)
    {
        var random = new Random(seed);
        double[] effects = [.. Enumerable.Range(0, 8).Select(_ => Normal() * 0.8)], slopes = [.. Enumerable.Range(0, 8).Select(_ => Normal() * 0.5)];
        double[] x = [.. Enumerable.Range(0, 100).Select(_ => Math.Round(Normal(), 3))];
        int[] g = [.. Enumerable.Range(0, 100).Select(_ => random.Next(8))];
        double trials = seed % 3 == 0 ? 1 : 5;
        double[] y = [.. Enumerable.Range(0, 100).Select(i =>
        {
            double probability = 0.5 + (Math.Atan(0.3 + effects[g[i]] + ((0.5 + slopes[g[i]]) * x[i])) / Math.PI);
            return (double)Enumerable.Range(0, (int)trials).Count(_ => random.NextDouble() < probability);
        })];
        return new Table(
        [
            new NumericColumn("y", y), new NumericColumn("m", [.. y.Select(_ => trials)]), new NumericColumn("x", x),
            new FactorColumn("g", ["a", "b", "c", "d", "e", "f", "g", "h"], g),
        ]);

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }
}
