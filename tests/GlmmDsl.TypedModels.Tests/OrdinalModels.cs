using GlmmDsl.Inference;

namespace GlmmDsl.TypedModels.Tests;

/// <summary>The response of ordsim.</summary>
[Ordered]
public enum Reply
{
    /// <summary>The lowest.</summary>
    r1,

    /// <summary>The next.</summary>
    r2,

    /// <summary>The next.</summary>
    r3,

    /// <summary>The highest.</summary>
    r4,
}

public sealed record RepliedRow(Reply y, double x, [property: Factor("a", "b", "c")] string f, string g);

[GeneralizedLinearMixedModel<RepliedRow>("y ~ x + f + (1 | g)", Family.Cumulative)]
public sealed partial class Replies;

[GeneralizedLinearMixedModel<RepliedRow>("y ~ x + f + (1 | g)", Family.Cumulative, Link = Link.Probit)]
public sealed partial class ProbitReplies;

/// <summary>A typed ordinal model beside what clmm and the run-time path give.</summary>
public sealed class OrdinalModels
{
    private static readonly Lazy<RepliedRow[]> LazyRows = new(() =>
        [.. CsvRows.Read("ordsim", f => new RepliedRow(Enum.Parse<Reply>(f.Text("y")), f.Number("x"), f.Text("f"), f.Text("g")))]);

    private static readonly Lazy<Replies.LaplaceFit> LazyFit = new(() => Replies.FitLaplace(LazyRows.Value));

    private static Replies.LaplaceFit Fit => LazyFit.Value;

    /// <summary><c>clmm(y ~ x + f + (1 | g))</c>.</summary>
    [Fact]
    public void Thresholds_and_coefficients_have_names_of_their_own()
    {
        System.Text.Json.JsonElement r = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "cases", "ord_sim_ri.json"))).RootElement.GetProperty("result");
        Assert.Equal(r.GetProperty("thresholds").GetProperty("estimate")[0].GetDouble(), Fit.Thresholds.r1_r2.Estimate, 1e-3);
        Assert.Equal(r.GetProperty("thresholds").GetProperty("se")[2].GetDouble(), Fit.Thresholds["r3|r4"].StandardError, 1e-3);
        Assert.Equal(Fit.Thresholds.r2_r3, Fit.Thresholds[1]);
        Assert.Equal(r.GetProperty("beta")[0].GetDouble(), Fit.Coefficients.x.Estimate, 1e-3);
        Assert.Equal(["x", "fb", "fc"], Fit.Coefficients.Select(c => c.Name));
        Assert.Equal(r.GetProperty("varCorr")[0].GetProperty("sd")[0].GetDouble(), Fit.VarianceComponents.g.Intercept.StandardDeviation, 1e-3);
    }

    [Fact]
    public void Probabilities_of_categories_are_found_by_the_values_of_the_enumeration()
    {
        RepliedRow row = LazyRows.Value[3];
        Replies.CategoryProbabilitySet own = Fit.PredictProbabilities(row);
        Assert.Equal(1, own.r1 + own.r2 + own.r3 + own.r4, 1e-14);
        Assert.Equal(own.r3, own[Reply.r3]);
        Assert.Equal(own.r1 + own.r2, own.Cumulative(Reply.r2), 1e-14);
        Assert.Equal(Fit.Predict(row), own.MeanCategory, 1e-12);
        Assert.Equal(Enum.GetValues<Reply>().MaxBy(a => own[a]), own.MostProbable);

        Replies.CategoryProbabilitySet middle = Fit.PredictPopulationProbabilities(new Replies.PopulationPredictors(0.5, "b"));
#pragma warning disable GLMM410 // the mean at zero random effects is what the probabilities there are compared with
        Assert.Equal(Fit.PredictPopulation(new Replies.PopulationPredictors(0.5, "b")), middle.MeanCategory, 1e-12);
#pragma warning restore GLMM410
        Replies.CategoryProbabilitySet[] average = Fit.PredictPopulationAverageProbabilities([row, row]);
        Assert.Equal(2, average.Length);
        Assert.True(average[0].r1 > 0 && average[1].r4 > 0);
        Assert.Equal(own.r2, Fit.Result.PredictProbabilities(Rows(row))[0, "r2"], 1e-12);
    }

    [Fact]
    public void They_have_standard_errors_and_intervals_by_the_same_values()
    {
        RepliedRow row = LazyRows.Value[3];
        var own = Fit.PredictProbabilityIntervals(row, level: 0.9);
        CategoryPredictions expected = Fit.Result.PredictProbabilityIntervals(Rows(row), level: 0.9);

        Assert.Equal(expected[0, "r3"], own[Reply.r3]);
        Assert.Equal(expected.Cumulative(0, "r2"), own.Cumulative(Reply.r2));
        Assert.Equal(expected.MeanCategory(0), own.MeanCategory);
        Assert.InRange(Fit.PredictProbabilities(row).r3, own[Reply.r3].Interval.Lower, own[Reply.r3].Interval.Upper);

        var middle = Fit.PredictProbabilityIntervals([row, row], RandomEffectsAre.Zero);
        Assert.Equal(Fit.Result.PredictProbabilityIntervals(Rows(row), RandomEffectsAre.Zero)[0, "r1"], middle[1][Reply.r1]);
    }

    [Fact]
    public void Quadrature_tests_and_another_link_take_the_same_rows()
    {
        Replies.QuadratureFit quadrature = Replies.FitQuadrature(LazyRows.Value, 9);
#pragma warning disable GLMM406 // that the two approximations differ is what is tested
        Assert.True(quadrature.LogLikelihood.Value > Fit.LogLikelihood.Value);
#pragma warning restore GLMM406
        Assert.True(ProbitReplies.FitLaplace(LazyRows.Value).Thresholds.r1_r2.Estimate < 0);
        Assert.Equal(["x", "f"], Fit.Wald().Terms.Select(t => t.Name));
        Assert.Equal(-Fit.Coefficients.fb.Estimate, Fit.Wald().Means.f.Pairs()["a", "b"].Estimate, 1e-10);
    }

    [Fact]
    public void A_category_that_no_row_has_is_a_threshold_without_an_estimate_and_has_the_probability_0()
    {
        Replies.LaplaceFit fit = Replies.FitLaplace(LazyRows.Value.Where(r => r.y != Reply.r2));
        Assert.Equal(["r1|r3", "r3|r4"], fit.Thresholds.Select(t => t.Name));
        Assert.True(fit.Thresholds.r1_r2.IsAliased);
        Replies.CategoryProbabilitySet own = fit.PredictProbabilities(LazyRows.Value[0]);
        Assert.Equal(0, own.r2);
        Assert.Equal(own.r1, own.Cumulative(Reply.r2));
        Assert.Equal(1, own.r1 + own.r3 + own.r4, 1e-14);
    }

    private static GlmmDsl.Data.Table Rows(RepliedRow row) => GlmmDsl.Data.Table.ReadCsv(
        new StringReader(FormattableString.Invariant($"x,f,g\n{row.x:R},{row.f},{row.g}\n")),
        new GlmmDsl.Data.CsvOptions { Factors = ["g", "f"] });
}
