using System.Composition;
using GlmmDsl.Analyzers.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GlmmDsl.CodeFixes;

/// <summary>GLMM001: makes a model class, and the types around it, such that the generator can complete it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ModelClassCodeFix))]
[Shared]
public sealed class ModelClassCodeFix() : RuleFix(RuleIds.ModelClass)
{
    private protected override async Task<IEnumerable<CodeAction>> FixesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        if (root?.FindToken(diagnostic.Location.SourceSpan.Start).Parent is not ClassDeclarationSyntax model)
        {
            return [];
        }

        var types = model.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().ToList();
        bool isSealable = !HasConstructor(model) && model.TypeParameterList is null;
        return isSealable && types.Any(type => Modifiers(type, isModel: type == model).ToFullString() != type.Modifiers.ToFullString())
            ? [CodeAction.Create("Make it sealed partial", _ => Task.FromResult(document.WithSyntaxRoot(root.ReplaceNodes(types, (original, changed) => Changed(original, changed, original == model)))), nameof(ModelClassCodeFix))]
            : [];
    }

    private static bool HasConstructor(ClassDeclarationSyntax type) =>
        type.ChildNodes().OfType<ParameterListSyntax>().Any() || type.Members.OfType<ConstructorDeclarationSyntax>().Any(constructor => !constructor.Modifiers.Any(SyntaxKind.StaticKeyword));

    private static TypeDeclarationSyntax Changed(TypeDeclarationSyntax original, TypeDeclarationSyntax changed, bool isModel)
    {
        SyntaxTokenList modifiers = Modifiers(original, isModel);
        if (modifiers.ToFullString() == original.Modifiers.ToFullString())
        {
            return changed;
        }

        // The text before the first token of a declaration (documentation, indentation) stays before the new first token.
        SyntaxTriviaList leading = original.Modifiers.Count > 0 ? original.Modifiers[0].LeadingTrivia : original.Keyword.LeadingTrivia;
        modifiers = modifiers.Replace(modifiers[0], modifiers[0].WithLeadingTrivia(leading));
        return changed.WithKeyword(changed.Keyword.WithLeadingTrivia()).WithModifiers(modifiers);
    }

    private static SyntaxTokenList Modifiers(TypeDeclarationSyntax type, bool isModel)
    {
        IEnumerable<SyntaxToken> kept = type.Modifiers.Where(modifier => !modifier.IsKind(SyntaxKind.PartialKeyword));
        bool isPartial = type.Modifiers.Any(SyntaxKind.PartialKeyword);
        if (!isModel)
        {
            return isPartial ? type.Modifiers : SyntaxFactory.TokenList(Bare(kept).Append(Token(SyntaxKind.PartialKeyword)));
        }

        kept = kept.Where(modifier => !modifier.IsKind(SyntaxKind.StaticKeyword) && !modifier.IsKind(SyntaxKind.AbstractKeyword) && !modifier.IsKind(SyntaxKind.FileKeyword));
        bool isSealed = type.Modifiers.Any(SyntaxKind.SealedKeyword);
        bool isAsWanted = isSealed && isPartial && kept.Count() + 1 == type.Modifiers.Count;
        return isAsWanted
            ? type.Modifiers
            : SyntaxFactory.TokenList(Bare(kept).Concat(isSealed ? [] : [Token(SyntaxKind.SealedKeyword)]).Append(Token(SyntaxKind.PartialKeyword)));
    }

    private static IEnumerable<SyntaxToken> Bare(IEnumerable<SyntaxToken> modifiers) =>
        modifiers.Select(modifier => modifier.WithLeadingTrivia().WithTrailingTrivia(SyntaxFactory.Space));

    private static SyntaxToken Token(SyntaxKind kind) => SyntaxFactory.Token(kind).WithTrailingTrivia(SyntaxFactory.Space);
}
