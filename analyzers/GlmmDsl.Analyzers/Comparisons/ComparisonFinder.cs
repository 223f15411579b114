using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace GlmmDsl.Analyzers.Comparisons;

/// <summary>Two fits that an operation compares and must not.</summary>
/// <param name="First">The one.</param>
/// <param name="Second">The other.</param>
internal readonly record struct WrongComparison(FitSource First, FitSource Second);

/// <summary>Recognises the operations that compare numbers or fits, and asks whose they are.</summary>
internal sealed class ComparisonFinder
{
    private const int DeepestCall = 3;

    private readonly FitTracer tracer;
    private readonly SemanticModel model;
    private readonly CancellationToken cancellationToken;

    public ComparisonFinder(SemanticModel model, CancellationToken cancellationToken)
    {
        this.model = model;
        this.cancellationToken = cancellationToken;
        tracer = new FitTracer(model, cancellationToken);
    }

    /// <summary>The steps that the following of values took so far.</summary>
    public int Steps => tracer.Steps;

    /// <summary>The wrong comparison that an operation makes; null when it makes none that the code shows.</summary>
    public WrongComparison? Find(IOperation operation) => Find(operation, null, 0);

    private WrongComparison? Find(IOperation operation, Bindings? bindings, int calls)
    {
        switch (operation)
        {
            case IBinaryOperation or IInvocationOperation when !tracer.TakeStep():
                return null;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual or BinaryOperatorKind.Subtract } binary:
                return Pair(new Bound(binary.LeftOperand, bindings), new Bound(binary.RightOperand, bindings));
            case ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Subtract } compound:
                return Pair(new Bound(compound.Target, bindings), new Bound(compound.Value, bindings));
            case IInvocationOperation invocation:
                return OfInvocation(invocation, bindings, calls);
            case IInvalidOperation or IArrayCreationOperation { Type: IArrayTypeSymbol { ElementType.TypeKind: TypeKind.Error } }:
                return OfRefused(operation.Syntax, bindings);
            default:
                return null;
        }
    }

    private WrongComparison? OfInvocation(IInvocationOperation invocation, Bindings? bindings, int calls)
    {
        IMethodSymbol method = invocation.TargetMethod;
        Bound[] arguments = invocation.Arguments.Select(argument => new Bound(argument.Value, bindings)).ToArray();
        switch (method.Name)
        {
            case "CompareTo" or "Subtract" when invocation.Instance is { } instance && arguments.Length == 1:
                return Pair(new Bound(instance, bindings), arguments[0]);
            case "Min" or "Max" or "MinMagnitude" or "MaxMagnitude" when arguments.Length == 2 && IsSystem(method, "Math", "Double"):
            case "Compare" when arguments.Length == 2 && IsSystem(method, "Comparer", "IComparer"):
                return Pair(arguments[0], arguments[1]);
            case "Aic" or "Bic" or "LogLikelihood" or "Compare" when arguments.Length == 2 && FitTypes.IsLibraryType(method.ContainingType, "ModelComparison"):
                return Pair(arguments[0], arguments[1]) is { } compared && IsCertainAtRunTime(compared) ? compared : null;
            case "Test" when FitTypes.IsLibraryType(method.ContainingType, "LikelihoodRatio"):
                return Among(arguments.Where(argument => FitTypes.OfFit(argument.Operation.Type) is not null || argument.Operation is IConversionOperation).ToList());
            case "Min" or "Max" or "Order" or "OrderDescending" when IsEnumerable(method) && arguments.Length == 1:
            case "Sort" when IsSystem(method, "Array") && arguments.Length == 1:
                return tracer.ElementsOf(arguments[0]) is { } elements ? Among(elements) : null;
            case "Sort" when invocation.Instance is { } list && arguments.Length == 0 && IsSystem(method, "List"):
                return tracer.ElementsOf(new Bound(list, bindings)) is { } sorted ? Among(sorted) : null;
            case "Min" or "Max" or "MinBy" or "MaxBy" or "OrderBy" or "OrderByDescending" when IsEnumerable(method) && arguments.Length == 2:
                return FitTracer.Selected(tracer.ElementsOf(arguments[0]), arguments[1]) is { } keys ? Among(keys) : null;
            default:
                return calls < DeepestCall ? InsideOf(invocation, arguments, calls) : null;
        }
    }

    /// <summary>A helper of the same file that compares what it is given.</summary>
    private WrongComparison? InsideOf(IInvocationOperation invocation, Bound[] arguments, int calls)
    {
        bool givesFits = arguments.Any(argument => IsOfFits(argument) || tracer.ElementsOf(argument) is { } elements && elements.Any(IsOfFits));
        if (!givesFits || MemberValues.BodyOf(invocation.TargetMethod, model, cancellationToken) is not { } body)
        {
            return null;
        }

        Bindings? bindings = null;
        for (int i = 0; i < arguments.Length; i++)
        {
            if (invocation.Arguments[i].Parameter is { } parameter)
            {
                bindings = new Bindings(parameter, arguments[i], bindings);
            }
        }

        foreach (IOperation operation in body.Descendants())
        {
            // What is wrong whatever the helper is given is reported inside it.
            if (Find(operation, bindings, calls + 1) is { } wrong && Find(operation, null, DeepestCall) is null)
            {
                return wrong;
            }
        }

        return null;
    }

    private bool IsOfFits(Bound value) => tracer.SourcesOf(value) is { Sources.IsEmpty: false };

    /// <summary>A comparison that the compiler refuses because the criteria are of different types: it says so in its words, and the rule why.</summary>
    private WrongComparison? OfRefused(SyntaxNode syntax, Bindings? bindings)
    {
        switch (syntax)
        {
            case BinaryExpressionSyntax binary when binary.Kind() is SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression or SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression or SyntaxKind.SubtractExpression:
                return Pair(binary.Left, binary.Right, bindings);
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompareTo" or "Subtract" } access, ArgumentList.Arguments: { Count: 1 } arguments }:
                return Pair(access.Expression, arguments[0].Expression, bindings);
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Test", Expression: IdentifierNameSyntax { Identifier.ValueText: "LikelihoodRatio" } }, ArgumentList.Arguments: { Count: 2 } arguments }:
                return Pair(arguments[0].Expression, arguments[1].Expression, bindings);
            case ImplicitArrayCreationExpressionSyntax { Initializer.Expressions: var elements }:
                return Among(elements.Select(element => model.GetOperation(element, cancellationToken)).Where(element => FitTypes.IsCriterionType(element?.Type)).Select(element => new Bound(element!, bindings)).ToList());
            default:
                return null;
        }
    }

    private WrongComparison? Pair(ExpressionSyntax first, ExpressionSyntax second, Bindings? bindings) =>
        model.GetOperation(first, cancellationToken) is { } a && model.GetOperation(second, cancellationToken) is { } b
            ? Pair(new Bound(a, bindings), new Bound(b, bindings))
            : null;

    private WrongComparison? Pair(Bound first, Bound second) =>
        tracer.SourcesOf(first) is { Sources.IsEmpty: false } a
        && tracer.SourcesOf(second) is { Sources.IsEmpty: false } b
        && SourceSet.IncomparablePair(a, b) is { } pair
            ? new WrongComparison(pair.First, pair.Second)
            : null;

    private WrongComparison? Among(IReadOnlyList<Bound> values)
    {
        var sets = values.Select(tracer.SourcesOf).ToList();
        for (int j = 1; j < sets.Count; j++)
        {
            for (int i = 0; i < j; i++)
            {
                if (sets[i] is { } a && sets[j] is { } b && SourceSet.IncomparablePair(a, b) is { } pair)
                {
                    return new WrongComparison(pair.First, pair.Second);
                }
            }
        }

        return null;
    }

    /// <summary>At run time REML fits are compared by the space of their fixed effects, so that equal spaces in different terms may be.</summary>
    private static bool IsCertainAtRunTime(WrongComparison comparison) =>
        comparison.First.IsReml != comparison.Second.IsReml || FixedEffects.SpanDifferentSpaces(comparison.First, comparison.Second);

    private static bool IsEnumerable(IMethodSymbol method) => method.ContainingType is { Name: "Enumerable", ContainingNamespace.Name: "Linq" };

    private static bool IsSystem(IMethodSymbol method, params string[] types) =>
        types.Contains(method.ContainingType.Name) && method.ContainingNamespace.ToDisplayString().StartsWith("System", StringComparison.Ordinal);
}
