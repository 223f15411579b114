using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GlmmDsl.Analyzers.Inference;

/// <summary>Tells what else the code around a place reads: a method, or a file's top-level statements.</summary>
internal static class EnclosingCode
{
    private static readonly ConditionalWeakTable<SyntaxNode, HashSet<string>> Cache = new();

    /// <summary>Whether the member that holds a node names one of these.</summary>
    public static bool Names(SyntaxNode node, params string[] names)
    {
        SyntaxNode? member = node.FirstAncestorOrSelf<MemberDeclarationSyntax>();
        SyntaxNode whole = member is GlobalStatementSyntax or null ? node.SyntaxTree.GetRoot() : member;
        HashSet<string> found = Cache.GetValue(whole, w => new HashSet<string>(w.DescendantNodes().OfType<IdentifierNameSyntax>().Select(n => n.Identifier.ValueText), StringComparer.Ordinal));
        return names.Any(found.Contains);
    }
}
