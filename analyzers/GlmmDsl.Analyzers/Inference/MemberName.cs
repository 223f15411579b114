using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GlmmDsl.Analyzers.Inference;

/// <summary>Finds the name in an access of a member.</summary>
internal static class MemberName
{
    /// <summary>The name of the member that is called or read, after <c>.</c> or <c>?.</c> or in a pattern; null for a call by its bare name.</summary>
    public static SimpleNameSyntax? Of(SyntaxNode node) =>
        node switch
        {
            InvocationExpressionSyntax call => Of(call.Expression),
            MemberAccessExpressionSyntax access => access.Name,
            MemberBindingExpressionSyntax binding => binding.Name,
            IdentifierNameSyntax { Parent: NameColonSyntax { Parent: SubpatternSyntax } } name => name,
            _ => null,
        };
}
