using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GlmmDsl.Generators.Configuration;

/// <summary>A name that a program uses as a property.</summary>
/// <param name="Name">The name.</param>
/// <param name="IsIndexed">Whether it is used with keys, <c>Site["Oslo"]</c>.</param>
internal sealed record UsedMember(string Name, bool IsIndexed);

/// <summary>
/// Finds the names of properties in files that use results of models. For a model with a wrong formula it is not known which of them are columns and
/// groups, so its stand-in has all of them. Each file is read once.
/// </summary>
internal static class UsedMembers
{
    private const int Most = 1000;

    private static readonly string[] Groups = ["VarianceComponents", "RandomEffects"];
    private static readonly string[] Estimates = ["Means", "Slopes", "AveragePredictions", "AverageSlopes", "AverageComparisons", "X"];
    private static readonly string[] Results = ["Coefficients", "VarianceComponents", "RandomEffects", "Terms", "Anova", "Means", "Slopes", "Average", "CoefficientsOf", "VarianceComponentSet", "RandomEffectSet"];
    private static readonly ConditionalWeakTable<SyntaxTree, FileMembers> Known = new();

    /// <summary>The names, each once, in order.</summary>
    public static EquatableArray<UsedMember> In(Compilation compilation, CancellationToken cancellationToken)
    {
        var all = new FileMembers();
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            if (!Known.TryGetValue(tree, out FileMembers? members))
            {
                members = Read(tree, cancellationToken);
                members = Known.GetValue(tree, _ => members);
            }

            all.Properties.UnionWith(members.Properties);
            all.Indexed.UnionWith(members.Indexed);
            all.Invoked.UnionWith(members.Invoked);
        }

        // A property with the name of a method that is in use would hide LINQ's method.
        all.Properties.ExceptWith(all.Invoked);
        return new(all.Properties.OrderBy(n => n, StringComparer.Ordinal).Take(Most).Select(n => new UsedMember(n, all.Indexed.Contains(n))).ToImmutableArray());
    }

    private static FileMembers Read(SyntaxTree tree, CancellationToken cancellationToken)
    {
        var members = new FileMembers();
        string text = tree.GetText(cancellationToken).ToString();
        if (!Results.Any(r => text.IndexOf(r, StringComparison.Ordinal) >= 0))
        {
            return members;
        }

        foreach (IdentifierNameSyntax name in tree.GetRoot(cancellationToken).DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            string identifier = name.Identifier.ValueText;
            ExpressionSyntax? access = name.Parent switch
            {
                MemberAccessExpressionSyntax member when member.Name == name => member,
                MemberBindingExpressionSyntax binding => binding,
                _ => null,
            };
            if (access?.Parent is InvocationExpressionSyntax invocation && invocation.Expression == access)
            {
                members.Invoked.Add(identifier);
            }
            else if (identifier.Length > 0 && (access is not null || name.Parent is NameColonSyntax { Parent: SubpatternSyntax }))
            {
                members.Properties.Add(identifier);
                if (access is not null && IsIndexed(access) && !IsGroup(access) && !IsEstimate(access))
                {
                    members.Indexed.Add(identifier);
                }
            }
        }

        return members;
    }

    private static bool IsIndexed(ExpressionSyntax access) =>
        (access.Parent is ElementAccessExpressionSyntax element && element.Expression == access)
        || access.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "TryGet", Parent: InvocationExpressionSyntax };

    private static bool IsGroup(ExpressionSyntax access) =>
        access is MemberAccessExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var receiver } } && Groups.Contains(receiver);

    /// <summary>Whether it is a property of marginal means, slopes or averages, or a column of a matrix, which have keys of their own: <c>Means.Arm[..]</c>, <c>Slopes.Week.At(..).Arm[..]</c>, <c>X.Week[0]</c>.</summary>
    private static bool IsEstimate(ExpressionSyntax access)
    {
        for (ExpressionSyntax? receiver = access; receiver is not null;)
        {
            if (receiver != access && receiver is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } && Estimates.Contains(name))
            {
                return true;
            }

            receiver = receiver switch
            {
                MemberAccessExpressionSyntax member => member.Expression,
                InvocationExpressionSyntax invocation => invocation.Expression,
                _ => null,
            };
        }

        return false;
    }

    private sealed class FileMembers
    {
        public HashSet<string> Properties { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Indexed { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Invoked { get; } = new(StringComparer.Ordinal);
    }
}
