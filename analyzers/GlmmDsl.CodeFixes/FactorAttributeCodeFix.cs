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

/// <summary>GLMM201 and GLMM113: marks the column <c>[Factor]</c>, where the row type is in source.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(FactorAttributeCodeFix))]
[Shared]
public sealed class FactorAttributeCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.FloatingPointGroup, RuleIds.IdentifierAsNumber);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (diagnostic.AdditionalLocations.Count != 1
                || context.Document.Project.Solution.GetDocument(diagnostic.AdditionalLocations[0].SourceTree) is not { } document
                || await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root
                || root.FindNode(diagnostic.AdditionalLocations[0].SourceSpan).AncestorsAndSelf().FirstOrDefault(IsMember) is not { } member)
            {
                continue;
            }

            _ = diagnostic.Properties.TryGetValue(FixProperties.Member, out string? name);
            context.RegisterCodeFix(
                CodeAction.Create(
                    $"Mark '{name}' as [Factor]",
                    _ => Task.FromResult(document.Project.Solution.WithDocumentSyntaxRoot(document.Id, root.ReplaceNode(member, WithFactor(member)))),
                    nameof(FactorAttributeCodeFix)),
                diagnostic);
        }
    }

    private static bool IsMember(SyntaxNode node) => node is PropertyDeclarationSyntax or FieldDeclarationSyntax or ParameterSyntax;

    private static SyntaxNode WithFactor(SyntaxNode member)
    {
        SyntaxTriviaList leading = member.GetLeadingTrivia();
        AttributeListSyntax factor = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Attribute(
                SyntaxFactory.ParseName("global::GlmmDsl.Factor").WithAdditionalAnnotations(Simplifier.Annotation))))
            .WithLeadingTrivia(leading)
            .WithTrailingTrivia(SyntaxFactory.Space);
        SyntaxNode bare = member.WithoutLeadingTrivia();
        return bare switch
        {
            PropertyDeclarationSyntax property => property.WithAttributeLists(property.AttributeLists.Insert(0, factor)),
            FieldDeclarationSyntax field => field.WithAttributeLists(field.AttributeLists.Insert(0, factor)),
            ParameterSyntax parameter => parameter.WithAttributeLists(parameter.AttributeLists.Insert(0, factor)),
            _ => member,
        };
    }
}
