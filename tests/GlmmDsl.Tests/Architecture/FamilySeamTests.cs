using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GlmmDsl.Tests.Architecture;

/// <summary>Everything that depends on the distribution is in its <c>FamilyDefinition</c> or, before any data are seen, in <c>FamilyFacts</c>: no other code tests which family it is.</summary>
public sealed class FamilySeamTests
{
    private static readonly string[] Members = Enum.GetNames<Family>();

    [Fact]
    public void No_file_of_the_library_names_a_family_but_those_of_Families_and_the_front_door()
    {
        string root = Path.Combine(RepositoryRoot.Path, "src", "GlmmDsl");
        string[] files = [.. Sources(root).Where(f => Relative(root, f).Contains('/') && !Relative(root, f).StartsWith("Families/", StringComparison.Ordinal))];

        Assert.NotEmpty(files);
        Assert.Empty(files.Where(NamesFamily).Select(f => Relative(root, f)));
    }

    [Fact]
    public void The_generator_and_the_analyzers_write_no_name_of_a_family_as_a_text()
    {
        string[] files = [.. new[] { "generators", "analyzers" }.SelectMany(d => Sources(Path.Combine(RepositoryRoot.Path, d)))];

        Assert.NotEmpty(files);
        Assert.Empty(files.Where(WritesFamily).Select(Path.GetFileName));
    }

    [Fact]
    public void The_test_sees_a_name()
    {
        string families = Path.Combine(RepositoryRoot.Path, "src", "GlmmDsl", "Families");

        Assert.True(NamesFamily(Path.Combine(families, "PoissonFamily.cs")));
        Assert.True(WritesFamily(Path.Combine(RepositoryRoot.Path, "src", "GlmmDsl.Formulas", "Families", "FamilyFacts.cs")));
    }

    private static bool NamesFamily(string file) => CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes()
        .OfType<MemberAccessExpressionSyntax>()
        .Any(m => Members.Contains(m.Name.Identifier.ValueText)
            && m.Expression is SimpleNameSyntax { Identifier.ValueText: nameof(Family) } or MemberAccessExpressionSyntax { Name.Identifier.ValueText: nameof(Family) });

    private static bool WritesFamily(string file) => CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantTokens()
        .Any(t => t.IsKind(SyntaxKind.StringLiteralToken) && Members.Contains(t.ValueText));

    private static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(f => !Relative(folder, f).Split('/').Any(part => part is "bin" or "obj"));

    private static string Relative(string folder, string file) => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');
}
