using GlmmDsl.Analyzers.Fits;
using GlmmDsl.Analyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace GlmmDsl.Analyzers.Comparisons;

/// <summary>Comparisons that the compiler refuses because the criteria are of different types: the compiler reports the types, and the rule explains why.</summary>
internal sealed partial class ComparisonFinder
{
    private WrongComparison? OfRefused(IOperation operation, Bindings? bindings)
    {
        switch (operation.Syntax)
        {
            case BinaryExpressionSyntax binary when binary.Kind() is SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression or SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression
                or SyntaxKind.SubtractExpression or SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression:
                return Pair(binary.Left, binary.Right, bindings, operation);
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompareTo" or "Subtract" } access, ArgumentList.Arguments: { Count: 1 } arguments }:
                return Pair(access.Expression, arguments[0].Expression, bindings, operation);
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Test" or "Table" or "Bootstrap", Expression: var receiver }, ArgumentList.Arguments: { Count: >= 2 } arguments }
                when ((receiver as MemberAccessExpressionSyntax)?.Name ?? receiver as SimpleNameSyntax)?.Identifier.ValueText is "LikelihoodRatio" or "Models":
                return Among(Elements.Whole(FitsAmong(arguments, bindings)), operation);
            case InvocationExpressionSyntax call:
                return OfOneTypeParameter(call, bindings, operation);
            case ImplicitArrayCreationExpressionSyntax { Initializer.Expressions: var elements }:
                return OfArray(elements.Select(element => model.GetOperation(element, cancellationToken)).OfType<IOperation>().ToList(), bindings, operation);
            default:
                return null;
        }
    }

    private IEnumerable<Bound> FitsAmong(SeparatedSyntaxList<ArgumentSyntax> arguments, Bindings? bindings) =>
        arguments
            .Select(argument => model.GetOperation(argument.Expression, cancellationToken))
            .Where(argument => FitTypes.OfFit(argument?.Type) is not null || FitTypes.IsLibraryType(argument?.Type, "MixedModelFit"))
            .Select(argument => new Bound(argument!, bindings));

    /// <summary>A call of a generic helper that takes several fits or criteria of one key, with arguments of several keys.</summary>
    private WrongComparison? OfOneTypeParameter(InvocationExpressionSyntax call, Bindings? bindings, IOperation place)
    {
        SymbolInfo info = model.GetSymbolInfo(call, cancellationToken);
        if (info.Symbol is not null || info.CandidateSymbols is not { Length: 1 } candidates || candidates[0] is not IMethodSymbol { IsGenericMethod: true } candidate)
        {
            return null;
        }

        IMethodSymbol method = candidate.OriginalDefinition;
        int shift = candidate.ReducedFrom is null ? 0 : 1;
        if (shift == 1)
        {
            return null;
        }

        foreach (ITypeParameterSymbol key in method.TypeParameters)
        {
            var given = new List<Bound>();
            for (int i = 0; i < call.ArgumentList.Arguments.Count && i < method.Parameters.Length; i++)
            {
                if (IsOf(method.Parameters[i].Type, key) && model.GetOperation(call.ArgumentList.Arguments[i].Expression, cancellationToken) is { } argument)
                {
                    given.Add(new Bound(argument, bindings));
                }
            }

            if (Among(Elements.Whole(given), place) is { } wrong)
            {
                return wrong;
            }
        }

        return null;
    }

    /// <summary>Whether a parameter takes a fit or a criterion of a key, or is of that type itself.</summary>
    private static bool IsOf(ITypeSymbol parameter, ITypeParameterSymbol key) =>
        SymbolEqualityComparer.Default.Equals(parameter, key)
        || (parameter is INamedTypeSymbol { TypeArguments: { Length: >= 1 } arguments } && FitTypes.IsLibraryType(parameter, "IRemlFit", "IMlFit", "RemlCriterion", "MlCriterion") && SymbolEqualityComparer.Default.Equals(arguments[arguments.Length - 1], key));

    /// <summary>An array of criteria, or of tuples or anonymous objects that hold criteria: no one type fits all elements.</summary>
    private WrongComparison? OfArray(List<IOperation> elements, Bindings? bindings, IOperation place)
    {
        IEnumerable<IEnumerable<IOperation?>> columns =
            elements.TrueForAll(element => element is ITupleOperation) ? Columns(elements.ConvertAll(element => ((ITupleOperation)element).Elements.ToArray()))
            : elements.TrueForAll(element => element is IAnonymousObjectCreationOperation) ? Columns(elements.ConvertAll(element => ((IAnonymousObjectCreationOperation)element).Initializers.Select(initializer => (initializer as ISimpleAssignmentOperation)?.Value ?? initializer).ToArray()))
            : [elements];
        return columns
            .Select(column => column.Where(element => FitTypes.IsCriterionType(element?.Type)).Select(element => new Bound(element!, bindings)))
            .Select(column => Among(Elements.Whole(column), place))
            .FirstOrDefault(wrong => wrong is not null);
    }

    private static IEnumerable<IEnumerable<IOperation?>> Columns(List<IOperation[]> rows) =>
        Enumerable.Range(0, rows.Count == 0 ? 0 : rows.Min(row => row.Length)).Select(i => rows.Select(row => (IOperation?)row[i]));

    private WrongComparison? Pair(ExpressionSyntax first, ExpressionSyntax second, Bindings? bindings, IOperation place) =>
        model.GetOperation(first, cancellationToken) is { } a && model.GetOperation(second, cancellationToken) is { } b
            ? Pair(new Bound(a, bindings), new Bound(b, bindings), place)
            : null;
}
