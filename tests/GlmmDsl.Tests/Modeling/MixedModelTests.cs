using System.Text.Json.Nodes;
using GlmmDsl.Data;

namespace GlmmDsl.Tests.Modeling;

public sealed class MixedModelTests
{
    [Fact]
    public void Text_and_formula_give_one_fit()
    {
        MixedModelFit fit = MixedModel.Fit(Formula.Parse("Reaction ~ Days + (Days | Subject)"), Fits.Data("sleepstudy"));

        Assert.Equal(Fits.Sleepstudy.ToJson(), fit.ToJson());
        Assert.Equal("Reaction ~ Days + (Days | Subject)", fit.Formula);
        Assert.Equal(FitMethod.Reml, fit.Method);
    }

    [Fact]
    public void An_offset_beside_the_formula_is_one_inside_it()
    {
        Table rows = Fits.Data("sleepstudy");
        MixedModelFit inside = MixedModel.Fit("Reaction ~ Days + offset(2 * z) + (1 | Subject)", rows);
        MixedModelFit beside = MixedModel.Fit("Reaction ~ Days + (1 | Subject)", rows, new FitOptions { Offset = "2 * z" });

        // The JSON names the formula, which keeps the place where the offset was written.
        Assert.Equal(WithoutFormula(inside), WithoutFormula(beside));
        Assert.Equal(inside.Predict(rows), beside.Predict(rows));
    }

    [Fact]
    public void An_offset_that_cannot_be_read_is_an_error_of_the_formula() =>
        Assert.Throws<FormulaException>(() => MixedModel.Fit("y ~ x + (1 | g)", Fits.Small(), new FitOptions { Offset = "log(" }));

    [Fact]
    public void Functions_given_by_the_caller_can_be_called()
    {
        var options = new FitOptions { Functions = FitOptions.Default.Functions.Add(("half", 1), x => x[0] / 2) };

        MixedModelFit fit = MixedModel.Fit("y ~ half(x) + (1 | g)", Fits.Small(), options);

        double plain = MixedModel.Fit("y ~ x + (1 | g)", Fits.Small()).Coefficients["x"].Estimate;
        Assert.Equal(2 * plain, fit.Coefficients["half(x)"].Estimate, 8);
        Assert.Equal(fit.Fitted[0], fit.Predict(Fits.Small())[0], 8);
    }

    [Fact]
    public void A_fit_can_be_cancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => MixedModel.Fit("Reaction ~ Days + (1 | Subject)", Fits.Data("sleepstudy"), cancellationToken: source.Token));
    }

    [Fact]
    public void Progress_is_reported()
    {
        var seen = new List<FitProgress>();

        MixedModel.Fit("Reaction ~ Days + (1 | Subject)", Fits.Data("sleepstudy"), progress: new Recorder(seen));

        Assert.NotEmpty(seen);
        Assert.True(seen[^1].Evaluations > 0);
    }

    [Theory]
    [InlineData("sleepstudy", "Reaction ~ Days + (1 | Subject)", Family.Gaussian, "Design CrossProducts Optimization")]
    [InlineData("cbpp", "cbind(incidence, size - incidence) ~ period + (1 | herd)", Family.Binomial, "Design StartingValues Optimization StandardErrors")]
    [InlineData("cbpp", "cbind(incidence, size - incidence) ~ period", Family.Binomial, "Design StartingValues")]
    public void Stages_are_those_documented(string data, string formula, Family family, string stages)
    {
        var seen = new List<FitProgress>();

        MixedModel.Fit(formula, Fits.Data(data), new FitOptions { Family = family }, new Recorder(seen));

        Assert.Equal(stages, string.Join(" ", seen.Select(p => p.Stage).Distinct()));
        Assert.All(seen, p => Assert.Equal(p.Stage < FitStage.Optimization, p.Evaluations == 0));
        Assert.All(seen, p => Assert.Equal(p.Evaluations == 0, double.IsNaN(p.Criterion)));
    }

    [Fact]
    public void Properties_of_n_numbers_are_not_copied_at_each_read()
    {
        MixedModelFit linear = MixedModel.Fit("Reaction ~ Days + (Days | Subject)", Fits.Data("sleepstudy"));
        MixedModelFit binomial = MixedModel.Fit("cbind(incidence, size - incidence) ~ period + (1 | herd)", Fits.Data("cbpp"), new FitOptions { Family = Family.Binomial });

        foreach (MixedModelFit fit in new[] { linear, binomial })
        {
            Assert.True(fit.Fitted == fit.Fitted && fit.LinearPredictor == fit.LinearPredictor && fit.SourceRows == fit.SourceRows && fit.Theta == fit.Theta && fit.ThetaNames == fit.ThetaNames);
            Assert.Same(fit.GroupCoefficients, fit.GroupCoefficients);
        }
    }

    [Fact]
    public void One_fit_serves_many_threads()
    {
        MixedModelFit fit = MixedModel.Fit("Reaction ~ Days + (Days | Subject)", Fits.Data("sleepstudy"));
        string[] texts = new string[16];

        Parallel.For(0, texts.Length, i => texts[i] = fit.ToJson(new CriterionPoint([1, 0, 1.0 + (i % 2)])) + fit);

        Assert.Equal(2, texts.Distinct().Count());
    }

    private sealed class Recorder(List<FitProgress> seen) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => seen.Add(value);
    }

    private static string WithoutFormula(MixedModelFit fit)
    {
        JsonObject json = JsonNode.Parse(fit.ToJson())!.AsObject();
        Assert.True(json.Remove("formula"));
        return json.ToJsonString();
    }
}
