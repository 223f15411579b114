using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GlmmDsl.Analyzers.Values;

/// <summary>What becomes of a collection that a field or property holds.</summary>
internal static class StoredCollection
{
    private static readonly string[] Changing =
    [
        "Clear", "Remove", "RemoveAt", "RemoveAll", "RemoveRange", "RemoveWhere", "Pop", "Dequeue", "Push", "Enqueue", "TryPop", "TryDequeue", "TryAdd", "Insert", "InsertRange", "AddRange", "Reverse", "Sort",
    ];

    /// <summary>
    /// What a type puts into a collection that one of its members holds; and whether that is all that happens to it: nothing is taken out, and the collection is not passed on.
    /// </summary>
    /// <param name="member">The member, which holds one collection.</param>
    /// <param name="model">The model of the file that is analysed.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <param name="key">Only what is put under this key.</param>
    public static (IReadOnlyList<IOperation> Added, bool IsClosed) AddedTo(ISymbol member, SemanticModel model, CancellationToken cancellationToken, object? key = null)
    {
        var added = new List<IOperation>();
        bool isOpenToAll = member.DeclaredAccessibility != Accessibility.Private && IsMutable((member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type);
        if (isOpenToAll || MemberValues.PartsOf(member.ContainingType, model, cancellationToken) is not { } parts)
        {
            return (added, !isOpenToAll);
        }

        foreach (IdentifierNameSyntax name in parts.SelectMany(part => MemberValues.NamesIn(part)[member.Name]))
        {
            if (ProjectModels.Of(name.SyntaxTree, model) is not { } own || !SymbolEqualityComparer.Default.Equals(own.GetSymbolInfo(name, cancellationToken).Symbol, member))
            {
                continue;
            }

            SyntaxNode use = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
            ExpressionSyntax? value = null;
            ExpressionSyntax? place = null;
            switch (use.Parent)
            {
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add", Parent: InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 or 2 } arguments } } called when called.Expression == use:
                    value = arguments[arguments.Count - 1].Expression;
                    place = arguments.Count == 2 ? arguments[0].Expression : null;
                    break;
                case ElementAccessExpressionSyntax { Parent: AssignmentExpressionSyntax assignment, ArgumentList.Arguments: { Count: 1 } indices } element when element.Expression == use && assignment.Left == element:
                    value = assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) ? assignment.Right : null;
                    place = indices[0].Expression;
                    if (value is null)
                    {
                        return (added, false);
                    }

                    break;
                case ElementAccessExpressionSyntax:
                case CommonForEachStatementSyntax:
                case AssignmentExpressionSyntax assignment when assignment.Left == use:
                    continue;
                case MemberAccessExpressionSyntax read when read.Expression == use && !Changing.Contains(read.Name.Identifier.ValueText):
                    continue;
                default:
                    return (added, false);
            }

            if (key is not null && place is not null && own.GetConstantValue(place, cancellationToken) is { HasValue: true, Value: { } at } && !Equals(at, key))
            {
                continue;
            }

            if (MemberValues.OperationOf(value, model, cancellationToken) is not { } operation || (key is not null && (place is null || !own.GetConstantValue(place, cancellationToken).HasValue)))
            {
                return (added, false);
            }

            added.Add(operation);
        }

        return (added, true);
    }

    private static bool IsMutable(ITypeSymbol? type) => type is { Name: "List" or "Dictionary" or "SortedDictionary" or "HashSet" or "IList" or "IDictionary" or "ICollection" } or IArrayTypeSymbol;
}
