using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GlmmDsl.Analyzers.Comparisons;

/// <summary>
/// The values that fields and properties hold and methods return, where the current file shows all of it. Other files are not searched: an analyzer would have
/// to bind them again at every keystroke.
/// </summary>
internal static class MemberValues
{
    private static readonly ConditionalWeakTable<SyntaxNode, ILookup<string, IdentifierNameSyntax>> Names = new();

    /// <summary>The values a method can return; null when they are not seen.</summary>
    public static IReadOnlyList<IOperation>? OfMethod(IMethodSymbol method, SemanticModel model, CancellationToken cancellationToken)
    {
        SyntaxNode? body = DeclarationOf(method, model, cancellationToken) switch
        {
            MethodDeclarationSyntax declaration => (SyntaxNode?)declaration.ExpressionBody?.Expression ?? declaration.Body,
            LocalFunctionStatementSyntax function => (SyntaxNode?)function.ExpressionBody?.Expression ?? function.Body,
            _ => null,
        };
        return OfBody(body, model, cancellationToken);
    }

    /// <summary>The body of a method as an operation; null when it is not seen.</summary>
    public static IOperation? BodyOf(IMethodSymbol method, SemanticModel model, CancellationToken cancellationToken) =>
        DeclarationOf(method, model, cancellationToken) is { } declaration and (MethodDeclarationSyntax or LocalFunctionStatementSyntax)
            ? model.GetOperation(declaration, cancellationToken)
            : null;

    /// <summary>The values a field can hold: no code outside the file can write it. Null when they are not seen.</summary>
    public static IReadOnlyList<IOperation>? OfField(IFieldSymbol field, SemanticModel model, CancellationToken cancellationToken) =>
        field.IsReadOnly || field.DeclaredAccessibility == Accessibility.Private
            ? OfStorage(field, (DeclarationOf(field, model, cancellationToken) as VariableDeclaratorSyntax)?.Initializer?.Value, model, cancellationToken)
            : null;

    /// <summary>The values a property can give; null when they are not seen.</summary>
    public static IReadOnlyList<IOperation>? OfProperty(IPropertySymbol property, SemanticModel model, CancellationToken cancellationToken)
    {
        if (property.IsVirtual || property.IsAbstract || DeclarationOf(property, model, cancellationToken) is not PropertyDeclarationSyntax declaration)
        {
            return null;
        }

        AccessorDeclarationSyntax? getter = declaration.AccessorList?.Accessors.FirstOrDefault(accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration));
        SyntaxNode? body = (SyntaxNode?)declaration.ExpressionBody?.Expression ?? (SyntaxNode?)getter?.ExpressionBody?.Expression ?? getter?.Body;
        if (body is not null)
        {
            return OfBody(body, model, cancellationToken);
        }

        return property.SetMethod is null || property.SetMethod.DeclaredAccessibility == Accessibility.Private
            ? OfStorage(property, declaration.Initializer?.Value, model, cancellationToken)
            : null;
    }

    /// <summary>Whether a symbol is declared only in the current file.</summary>
    public static bool IsInFile(ISymbol symbol, SemanticModel model) =>
        symbol.OriginalDefinition.DeclaringSyntaxReferences is { Length: 1 } references && references[0].SyntaxTree == model.SyntaxTree;

    private static SyntaxNode? DeclarationOf(ISymbol symbol, SemanticModel model, CancellationToken cancellationToken) =>
        symbol.OriginalDefinition.DeclaringSyntaxReferences is { Length: 1 } references && references[0].SyntaxTree == model.SyntaxTree
            ? references[0].GetSyntax(cancellationToken)
            : null;

    private static IReadOnlyList<IOperation>? OfBody(SyntaxNode? body, SemanticModel model, CancellationToken cancellationToken)
    {
        if (body is ExpressionSyntax expression)
        {
            return model.GetOperation(expression, cancellationToken) is { } value ? new[] { value } : null;
        }

        if (body is null)
        {
            return null;
        }

        IEnumerable<ReturnStatementSyntax> returns = body
            .DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .OfType<ReturnStatementSyntax>();
        return Operations(returns.Select(statement => statement.Expression), model, cancellationToken);
    }

    /// <summary>The initializer and all assignments of a field or property that only its own type can write.</summary>
    private static List<IOperation>? OfStorage(ISymbol storage, ExpressionSyntax? initializer, SemanticModel model, CancellationToken cancellationToken)
    {
        if (DeclarationOf(storage.ContainingType, model, cancellationToken) is not { } type || DeclarationOf(storage, model, cancellationToken) is null)
        {
            return null;
        }

        var values = new List<ExpressionSyntax?>();
        if (initializer is not null)
        {
            values.Add(initializer);
        }

        foreach (IdentifierNameSyntax name in NamesIn(type)[storage.Name])
        {
            SyntaxNode target = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
            if (target.Parent is AssignmentExpressionSyntax assignment && assignment.Left == target && IsStorage(name))
            {
                values.Add(assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) ? assignment.Right : null);
            }
            else if (target.Parent is ArgumentSyntax { RefKindKeyword.RawKind: not 0 } or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } && IsStorage(name))
            {
                values.Add(null);
            }
        }

        return Operations(values, model, cancellationToken);

        bool IsStorage(IdentifierNameSyntax name) => SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellationToken).Symbol?.OriginalDefinition, storage.OriginalDefinition);
    }

    /// <summary>The names in a type, collected once.</summary>
    private static ILookup<string, IdentifierNameSyntax> NamesIn(SyntaxNode type) =>
        Names.GetValue(type, node => node.DescendantNodes().OfType<IdentifierNameSyntax>().ToLookup(name => name.Identifier.ValueText, StringComparer.Ordinal));

    private static List<IOperation>? Operations(IEnumerable<ExpressionSyntax?> expressions, SemanticModel model, CancellationToken cancellationToken)
    {
        var operations = new List<IOperation>();
        foreach (ExpressionSyntax? expression in expressions)
        {
            if (expression is null || model.GetOperation(expression, cancellationToken) is not { } operation)
            {
                return null;
            }

            operations.Add(operation);
        }

        return operations.Count == 0 ? null : operations;
    }
}
