using System.Collections.Immutable;
using GlmmDsl.Completion.Refactorings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.Text;

namespace GlmmDsl.Completion.Tests.Harness;

/// <summary>Applies refactorings at the caret of a source.</summary>
internal static class RefactoringTest
{
    /// <summary>The titles of the refactorings that are offered.</summary>
    public static async Task<IReadOnlyList<string>> TitlesAsync(string source) => [.. (await ActionsAsync(source)).Actions.Select(action => action.Title)];

    /// <summary>The source after a refactoring, which must compile without errors; the generator is run on it.</summary>
    /// <param name="source">The source, with the caret.</param>
    /// <param name="title">How the refactoring's title begins.</param>
    public static async Task<string> ApplyAsync(string source, string title)
    {
        (Document document, IReadOnlyList<CodeAction> actions) = await ActionsAsync(source);
        CodeAction? action = actions.FirstOrDefault(candidate => candidate.Title.StartsWith(title, StringComparison.Ordinal));
        Assert.True(action is not null, "Offered: " + string.Join("; ", actions.Select(candidate => candidate.Title)));
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(CancellationToken.None);
        Document changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
        SemanticModel model = (await changed.GetSemanticModelAsync())!;
        Assert.Empty(model.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        return (await changed.GetTextAsync()).ToString();
    }

    /// <summary>The refactorings at a place of a document.</summary>
    public static async Task<IReadOnlyList<CodeAction>> ActionsAsync(Document document, int caret)
    {
        var actions = new List<CodeAction>();
        await new FormulaRefactoringProvider().ComputeRefactoringsAsync(new CodeRefactoringContext(document, new TextSpan(caret, 0), actions.Add, CancellationToken.None));
        return actions;
    }

    private static async Task<(Document Document, IReadOnlyList<CodeAction> Actions)> ActionsAsync(string source)
    {
        (Document document, int caret) = EditorDocument.Open(source);
        return (document, await ActionsAsync(document, caret));
    }
}
