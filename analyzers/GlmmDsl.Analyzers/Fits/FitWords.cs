using System.Runtime.CompilerServices;
using GlmmDsl.Analyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GlmmDsl.Analyzers.Fits;

/// <summary>
/// Finds which members of a file can use a fit, by their words alone: those that name a fit or a criterion, and those that name such a member. Values
/// are followed only in these, so that ordinary code costs no more than a search of its text.
/// </summary>
internal sealed class FitWords
{
    private static readonly string[] Words =
    [
        "Aic", "Bic", "LogLikelihood", "FitReml", "FitMl", "FitLaplace", "FitQuadrature", "FitFast", "RemlFit", "MlFit", "LaplaceFit", "QuadratureFit", "FastFit",
        "ModelFit", "MixedModel.Fit", "Criterion", "ModelComparison", "LikelihoodRatio",
    ];

    /// <summary>Each of the words contains one of these.</summary>
    private static readonly string[] Stems = ["Aic", "Bic", "Fit", "Criterion", "LogLikelihood", "ModelComparison", "LikelihoodRatio"];

    private static readonly HashSet<string> None = [];

    private static readonly ConditionalWeakTable<SyntaxTree, FitWords> Cache = new();
    private static readonly ConditionalWeakTable<Compilation, HashSet<string>> SharedNames = new();

    private const int MostMembers = 64;

    private readonly HashSet<SyntaxNode> touching = [];
    private readonly bool isAll;
    private readonly HashSet<string> values = None;

    private FitWords(SyntaxTree tree, CancellationToken cancellationToken)
    {
        string text = tree.GetText(cancellationToken).ToString();
        List<int> places = Array.Exists(Stems, stem => text.IndexOf(stem, StringComparison.Ordinal) >= 0) ? Words.SelectMany(word => PlacesOf(word, text)).ToList() : [];
        if (places.Count > 0)
        {
            SyntaxNode root = tree.GetRoot(cancellationToken);
            isAll = !FindMembers(root, text, places);
            values = new HashSet<string>((isAll ? MembersOf(root) : [.. touching]).Where(GivesValue).SelectMany(DeclaredBy), StringComparer.Ordinal);
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

    /// <summary>Whether the member around a node can use a fit.</summary>
    public bool Touch(SyntaxNode node) => isAll || (touching.Count > 0 && node.AncestorsAndSelf().Any(touching.Contains));

    /// <summary>Whether a member can use a fit, its own or that which a member of another file holds or makes.</summary>
    public static bool Touch(SyntaxNode node, Compilation compilation, CancellationToken cancellationToken)
    {
        if (Of(node.SyntaxTree, cancellationToken).Touch(node))
        {
            return true;
        }

        HashSet<string> shared = NamesOf(compilation, cancellationToken);
        return shared.Count > 0 && node.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && shared.Contains(token.ValueText));
    }

    /// <summary>The names by which the files of a project can take fits from each other.</summary>
    private static HashSet<string> NamesOf(Compilation compilation, CancellationToken cancellationToken)
    {
        if (!SharedNames.TryGetValue(compilation, out HashSet<string>? names))
        {
            names = new HashSet<string>(StringComparer.Ordinal);
            foreach (SyntaxTree tree in compilation.SyntaxTrees.Where(tree => !ProjectModels.IsGenerated(tree)))
            {
                names.UnionWith(Of(tree, cancellationToken).values);
            }

            names = SharedNames.GetValue(compilation, _ => names);
        }

        return names;
    }

    /// <summary>Whether other files can take a value from a member.</summary>
    private static bool GivesValue(SyntaxNode member) =>
        member is BaseFieldDeclarationSyntax or PropertyDeclarationSyntax or MethodDeclarationSyntax { ReturnType: not PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } };

    /// <summary>Finds the members that use fits; false where there are so many that the distinction saves nothing.</summary>
    private bool FindMembers(SyntaxNode root, string text, IEnumerable<int> places)
    {
        List<SyntaxNode> members = MembersOf(root);
        ILookup<string, SyntaxNode> storages = members.Where(member => member is BaseFieldDeclarationSyntax or PropertyDeclarationSyntax)
            .SelectMany(member => DeclaredBy(member).Select(name => (Name: name, Member: member)))
            .ToLookup(pair => pair.Name, pair => pair.Member, StringComparer.Ordinal);
        var sought = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<SyntaxNode>(places.Select(place => MemberAt(place, members)).OfType<SyntaxNode>());
        while (open.Count > 0)
        {
            SyntaxNode member = open.Pop();
            if (!touching.Add(member))
            {
                continue;
            }

            if (touching.Count > MostMembers)
            {
                return false;
            }

            // What it names may be written by it; what names it may read it.
            foreach (SyntaxNode storage in NamesIn(member).SelectMany(name => storages[name]))
            {
                open.Push(storage);
            }

            foreach (SyntaxNode user in DeclaredBy(member).Where(sought.Add).SelectMany(name => PlacesOf(name, text).Where(place => IsWhole(text, place, name.Length))).Select(place => MemberAt(place, members)).OfType<SyntaxNode>())
            {
                open.Push(user);
            }
        }

        return true;
    }

    private static IEnumerable<int> PlacesOf(string word, string text)
    {
        for (int place = text.IndexOf(word, StringComparison.Ordinal); place >= 0; place = text.IndexOf(word, place + word.Length, StringComparison.Ordinal))
        {
            yield return place;
        }
    }

    private static bool IsWhole(string text, int place, int length) =>
        (place == 0 || !SyntaxFacts.IsIdentifierPartCharacter(text[place - 1])) && (place + length == text.Length || !SyntaxFacts.IsIdentifierPartCharacter(text[place + length]));

    /// <summary>The members of all types of a file in order; the statements of a program's file are one body, its root.</summary>
    private static List<SyntaxNode> MembersOf(SyntaxNode root)
    {
        var members = root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
            .Where(node => node is MemberDeclarationSyntax and not (BaseNamespaceDeclarationSyntax or BaseTypeDeclarationSyntax or GlobalStatementSyntax))
            .ToList();
        return root is CompilationUnitSyntax unit && unit.Members.Any(SyntaxKind.GlobalStatement) ? [root, .. members] : members;
    }

    /// <summary>The member at a place (members are in order); between members the program's statements, or null where there are none.</summary>
    private static SyntaxNode? MemberAt(int place, List<SyntaxNode> members)
    {
        bool isProgram = members.Count > 0 && members[0] is CompilationUnitSyntax;
        int low = isProgram ? 1 : 0, high = members.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (members[middle].Span.Contains(place))
            {
                return members[middle];
            }

            if (members[middle].SpanStart > place)
            {
                high = middle - 1;
            }
            else
            {
                low = middle + 1;
            }
        }

        return isProgram ? members[0] : null;
    }

    private static HashSet<string> NamesIn(SyntaxNode node)
    {
        IEnumerable<SyntaxNode> nodes = node is CompilationUnitSyntax unit ? unit.Members.OfType<GlobalStatementSyntax>() : [node];
        return new HashSet<string>(nodes.SelectMany(one => one.DescendantTokens()).Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText), StringComparer.Ordinal);
    }

    private static List<string> DeclaredBy(SyntaxNode member) =>
        member switch
        {
            BaseFieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => variable.Identifier.ValueText).Where(name => name.Length > 0).ToList(),
            PropertyDeclarationSyntax { Identifier.ValueText: { Length: > 0 } property } => [property],
            MethodDeclarationSyntax { Identifier.ValueText: { Length: > 0 } method } => [method],
            _ => [],
        };
}
