using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GlmmDsl.Tests.Architecture;

/// <summary>The folders of src/GlmmDsl form layers: a file names only types of its own folder and of those below it.</summary>
public sealed class FolderArrowsTests
{
    /// <summary>Lowest first. A folder may use itself and whatever stands before it.</summary>
    private static readonly string[] Layers =
    [
        "LinearAlgebra", "Optimization", "Notices", "Data", "Design", "Families", "Covariance",
        "Fitting/Columns", "Fitting", "Fitting/Linear/Criteria", "Fitting/Linear/Blocked", "Fitting/Linear/Sparse", "Fitting/Linear/Choice",
        "Fitting/Linear/Search", "Fitting/Linear", "Fitting/Generalized/Rows", "Fitting/Generalized/Factor", "Fitting/Generalized/Inner",
        "Fitting/Generalized/Criteria", "Fitting/Generalized/Search", "Fitting/Generalized/Separation", "Fitting/Generalized",
        "Fits", "Inference", "Prediction", "Diagnostics", "Summaries", "Results", "", "Modeling",
    ];

    private static readonly CSharpParseOptions Latest = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview);

    // What the SDK's implicit usings give the project.
    private static readonly SyntaxTree ImplicitUsings = CSharpSyntaxTree.ParseText(
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;",
        Latest);

    [Fact]
    public void A_folder_uses_only_the_folders_below_it()
    {
        string root = Path.Combine(RepositoryRoot.Path, "src", "GlmmDsl");
        var trees = Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(f => !IsBuildOutput(root, f))
            .Select(f => CSharpSyntaxTree.ParseText(File.ReadAllText(f), Latest, path: f))
            .ToList();
        var compilation = CSharpCompilation.Create("layers", [.. trees, ImplicitUsings], References(), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));

        var wrong = new SortedSet<string>(StringComparer.Ordinal);
        foreach (SyntaxTree tree in trees)
        {
            int layer = LayerOf(root, tree.FilePath);
            Assert.True(layer >= 0, $"{tree.FilePath} stands in no folder of the architecture.");
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                ISymbol? symbol = model.GetSymbolInfo(name).Symbol;
                ITypeSymbol? type = symbol as ITypeSymbol ?? symbol?.ContainingType;
                foreach (SyntaxReference declaration in type?.OriginalDefinition.DeclaringSyntaxReferences ?? [])
                {
                    int used = LayerOf(root, declaration.SyntaxTree.FilePath);
                    if (used > layer)
                    {
                        wrong.Add($"{Path.GetRelativePath(root, tree.FilePath)} uses {Layers[used]}/{type!.Name}");
                    }
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void The_test_sees_types_across_files()
    {
        // Guards the test above: without resolved symbols it would pass whatever the code does.
        string root = Path.Combine(RepositoryRoot.Path, "src", "GlmmDsl");
        string table = Path.Combine(root, "Data", "Table.cs");
        SyntaxTree tree = CSharpSyntaxTree.ParseText(File.ReadAllText(table), path: table);
        SyntaxTree column = CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(root, "Data", "Column.cs")), path: Path.Combine(root, "Data", "Column.cs"));
        var compilation = CSharpCompilation.Create("layers", [tree, column], References());
        SemanticModel model = compilation.GetSemanticModel(tree);

        Assert.Contains(
            tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>(),
            n => model.GetSymbolInfo(n).Symbol is ITypeSymbol { Name: "Column" } type && type.DeclaringSyntaxReferences[0].SyntaxTree == column);
    }

    /// <summary>The layer of the innermost folder that is one; the front door's files stand in none ("").</summary>
    private static int LayerOf(string root, string file)
    {
        string? folder = Path.GetDirectoryName(Path.GetRelativePath(root, file));
        while (!string.IsNullOrEmpty(folder) && !Layers.Contains(folder.Replace(Path.DirectorySeparatorChar, '/')))
        {
            folder = Path.GetDirectoryName(folder);
            if (string.IsNullOrEmpty(folder))
            {
                return -1;
            }
        }

        return Array.IndexOf(Layers, (folder ?? "").Replace(Path.DirectorySeparatorChar, '/'));
    }

    private static bool IsBuildOutput(string root, string file) =>
        Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar)[0] is "bin" or "obj";

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(f => Path.GetFileName(f) is not ("GlmmDsl.dll" or "GlmmDsl.Tests.dll"))
            .Select(f => MetadataReference.CreateFromFile(f));
}
