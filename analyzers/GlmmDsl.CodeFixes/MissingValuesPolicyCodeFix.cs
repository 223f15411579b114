using System.Collections.Immutable;
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
public sealed class MissingValuesPolicyCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.MissingValuesPolicy);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        AttributeSyntax? attribute = root?.FindNode(context.Span, getInnermostNodeForTie: true).FirstAncestorOrSelf<AttributeSyntax>();
        if (root is null || attribute?.ArgumentList is not { } arguments)
        {
            return;
        }

        foreach (string policy in new[] { "Omit", "Fail" })
        {
            context.RegisterCodeFix(
                CodeAction.Create(
                    policy == "Omit" ? "Leave out rows with missing values" : "Fail at the first missing value",
                    _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(arguments, arguments.AddArguments(Policy(policy))))),
                    nameof(MissingValuesPolicyCodeFix) + policy),
                context.Diagnostics);
        }
    }

    private static AttributeArgumentSyntax Policy(string policy) =>
        SyntaxFactory.AttributeArgument(
                SyntaxFactory.NameEquals(SyntaxFactory.IdentifierName("Missing").WithTrailingTrivia(SyntaxFactory.Space))
                    .WithEqualsToken(SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space)),
                null,
                SyntaxFactory.ParseExpression("global::GlmmDsl.MissingValues." + policy).WithAdditionalAnnotations(Simplifier.Annotation))
            .WithLeadingTrivia(SyntaxFactory.Space);
}
