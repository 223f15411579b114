using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Values;

/// <summary>
/// Semantic models of a project's other files, one a file and compilation: what an analysis binds in another file, it binds once. Generated files are not looked into.
/// </summary>
internal sealed class ProjectModels
{
    private static readonly ConditionalWeakTable<Compilation, ProjectModels> Cache = new();

    private const int MostFiles = 64;

    private readonly Dictionary<SyntaxTree, SemanticModel> models = [];

    /// <summary>The model of a file, which may be the current one; null for a generated file, and where too many files have been looked into.</summary>
    /// <param name="tree">The file.</param>
    /// <param name="current">The model of the file that is analysed.</param>
    public static SemanticModel? Of(SyntaxTree tree, SemanticModel current) =>
        tree == current.SyntaxTree ? current
        : IsGenerated(tree) || !current.Compilation.ContainsSyntaxTree(tree) ? null
        : Cache.GetValue(current.Compilation, _ => new ProjectModels()).Of(tree, current.Compilation);

    /// <summary>Whether a file is written by a tool.</summary>
    public static bool IsGenerated(SyntaxTree tree) =>
        tree.FilePath.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase) || tree.FilePath.EndsWith(".designer.cs", StringComparison.OrdinalIgnoreCase);

    private SemanticModel? Of(SyntaxTree tree, Compilation compilation)
    {
        lock (models)
        {
            if (!models.TryGetValue(tree, out SemanticModel? model) && models.Count < MostFiles)
            {
#pragma warning disable RS1030 // One model a file and compilation is kept, and only members that a comparison depends on are bound with it.
                models.Add(tree, model = compilation.GetSemanticModel(tree));
#pragma warning restore RS1030
            }

            return model;
        }
    }
}
