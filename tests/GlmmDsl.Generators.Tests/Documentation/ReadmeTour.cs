using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GlmmDsl.Generators.Tests;

/// <summary>The README's tour is one program: it compiles with the generator, without a warning, and prints what the README says it prints.</summary>
public sealed partial class ReadmeTour
{
    [Fact]
    public void The_tour_compiles_and_prints_what_the_readme_shows()
    {
        string root = RepositoryRoot();
        string readme = File.ReadAllText(Path.Combine(root, "README.md")).ReplaceLineEndings("\n");
        string[] pieces = [.. Tour().Matches(readme).Select(m => m.Groups[1].Value)];
        string[] printed = [.. Printed().Matches(readme).Select(m => m.Groups[1].Value)];
        Assert.True(pieces.Length >= 5 && printed.Length >= 4);

        // Where they differ, the file beside the assembly shows the whole of it.
        string actual = Run(Program(pieces, root));
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "ReadmeTour.txt"), actual);
        Assert.Equal(Lines(string.Concat(printed)), Lines(actual));
    }

    /// <summary>The lines that say something.</summary>
    private static IEnumerable<string> Lines(string text) =>
        text.ReplaceLineEndings("\n").Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0);

    /// <summary>The pieces' statements as the body of a method, their types behind it.</summary>
    private static string Program(IEnumerable<string> pieces, string root)
    {
        CompilationUnitSyntax[] units = [.. pieces.Select(p => CSharpSyntaxTree.ParseText(p).GetCompilationUnitRoot())];
        IEnumerable<MemberDeclarationSyntax> members = units.SelectMany(u => u.Members);
        string statements = string.Concat(members.OfType<GlobalStatementSyntax>().Select(s => s.ToFullString()));
        string types = string.Concat(members.Where(m => m is not GlobalStatementSyntax).Select(m => m.ToFullString()));
        // Paths in the tour are written from the repository's root.
        return $$"""
            using System.Globalization;
            using System.IO;
            using GlmmDsl.Families;
            using GlmmDsl.Formulas;
            {{types}}
            public static class Probe
            {
                public static void Run()
                {
            {{statements.Replace("\"tests/", "@\"" + root + "/tests/", StringComparison.Ordinal)}}
                }
            }
            """;
    }

    private static string Run(string source)
    {
        Assembly assembly = TypedCompilation.Load("ReadmeTour", [source]).Assembly;
        TextWriter console = Console.Out;
        using var output = new StringWriter();
        try
        {
            Console.SetOut(output);
            assembly.GetType("Probe")!.GetMethod("Run")!.Invoke(null, null);
        }
        finally
        {
            Console.SetOut(console);
        }

        return output.ToString();
    }

    private static string RepositoryRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "GlmmDsl.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests run inside a checkout that holds GlmmDsl.sln.");
    }

    [GeneratedRegex("<!-- tour -->\n```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Tour();

    [GeneratedRegex("<!-- printed -->\n```text\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Printed();
}
