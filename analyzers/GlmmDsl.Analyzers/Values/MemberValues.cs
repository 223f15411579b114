using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace GlmmDsl.Analyzers.Values;

/// <summary>
/// The values that fields and properties hold and methods return, where the project's code shows all of it. Of other files only the members that are asked for are bound.
/// </summary>
internal static class MemberValues
{
    private static readonly ConditionalWeakTable<SyntaxNode, ILookup<string, IdentifierNameSyntax>> Names = new();

    private const int MostParts = 16;

    /// <summary>The values a method can return; null when they are not seen.</summary>
    public static IReadOnlyList<IOperation>? OfMethod(IMethodSymbol method, SemanticModel model, CancellationToken cancellationToken)
    {
        SyntaxNode? body = DeclarationOf(method, model, cancellationToken) switch
        {
            MethodDeclarationSyntax declaration => (SyntaxNode?)declaration.ExpressionBody?.Expression ?? declaration.Body,
            LocalFunctionStatementSyntax function => (SyntaxNode?)function.ExpressionBody?.Expression ?? function.Body,
            _ => null,
        };
        return body is null || method.IsVirtual || method.IsAbstract || method.IsOverride ? null : OfBody(body, model, cancellationToken);
    }

    /// <summary>What a method yields, one after the other; null when it is no iterator or is not seen.</summary>
    public static Elements? OfIterator(IMethodSymbol method, Func<IOperation, Bound> bind, SemanticModel model, CancellationToken cancellationToken)
    {
        if (DeclarationOf(method, model, cancellationToken) is not { } declaration
            || declaration is not (MethodDeclarationSyntax or LocalFunctionStatementSyntax)
            || ((declaration as MethodDeclarationSyntax)?.Body ?? (declaration as LocalFunctionStatementSyntax)?.Body) is not { } body)
        {
            return null;
        }

        List<YieldStatementSyntax> yields = body.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<YieldStatementSyntax>().ToList();
        bool isWhole = yields.TrueForAll(one => one.Parent == body && one.Expression is not null);
        return yields.Count > 0 && Operations(yields.Where(one => one.Expression is not null).Select(one => one.Expression), model, cancellationToken) is { } values
            ? new Elements(values.ConvertAll(value => bind(value)), isWhole, IsOrdered: isWhole)
            : null;
    }

    /// <summary>The values that a method gives to one of its <c>out</c> parameters; null when they are not seen.</summary>
    public static IReadOnlyList<IOperation>? OfOut(IMethodSymbol method, IParameterSymbol parameter, SemanticModel model, CancellationToken cancellationToken)
    {
        if (method.IsVirtual || method.IsAbstract || method.IsOverride || BodyOf(method, model, cancellationToken) is not { } body)
        {
            return null;
        }

        var values = new List<IOperation>();
        foreach (IParameterReferenceOperation reference in body.Descendants().OfType<IParameterReferenceOperation>().Where(r => SymbolEqualityComparer.Default.Equals(r.Parameter, parameter.OriginalDefinition)))
        {
            if (reference.Parent is ISimpleAssignmentOperation assignment && assignment.Target == reference)
            {
                values.Add(assignment.Value);
            }
            else if (reference.Parent is IArgumentOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref } or ITupleOperation { Parent: IDeconstructionAssignmentOperation })
            {
                return null;
            }
        }

        return values.Count == 0 ? null : values;
    }

    /// <summary>The body of a method as an operation; null when it is not seen.</summary>
    public static IOperation? BodyOf(IMethodSymbol method, SemanticModel model, CancellationToken cancellationToken) =>
        DeclarationOf(method, model, cancellationToken) is { } declaration and (MethodDeclarationSyntax or LocalFunctionStatementSyntax)
            ? ProjectModels.Of(declaration.SyntaxTree, model)?.GetOperation(declaration, cancellationToken)
            : null;

    /// <summary>The values a field can hold: no code outside its type can write it. Null when they are not seen.</summary>
    public static IReadOnlyList<IOperation>? OfField(IFieldSymbol field, SemanticModel model, CancellationToken cancellationToken) =>
        field.IsReadOnly || field.DeclaredAccessibility == Accessibility.Private
            ? OfStorage(field, (DeclarationOf(field, model, cancellationToken) as VariableDeclaratorSyntax)?.Initializer?.Value, model, cancellationToken)
            : null;

    /// <summary>The values a property can give; null when they are not seen.</summary>
    public static IReadOnlyList<IOperation>? OfProperty(IPropertySymbol property, SemanticModel model, CancellationToken cancellationToken)
    {
        if (property.IsVirtual || property.IsAbstract || property.IsOverride || DeclarationOf(property, model, cancellationToken) is not PropertyDeclarationSyntax declaration)
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

    /// <summary>Whether a symbol is declared once, in a file of the project that a person writes.</summary>
    public static bool IsInProject(ISymbol symbol, SemanticModel model) =>
        symbol.OriginalDefinition.DeclaringSyntaxReferences is { Length: 1 } references && ProjectModels.Of(references[0].SyntaxTree, model) is not null;

    /// <summary>Whether a settable member is given a value somewhere other than in an initializer or by its own type's constructors.</summary>
    public static bool IsReassigned(ISymbol member, SemanticModel model, CancellationToken cancellationToken)
    {
        if (member is not IPropertySymbol { SetMethod.IsInitOnly: false } and not IFieldSymbol { IsReadOnly: false })
        {
            return false;
        }

        IEnumerable<SyntaxTree> files = member.OriginalDefinition.DeclaringSyntaxReferences.Select(reference => reference.SyntaxTree).Concat([model.SyntaxTree]).Distinct();
        return files.Any(file => NamesIn(file.GetRoot(cancellationToken))[member.Name].Any(IsAssigned));

        bool IsAssigned(IdentifierNameSyntax name)
        {
            SyntaxNode target = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
            bool isOwn = target == name || target is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax };
            return target.Parent is AssignmentExpressionSyntax { Parent: not InitializerExpressionSyntax } assignment && assignment.Left == target
                && !(isOwn && name.FirstAncestorOrSelf<BaseMethodDeclarationSyntax>() is ConstructorDeclarationSyntax)
                && SymbolEqualityComparer.Default.Equals(ProjectModels.Of(name.SyntaxTree, model)?.GetSymbolInfo(name, cancellationToken).Symbol?.OriginalDefinition, member.OriginalDefinition);
        }
    }

    private static SyntaxNode? DeclarationOf(ISymbol symbol, SemanticModel model, CancellationToken cancellationToken) =>
        symbol.OriginalDefinition.DeclaringSyntaxReferences is { Length: 1 } references && ProjectModels.Of(references[0].SyntaxTree, model) is not null
            ? references[0].GetSyntax(cancellationToken)
            : null;

    private static IReadOnlyList<IOperation>? OfBody(SyntaxNode? body, SemanticModel model, CancellationToken cancellationToken)
    {
        if (body is ExpressionSyntax expression)
        {
            return OperationOf(expression, model, cancellationToken) is { } value ? new[] { value } : null;
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
        if (PartsOf(storage.ContainingType, model, cancellationToken) is not { } parts || DeclarationOf(storage, model, cancellationToken) is null)
        {
            return null;
        }

        var values = new List<ExpressionSyntax?>();
        if (initializer is not null)
        {
            values.Add(initializer);
        }

        foreach (IdentifierNameSyntax name in parts.SelectMany(part => NamesIn(part)[storage.Name]))
        {
            SyntaxNode target = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
            if (target.Parent is AssignmentExpressionSyntax assignment && assignment.Left == target && IsStorage(name))
            {
                values.Add(assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) ? assignment.Right : null);
            }
            else if (IsWritten(target) && IsStorage(name))
            {
                values.Add(null);
            }
        }

        return Operations(values, model, cancellationToken);

        bool IsStorage(IdentifierNameSyntax name) => SymbolEqualityComparer.Default.Equals(ProjectModels.Of(name.SyntaxTree, model)?.GetSymbolInfo(name, cancellationToken).Symbol?.OriginalDefinition, storage.OriginalDefinition);
    }

    /// <summary>Whether a variable is changed in a way that does not show the value: by reference, by an increment, in a deconstruction.</summary>
    private static bool IsWritten(SyntaxNode target) =>
        target.Parent is ArgumentSyntax { RefKindKeyword.RawKind: not 0 }
            or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression }
            or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression }
        || (target.Parent is ArgumentSyntax { Parent: TupleExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } tuple } && assignment.Left == tuple);

    /// <summary>The declarations of a type, where all of them are seen.</summary>
    public static List<SyntaxNode>? PartsOf(INamedTypeSymbol type, SemanticModel model, CancellationToken cancellationToken)
    {
        var parts = type.OriginalDefinition.DeclaringSyntaxReferences;
        return parts.Length is > 0 and <= MostParts && parts.All(part => ProjectModels.IsGenerated(part.SyntaxTree) || ProjectModels.Of(part.SyntaxTree, model) is not null)
            ? parts.Where(part => !ProjectModels.IsGenerated(part.SyntaxTree)).Select(part => part.GetSyntax(cancellationToken)).ToList()
            : null;
    }

    /// <summary>An expression as an operation; <c>null!</c> is what it says.</summary>
    public static IOperation? OperationOf(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken)
    {
        while (expression is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed)
        {
            expression = suppressed.Operand;
        }

        return ProjectModels.Of(expression.SyntaxTree, model)?.GetOperation(expression, cancellationToken);
    }

    /// <summary>The names in a type, collected once.</summary>
    public static ILookup<string, IdentifierNameSyntax> NamesIn(SyntaxNode type) =>
        Names.GetValue(type, node => node.DescendantNodes().OfType<IdentifierNameSyntax>().ToLookup(name => name.Identifier.ValueText, StringComparer.Ordinal));

    private static List<IOperation>? Operations(IEnumerable<ExpressionSyntax?> expressions, SemanticModel model, CancellationToken cancellationToken)
    {
        var operations = new List<IOperation>();
        foreach (ExpressionSyntax? expression in expressions)
        {
            if (expression is null || OperationOf(expression, model, cancellationToken) is not { } operation)
            {
                return null;
            }

            operations.Add(operation);
        }

        return operations.Count == 0 ? null : operations;
    }
}
