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
public sealed class FactorAttributeCodeFix() : RuleFix(RuleIds.FloatingPointGroup, RuleIds.IdentifierAsNumber)
{
    private protected override async Task<IEnumerable<CodeAction>> FixesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (diagnostic.AdditionalLocations.Count != 1
            || document.Project.Solution.GetDocument(diagnostic.AdditionalLocations[0].SourceTree) is not { } rows
            || await rows.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || root.FindNode(diagnostic.AdditionalLocations[0].SourceSpan).AncestorsAndSelf().FirstOrDefault(IsMember) is not { } member)
        {
            return [];
        }

        _ = diagnostic.Properties.TryGetValue(FixProperties.Member, out string? name);
        return
        [
            CodeAction.Create(
                $"Mark '{name}' as [Factor]",
                _ => Task.FromResult(rows.Project.Solution.WithDocumentSyntaxRoot(rows.Id, root.ReplaceNode(member, WithFactor(member)))),
                nameof(FactorAttributeCodeFix)),
        ];
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
