using GlmmDsl.Analyzers.Tests.Harness;
using GlmmDsl.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Completion;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.Text;

namespace GlmmDsl.Completion.Tests.Harness;

/// <summary>A file open in an editor, with the caret where <c>$$</c> stands in its source.</summary>
internal static class EditorDocument
{
    private static readonly MefHostServices Host =
        MefHostServices.Create(MefHostServices.DefaultAssemblies.Add(typeof(FormulaCompletionProvider).Assembly));

    // All tests fork one project, so that its references are read once.
    private static readonly Project Empty = MakeProject();

    /// <summary>Opens a source.</summary>
    /// <param name="source">The source, with the mark of the caret.</param>
    /// <param name="others">Other files of the project.</param>
    public static (Document Document, int Caret) Open(string source, params string[] others)
    {
        int caret = source.IndexOf("$$", StringComparison.Ordinal);
        DocumentId id = DocumentId.CreateNewId(Empty.Id);
        Solution solution = Empty.Solution.AddDocument(id, "Source.cs", caret < 0 ? source : source.Remove(caret, 2), filePath: "Source.cs");
        foreach (string other in others)
        {
            solution = solution.AddDocument(DocumentId.CreateNewId(Empty.Id), "Other.cs", other);
        }

        return (solution.GetDocument(id)!, caret);
    }

    /// <summary>The items that the editor's completion service lists at the caret, in their order; those of this library only.</summary>
    public static async Task<IReadOnlyList<CompletionItem>> CompleteAsync(string source, params string[] others)
    {
        (Document document, int caret) = Open(source, others);
        return await CompleteAsync(document, caret);
    }

    /// <summary>The items at a place of a document.</summary>
    public static async Task<IReadOnlyList<CompletionItem>> CompleteAsync(Document document, int caret)
    {
        CompletionService service = CompletionService.GetService(document)!;
        CompletionList list = await service.GetCompletionsAsync(document, caret);
        return [.. list.ItemsList.Where(item => item.Properties.ContainsKey("Description")).OrderBy(item => item.SortText, StringComparer.Ordinal)];
    }

    /// <summary>The source after an item is chosen.</summary>
    public static async Task<string> CommitAsync(string source, string name, params string[] others)
    {
        (Document document, int caret) = Open(source, others);
        CompletionItem item = (await CompleteAsync(document, caret)).First(candidate => candidate.DisplayText == name);
        CompletionChange change = await CompletionService.GetService(document)!.GetChangeAsync(document, item);
        SourceText text = await document.GetTextAsync();
        return text.WithChanges(change.TextChange).ToString();
    }

    /// <summary>What the editor shows beside an item.</summary>
    public static async Task<string> DescribeAsync(string source, string name)
    {
        (Document document, int caret) = Open(source);
        CompletionItem item = (await CompleteAsync(document, caret)).First(candidate => candidate.DisplayText == name);
        return (await CompletionService.GetService(document)!.GetDescriptionAsync(document, item))!.Text;
    }

    private static Project MakeProject()
    {
        ProjectId project = ProjectId.CreateNewId();
        Project made = new AdhocWorkspace(Host).CurrentSolution
            .AddProject(project, "Trials", "Trials", LanguageNames.CSharp)
            .WithProjectParseOptions(project, TestCompilation.ParseOptions)
            .WithProjectCompilationOptions(project, TestCompilation.Options)
            .WithProjectMetadataReferences(project, TestCompilation.References)
            .AddAnalyzerReference(project, new AnalyzerFileReference(typeof(MixedModelGenerator).Assembly.Location, new Loaded()))
            .AddDocument(DocumentId.CreateNewId(project), "Usings.cs", TestCompilation.Usings)
            .GetProject(project)!;
        made.GetCompilationAsync().GetAwaiter().GetResult();
        return made;
    }

    private sealed class Loaded : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public System.Reflection.Assembly LoadFromPath(string fullPath) => typeof(MixedModelGenerator).Assembly;
    }
}
