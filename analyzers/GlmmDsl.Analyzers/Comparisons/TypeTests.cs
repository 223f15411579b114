using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GlmmDsl.Analyzers.Comparisons;

/// <summary>Finds tests of types that decide which fits reach a comparison.</summary>
internal static class TypeTests
{
    /// <summary>Whether a condition around a place, or any in a loop around it, tests types.</summary>
    public static bool Surround(SyntaxNode place)
    {
        foreach (SyntaxNode ancestor in place.Ancestors())
        {
            SyntaxNode? tested = ancestor switch
            {
                IfStatementSyntax statement => statement.Condition,
                ConditionalExpressionSyntax conditional => conditional.Condition,
                BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression } logical => logical.Left,
                SwitchStatementSyntax or SwitchExpressionSyntax or ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax => ancestor,
                _ => null,
            };
            if (tested is not null && tested.DescendantNodesAndSelf().Any(IsTest))
            {
                return true;
            }

            if (ancestor is MemberDeclarationSyntax)
            {
                return false;
            }
        }

        return false;
    }

    private static bool IsTest(SyntaxNode node) =>
        node switch
        {
            BinaryExpressionSyntax binary => binary.IsKind(SyntaxKind.IsExpression) || binary.IsKind(SyntaxKind.AsExpression),
            DeclarationPatternSyntax or TypePatternSyntax or RecursivePatternSyntax { Type: not null } => true,

            // A name in a pattern is more often a type than a constant.
            ConstantPatternSyntax constant => constant.Expression is NameSyntax or MemberAccessExpressionSyntax,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetType" } } => true,
            _ => false,
        };
}
