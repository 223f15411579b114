using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GlmmDsl.Tests.Architecture;

/// <summary>Code above <c>Fitting</c> uses <c>IModelSolution</c>: only the code that starts a fit knows which engine it is.</summary>
public sealed class EngineSeamTests
{
    private static readonly string[] Engines = ["LinearMixedSolution", "GeneralizedSolution", "LinearMixedModelFitter", "GeneralizedLinearMixedModelFitter", "LinearProblem", "GeneralizedProblem"];

    private static readonly string[] Below = ["Fitting", "LinearAlgebra", "Optimization", "Notices", "Data", "Design", "Families", "Covariance"];

    [Fact]
    public void Nothing_above_Fitting_names_an_engine_but_the_front_door()
    {
        string root = Path.Combine(RepositoryRoot.Path, "src", "GlmmDsl");
        string[] above = [.. Directory.EnumerateDirectories(root).Where(d => !Below.Contains(Path.GetFileName(d)) && Path.GetFileName(d) is not ("bin" or "obj"))];
        string[] files = [.. above.SelectMany(d => Directory.EnumerateFiles(d, "*.cs", SearchOption.AllDirectories))];

        Assert.True(files.Length > 50);
        Assert.Empty(files.Where(NamesEngine).Select(f => Path.GetRelativePath(root, f)));
    }

    [Fact]
    public void The_test_sees_a_name() => Assert.True(NamesEngine(Path.Combine(RepositoryRoot.Path, "src", "GlmmDsl", "MixedModel.cs")));

    private static bool NamesEngine(string file) => CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes()
        .OfType<SimpleNameSyntax>().Any(n => Engines.Contains(n.Identifier.ValueText));
}
