using System.Collections.Immutable;
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
        "LinearAlgebra", "Optimization", "Notices", "Data", "Printing", "Files", "Design", "Families", "Covariance",
        "Fitting/Columns", "Fitting", "Fitting/Linear/Criteria", "Fitting/Linear/Blocked", "Fitting/Linear/Sparse", "Fitting/Linear/Choice",
        "Fitting/Linear/Search", "Fitting/Linear/Sensitivity", "Fitting/Linear", "Fitting/Generalized/Rows", "Fitting/Generalized/Factor", "Fitting/Generalized/Inner",
        "Fitting/Generalized/Criteria", "Fitting/Generalized/Search", "Fitting/Generalized/Separation", "Fitting/Generalized", "Fitting/Saving",
        "Fits", "Inference", "Predictions", "Diagnostics", "Summaries", "Results", "DeclaredFacts", "", "Modeling",
    ];

    private static readonly CSharpParseOptions Latest = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview);

    // What the SDK's implicit usings give the project.
    private static readonly SyntaxTree ImplicitUsings = CSharpSyntaxTree.ParseText(
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;",
        Latest);

    /// <summary>Files that name a type of another file, each with those files; read once for both tests.</summary>
    private static readonly Lazy<IReadOnlyDictionary<string, SortedSet<string>>> Uses = new(ReadUses);

    [Fact]
    public void A_folder_uses_only_the_folders_below_it()
    {
        var wrong = new SortedSet<string>(StringComparer.Ordinal);
        foreach ((string file, SortedSet<string> used) in Uses.Value)
        {
            int layer = LayerOf(file);
            Assert.True(layer >= 0, $"{file} stands in no folder of the architecture.");
            wrong.UnionWith(used.Where(u => LayerOf(u) > layer).Select(u => $"{file} uses {u}"));
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    [Fact]
    public void No_more_than_a_handful_of_files_use_each_other_in_a_circle()
    {
        string[] wide = [.. Circles(Uses.Value).Where(c => c.Count > 6).Select(c => string.Join(", ", c))];
        Assert.True(wide.Length == 0, string.Join(Environment.NewLine, wide));
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

    private static Dictionary<string, SortedSet<string>> ReadUses()
    {
        string root = Path.Combine(RepositoryRoot.Path, "src", "GlmmDsl");
        var trees = Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(f => !IsBuildOutput(root, f))
            .Select(f => CSharpSyntaxTree.ParseText(File.ReadAllText(f), Latest, path: f))
            .ToList();
        var compilation = CSharpCompilation.Create("layers", [.. trees, ImplicitUsings], References(), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        var uses = new Dictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (SyntaxTree tree in trees)
        {
            var used = new SortedSet<string>(StringComparer.Ordinal);
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                ISymbol? symbol = model.GetSymbolInfo(name).Symbol;
                ITypeSymbol? type = symbol as ITypeSymbol ?? symbol?.ContainingType;

                // The parts of a partial type are one.
                ImmutableArray<SyntaxReference> declarations = type?.OriginalDefinition.DeclaringSyntaxReferences ?? [];
                used.UnionWith(declarations.Any(d => d.SyntaxTree == tree) ? [] : declarations.Select(d => Name(root, d.SyntaxTree.FilePath)));
            }

            uses.Add(Name(root, tree.FilePath), used);
        }

        return uses;
    }

    private static string Name(string root, string file) => Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>The strongly connected sets of files: those that can be reached from each other (Tarjan 1972).</summary>
    private static List<List<string>> Circles(IReadOnlyDictionary<string, SortedSet<string>> uses)
    {
        var circles = new List<List<string>>();
        var order = new Dictionary<string, int>(StringComparer.Ordinal);
        var lowest = new Dictionary<string, int>(StringComparer.Ordinal);
        var open = new Stack<string>();
        foreach (string file in uses.Keys.Where(f => !order.ContainsKey(f)))
        {
            Visit(file);
        }

        return circles;

        void Visit(string file)
        {
            order[file] = lowest[file] = order.Count;
            open.Push(file);
            foreach (string used in uses[file])
            {
                if (!order.TryGetValue(used, out int at))
                {
                    Visit(used);
                    lowest[file] = Math.Min(lowest[file], lowest[used]);
                }
                else if (open.Contains(used))
                {
                    lowest[file] = Math.Min(lowest[file], at);
                }
            }

            if (lowest[file] == order[file])
            {
                var circle = new List<string>();
                do
                {
                    circle.Add(open.Pop());
                }
                while (circle[^1] != file);
                circles.Add(circle);
            }
        }
    }

    /// <summary>The layer of the innermost folder that is one; the front door's files stand in none ("").</summary>
    private static int LayerOf(string file)
    {
        string folder = file;
        do
        {
            folder = folder.LastIndexOf('/') is var end and >= 0 ? folder[..end] : "";
            if (Array.IndexOf(Layers, folder) is var layer and >= 0 && (folder.Length > 0 || !file.Contains('/')))
            {
                return layer;
            }
        }
        while (folder.Length > 0);
        return -1;
    }

    private static bool IsBuildOutput(string root, string file) =>
        Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar)[0] is "bin" or "obj";

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(f => Path.GetFileName(f) is not ("GlmmDsl.dll" or "GlmmDsl.Tests.dll"))
            .Select(f => MetadataReference.CreateFromFile(f));
}
