using GlmmDsl.Tests.References;

namespace GlmmDsl.Inference.Tests.Resampling;

public sealed class LikelihoodRatioBootstrapTests
{
    private static readonly MixedModelFit Linear = Fit("Reaction ~ Days + (Days | Subject)");
    private static readonly MixedModelFit Quadratic = Fit("Reaction ~ Days + I(Days^2) + (Days | Subject)");

    /// <summary>PBmodcomp(quadratic, linear, nsim = 1000, seed = 42): LRT 1.65775, p .2028, reference mean .982 and variance 2.04.</summary>
    [Fact]
    public void The_test_is_that_of_PBmodcomp()
    {
        LikelihoodRatioBootstrap test = LikelihoodRatio.Bootstrap(Linear, Quadratic, 600, seed: 1);

        Assert.Equal(1.6577499303962213, test.Statistic, 1e-4);
        Assert.Equal(0.2028, test.PValue, 4 * Math.Sqrt(0.2 * 0.8 * ((1 / 1000.0) + (1 / 600.0))));
        Assert.Equal(0.98239, test.Mean, 0.25);
        Assert.Equal((1 + test.Reference.Count(r => r >= test.Statistic)) / (1.0 + test.Reference.Length), test.PValue);
        Assert.Equal(test.Quantile(0.5), test.Reference.Order().Skip(299).Take(2).Average(), 9);
        Assert.Empty(test.Failures);
    }

    [Fact]
    public void Fits_by_REML_and_any_number_of_threads_give_the_same_numbers()
    {
        MixedModelFit reml = MixedModel.Fit(Formula.Parse("Reaction ~ Days + (Days | Subject)"), Data());

        LikelihoodRatioBootstrap one = LikelihoodRatio.Bootstrap(Linear, Quadratic, 20, seed: 1, threads: 1), several = LikelihoodRatio.Bootstrap(reml, Quadratic, 20, seed: 1, threads: 4);
        Assert.Equal(one.Reference.Length, several.Reference.Length);
        Assert.All(one.Reference.Zip(several.Reference), r => Assert.Equal(r.First, r.Second, 1e-4));
        Assert.Equal(one.Reference.ToArray(), LikelihoodRatio.Bootstrap(Linear, Quadratic, 20, seed: 1, threads: 3).Reference.ToArray());
    }

    [Fact]
    public void Models_in_the_wrong_order_or_not_nested_are_refused()
    {
        Assert.Throws<ArgumentException>(() => LikelihoodRatio.Bootstrap(Quadratic, Linear, 5, seed: 1));
        Assert.Throws<ArgumentException>(() => LikelihoodRatio.Bootstrap(Fit("Reaction ~ I(sin(Days)) + (1 | Subject)"), Linear, 5, seed: 1));
    }

    [Fact]
    public void Json_holds_the_test_and_the_reference_distribution()
    {
        System.Text.Json.JsonElement test = System.Text.Json.JsonDocument.Parse(LikelihoodRatio.Bootstrap(Linear, Quadratic, 20, seed: 1).ToJson()).RootElement.GetProperty("test");

        Assert.Equal(20, test.GetProperty("replicates").GetInt32());
        Assert.True(test.GetProperty("quantiles").GetProperty("0.95").GetDouble() > 0);
    }

    private static MixedModelFit Fit(string formula) => MixedModel.Fit(Formula.Parse(formula), Data(), new FitOptions { Method = FitMethod.Ml });

    private static Data.Table Data() => ReferenceCase.Load("sleep_ris").Data();
}
