using System.Composition;
using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Analyzers.Text;
using GlmmDsl.Completion.Places;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.Text;
using CodeExpression = Microsoft.CodeAnalysis.CSharp.Syntax.ExpressionSyntax;

namespace GlmmDsl.Completion.Refactorings;

/// <summary>
/// Refactorings with the caret in a formula: correlations taken out and put in, products expanded and folded, main effects added, names written with
/// <c>nameof</c> and back, models to compare with, and a formula fitted to a table made a typed model.
/// </summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(FormulaRefactoringProvider))]
[Shared]
public sealed class FormulaRefactoringProvider : CodeRefactoringProvider
{
    /// <inheritdoc/>
    public override async Task ComputeRefactoringsAsync(CodeRefactoringContext context)
    {
        Document document = context.Document;
        CancellationToken token = context.CancellationToken;
        if (await document.GetSyntaxRootAsync(token).ConfigureAwait(false) is not { } root
            || PlaceFinder.LiteralAt(root, context.Span.Start) is not { } literal
            || await document.GetSemanticModelAsync(token).ConfigureAwait(false) is not { } model
            || PlaceFinder.Find(root, model, context.Span.Start, token) is not { Role: TextRole.Formula } place)
        {
            return;
        }

        // A formula with errors is for the fixes.
        CodeExpression whole = PlaceFinder.Whole(literal);
        if (FormulaTextReader.Read(whole, model, token) is not { } text || FormulaReading.Of(text.Value) is not { Terms: { } terms, Errors.IsEmpty: true })
        {
            return;
        }

        var formula = new FormulaContext(text.Value, terms, place.Offset, place.Known);
        IEnumerable<SourceFix?> inFormula = BarRefactorings.Of(formula).Concat(ProductRefactorings.Of(formula)).Select(fix => SourceFix.In(text, fix));
        var site = new FormulaSite(root, whole, model, formula);
        foreach (SourceFix fix in inFormula.Concat(NameofRefactorings.Of(site, token)).Concat(ComparisonModels.Of(site)).Concat(TypedModelRefactoring.Of(site, token)).OfType<SourceFix>())
        {
            context.RegisterRefactoring(CodeAction.Create(fix.Title, cancel => ChangeAsync(document, fix, cancel), fix.Kind));
        }
    }

    private static async Task<Document> ChangeAsync(Document document, SourceFix fix, CancellationToken cancellationToken)
    {
        SourceText text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        return document.WithText(text.WithChanges(fix.Changes.OrderBy(change => change.Span.Start)));
    }
}

/// <summary>A formula in source.</summary>
/// <param name="Root">The file.</param>
/// <param name="Expression">The expression that gives the formula.</param>
/// <param name="Model">The semantic model of the file.</param>
/// <param name="Formula">The formula.</param>
internal sealed record FormulaSite(SyntaxNode Root, CodeExpression Expression, SemanticModel Model, FormulaContext Formula);
