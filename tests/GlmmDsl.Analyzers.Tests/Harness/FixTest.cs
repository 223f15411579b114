using System.Collections.Immutable;
using System.Globalization;
using GlmmDsl.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace GlmmDsl.Analyzers.Tests.Harness;

/// <summary>Applies code fixes to test sources.</summary>
internal static class FixTest
{
    private static readonly ImmutableArray<CodeFixProvider> Providers =
        typeof(NearestNameCodeFix).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(CodeFixProvider).IsAssignableFrom(type))
            .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!)
            .ToImmutableArray();

    /// <summary>The rules that have fixes, in order.</summary>
    public static IEnumerable<string> FixableRules => Providers.SelectMany(p => p.FixableDiagnosticIds).Order(StringComparer.Ordinal);

    /// <summary>Asserts what a source becomes by a fix of its first diagnostic of a rule, and that the rule is then silent.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="source">The source, unmarked.</param>
    /// <param name="expected">What it becomes.</param>
    /// <param name="title">The fix's title, where there are several.</param>
    public static async Task VerifyAsync(string rule, string source, string expected, string? title = null)
    {
        (Solution solution, DocumentId id) = Open(source);
        Document document = solution.GetDocument(id)!;
        Diagnostic diagnostic = (await DiagnoseAsync(document)).First(d => d.Id == rule);
        IReadOnlyList<CodeAction> actions = await ActionsAsync(document, diagnostic);
        CodeAction? action = title is null ? Assert.Single(actions) : actions.FirstOrDefault(a => a.Title == title);
        Assert.True(action is not null, "Offered: " + string.Join("; ", actions.Select(a => a.Title)));
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(CancellationToken.None);
        Document changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(id)!;
        changed = await Microsoft.CodeAnalysis.Simplification.Simplifier.ReduceAsync(changed);
        Assert.Equal(expected, (await changed.GetTextAsync()).ToString());
        Assert.DoesNotContain(await DiagnoseAsync(changed), d => d.Id == rule && d.Location.SourceSpan == diagnostic.Location.SourceSpan && d.GetMessage(CultureInfo.InvariantCulture) == diagnostic.GetMessage(CultureInfo.InvariantCulture));
    }

    /// <summary>Asserts what a source becomes when a fix is applied to all diagnostics of a rule in it, and that those it is offered for are gone.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="source">The source, unmarked.</param>
    /// <param name="expected">What it becomes.</param>
    /// <param name="title">The fix's title, where the first diagnostic has several.</param>
    public static async Task VerifyAllAsync(string rule, string source, string expected, string? title = null)
    {
        (Solution solution, DocumentId id) = Open(source);
        Document document = solution.GetDocument(id)!;
        ImmutableArray<Diagnostic> diagnostics = [.. (await DiagnoseAsync(document)).Where(d => d.Id == rule)];
        IReadOnlyList<CodeAction> actions = await ActionsAsync(document, diagnostics[0]);
        CodeAction action = title is null ? Assert.Single(actions) : actions.Single(a => a.Title == title);
        CodeFixProvider provider = Providers.Single(p => p.FixableDiagnosticIds.Contains(rule));
        var context = new FixAllContext(document, provider, FixAllScope.Document, action.EquivalenceKey!, [rule], new Given(diagnostics), CancellationToken.None);
        CodeAction all = (await provider.GetFixAllProvider()!.GetFixAsync(context))!;
        ImmutableArray<CodeActionOperation> operations = await all.GetOperationsAsync(CancellationToken.None);
        Document changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(id)!;
        changed = await Microsoft.CodeAnalysis.Simplification.Simplifier.ReduceAsync(changed);
        Assert.Equal(expected, (await changed.GetTextAsync()).ToString());
        foreach (Diagnostic left in (await DiagnoseAsync(changed)).Where(d => d.Id == rule))
        {
            Assert.DoesNotContain(await ActionsAsync(changed, left), a => a.EquivalenceKey == action.EquivalenceKey);
        }
    }

    /// <summary>The titles of the fixes offered for the first diagnostic of a rule.</summary>
    public static async Task<IReadOnlyList<string>> TitlesAsync(string rule, string source)
    {
        (Solution solution, DocumentId id) = Open(source);
        Document document = solution.GetDocument(id)!;
        Diagnostic diagnostic = (await DiagnoseAsync(document)).First(d => d.Id == rule);
        return [.. (await ActionsAsync(document, diagnostic)).Select(action => action.Title)];
    }

    private static (Solution Solution, DocumentId Id) Open(string source)
    {
        using var workspace = new AdhocWorkspace();
        ProjectId project = ProjectId.CreateNewId();
        DocumentId id = DocumentId.CreateNewId(project);
        Solution solution = workspace.CurrentSolution
            .AddProject(project, "Trials", "Trials", LanguageNames.CSharp)
            .WithProjectParseOptions(project, TestCompilation.ParseOptions)
            .WithProjectCompilationOptions(project, TestCompilation.Options)
            .WithProjectMetadataReferences(project, TestCompilation.References)
            .AddDocument(DocumentId.CreateNewId(project), "Usings.cs", TestCompilation.Usings)
            .AddDocument(id, "Source.cs", source, filePath: "Source.cs");
        return (solution, id);
    }

    private static async Task<ImmutableArray<Diagnostic>> DiagnoseAsync(Document document)
    {
        Compilation compilation = (await document.Project.GetCompilationAsync())!;
        ImmutableArray<Diagnostic> found = await TestCompilation.DiagnoseAsync(TestCompilation.Generate((CSharpCompilation)compilation));
        return [.. found.Where(d => d.Location.SourceTree?.FilePath == "Source.cs")];
    }

    private static async Task<IReadOnlyList<CodeAction>> ActionsAsync(Document document, Diagnostic diagnostic)
    {
        var actions = new List<CodeAction>();
        foreach (CodeFixProvider provider in Providers.Where(p => p.FixableDiagnosticIds.Contains(diagnostic.Id)))
        {
            await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        }

        return actions;
    }

    /// <summary>Gives a fix of all the diagnostics that were found.</summary>
    private sealed class Given(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);

        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);
    }
}
