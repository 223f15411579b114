using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GlmmDsl.Analyzers.Tests.Harness;

/// <summary>Asserts that the rules and the compiler report exactly the diagnostics that are marked in a source.</summary>
internal static class RuleTest
{
    /// <summary>Runs generator and rules.</summary>
    /// <param name="rule">The rule that unnamed marks <c>[|..|]</c> stand for.</param>
    /// <param name="source">The marked source.</param>
    /// <param name="others">Other files of its project.</param>
    public static async Task<IReadOnlyList<Diagnostic>> VerifyAsync(string rule, string source, params string[] others)
    {
        MarkedSource marked = MarkedSource.Parse(source, rule);
        CSharpCompilation compilation = TestCompilation.Create(marked.Text, others);
        IReadOnlyList<Diagnostic> found = await TestCompilation.DiagnoseAsync(TestCompilation.Generate(compilation));
        Assert.Equal(
            marked.Marks.OrderBy(mark => mark.Span.Start).ThenBy(mark => mark.Id, StringComparer.Ordinal).Select(mark => Shown(marked.Text, mark.Id, mark.Span)),
            found.Select(d => Shown(marked.Text, d.Id, d.Location.SourceSpan, d)));
        return found;
    }

    /// <summary>Runs them on source that must pass in silence.</summary>
    public static Task SilentAsync(string source, params string[] others) => VerifyAsync("none", source, others);

    private static string Shown(string text, string id, Microsoft.CodeAnalysis.Text.TextSpan span, Diagnostic? found = null)
    {
        if (found is not null && found.Location.SourceTree?.FilePath != "Source.cs")
        {
            return found.ToString();
        }

        string marked = text.Substring(span.Start, span.Length);
        return FormattableString.Invariant($"{id} at {span}: {marked}");
    }
}
