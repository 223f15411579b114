using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Comparisons;

/// <summary>Comparisons that mean nothing: each is an error, from the compiler, the rule or both.</summary>
public class MisuseTests
{
    private const string TwoFits = "var a = Plain.FitReml(rows); var b = Full.FitReml(rows); ";

    [Theory]
    [InlineData("if ({|CS0019:[|a.Aic < b.Aic|]|}) { }")]
    [InlineData("var d = {|CS0019:[|a.Bic - b.Bic|]|};")]
    [InlineData("var x = a.Aic; var y = b.Aic; if ({|CS0019:[|x > y|]|}) { }")]
    [InlineData("if ([|a.Aic.Value < b.Aic.Value|]) { }")]
    [InlineData("double d = [|a.LogLikelihood.Value - b.LogLikelihood.Value|];")]
    [InlineData("double lrt = 2 * ([|b.LogLikelihood.Value - a.LogLikelihood.Value|]);")]
    [InlineData("if ([|-2 * a.LogLikelihood.Value < -2 * b.LogLikelihood.Value|]) { }")]
    [InlineData("double x = a.Aic.Value, y = b.Aic.Value; var best = [|Math.Min(x, y)|];")]
    [InlineData("double x = a.Aic.Value; double y; y = b.Aic.Value; var c = [|x.CompareTo(y)|];")]
    [InlineData("var c = [|a.Aic.CompareTo({|CS1503:b.Aic|})|];")]
    [InlineData("double[] all = { a.Aic.Value, b.Aic.Value }; var best = [|all.Min()|];")]
    [InlineData("var all = new List<double> { a.Aic.Value, b.Aic.Value }; [|all.Sort()|];")]
    [InlineData("double[] all = [a.Aic.Value, b.Aic.Value]; [|Array.Sort(all)|];")]
    [InlineData("var all = new double[2]; all[0] = a.Aic.Value; all[1] = b.Aic.Value; if ([|all[0] < all[1]|]) { }")]
    [InlineData("var t = (a.Aic.Value, b.Aic.Value); if ([|t.Item1 < t.Item2|]) { }")]
    [InlineData("var (x, y) = (a.Aic.Value, b.Aic.Value); if ([|x < y|]) { }")]
    [InlineData("var best = [|new[] { (Name: \"a\", Aic: a.Aic.Value), (Name: \"b\", Aic: b.Aic.Value) }.MinBy(t => t.Aic)|];")]
    [InlineData("var best = [|new IModelFit[] { a, b }.OrderBy(f => f.Aic.Value)|].First();")]
    [InlineData("var best = [|new IModelFit[] { a, b }.Select(f => f.Bic.Value).Min()|];")]
    [InlineData("var best = [|new[] { new { F = \"a\", V = a.Aic.Value }, new { F = \"b\", V = b.Aic.Value } }.OrderBy(e => e.V)|].First();")]
    [InlineData("IModelFit f = a; IModelFit g = b; var c = [|ModelComparison.Aic(f, g)|];")]
    [InlineData("var c = [|ModelComparison.Compare(a.Aic.Untyped, b.Aic.Untyped)|];")]
    [InlineData("double best = double.PositiveInfinity; foreach (IModelFit f in new IModelFit[] { a, b }) { if ([|f.Aic.Value < best|]) { best = f.Aic.Value; } }")]
    [InlineData("double best = a.Aic.Value; if ([|b.Aic.Value < best|]) { best = b.Aic.Value; }")]
    [InlineData("double delta = a.Aic.Value; [|delta -= b.Aic.Value|];")]
    [InlineData("if ([|a.Result.Aic.Value < b.Result.Aic.Value|]) { }")]
    [InlineData("var all = {|CS0826:[|new[] { a.Aic, b.Aic }|]|};")]
    public Task Criteria_of_REML_fits_of_different_fixed_effects(string comparison) =>
        RuleTest.VerifyAsync("GLMM401", ComparisonSource.Of(TwoFits + comparison));

    [Theory]
    [InlineData("if ([|AicOf(a) < AicOf(b)|]) { }", "private static double AicOf(IModelFit fit) => fit.Aic.Value;")]
    [InlineData("if ([|AicOf(a) < AicOf(b)|]) { }", "private static double AicOf<T>(IRemlFit<T> fit) { return fit.Aic.Value; }")]
    [InlineData("var best = [|Better(a.Aic.Value, b.Aic.Value)|];", "private static bool Better(double x, double y) => x < y;")]
    [InlineData("var best = [|Better(a, b)|];", "private static bool Better(IModelFit x, IModelFit y) => x.Aic.Value < y.Aic.Value;")]
    [InlineData("var best = [|Better(a, b)|];", "private static bool Better<T, U>(IRemlFit<T> x, IRemlFit<U> y) { return x.Aic.Value < y.Aic.Value; }")]
    [InlineData("var best = [|Best(a.Aic.Value, b.Aic.Value)|];", "private static double Best(params double[] values) => values.Min();")]
    [InlineData("var best = [|{|CS0411:Better|}(a.Aic, b.Aic)|];", "private static bool Better<T>(T x, T y) where T : IComparable<T> => x.CompareTo(y) < 0;")]
    [InlineData("var best = [|{|CS0411:Better|}(a, b)|];", "private static bool Better<T>(IRemlFit<T> x, IRemlFit<T> y) => x.Aic < y.Aic;")]
    [InlineData("[|Better(a.Aic.Value, b.Aic.Value)|]; bool Better(double x, double y) { return x < y; }", "")]
    [InlineData("", "private static readonly Visit[] Rows = []; private static readonly Plain.RemlFit First = Plain.FitReml(Rows); private static readonly Full.RemlFit Second = Full.FitReml(Rows); private static bool IsBetter => [|First.Aic.Value < Second.Aic.Value|];")]
    [InlineData("", "private static readonly Visit[] Rows = []; private static readonly double First = Plain.FitReml(Rows).Aic.Value; private static readonly double Second = Full.FitReml(Rows).Aic.Value; private static bool IsBetter => [|First < Second|];")]
    public Task Through_helpers_generics_and_fields(string statements, string members) =>
        RuleTest.VerifyAsync("GLMM401", ComparisonSource.Of(TwoFits + statements, members));

    [Theory]
    [InlineData("var a = Plain.FitReml(rows); var b = Plain.FitMl(rows); if ({|CS0019:[|a.Aic < b.Aic|]|}) { }")]
    [InlineData("var a = Plain.FitReml(rows); var b = Full.FitMl(rows); if ([|a.Aic.Value < b.Aic.Value|]) { }")]
    [InlineData("if ([|Plain.FitMl(rows).Bic.Value > Slopes.FitReml(rows).Bic.Value|]) { }")]
    [InlineData("var c = [|ModelComparison.LogLikelihood(Plain.FitMl(rows), Slopes.FitReml(rows))|];")]
    [InlineData("var best = [|new IModelFit[] { Plain.FitMl(rows), Plain.FitReml(rows) }.MinBy(f => f.Aic.Value)|];")]
    public Task An_ML_criterion_with_a_REML_one(string statements) => RuleTest.VerifyAsync("GLMM402", ComparisonSource.Of(statements));

    [Fact]
    public async Task The_message_says_which_fixed_effects_differ_and_why_it_matters()
    {
        var found = await RuleTest.VerifyAsync("GLMM401", ComparisonSource.Of(TwoFits + "if ([|a.Aic.Value < b.Aic.Value|]) { }"));
        Assert.Equal(
            "The AICs of the REML fits of 'Plain' and 'Full' cannot be compared: their fixed effects differ, only 'Full' has 'Arm', 'Week:Arm'; REML leaves the fixed effects out of the likelihood, so that the two are likelihoods of different data; refit both by ML",
            Assert.Single(found).GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("var a = Plain.FitReml(rows); var b = Full.FitReml(rows); _ = a.Aic < b.Aic;", "var a = Plain.FitMl(rows); var b = Full.FitMl(rows); _ = a.Aic < b.Aic;")]
    [InlineData("Plain.RemlFit a = Plain.FitReml(rows); double x = a.Aic.Value; _ = x < Full.FitReml(rows).Aic.Value;", "Plain.MlFit a = Plain.FitMl(rows); double x = a.Aic.Value; _ = x < Full.FitMl(rows).Aic.Value;")]
    [InlineData("var a = Plain.FitReml(rows); var b = Full.FitReml(rows); var c = Curve.FitReml(rows); _ = new IModelFit[] { a, b, c }.MinBy(f => f.Aic);", "var a = Plain.FitMl(rows); var b = Full.FitMl(rows); var c = Curve.FitMl(rows); _ = new IModelFit[] { a, b, c }.MinBy(f => f.Aic);")]
    [InlineData("First a = Plain.FitReml(rows); _ = a.Aic.Value < Full.FitReml(rows).Aic.Value;", "var a = Plain.FitMl(rows); _ = a.Aic.Value < Full.FitMl(rows).Aic.Value;")]
    public Task The_fix_refits_all_by_ML(string statements, string expected) =>
        FixTest.VerifyAsync("GLMM401", ComparisonSource.Of(statements), ComparisonSource.Of(expected));

    [Theory]
    [InlineData("", "private static First first = Plain.FitReml([]); private static bool Less(Visit[] r) => first.Aic.Value < Full.FitReml(r).Aic.Value;")]
    [InlineData("_ = Less(Plain.FitReml(rows), Full.FitReml(rows));", "private static bool Less(First x, Full.RemlFit y) => x.Aic.Value < y.Aic.Value;")]
    public async Task There_is_no_fix_where_a_declared_type_would_not_hold_an_ML_fit(string statements, string members) =>
        Assert.Empty(await FixTest.TitlesAsync("GLMM401", ComparisonSource.Of(statements, members)));

    [Fact]
    public Task The_fix_refits_the_REML_fit_beside_an_ML_one() => FixTest.VerifyAsync(
        "GLMM402",
        ComparisonSource.Of("_ = Plain.FitReml(rows).Aic.Value - Full.FitMl(rows).Aic.Value;"),
        ComparisonSource.Of("_ = Plain.FitMl(rows).Aic.Value - Full.FitMl(rows).Aic.Value;"));
}
