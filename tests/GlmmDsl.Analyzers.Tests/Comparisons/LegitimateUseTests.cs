using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Comparisons;

/// <summary>Comparisons that are valid, or of which the code does not show enough: no diagnostic.</summary>
public class LegitimateUseTests
{
    [Theory]
    [InlineData("if (Plain.FitReml(rows).Aic < Slopes.FitReml(rows).Aic) { }")]
    [InlineData("var d = Full.FitReml(rows).Bic - FullSlopes.FitReml(rows).Bic;")]
    [InlineData("if (Plain.FitMl(rows).Aic < Full.FitMl(rows).Aic) { }")]
    [InlineData("if (Plain.FitMl(rows).Aic.Value < Full.FitMl(rows).Aic.Value) { }")]
    [InlineData("if (Full.FitReml(rows).Aic.Value < FullSlopes.FitReml(rows).Aic.Value) { }")]
    [InlineData("double lrt = 2 * (Full.FitMl(rows).LogLikelihood - Plain.FitMl(rows).LogLikelihood);")]
    [InlineData("var best = new[] { Plain.FitReml(rows).Aic, Slopes.FitReml(rows).Aic }.Min();")]
    [InlineData("var best = new IModelFit[] { Plain.FitMl(rows), Full.FitMl(rows) }.MinBy(f => f.Aic.Value);")]
    [InlineData("var all = new List<double> { Plain.FitMl(rows).Aic.Value, Full.FitMl(rows).Aic.Value }; all.Sort();")]
    [InlineData("var (x, y) = (Plain.FitMl(rows).Aic.Value, Full.FitMl(rows).Aic.Value); if (x < y) { }")]
    [InlineData("var a = Plain.FitReml(rows); if (a.Aic.Value < 100) { }")]
    [InlineData("var a = Plain.FitReml(rows); if (a.Aic.Value < a.Bic.Value) { }")]
    [InlineData("var a = Plain.FitReml(rows); var b = Full.FitReml(rows); Console.WriteLine(a.Aic.Value); Console.WriteLine(b.Aic.Value);")]
    [InlineData("var a = Plain.FitReml(rows); var b = Full.FitReml(rows); var all = new[] { a.Aic.Value, b.Aic.Value }; Console.WriteLine(string.Join(\", \", all));")]
    [InlineData("var a = Plain.FitReml(rows); var b = Full.FitReml(rows); if (a.Coefficients.Week.Estimate < b.Coefficients.Week.Estimate) { }")]
    [InlineData("var a = Plain.FitReml(rows); var b = Full.FitReml(rows); var all = new IModelFit[] { a, b }.OrderBy(f => f.ToString()).ToList();")]
    [InlineData("double x = Plain.FitReml(rows).Aic.Value; Console.WriteLine(x); x = Plain.FitMl(rows).Aic.Value; if (x < Full.FitMl(rows).Aic.Value) { }")]
    [InlineData("double x, y; if (flag) { x = Plain.FitReml(rows).Aic.Value; y = Slopes.FitReml(rows).Aic.Value; } else { x = Plain.FitMl(rows).Aic.Value; y = Full.FitMl(rows).Aic.Value; } if (x < y) { }")]
    [InlineData("double x = flag ? Plain.FitReml(rows).Aic.Value : Plain.FitMl(rows).Aic.Value; double y = flag ? Slopes.FitReml(rows).Aic.Value : Full.FitMl(rows).Aic.Value; if (x < y) { }")]
    [InlineData("var c = ModelComparison.Aic(Curve.FitReml(rows), Square.FitReml(rows));")]
    [InlineData("var c = ModelComparison.Bic(Plain.FitMl(rows), Full.FitMl(rows));")]
    [InlineData("IModelFit? fit = null; double best = 0; foreach (var r in new[] { rows }) { fit = Plain.FitReml(r); best = Math.Min(best, fit.Aic.Value); }")]
    [InlineData("var a = await Task.Run(() => Plain.FitMl(rows)); var b = await Task.Run(() => Full.FitMl(rows)); if (a.Aic < b.Aic) { }")]
    [InlineData("double[] x = [1, 2]; if (x[0] < x[1]) { } var m = x.Min(); Array.Sort(x); var d = x[0] - x.Length;")]
    [InlineData("IModelFit[] all = [Plain.FitReml(rows), Slopes.FitReml(rows), Full.FitReml(rows)]; var best = all.Take(2).Min(f => f.Aic.Value);")]
    [InlineData("IModelFit[] all = [Full.FitReml(rows), Plain.FitReml(rows), Slopes.FitReml(rows)]; var best = all.Skip(1).MinBy(f => f.Aic.Value);")]
    [InlineData("IModelFit[] all = [Plain.FitReml(rows), Slopes.FitReml(rows), Full.FitReml(rows)]; var best = all.Where(f => f is Plain.RemlFit or Slopes.RemlFit).MinBy(f => f.Aic.Value);")]
    [InlineData("IModelFit[] all = [Plain.FitReml(rows), Slopes.FitReml(rows), Full.FitReml(rows)]; int n = rows.Length; var best = all.Take(n).MinBy(f => f.Aic.Value);")]
    [InlineData("var all = new List<double> { Full.FitReml(rows).Aic.Value }; all.Clear(); all.Add(Plain.FitReml(rows).Aic.Value); all.Add(Slopes.FitReml(rows).Aic.Value); var best = all.Min();")]
    [InlineData("var all = new List<double>(); if (flag) { all.Add(Full.FitReml(rows).Aic.Value); } else { all.Add(Plain.FitReml(rows).Aic.Value); all.Add(Slopes.FitReml(rows).Aic.Value); } var best = all.Min();")]
    [InlineData("double[] aic = [Plain.FitReml(rows).Aic.Value, Slopes.FitReml(rows).Aic.Value, Full.FitReml(rows).Aic.Value, FullSlopes.FitReml(rows).Aic.Value]; for (int i = 0; i < 4; i += 2) { if (aic[i] < aic[i + 1]) { } }")]
    [InlineData("double[] aic = [Plain.FitReml(rows).Aic.Value, Slopes.FitReml(rows).Aic.Value, Full.FitReml(rows).Aic.Value]; int i = rows.Length; if (aic[i] < aic[i + 1]) { }")]
    [InlineData("foreach (IModelFit f in new IModelFit[] { Plain.FitReml(rows), Full.FitReml(rows) }) { var g = f; if (f.Aic.Value < g.Aic.Value) { } }")]
    [InlineData("double x = 0, y = 0; foreach (IModelFit f in new IModelFit[] { Plain.FitReml(rows), Slopes.FitReml(rows), Full.FitReml(rows) }) { if (f is Full.RemlFit) { y = Math.Min(y, f.Aic.Value); } else { x = Math.Min(x, f.Aic.Value); } }")]
    [InlineData("IModelFit[] all = [Plain.FitReml(rows), Slopes.FitReml(rows), Full.FitReml(rows)]; foreach (IModelFit f in all) foreach (IModelFit g in all) { if (f.GetType() == g.GetType() && f.Aic.Value < g.Aic.Value) { } }")]
    [InlineData("var a = Plain.FitReml(rows); var b = Full.FitReml(rows); var same = a.Aic.Value == b.Aic.Value;")]
    [InlineData("var all = new List<IModelFit> { Plain.FitMl(rows), Full.FitMl(rows) }; all.Sort((x, y) => x.Aic.Value.CompareTo(y.Aic.Value));")]
    [InlineData("var a = Plain.FitReml(rows); var penalty = a.Aic.Value - (-2 * a.LogLikelihood.Value);")]
    [InlineData("var best = new IModelFit[] { Plain.FitMl(rows), Full.FitMl(rows) }.MinBy(f => f.Aic);")]
    [InlineData("double best = double.MaxValue; foreach (IModelFit f in new IModelFit[] { Plain.FitMl(rows), Full.FitMl(rows) }) { best = Math.Min(best, f.Aic.Value); }")]
    [InlineData("double total = 0; foreach (IModelFit f in new IModelFit[] { Plain.FitReml(rows), Full.FitReml(rows) }) { total = total + f.Aic.Value; } if (total < 100) { }")]
    public Task Sound_comparisons_are_silent(string statements) => RuleTest.SilentAsync(ComparisonSource.Of(statements));

    [Theory]
    [InlineData("private static bool Better(double x, double y) => x < y; private static bool Both(Visit[] r) => Better(Plain.FitMl(r).Aic.Value, Full.FitMl(r).Aic.Value);")]
    [InlineData("private static bool Better<T>(IRemlFit<T> x, IRemlFit<T> y) => x.Aic < y.Aic; private static bool Both(Visit[] r) => Better(Plain.FitReml(r), Slopes.FitReml(r));")]
    [InlineData("private static bool Better<T>(T x, T y) where T : IComparable<T> => x.CompareTo(y) < 0; private static bool Both(Visit[] r) => Better(Plain.FitReml(r).Aic, Slopes.FitReml(r).Aic);")]
    [InlineData("private static bool Better(IModelFit x, IModelFit y) => x.Aic.Value < y.Aic.Value;")]
    [InlineData("private static double unseen; public static void Set(double value) => unseen = value; private static bool Less(Visit[] r) => unseen < Plain.FitReml(r).Aic.Value;")]
    [InlineData("private static int Loop(int n) => n <= 0 ? 0 : Loop(n - 1) - Loop(n - 2);")]
    [InlineData("private static void Show(IModelFit x, IModelFit y) => Console.WriteLine($\"{x.Aic.Value} {y.Aic.Value}\"); private static void Both(Visit[] r) => Show(Plain.FitReml(r), Full.FitReml(r));")]
    public Task So_are_sound_helpers(string members) => RuleTest.SilentAsync(ComparisonSource.Of("", members));

    [Theory]
    [InlineData("Scor ~ Week + (1 | Patient)")]
    [InlineData("Score ~ Wek + (1 | Patient)")]
    [InlineData("Score ~ ")]
    public async Task A_wrong_formula_brings_no_alarm_on_comparisons_of_its_fits(string formula)
    {
        string source = ComparisonSource.Of("var best = new IModelFit[] { Plain.FitMl(rows), Wrong.FitMl(rows) }.MinBy(f => f.Aic);")
            + $"[LinearMixedModel<Visit>(\"{formula}\")] public sealed partial class Wrong;";
        Assert.DoesNotContain(await TestCompilation.DiagnoseAsync(TestCompilation.Generate(TestCompilation.Create(source))), d => d.Id.StartsWith("GLMM4", StringComparison.Ordinal) || d.Id.StartsWith("CS", StringComparison.Ordinal));
    }
}
