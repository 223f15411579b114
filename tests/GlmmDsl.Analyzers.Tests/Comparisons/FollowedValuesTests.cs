using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Comparisons;

/// <summary>Numbers taken from criteria are traced back to their fits through common C# constructs.</summary>
public class FollowedValuesTests
{
    private const string TwoFits = "var a = Plain.FitReml(rows); var b = Full.FitReml(rows); ";

    [Theory]
    [InlineData("var all = new List<IModelFit> { a, b }; [|all.Sort((x, y) => x.Aic.Value.CompareTo(y.Aic.Value))|];")]
    [InlineData("var all = new IModelFit[] { a, b }; [|Array.Sort(all, (x, y) => x.Aic.Value.CompareTo(y.Aic.Value))|];")]
    [InlineData("var all = new IModelFit[] { a, b }; [|Array.Sort(all, Comparer<IModelFit>.Create((x, y) => x.Aic.Value.CompareTo(y.Aic.Value)))|];")]
    [InlineData("var best = [|new IModelFit[] { a, b }.Aggregate((x, y) => x.Aic.Value < y.Aic.Value ? x : y)|];")]
    [InlineData("var best = [|new IModelFit[] { a, b }.OrderBy(f => f.ToString()).ThenBy(f => f.Aic.Value)|];")]
    [InlineData("var less = [|new IModelFit[] { a }.Zip(new IModelFit[] { b }, (x, y) => x.Aic.Value < y.Aic.Value)|];")]
    public Task By_functions_of_two_elements(string comparison) => RuleTest.VerifyAsync("GLMM401", ComparisonSource.Of(TwoFits + comparison));

    [Theory]
    [InlineData("var all = new Dictionary<string, double> { [\"a\"] = a.Aic.Value, [\"b\"] = b.Aic.Value }; if ([|all[\"a\"] < all[\"b\"]|]) { }")]
    [InlineData("var all = new Dictionary<string, double> { { \"a\", a.Aic.Value }, { \"b\", b.Aic.Value } }; var best = [|all.MinBy(p => p.Value)|].Key;")]
    [InlineData("var all = new Dictionary<string, IModelFit> { [\"a\"] = a, [\"b\"] = b }; var best = [|all.Values.Min(f => f.Aic.Value)|];")]
    [InlineData("var all = new Dictionary<string, double>(); all.Add(\"a\", a.Aic.Value); all.Add(\"b\", b.Aic.Value); if ([|all[\"a\"] < all[\"b\"]|]) { }")]
    [InlineData("var all = System.Collections.Immutable.ImmutableArray.Create(a.Aic.Value, b.Aic.Value); if ([|all[0] < all[1]|]) { }")]
    [InlineData("double[] one = [a.Aic.Value]; double[] all = [.. one, b.Aic.Value]; var best = [|all.Min()|];")]
    [InlineData("IModelFit[] all = [a, b]; double best = double.MaxValue; for (int i = 0; i < all.Length; i++) { if ([|all[i].Aic.Value < best|]) best = all[i].Aic.Value; }")]
    [InlineData("double best = double.MaxValue; foreach (IModelFit f in new IModelFit[] { a, b }) { best = [|Math.Min(best, f.Aic.Value)|]; }")]
    [InlineData("double best = 1; foreach (var e in new[] { new { F = \"a\", V = a.Aic.Value }, new { F = \"b\", V = b.Aic.Value } }) { if ([|e.V < best|]) best = e.V; }")]
    [InlineData("double best = 1; foreach (var e in new[] { (F: \"a\", V: a.Aic.Value), (F: \"b\", V: b.Aic.Value) }) { if ([|e.V < best|]) best = e.V; }")]
    public Task Through_collections(string comparison) => RuleTest.VerifyAsync("GLMM401", ComparisonSource.Of(TwoFits + comparison));

    [Theory]
    [InlineData("if (a is { Aic.Value: var x } && b is { Aic.Value: var y } && [|x < y|]) { }")]
    [InlineData("IModelFit f = a; IModelFit g = b; if (f is { Aic: { Value: var x } } && g.Aic.Value is var y && [|x < y|]) { }")]
    [InlineData("IModelFit f = a; if (f is Plain.RemlFit { Aic.Value: var x } && [|x < b.Aic.Value|]) { }")]
    [InlineData("if (a is { Aic: var x } && b is { Aic: var y } && {|CS0019:[|x < y|]|}) { }")]
    public Task Through_patterns(string comparison) => RuleTest.VerifyAsync("GLMM401", ComparisonSource.Of(TwoFits + comparison));

    [Theory]
    [InlineData("Func<IModelFit, double> aic = f => f.Aic.Value; if ([|aic(a) < aic(b)|]) { }")]
    [InlineData("var best = [|new IModelFit[] { a, b }.MinBy(AicOf)|]; static double AicOf(IModelFit f) => f.Aic.Value;")]
    [InlineData("var x = new Lazy<double>(() => a.Aic.Value); var y = new Lazy<double>(() => b.Aic.Value); if ([|x.Value < y.Value|]) { }")]
    [InlineData("var x = await Task.Run(() => a.Aic.Value); var y = Task.FromResult(b.Aic.Value).Result; if ([|x < y|]) { }")]
    [InlineData("var all = await Task.WhenAll(Task.Run<IModelFit>(() => Plain.FitReml(rows)), Task.Run<IModelFit>(() => Full.FitReml(rows))); if ([|all[0].Aic.Value < all[1].Aic.Value|]) { }")]
    [InlineData("var ratio = [|Math.Exp(-a.Aic.Value / 2) / Math.Exp(-b.Aic.Value / 2)|];")]
    [InlineData("var ratio = Math.Exp(([|b.Aic.Value - a.Aic.Value|]) / 2);")]
    [InlineData("var lrt = [|-2 * a.LogLikelihood.Value + 2 * b.LogLikelihood.Value|];")]
    [InlineData("int k = rows.Length; var x = -2 * a.LogLikelihood.Value + 2 * k; var y = -2 * b.LogLikelihood.Value + 2 * k; if ([|x < y|]) { }")]
    [InlineData("IModelFit? f = null; f ??= a; var g = (IModelFit?)null ?? b; if ([|a.Aic.Value < g!.Aic.Value|]) { }")]
    public Task Through_functions_and_arithmetic(string comparison) => RuleTest.VerifyAsync("GLMM401", ComparisonSource.Of(TwoFits + comparison));

    [Theory]
    [InlineData("private record Entry(string Name, double Aic); private static bool Less(Visit[] r) { var x = new Entry(\"a\", Plain.FitReml(r).Aic.Value); var y = x with { Aic = Full.FitReml(r).Aic.Value }; return [|x.Aic < y.Aic|]; }")]
    [InlineData("private static Plain.RemlFit? first; private static Full.RemlFit? second; private static bool Less(Visit[] r) { first = Plain.FitReml(r); second = Full.FitReml(r); return [|first!.Aic.Value < second!.Aic.Value|]; }")]
    [InlineData("private static IModelFit? first; private static IModelFit? second; private static bool Less(Visit[] r) { first = Plain.FitReml(r); second = Full.FitReml(r); return [|first!.Aic.Value < second!.Aic.Value|]; }")]
    public Task Through_records_and_fields(string members) => RuleTest.VerifyAsync("GLMM401", ComparisonSource.Of("", members));

    [Theory]
    [InlineData("if ({|CS0019:[|a.Aic == b.Aic|]|}) { }")]
    [InlineData("var all = {|CS0826:[|new[] { new { F = \"a\", C = a.Aic }, new { F = \"b\", C = b.Aic } }|]|};")]
    [InlineData("var all = {|CS0826:[|new[] { (\"a\", a.Aic), (\"b\", b.Aic) }|]|};")]
    public Task Comparisons_that_the_compiler_refuses_are_explained(string comparison) => RuleTest.VerifyAsync("GLMM401", ComparisonSource.Of(TwoFits + comparison));
}
