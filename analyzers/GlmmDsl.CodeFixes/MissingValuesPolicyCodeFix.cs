using System.Composition;
using GlmmDsl.Analyzers.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace GlmmDsl.CodeFixes;

/// <summary>GLMM003: states a policy on the model, to omit rows without a value or to fail at them.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MissingValuesPolicyCodeFix))]
[Shared]
public sealed class MissingValuesPolicyCodeFix() : RuleFix(RuleIds.MissingValuesPolicy)
{
    private protected override async Task<IEnumerable<CodeAction>> FixesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        AttributeSyntax? attribute = root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<AttributeSyntax>();
        return root is null || attribute?.ArgumentList is not { } arguments
            ? []
            : [StatePolicy("Leave out rows with missing values", "Omit"), StatePolicy("Fail at the first missing value", "Fail")];

        CodeAction StatePolicy(string title, string policy) => CodeAction.Create(
            title,
            _ => Task.FromResult(document.WithSyntaxRoot(root.ReplaceNode(arguments, arguments.AddArguments(Policy(policy))))),
            nameof(MissingValuesPolicyCodeFix) + policy);
    }

    private static AttributeArgumentSyntax Policy(string policy) =>
        SyntaxFactory.AttributeArgument(
                SyntaxFactory.NameEquals(SyntaxFactory.IdentifierName("Missing").WithTrailingTrivia(SyntaxFactory.Space))
                    .WithEqualsToken(SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space)),
                null,
                SyntaxFactory.ParseExpression("global::GlmmDsl.MissingValues." + policy).WithAdditionalAnnotations(Simplifier.Annotation))
            .WithLeadingTrivia(SyntaxFactory.Space);
}
