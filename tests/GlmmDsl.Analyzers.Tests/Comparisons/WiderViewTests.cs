using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Comparisons;

/// <summary>Fits are followed through what other members, types and files of the project do with them, for a bounded number of steps.</summary>
public class WiderViewTests
{
    [Fact]
    public Task REML_fits_of_different_fixed_effects() => EachAsync(
        "GLMM401",
        [
            ("Fit(rows, out var a, out var b); if ([|a.Aic.Value < b.Aic.Value|]) { }", "private static void Fit(Visit[] r, out IModelFit a, out IModelFit b) { a = Plain.FitReml(r); b = Full.FitReml(r); }"),
            ("var (a, b) = Fit(rows); if ([|a.Aic.Value < b.Aic.Value|]) { }", "private static (IModelFit, IModelFit) Fit(Visit[] r) => (Plain.FitReml(r), Full.FitReml(r));"),
            ("var (a, b) = Fit(rows); if ([|a < b|]) { }", "private static (double A, double B) Fit(Visit[] r) { var a = Plain.FitReml(r); var b = Full.FitReml(r); return (a.Aic.Value, b.Aic.Value); }"),
            ("var fits = Fit(rows); if ([|fits.A < fits.B|]) { }", "private static (double A, double B) Fit(Visit[] r) { var a = Plain.FitReml(r); var b = Full.FitReml(r); return (a.Aic.Value, b.Aic.Value); }"),
            ("var best = [|All(rows).MinBy(f => f.Aic.Value)|];", "private static IEnumerable<IModelFit> All(Visit[] r) { yield return Plain.FitReml(r); yield return Full.FitReml(r); }"),
            ("var best = [|All(rows).MinBy(f => f.Aic.Value)|];", "private static List<IModelFit> All(Visit[] r) { var all = new List<IModelFit>(); all.Add(Plain.FitReml(r)); all.Add(Full.FitReml(r)); return all; }"),
            ("var a = await FitA(rows); var b = await FitB(rows); if ([|a.Aic.Value < b.Aic.Value|]) { }", "private static async Task<IModelFit> FitA(Visit[] r) { await Task.Yield(); return Plain.FitReml(r); } private static Task<IModelFit> FitB(Visit[] r) => Task.FromResult<IModelFit>(Full.FitReml(r));"),
            ("var a = FitA(rows); var b = FitB(rows); await Task.WhenAll(a, b); if ([|a.Result.Aic.Value < b.Result.Aic.Value|]) { }", "private static async Task<IModelFit> FitA(Visit[] r) { await Task.Yield(); return Plain.FitReml(r); } private static Task<IModelFit> FitB(Visit[] r) => Task.FromResult<IModelFit>(Full.FitReml(r));"),
            ("var ms = new Func<Visit[], IModelFit>[] { r => Plain.FitReml(r), r => Full.FitReml(r) }; var best = [|ms.Select(m => m(rows)).MinBy(f => f.Aic.Value)|];", ""),
            ("var ms = new Func<Visit[], IModelFit>[] { r => Plain.FitReml(r), r => Full.FitReml(r) }; var fits = await Task.WhenAll(ms.Select(m => Task.Run(() => m(rows)))); var best = [|fits.MinBy(f => f.Aic.Value)|];", ""),
            ("var ms = new Dictionary<string, Func<IModelFit>> { [\"a\"] = () => Plain.FitReml(rows), [\"b\"] = () => Full.FitReml(rows) }; if ([|ms[\"a\"]().Aic.Value < ms[\"b\"]().Aic.Value|]) { }", ""),
            ("IModelFit[] fits = [Plain.FitReml(rows), Full.FitReml(rows)]; var best = (from f in fits orderby [|f.Aic.Value|] select f).First();", ""),
            ("var fits = new Dictionary<string, IModelFit> { [\"a\"] = Plain.FitReml(rows), [\"b\"] = Full.FitReml(rows) }; var best = [|fits.OrderBy(p => p.Value.Aic.Value)|].First();", ""),
            ("var fits = new Dictionary<string, IModelFit> { [\"a\"] = Plain.FitReml(rows), [\"b\"] = Full.FitReml(rows) }; double best = 1; foreach (var (name, fit) in fits) { if ([|fit.Aic.Value < best|]) best = fit.Aic.Value; }", ""),
            ("double best = 1; foreach (var (name, fit) in new (string, IModelFit)[] { (\"a\", Plain.FitReml(rows)), (\"b\", Full.FitReml(rows)) }) { if ([|fit.Aic.Value < best|]) best = fit.Aic.Value; }", ""),
            ("string which = \"b\"; IModelFit a = Plain.FitReml(rows); IModelFit b = which switch { \"b\" => Full.FitReml(rows), _ => FullSlopes.FitReml(rows) }; if ([|a.Aic.Value < b.Aic.Value|]) { }", ""),
            ("IModelFit a = Plain.FitReml(rows); IModelFit b = flag ? Full.FitReml(rows) : FullSlopes.FitReml(rows); if ([|a.Aic.Value < b.Aic.Value|]) { }", ""),
            ("var set = new Set { A = Plain.FitReml(rows), B = Full.FitReml(rows) }; if ([|set.A.Aic.Value < set.B.Aic.Value|]) { }", "private sealed class Set { public IModelFit A { get; init; } = null!; public IModelFit B { get; set; } = null!; }"),
            ("var pair = new Pair(Plain.FitReml(rows), Full.FitReml(rows)); if ([|pair.A.Aic.Value < pair.B.Aic.Value|]) { }", "private sealed class Pair { public Pair(IModelFit a, IModelFit b) { A = a; B = b; } public IModelFit A { get; } public IModelFit B { get; } }"),
            ("var pair = new Pair(Plain.FitReml(rows), Full.FitReml(rows)); if ([|pair.A.Aic.Value < pair.B.Aic.Value|]) { }", "private sealed class Pair(IModelFit a, IModelFit b) { public IModelFit A { get; } = a; public IModelFit B => b; }"),
            ("var pair = new Pair(Plain.FitReml(rows), Full.FitReml(rows)); var less = [|pair.IsLess()|];", "private sealed class Pair(IModelFit a, IModelFit b) { public bool IsLess() => a.Aic.Value < b.Aic.Value; }"),
            ("if ([|Plain.FitReml(rows).Score() < Full.FitReml(rows).Score()|]) { }", "private static double Score(this IModelFit fit) => fit.Aic.Value;"),
            ("if ([|Score(Plain.FitReml(rows)) < Score(Full.FitReml(rows))|]) { } double Score(IModelFit fit) { return fit.Aic.Value; }", ""),
            ("var best = [|Best(Plain.FitReml(rows), Full.FitReml(rows))|];", "private static IModelFit Best(params IModelFit[] fits) => fits.OrderBy(f => f.Aic.Value).First();"),
            ("var best = [|Best(new List<IModelFit> { Plain.FitReml(rows), Full.FitReml(rows) })|];", "private static IModelFit Best(IEnumerable<IModelFit> fits) { var best = fits.First(); foreach (var f in fits) { if (f.Aic.Value < best.Aic.Value) best = f; } return best; }"),
            ("var x = Plain.FitReml(rows).Aic.Value; var y = Full.FitReml(rows).Aic.Value; var c = [|Comparer<double>.Default.Compare(x, y)|];", ""),
            ("var set = new SortedDictionary<double, string>(); var x = Plain.FitReml(rows); var y = Full.FitReml(rows); var l = new[] { x.Aic.Value, y.Aic.Value }.ToList(); [|l.Sort()|];", ""),
            ("IModelFit a = Plain.FitReml(rows), b = Full.FitReml(rows); var deltas = new[] { a, b }.Select(f => [|f.Aic.Value - a.Aic.Value|]).ToArray();", ""),
            ("IModelFit a = Plain.FitReml(rows), b = Full.FitReml(rows); var all = new[] { a, b }; var min = [|all.Min(f => f.Aic.Value)|]; var weights = all.Select(f => Math.Exp(-([|f.Aic.Value - min|]) / 2)).ToArray();", ""),
            ("", "private static IModelFit A { get; set; } = null!; private static IModelFit B { get; set; } = null!; private static bool Less(Visit[] r) { A = Plain.FitReml(r); B = Full.FitReml(r); return [|A.Aic.Value < B.Aic.Value|]; }"),
            ("", "private sealed class Lab { private IModelFit? a, b; public void Fit(Visit[] r) { a = Plain.FitReml(r); b = Full.FitReml(r); } public bool Less() => [|a!.Aic.Value < b!.Aic.Value|]; }"),
            ("", "private sealed class Lab { private readonly List<IModelFit> fits = new(); public void Fit(Visit[] r) { fits.Add(Plain.FitReml(r)); fits.Add(Full.FitReml(r)); } public IModelFit Best() => [|fits.MinBy(f => f.Aic.Value)|]!; }"),
            ("", "private sealed class Lab { private readonly Dictionary<string, double> aic = []; public void Fit(Visit[] r) { aic[\"a\"] = Plain.FitReml(r).Aic.Value; aic[\"b\"] = Full.FitReml(r).Aic.Value; } public bool Less() => [|aic[\"a\"] < aic[\"b\"]|]; }"),
        ]);

    [Fact]
    public Task In_other_files_too() => EachInFilesAsync(
        "GLMM401",
        [
            ("if ([|Fits.First(rows).Aic.Value < Fits.Second(rows).Aic.Value|]) { }", "public static class Fits { public static IModelFit First(Visit[] r) => Plain.FitReml(r); public static IModelFit Second(Visit[] r) => Full.FitReml(r); }"),
            ("if ([|Fits.First < Fits.Second|]) { }", "public static class Fits { public static readonly double First = Plain.FitReml([]).Aic.Value; public static double Second { get; } = Full.FitReml([]).Aic.Value; }"),
            ("if ([|Plain.FitReml(rows).Score() < Full.FitReml(rows).Score()|]) { }", "public static class Scores { public static double Score(this IModelFit fit) => fit.Aic.Value; }"),
            ("var best = [|Choice.Best(Plain.FitReml(rows), Full.FitReml(rows))|];", "public static class Choice { public static IModelFit Best(params IModelFit[] fits) => fits.MinBy(f => f.Aic.Value)!; }"),
            ("if ([|first.Aic.Value < second.Aic.Value|]) { }", "public static partial class Study { private static IModelFit first = Plain.FitReml([]); private static IModelFit second = null!; private static void Refit(Visit[] r) { second = Full.FitReml(r); } }"),
            ("var lab = new Lab(rows); if ([|lab.A.Aic.Value < lab.B.Aic.Value|]) { }", "public sealed class Lab { public Lab(Visit[] r) { A = Plain.FitReml(r); B = Full.FitReml(r); } public IModelFit A { get; } public IModelFit B { get; } }"),
            ("var all = Fits.All(rows); var best = [|all.MinBy(f => f.Aic.Value)|];", "public static class Fits { public static IReadOnlyList<IModelFit> All(Visit[] r) => [Plain.FitReml(r), Full.FitReml(r)]; }"),
            ("var e = new Entry(Plain.FitReml(rows)); var f = new Entry(Full.FitReml(rows)); if ([|e.Aic < f.Aic|]) { }", "public sealed record Entry(IModelFit Fit) { public double Aic => Fit.Aic.Value; }"),
        ]);

    [Fact]
    public Task What_other_files_hold_only_perhaps_is_silent() => EachInFilesAsync(
        "none",
        [
            ("if (Fits.First(rows).Aic.Value < Fits.Second(rows).Aic.Value) { }", "public static class Fits { public static IModelFit First(Visit[] r) => Plain.FitMl(r); public static IModelFit Second(Visit[] r) => Full.FitMl(r); }"),
            ("if (Fits.First < Fits.Second) { }", "public static class Fits { public static double First = Plain.FitReml([]).Aic.Value; public static double Second = Full.FitReml([]).Aic.Value; }"),
            ("if (Fits.First < Fits.Second) { }", "public static class Fits { public static double First { get; set; } = Plain.FitReml([]).Aic.Value; public static double Second { get; internal set; } = Full.FitReml([]).Aic.Value; }"),
            ("if (Plain.FitReml(rows).Score() < Full.FitReml(rows).Score()) { }", "public static class Scores { public static double Score(this IModelFit fit) => fit.GetHashCode(); }"),
            ("var best = Choice.Best(Plain.FitReml(rows), Slopes.FitReml(rows));", "public static class Choice { public static IModelFit Best(params IModelFit[] fits) => fits.MinBy(f => f.Aic.Value)!; }"),
            ("if (first.Aic.Value < second.Aic.Value) { }", "public static partial class Study { private static IModelFit first = Plain.FitReml([]); private static IModelFit second = Slopes.FitReml([]); private static void Refit(Visit[] r) { first = Full.FitReml(r); second = FullSlopes.FitReml(r); } }"),
            ("var lab = new Lab(Plain.FitReml(rows)); if (lab.A.Aic.Value < lab.B.Aic.Value) { }", "public class Lab(IModelFit a) { public virtual IModelFit A => a; public virtual IModelFit B => Full.FitReml([]); }"),
            ("var set = new Set { A = Plain.FitReml(rows) }; set.A = Full.FitReml(rows); if (set.A.Aic.Value < Full.FitReml(rows).Aic.Value) { }", "public sealed class Set { public IModelFit A { get; set; } = null!; }"),
        ]);

    [Fact]
    public Task Sound_comparisons_are_silent() => EachAsync(
        "none",
        [
            ("Fit(rows, flag, out var a); if (a.Aic.Value < Full.FitReml(rows).Aic.Value) { }", "private static void Fit(Visit[] r, bool f, out IModelFit a) { a = Plain.FitReml(r); if (f) a = Full.FitReml(r); }"),
            ("var best = All(rows).MinBy(f => f.Aic.Value);", "private static IEnumerable<IModelFit> All(Visit[] r) { yield return Plain.FitReml(r); yield return Slopes.FitReml(r); }"),
            ("var best = All(rows, flag).MinBy(f => f.Aic.Value);", "private static IEnumerable<IModelFit> All(Visit[] r, bool f) { if (f) { yield return Full.FitReml(r); yield break; } yield return Plain.FitReml(r); yield return Slopes.FitReml(r); }"),
            ("var best = All(rows).MinBy(f => f.Aic.Value);", "private static List<IModelFit> All(Visit[] r) { var all = new List<IModelFit>(); all.Add(Plain.FitMl(r)); all.Add(Full.FitMl(r)); return all; }"),
            ("var pair = new Pair(Plain.FitReml(rows), Slopes.FitReml(rows)); if (pair.A.Aic.Value < pair.B.Aic.Value) { }", "private sealed class Pair { public Pair(IModelFit a, IModelFit b) { A = a; B = b; } public IModelFit A { get; } public IModelFit B { get; } }"),
            ("var pair = new Pair(Plain.FitReml(rows), Full.FitReml(rows)); if (pair.A.Aic.Value < pair.B.Aic.Value) { }", "private sealed class Pair { public Pair(IModelFit a, IModelFit b) { A = a; B = b; B = a; } public IModelFit A { get; } public IModelFit B { get; } }"),
            ("var pair = new Pair(Full.FitReml(rows), rows); if (pair.A.Aic.Value < Full.FitReml(rows).Aic.Value) { }", "private sealed class Pair { public Pair(IModelFit a) { A = a; } public Pair(IModelFit a, Visit[] r) { A = Plain.FitReml(r); A = a; } public IModelFit A { get; } }"),
            ("var fits = new Dictionary<string, IModelFit> { [\"a\"] = Plain.FitReml(rows), [\"b\"] = Slopes.FitReml(rows) }; double best = 1; foreach (var (name, fit) in fits) { if (fit.Aic.Value < best) best = fit.Aic.Value; }", ""),
            ("var set = new Set { A = Plain.FitReml(rows) }; set.A = Full.FitReml(rows); if (set.A.Aic.Value < Full.FitReml(rows).Aic.Value) { }", "private sealed class Set { public IModelFit A { get; set; } = null!; }"),
            ("", "private sealed class Lab { private IModelFit? a, b; public void Fit(Visit[] r, bool ml) { a = ml ? Plain.FitMl(r) : Plain.FitReml(r); b = ml ? Full.FitMl(r) : Slopes.FitReml(r); } public bool Less() => a!.Aic.Value < b!.Aic.Value; }"),
            ("", "private sealed class Lab { private readonly List<IModelFit> fits = new(); public void Fit(Visit[] r) { fits.Add(Plain.FitReml(r)); fits.Add(Slopes.FitReml(r)); } public IModelFit Best() => fits.MinBy(f => f.Aic.Value)!; }"),
            ("", "private sealed class Lab { private readonly List<IModelFit> fits = new(); public void A(Visit[] r) { fits.Clear(); fits.Add(Plain.FitReml(r)); } public void B(Visit[] r) { fits.Clear(); fits.Add(Full.FitReml(r)); } public IModelFit Best() => fits.MinBy(f => f.Aic.Value)!; }"),
            ("", "private sealed class Lab { private readonly List<IModelFit> fits = new(); public Lab(Visit[] r, bool full) { if (full) { fits.Add(Full.FitReml(r)); fits.Add(FullSlopes.FitReml(r)); } else { fits.Add(Plain.FitReml(r)); fits.Add(Slopes.FitReml(r)); } } public IModelFit Best() => fits.MinBy(f => f.Aic.Value)!; }"),
            ("", "private sealed class Lab { private readonly List<IModelFit> fits = new(); public Lab(Visit[] r) { fits.Add(Full.FitReml(r)); fits.Add(Plain.FitReml(r)); Keep(fits); } private static void Keep(List<IModelFit> all) => all.RemoveAt(0); public IModelFit Best() => fits.MinBy(f => f.Aic.Value)!; }"),
            ("var ms = new Func<Visit[], IModelFit>[] { r => Plain.FitMl(r), r => Full.FitMl(r) }; var best = ms.Select(m => m(rows)).MinBy(f => f.Aic.Value);", ""),
            ("IModelFit[] fits = [Plain.FitMl(rows), Full.FitMl(rows)]; var best = (from f in fits orderby f.Aic.Value select f).First();", ""),
        ]);

    /// <summary>All cases in one file, each in a namespace of its own.</summary>
    private static async Task EachAsync(string rule, (string Statements, string Members)[] cases) => await RuleTest.VerifyAsync(rule, ComparisonSource.OfEach(cases));

    /// <summary>All cases in one file, each in a namespace that a second file adds to.</summary>
    private static async Task EachInFilesAsync(string rule, (string Statements, string Other)[] cases) => await RuleTest.VerifyAsync(
        rule,
        ComparisonSource.OfEach([.. cases.Select(one => (one.Statements, ""))]),
        [.. cases.Select((one, i) => FormattableString.Invariant($"namespace Case{i} {{ {one.Other} }}"))]);
}
