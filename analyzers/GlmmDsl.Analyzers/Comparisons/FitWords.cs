using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GlmmDsl.Analyzers.Comparisons;

/// <summary>
/// Tells which members of a file can touch a fit, by their words alone: those that name a fit or a criterion, and those that name such a member. Values
/// are followed in these only, so that ordinary code costs no more than a search of its text.
/// </summary>
internal sealed class FitWords
{
    private static readonly string[] Words =
    [
        "Aic", "Bic", "LogLikelihood", "FitReml", "FitMl", "FitLaplace", "FitQuadrature", "FitFast", "RemlFit", "MlFit", "LaplaceFit", "QuadratureFit", "FastFit",
        "ModelFit", "Criterion", "ModelComparison", "LikelihoodRatio",
    ];

    private static readonly ConditionalWeakTable<SyntaxTree, FitWords> Cache = new();

    private readonly HashSet<SyntaxNode> touching = [];

    private FitWords(SyntaxTree tree, CancellationToken cancellationToken)
    {
        string text = tree.GetText(cancellationToken).ToString();
        if (Words.Any(word => text.IndexOf(word, StringComparison.Ordinal) >= 0))
        {
            FindMembers(tree.GetRoot(cancellationToken));
        }
    }

    /// <summary>The words of a file, found once.</summary>
    public static FitWords Of(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (!Cache.TryGetValue(tree, out FitWords? words))
        {
            words = new FitWords(tree, cancellationToken);
            words = Cache.GetValue(tree, _ => words);
        }

        return words;
    }

    /// <summary>Whether the member round a node can touch a fit.</summary>
    public bool Touch(SyntaxNode node) => touching.Count > 0 && node.AncestorsAndSelf().Any(touching.Contains);

    private void FindMembers(SyntaxNode root)
    {
        List<Member> open = MembersOf(root);
        var named = new HashSet<string>(StringComparer.Ordinal);
        var reached = new HashSet<string>(StringComparer.Ordinal);
        for (int round = 0; open.Count > 0; round++)
        {
            List<Member> found = open.FindAll(member => round == 0 ? member.Names.Any(IsWord) : member.Names.Overlaps(reached) || (member.IsStorage && member.Declared.Any(named.Contains)));
            if (found.Count == 0)
            {
                return;
            }

            foreach (Member member in found)
            {
                touching.Add(member.Node);
                reached.UnionWith(member.Declared);
                named.UnionWith(member.Names);
            }

            open.RemoveAll(found.Contains);
        }
    }

    private static List<Member> MembersOf(SyntaxNode root)
    {
        var members = new List<Member>();
        foreach (SyntaxNode node in root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax))
        {
            if (node is MemberDeclarationSyntax and not (BaseNamespaceDeclarationSyntax or BaseTypeDeclarationSyntax or GlobalStatementSyntax))
            {
                members.Add(new Member(node, NamesIn(node), DeclaredBy(node), node is BaseFieldDeclarationSyntax or PropertyDeclarationSyntax));
            }
        }

        // The statements of a program's file are one body.
        if (root is CompilationUnitSyntax unit && unit.Members.OfType<GlobalStatementSyntax>().Any())
        {
            members.Add(new Member(root, new HashSet<string>(unit.Members.OfType<GlobalStatementSyntax>().SelectMany(NamesIn), StringComparer.Ordinal), [], false));
        }

        return members;
    }

    private static HashSet<string> NamesIn(SyntaxNode node) =>
        new(node.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText), StringComparer.Ordinal);

    private static List<string> DeclaredBy(SyntaxNode member) =>
        member switch
        {
            BaseFieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => variable.Identifier.ValueText).ToList(),
            PropertyDeclarationSyntax property => [property.Identifier.ValueText],
            MethodDeclarationSyntax method => [method.Identifier.ValueText],
            _ => [],
        };

    private static bool IsWord(string name) => Words.Any(word => name.IndexOf(word, StringComparison.Ordinal) >= 0);

    /// <summary>A member of a type: the names in it, those it declares, and whether it holds values that others write.</summary>
    private sealed record Member(SyntaxNode Node, HashSet<string> Names, List<string> Declared, bool IsStorage);
}
