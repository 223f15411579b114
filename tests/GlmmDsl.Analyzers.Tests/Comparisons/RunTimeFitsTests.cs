using GlmmDsl.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Tests.Comparisons;

/// <summary>Fits at run time are compared by their formulas and options, where the code shows both.</summary>
public class RunTimeFitsTests
{
    private const string TwoFits = "var a = MixedModel.Fit(Small, table); var b = MixedModel.Fit(Large, table); ";

    [Fact]
    public Task Criteria_of_REML_fits_of_different_fixed_effects() => EachAsync(
        "GLMM401",
        [.. new[]
        {
            "if ([|a.Aic < b.Aic|]) { }",
            "if ([|a.Aic.Value < b.Aic.Value|]) { }",
            "double lrt = 2 * ([|b.LogLikelihood.Value - a.LogLikelihood.Value|]);",
            "var c = [|ModelComparison.Aic(a, b)|];",
            "var c = [|ModelComparison.Compare(a.Bic, b.Bic)|];",
            "var t = [|LikelihoodRatio.Test(a, b)|];",
            "var t = [|Models.Table(a, b)|];",
            "var t = [|Models.Table(new[] { a, b })|];",
            "var fits = new List<MixedModelFit> { a, b }; var t = [|LikelihoodRatio.Test(fits)|];",
            "var best = [|new[] { a, b }.MinBy(f => f.Aic.Value)|];",
            "var best = [|new[] { a, b }.MinBy(f => f.Bic)|];",
            "var best = [|new[] { Small, Large }.Select(f => MixedModel.Fit(f, table)).MinBy(f => f.Aic.Value)|];",
            "var best = [|new[] { Small, Large }.Select(f => MixedModel.Fit(f, table, Reml)).OrderBy(f => f.Aic.Value)|].First();",
            "string[] formulas = [Small, Large]; var fits = formulas.Select(f => MixedModel.Fit(Formula.Parse(f), table)).ToList(); var best = [|fits.Min(f => f.Bic.Value)|];",
            "var fits = await Task.WhenAll(new[] { Small, Large }.Select(f => Task.Run(() => MixedModel.Fit(f, table)))); if ([|fits[0].Aic.Value < fits[1].Aic.Value|]) { }",
            "foreach (var f in new[] { a, b }) { if ([|f.Aic.Value < a.Aic.Value|]) { } }",
            "var scores = new Dictionary<string, double>(); foreach (var formula in new[] { Small, Large }) { scores[formula] = MixedModel.Fit(formula, table).Aic.Value; } var best = [|scores.MinBy(s => s.Value)|].Key;",
            "MixedModelFit? best = null; foreach (var formula in new[] { Small, Large }) { var fit = MixedModel.Fit(formula, table); if (best is null || [|fit.Aic.Value < best.Aic.Value|]) best = fit; }",
        }.Select(comparison => (TwoFits + comparison, ""))]);

    [Fact]
    public Task Through_helpers_records_and_fields() => EachAsync(
        "GLMM401",
        [
            ("if ([|FitOne(Small, table).Aic.Value < FitOne(Large, table).Aic.Value|]) { }", "private static MixedModelFit FitOne(string formula, Table t) => MixedModel.Fit(formula, t);"),
            ("var a = FitOne(Small); var b = FitOne(Large); if ([|a.Aic.Value < b.Aic.Value|]) { } MixedModelFit FitOne(string formula) => MixedModel.Fit(formula, table, new FitOptions { Method = FitMethod.Reml });", ""),
            ("var options = Ml with { Method = FitMethod.Reml }; if ([|MixedModel.Fit(Small, table, options).Aic.Value < MixedModel.Fit(Large, table, options).Aic.Value|]) { }", ""),
            ("var (a, b) = Both(table); if ([|a.Aic.Value < b.Aic.Value|]) { }", "private static (MixedModelFit Small, MixedModelFit Large) Both(Table t) => (MixedModel.Fit(Small, t), MixedModel.Fit(Large, t));"),
            ("var both = Both(table); if ([|both.Small.Aic.Value < both.Large.Aic.Value|]) { }", "private static (MixedModelFit Small, MixedModelFit Large) Both(Table t) => (MixedModel.Fit(Small, t), MixedModel.Fit(Large, t));"),
            ("Fit(table, out var a, out var b); if ([|a.Aic.Value < b.Aic.Value|]) { }", "private static void Fit(Table t, out MixedModelFit small, out MixedModelFit large) { small = MixedModel.Fit(Small, t); large = MixedModel.Fit(Large, t); }"),
            ("var a = await FitAsync(Small, table); var b = await FitAsync(Large, table); if ([|a.Aic.Value < b.Aic.Value|]) { }", "private static Task<MixedModelFit> FitAsync(string f, Table t) => Task.Run(() => MixedModel.Fit(f, t));"),
            ("var a = await FitAsync(Small, table); var b = await FitAsync(Large, table); if ([|a.Aic.Value < b.Aic.Value|]) { }", "private static async Task<MixedModelFit> FitAsync(string f, Table t) { await Task.Yield(); return MixedModel.Fit(f, t); }"),
            ("if ([|Score(MixedModel.Fit(Small, table)) < Score(MixedModel.Fit(Large, table))|]) { }", "private static double Score(this MixedModelFit f) => f.Aic.Value;"),
            ("if ([|MixedModel.Fit(Small, table).Score() < MixedModel.Fit(Large, table).Score()|]) { }", "private static double Score(this MixedModelFit f) => f.Aic.Value;"),
            ("var a = new Entry(\"a\", MixedModel.Fit(Small, table)); var b = new Entry(\"b\", MixedModel.Fit(Large, table)); if ([|a.Fit.Aic.Value < b.Fit.Aic.Value|]) { }", "private record Entry(string Name, MixedModelFit Fit);"),
            ("var best = [|new[] { new Entry(\"a\", MixedModel.Fit(Small, table)), new Entry(\"b\", MixedModel.Fit(Large, table)) }.MinBy(e => e.Fit.Aic.Value)|];", "private record Entry(string Name, MixedModelFit Fit);"),
            ("", "private sealed class Pair { private readonly MixedModelFit a; private readonly MixedModelFit b; public Pair(Table t) { a = MixedModel.Fit(Small, t); b = MixedModel.Fit(Large, t); } public bool IsLess => [|a.Aic.Value < b.Aic.Value|]; }"),
            ("", "private sealed class Pair(Table t) { private MixedModelFit A { get; } = MixedModel.Fit(Small, t); private MixedModelFit B => MixedModel.Fit(Large, t); public bool IsLess => [|A.Aic.Value < B.Aic.Value|]; }"),
        ]);

    [Fact]
    public Task An_ML_criterion_with_a_REML_one() => EachAsync(
        "GLMM402",
        [
            ("if ([|MixedModel.Fit(Small, table).Aic.Value < MixedModel.Fit(Large, table, Ml).Aic.Value|]) { }", ""),
            ("if ([|MixedModel.Fit(Small, table).Aic < MixedModel.Fit(Slopes, table, Ml).Aic|]) { }", ""),
            ("var a = MixedModel.Fit(Small, table); if ([|a.Aic.Value < a.RefitMl().Aic.Value|]) { }", ""),
            ("var a = MixedModel.Fit(Small, table); var b = MixedModel.Fit(Large, table, new FitOptions { Method = FitMethod.Ml }); var t = [|LikelihoodRatio.Test(a, b)|];", ""),
            ("var o = new FitOptions(); var m = o with { Method = FitMethod.Ml }; if ([|MixedModel.Fit(Small, table, o).Bic.Value < MixedModel.Fit(Small, table, m).Bic.Value|]) { }", ""),
            ("if ([|Plain.FitReml(visits).Result.Aic.Value < MixedModel.Fit(\"Score ~ 1 + (1 | Patient)\", table, Ml).Aic.Value|]) { }", ""),
            ("if ([|Plain.FitReml(visits).Aic.Value < MixedModel.Fit(\"Score ~ 1 + (1 | Patient)\", table, Ml).Aic.Value|]) { }", ""),
        ]);

    [Fact]
    public Task Criteria_of_other_responses_families_weights_or_approximations() => EachAsync(
        "GLMM406",
        [
            ("if ([|MixedModel.Fit(Small, table, Ml).Aic.Value < MixedModel.Fit(\"log(y) ~ Days + (1 | Subject)\", table, Ml).Aic.Value|]) { }", ""),
            ("if ([|MixedModel.Fit(Small, table, Ml).Aic.Value < MixedModel.Fit(Large, table, Ml).Bic.Value|]) { }", ""),
            ("if ([|MixedModel.Fit(Small, table, Ml).Aic.Value < MixedModel.Fit(Small, table, new FitOptions { Family = Family.Poisson }).Aic.Value|]) { }", ""),
            ("if ([|MixedModel.Fit(Small, table, Ml).Aic.Value < MixedModel.Fit(Large, table, Ml with { Weights = \"w\" }).Aic.Value|]) { }", ""),
            ("var p = new FitOptions { Family = Family.Poisson }; if ([|MixedModel.Fit(Small, table, p).Aic.Value < MixedModel.Fit(Large, table, p with { Approximation = Approximation.Fast }).Aic.Value|]) { }", ""),
        ]);

    [Fact]
    public Task Random_effects_are_better_chosen_by_REML() => EachAsync(
        "GLMM415",
        [
            ("if ([|MixedModel.Fit(Small, table, Ml).Aic.Value < MixedModel.Fit(Slopes, table, Ml).Aic.Value|]) { }", ""),
        ]);

    [Fact]
    public Task Sound_comparisons_and_unknown_fits_are_silent() => EachAsync(
        "none",
        [
            ("if (MixedModel.Fit(Small, table).Aic.Value < MixedModel.Fit(Slopes, table).Aic.Value) { }", ""),
            ("if (MixedModel.Fit(Small, table, Ml).Aic.Value < MixedModel.Fit(Large, table, Ml).Aic.Value) { }", ""),
            ("if (MixedModel.Fit(Small, table, Ml).Aic < MixedModel.Fit(Large, table, Ml).Aic) { }", ""),
            ("var t = LikelihoodRatio.Test(MixedModel.Fit(Small, table, Ml), MixedModel.Fit(Large, table, Ml));", ""),
            ("var t = LikelihoodRatio.Test(MixedModel.Fit(Small, table), MixedModel.Fit(Slopes, table));", ""),
            ("var best = new[] { Small, Large }.Select(f => MixedModel.Fit(f, table, Ml)).MinBy(f => f.Aic.Value);", ""),
            ("if (MixedModel.Fit(Small, table, given).Aic.Value < MixedModel.Fit(Large, table, given).Aic.Value) { }", ""),
            ("if (MixedModel.Fit(Small, table, given with { Weights = \"w\" }).Aic.Value < MixedModel.Fit(Large, table, Ml with { Weights = \"w\" }).Aic.Value) { }", ""),
            ("if (seen.Aic.Value < MixedModel.Fit(Large, table).Aic.Value) { }", ""),
            ("if (MixedModel.Fit(text, table).Aic.Value < MixedModel.Fit(Large, table).Aic.Value) { }", ""),
            ("if (MixedModel.Fit(Small, table).RefitMl().Aic.Value < MixedModel.Fit(Large, table).RefitMl().Aic.Value) { }", ""),
            ("if (MixedModel.Fit(Small, table).RefitMl().Aic.Value < MixedModel.Fit(Large, table, Ml).Aic.Value) { }", ""),
            ("var m = flag ? FitMethod.Ml : FitMethod.Reml; var o = new FitOptions { Method = m }; if (MixedModel.Fit(Small, table, o).Aic.Value < MixedModel.Fit(Large, table, o).Aic.Value) { }", ""),
            ("var o = flag ? Ml : Reml; if (MixedModel.Fit(Small, table, o).Aic.Value < MixedModel.Fit(Large, table, o).Aic.Value) { }", ""),
            ("var o = Reml; if (flag) { o = Ml; } if (MixedModel.Fit(Small, table, o).Aic.Value < MixedModel.Fit(Large, table, o).Aic.Value) { }", ""),
            ("var f = flag ? Small : Slopes; if (MixedModel.Fit(f, table).Aic.Value < MixedModel.Fit(Slopes, table).Aic.Value) { }", ""),
            ("if (MixedModel.Fit(\"y ~ Days * Dose + (1 | Subject)\", table).Aic.Value < MixedModel.Fit(\"y ~ Dose + Days + Days:Dose + (Days | Subject)\", table).Aic.Value) { }", ""),
            ("if (MixedModel.Fit(\"y ~ Dose:Days + (1 | Subject)\", table).Aic.Value < MixedModel.Fit(\"y ~ Days:Dose + (Days | Subject)\", table).Aic.Value) { }", ""),
            ("if (MixedModel.Fit(\"y ~ factor(Arm) + (1 | Subject)\", table).Aic.Value < MixedModel.Fit(\"y ~ Arm + (Days | Subject)\", table).Aic.Value) { }", ""),
            ("var c = ModelComparison.Aic(MixedModel.Fit(\"y ~ poly(Days, 2) + (1 | Subject)\", table), MixedModel.Fit(\"y ~ Days + I(Days^2) + (1 | Subject)\", table));", ""),
            ("var p = new FitOptions { Family = Family.Poisson }; if (MixedModel.Fit(Small, table, p).Aic.Value < MixedModel.Fit(Large, table, p).Aic.Value) { }", ""),
            ("var p = new FitOptions { Family = Family.Poisson }; if (MixedModel.Fit(Small, table, p).Aic.Value < MixedModel.Fit(Large, table, p with { Family = Family.NegativeBinomial2 }).Aic.Value) { }", ""),
            ("var a = MixedModel.Fit(Small, table); var b = MixedModel.Fit(Large, table); Console.WriteLine($\"{a.Aic.Value} {b.Aic.Value}\");", ""),
            ("var a = MixedModel.Fit(Small, table); var b = MixedModel.Fit(Large, table); if (a.Sigma < b.Sigma) { }", ""),
            ("var a = MixedModel.Fit(Small, table); if (a.Aic.Value < a.Bic.Value) { }", ""),
            ("var a = MixedModel.Fit(Small, table); if (a.Aic.Value < 100) { }", ""),
            ("foreach (var formula in new[] { Small, Large }) { var a = MixedModel.Fit(formula, table, Ml); var b = MixedModel.Fit(formula, table); if (a.Sigma < b.Sigma) { } }", ""),
            ("foreach (var formula in new[] { Small, Large }) { var a = MixedModel.Fit(formula, table); var b = a.RefitFrom(a.Theta.AsSpan()); if (a.Aic.Value < b.Aic.Value) { } }", ""),
            ("var w = new FitOptions { Family = Family.Gaussian, Dispersion = \"~ Days\" }; if (MixedModel.Fit(Small, table, w).Aic.Value < MixedModel.Fit(Large, table, w).Aic.Value) { }", ""),
            ("var w = new FitOptions { Family = Family.Gaussian, Dispersion = \"~ Days\" }; if (MixedModel.Fit(Small, table, w).Aic.Value < MixedModel.Fit(Small, table, Ml).Aic.Value) { }", ""),
            ("var w = new FitOptions { Missing = MissingValues.Omit, Notices = NoticePolicy.Default }; if (MixedModel.Fit(Small, table, w).Aic.Value < MixedModel.Fit(Slopes, table, w).Aic.Value) { }", ""),
        ]);

    [Fact]
    public async Task A_wrong_formula_is_not_compared()
    {
        Compilation compilation = TestCompilation.Generate(TestCompilation.Create(RunTimeSource.Of("if (MixedModel.Fit(\"y ~ \", table).Aic.Value < MixedModel.Fit(Small, table).Aic.Value) { }")));
        Assert.DoesNotContain(await TestCompilation.DiagnoseAsync(compilation), d => d.Id.StartsWith("GLMM4", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_message_names_the_formulas()
    {
        IReadOnlyList<Diagnostic> found = await RuleTest.VerifyAsync("GLMM401", RunTimeSource.Of(TwoFits + "_ = [|a.Aic.Value < b.Aic.Value|];"));
        Assert.Equal(
            "The AICs of the REML fits of 'y ~ Days + (1 | Subject)' and 'y ~ Days + Dose + (1 | Subject)' cannot be compared: their fixed effects differ, only 'y ~ Days + Dose + (1 | Subject)' has 'Dose'; REML leaves the fixed effects out of the likelihood, so that the two are likelihoods of different data; refit both by ML",
            Assert.Single(found).GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>All cases in one file, each in a namespace of its own.</summary>
    private static async Task EachAsync(string rule, (string Statements, string Members)[] cases) => await RuleTest.VerifyAsync(rule, RunTimeSource.OfEach(cases));
}
