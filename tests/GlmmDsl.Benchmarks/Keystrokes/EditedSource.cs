using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace GlmmDsl.Benchmarks.Keystrokes;

/// <summary>A file in which somebody types, with the files that are compiled with it.</summary>
/// <param name="Name">How the benchmark calls it.</param>
/// <param name="Text">The file that is edited.</param>
/// <param name="Place">Where in it the edits are made.</param>
/// <param name="Others">The other files.</param>
/// <param name="NeedsLibrary">Whether it is compiled against the library, and not part of it.</param>
internal sealed record EditedSource(string Name, string Text, int Place, IReadOnlyList<string> Others, bool NeedsLibrary)
{
    private const string Usings = "global using System; global using System.Collections.Generic; global using System.Linq; global using System.IO; global using System.Threading; global using System.Threading.Tasks; ";
    private const string Columns = "double Score, double Week, double Dose, double Age, Arm Arm, string Patient, string Site, double? Lost";
    private const string Rows = "public enum Arm { Placebo, Drug, Both } public record Visit(" + Columns + "); ";
    private const string Body = "static class Run { static void Fit() { int best; best = 1; } }";

    /// <summary>What is typed there letter by letter, and then taken away again.</summary>
    public string Typing { get; init; } = " ";

    /// <summary>The change that is made at a number of an edit, from 0.</summary>
    public TextChange ChangeAt(int edit)
    {
        int step = edit % (2 * Typing.Length);
        return step < Typing.Length
            ? new TextChange(new TextSpan(Place + step, 0), Typing.Substring(step, 1))
            : new TextChange(new TextSpan(Place + (2 * Typing.Length) - step - 1, 1), "");
    }

    /// <summary>An edit of each kind in a project of a hundred models; then files as they occur, and such as strain the rules.</summary>
    /// <param name="root">The repository's folder.</param>
    public static IEnumerable<EditedSource> All(string root)
    {
        yield return Typed("unrelated-file", Body, "best = 1;", Rows, Models(100));
        yield return Typed("row-type-body", Rows.Replace("); ", ") { public double Half() { return Dose / 2; } }", StringComparison.Ordinal), "return Dose", Models(100));
        yield return Typed("row-type-column", Rows, ", double? Lost", Models(100)) with { Typing = ", double Height" };
        yield return Typed("row-type-rename", Rows, ", double Age", Models(100)) with { Typing = "InMg" };
        yield return Typed("formula", Rows + Models(100) + Body, " + (1 | Patient) + (1 | Site)") with { Typing = " + Week:Arm" };
        yield return Typed("100-models", Rows + Models(100) + Body, "best = 1;");
        yield return Typed("100-comparisons", Rows + Models(2) + "static class Run { " + Repeat(100, i => $"static bool Is{i}(Visit[] rows) {{ var a = Model0.FitReml(rows); var b = Model1.FitReml(rows); double x = a.Aic.Value; double y = b.Aic.Value; return x < y; }} ") + "}", "return x < y;");

        string[] own = [.. Directory.GetFiles(Path.Combine(root, "src", "GlmmDsl"), "*.cs", SearchOption.AllDirectories).Where(path => !path.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText)];
        string largest = own.MaxBy(text => text.Length)!;
        yield return new("own-largest", largest, EndOfLastStatement(largest), [.. own.Where(text => text != largest), Usings], NeedsLibrary: false);

        string[] joined = [.. own.Where(text => text.Contains("Aic", StringComparison.Ordinal) || text.Contains("Criterion", StringComparison.Ordinal)).Where(IsFileScoped)];
        string all = string.Join("\n", joined.Select(InBlock));
        yield return new("own-of-fits-in-one-file", all, EndOfLastStatement(all), [.. own.Except(joined), Usings], NeedsLibrary: false);
        yield return Typed("numeric-beside-fits", Numeric(400) + OneComparison, "best = y;");
        yield return Typed("numeric-in-one-body", Rows + OneModel + "static class Run { static void Fit(Visit[] rows) { double best = Model0.FitMl(rows).Aic.Value, y = best, z = 1; " + Repeat(400, _ => Statement) + " best = y; } }", "best = y;");
        yield return Typed("1000-models", Rows + Models(1000) + Body, "best = 1;");
        yield return Typed(
            "enum-of-5000",
            "public enum Large { " + Repeat(5000, i => $"L{i}, ") + "} public record Row(double Y, double X, Large L, string G); [LinearMixedModel<Row>(\"Y ~ X + (1 | L) + (1 | G)\")] public sealed partial class Model0; [LinearMixedModel<Row>(\"Y ~ L + (1 | G)\")] public sealed partial class Model1; " + Body,
            "best = 1;");
    }

    private const string OneModel = "[LinearMixedModel<Visit>(\"Score ~ Week + (1 | Patient)\")] public sealed partial class Model0; ";
    private const string Statement = "if (y < z) { y = z - y; } else { z = y - z; } ";
    private const string OneComparison = Rows + OneModel + "static class Run { static double Fit(Visit[] rows) { double best = Model0.FitMl(rows).Aic.Value, y = best; best = y; return best; } } ";

    private static EditedSource Typed(string name, string text, string place, params string[] others) =>
        new(name, "using GlmmDsl; " + text, ("using GlmmDsl; " + text).LastIndexOf(place, StringComparison.Ordinal), [Usings, .. others.Select(other => "using GlmmDsl; " + other)], NeedsLibrary: true);

    private static string Models(int count) => Repeat(count, i => (i % 4) switch
    {
        0 => $"[LinearMixedModel<Visit>(\"Score ~ Week * Arm + (Week | Patient)\")] public sealed partial class Model{i}; ",
        1 => $"[LinearMixedModel<Visit>(\"Score ~ Week + Dose + Age + (1 | Patient) + (1 | Site)\")] public sealed partial class Model{i}; ",
        2 => $"[LinearMixedModel<Visit>(\"log(Score) ~ poly(Week, 2) + Arm + (1 | Site/Patient)\", Missing = MissingValues.Omit)] public sealed partial class Model{i}; ",
        _ => $"[LinearMixedModel<Visit>(\"Score ~ Week + Lost + I(Age^{i + 2}) + (Week || Patient)\", Missing = MissingValues.Omit)] public sealed partial class Model{i}; ",
    });

    private static string Numeric(int methods) => "static class Numbers { " + Repeat(methods, i => $"static double Step{i}(double y, double z) {{ {Repeat(12, _ => Statement)} return y < z ? y - z : Math.Min(y, z); }} ") + "} ";

    private static string Repeat(int count, Func<int, string> text)
    {
        var all = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            all.Append(text(i)).Append('\n');
        }

        return all.ToString();
    }

    private static bool IsFileScoped(string text) => CSharpSyntaxTree.ParseText(text).GetCompilationUnitRoot().Members is [Microsoft.CodeAnalysis.CSharp.Syntax.FileScopedNamespaceDeclarationSyntax];

    /// <summary>A file with its usings and namespace as a block, so that many fit into one.</summary>
    private static string InBlock(string text)
    {
        var root = CSharpSyntaxTree.ParseText(text).GetCompilationUnitRoot();
        var scope = (Microsoft.CodeAnalysis.CSharp.Syntax.FileScopedNamespaceDeclarationSyntax)root.Members[0];
        return string.Create(CultureInfo.InvariantCulture, $"namespace {scope.Name} {{ {root.Usings.ToFullString()} {scope.Usings.ToFullString()} {scope.Members.ToFullString()} }}");
    }

    private static int EndOfLastStatement(string text) => text.LastIndexOf("return ", StringComparison.Ordinal);
}
