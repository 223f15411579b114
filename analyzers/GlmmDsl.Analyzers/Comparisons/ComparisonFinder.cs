using System.Collections.Immutable;
using GlmmDsl.Analyzers.Fits;
using GlmmDsl.Analyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace GlmmDsl.Analyzers.Comparisons;

/// <summary>Two fits that an operation compares and that must not be compared.</summary>
/// <param name="First">The one.</param>
/// <param name="Second">The other.</param>
/// <param name="All">All fits that it compares, these two among them.</param>
/// <param name="IsRefused">Whether the compiler refuses the operation.</param>
internal sealed record WrongComparison(FitSource First, FitSource Second, ImmutableArray<FitSource> All, bool IsRefused)
{
    /// <summary>Why they must not be compared.</summary>
    public Incomparability Why { get; } = Incomparability.Of(First, Second, IsRefused)!.Value;
}

/// <summary>Recognises the operations that compare numbers or fits, and finds which fits they are.</summary>
internal sealed partial class ComparisonFinder
{
    private const int DeepestCall = 3;
    private const int MostCompared = 8;

    private readonly ValueTracer values;
    private readonly FitTracer fits;
    private readonly SemanticModel model;
    private readonly CancellationToken cancellationToken;

    public ComparisonFinder(SemanticModel model, CancellationToken cancellationToken)
    {
        this.model = model;
        this.cancellationToken = cancellationToken;
        values = new ValueTracer(model, cancellationToken);
        fits = new FitTracer(values, model, cancellationToken);
    }

    /// <summary>The steps that following values has taken so far.</summary>
    public int Steps => values.Steps;

    /// <summary>The wrong comparison that an operation makes; null when it makes none that the code shows.</summary>
    public WrongComparison? Find(IOperation operation) => Find(operation, null, 0);

    private WrongComparison? Find(IOperation operation, Bindings? bindings, int calls)
    {
        switch (operation)
        {
            case IInvocationOperation when !values.TakeStep():
                return null;
            case IBinaryOperation binary when Compares(binary, bindings):
                return Pair(new Bound(binary.LeftOperand, bindings), new Bound(binary.RightOperand, bindings), operation);
            case ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Subtract } compound:
                return Pair(new Bound(compound.Target, bindings), new Bound(compound.Value, bindings), operation);
            case IInvocationOperation invocation:
                return OfInvocation(invocation, bindings, calls);
            case IInvalidOperation or IArrayCreationOperation { Type: IArrayTypeSymbol { ElementType.TypeKind: TypeKind.Error } }:
                return OfRefused(operation, bindings);
            default:
                return null;
        }
    }

    /// <summary>Whether an operator compares numbers: by order, by their difference, or by the ratio of their exponentials. Criteria of two types it also compares by equality.</summary>
    private bool Compares(IBinaryOperation binary, Bindings? bindings) =>
        binary.OperatorKind switch
        {
            BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual or BinaryOperatorKind.Subtract => true,
            BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals => IsRefused(binary),
            BinaryOperatorKind.Add => IsNegative(binary.LeftOperand) != IsNegative(binary.RightOperand),
            BinaryOperatorKind.Divide => IsExponential(new Bound(binary.LeftOperand, bindings)) && IsExponential(new Bound(binary.RightOperand, bindings)),
            _ => false,
        };

    /// <summary>Whether a value certainly comes from <c>Math.Exp</c>.</summary>
    private bool IsExponential(Bound value) => values.MadeAt(value).Operation is IInvocationOperation { TargetMethod: { Name: "Exp", ContainingType.Name: "Math" } };

    private static bool IsNegative(IOperation operation) =>
        new Bound(operation, null).Stripped().Operation switch
        {
            { ConstantValue: { HasValue: true, Value: { } value } } => value is < 0 or < 0.0 or < 0f,
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus } => true,
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply } product => IsNegative(product.LeftOperand) != IsNegative(product.RightOperand),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Divide } ratio => IsNegative(ratio.LeftOperand),
            _ => false,
        };

    private static bool IsRefused(IOperation operation) =>
        operation is IBinaryOperation { LeftOperand.Type: { } left, RightOperand.Type: { } right } && FitTypes.OfCriterion(left) is not null && FitTypes.OfCriterion(right) is not null && !SymbolEqualityComparer.Default.Equals(left, right);

    private WrongComparison? OfInvocation(IInvocationOperation invocation, Bindings? bindings, int calls)
    {
        IMethodSymbol method = invocation.TargetMethod;
        Bound[] arguments = invocation.Arguments.Select(argument => new Bound(argument.Value, bindings)).ToArray();
        switch (method.Name)
        {
            case "CompareTo" or "Subtract" when invocation.Instance is { } instance && arguments.Length == 1:
                return Pair(new Bound(instance, bindings), arguments[0], invocation);
            case "Min" or "Max" or "MinMagnitude" or "MaxMagnitude" when arguments.Length == 2 && IsSystem(method, "Math", "Double"):
            case "Compare" when arguments.Length == 2 && IsSystem(method, "Comparer", "IComparer"):
                return Pair(arguments[0], arguments[1], invocation);
            case "Aic" or "Bic" or "LogLikelihood" or "Compare" when arguments.Length == 2 && FitTypes.IsLibraryType(method.ContainingType, "ModelComparison"):
                return Pair(arguments[0], arguments[1], invocation) is { Why.IsCertainAtRunTime: true } compared ? compared : null;
            case "Test" or "Table" or "Bootstrap" when invocation.Syntax is InvocationExpressionSyntax call && FitTypes.IsLibraryType(method.ContainingType, "LikelihoodRatio", "Models"):
                return Among(GivenFits(invocation, call, bindings), invocation) is { Why.IsCertainAtRunTime: true } tested ? tested : null;
            case "Min" or "Max" or "Order" or "OrderDescending" when IsEnumerable(method) && arguments.Length == 1:
            case "Sort" when IsSystem(method, "Array") && arguments.Length == 1:
                return Among(values.ElementsOf(arguments[0]), invocation);
            case "Sort" when invocation.Instance is { } list && arguments.Length == 0 && IsSystem(method, "List"):
                return Among(values.ElementsOf(new Bound(list, bindings)), invocation);
            case "Sort" when invocation.Instance is { } list && arguments.Length == 1 && IsSystem(method, "List"):
                return ByComparison(values.ElementsOf(new Bound(list, bindings)), arguments[0], calls);
            case "Sort" when arguments.Length == 2 && IsSystem(method, "Array"):
            case "Order" or "OrderDescending" or "Min" or "Max" when IsEnumerable(method) && arguments.Length == 2 && arguments[1].Operation.Type?.Name.EndsWith("Comparer", StringComparison.Ordinal) == true:
            case "Aggregate" when IsEnumerable(method) && arguments.Length == 2:
                return ByComparison(values.ElementsOf(arguments[0]), arguments[1], calls);
            case "Zip" when IsEnumerable(method) && arguments.Length == 3:
                return Zipped(values.ElementsOf(arguments[0]), values.ElementsOf(arguments[1]), arguments[2], calls);
            case "Min" or "Max" or "MinBy" or "MaxBy" or "OrderBy" or "OrderByDescending" or "ThenBy" or "ThenByDescending" when IsEnumerable(method) && arguments.Length == 2:
                return Among(values.Selected(values.ElementsOf(arguments[0]), arguments[1]), invocation);
            default:
                return calls < DeepestCall ? InsideOf(invocation, arguments, bindings, calls) : null;
        }
    }

    /// <summary>A helper of the project that compares what it is given, or what the object it is called on was made with.</summary>
    private WrongComparison? InsideOf(IInvocationOperation invocation, Bound[] arguments, Bindings? bindings, int calls)
    {
        if (!MemberValues.IsInProject(invocation.TargetMethod, model) || invocation.TargetMethod is { IsVirtual: true } or { IsAbstract: true } or { IsOverride: true })
        {
            return null;
        }

        Bindings? receiver = invocation.Instance is { } instance and not IInstanceReferenceOperation ? values.ReceiverOf(new Bound(instance, bindings)) : null;
        if (!arguments.Concat(Bindings.ValuesOf(receiver)).Any(argument => IsOfFits(argument) || values.ElementsOf(argument) is { } elements && elements.Items.Any(IsOfFits))
            || MemberValues.BodyOf(invocation.TargetMethod, model, cancellationToken) is not { } body)
        {
            return null;
        }

        Bindings? inner = receiver;
        for (int i = 0; i < arguments.Length; i++)
        {
            if (invocation.Arguments[i].Parameter is { } parameter)
            {
                inner = new Bindings(parameter, arguments[i], inner);
            }
        }

        foreach (IOperation operation in body.Descendants())
        {
            // What is wrong for all arguments is reported inside the helper.
            if (Find(operation, inner, calls + 1) is { } wrong && Find(operation, null, DeepestCall) is null)
            {
                return wrong;
            }
        }

        return null;
    }

    /// <summary>The fits that a test is given, one by one or as one collection.</summary>
    private Elements? GivenFits(IInvocationOperation invocation, InvocationExpressionSyntax call, Bindings? bindings)
    {
        Elements single = Elements.Whole(FitsAmong(call.ArgumentList.Arguments, bindings));
        return single.Items.Count > 0 || invocation.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "fits") is not { Value: var given }
            ? single
            : values.ElementsOf(new Bound(given, bindings));
    }

    private bool IsOfFits(Bound value) => fits.SourcesOf(value) is { Sources.IsEmpty: false };

    /// <summary>A function of two elements that compares them, as <c>Sort</c> and <c>Aggregate</c> take.</summary>
    private WrongComparison? ByComparison(Elements? elements, Bound function, int calls)
    {
        if (elements is not { Items.Count: >= 2 and <= MostCompared } || ComparisonIn(function) is not { } comparison)
        {
            return null;
        }

        WrongComparison? found = null;
        for (int j = 1; j < elements.Items.Count; j++)
        {
            for (int i = 0; i < j; i++)
            {
                WrongComparison? wrong = Called(comparison, calls, elements.Items[i], elements.Items[j]);
                found ??= wrong;
                if (wrong is null && !elements.IsWhole)
                {
                    return null;
                }
            }
        }

        return found;
    }

    private WrongComparison? Zipped(Elements? first, Elements? second, Bound function, int calls)
    {
        if (first is not { IsWhole: true, IsOrdered: true } || second is not { IsWhole: true, IsOrdered: true } || ComparisonIn(function) is not { } comparison)
        {
            return null;
        }

        return first.Items.Zip(second.Items, (one, other) => Called(comparison, calls, one, other)).FirstOrDefault(wrong => wrong is not null);
    }

    /// <summary>The function itself, or the one that <c>Comparer.Create</c> makes a comparer of.</summary>
    private BoundFunction? ComparisonIn(Bound function)
    {
        function = function.Stripped();
        return function.Operation is IInvocationOperation { TargetMethod: { Name: "Create", ContainingType.Name: "Comparer" }, Arguments: { Length: 1 } arguments }
            ? values.FunctionOf(function.With(arguments[0].Value))
            : values.FunctionOf(function);
    }

    private WrongComparison? Called(BoundFunction function, int calls, params Bound[] arguments)
    {
        if (calls >= DeepestCall || function.Body is null || function.Parameters.Length != arguments.Length)
        {
            return null;
        }

        Bindings? bindings = function.Bind(arguments);
        return function.Body.DescendantsAndSelf().Select(operation => Find(operation, bindings, calls + 1)).FirstOrDefault(wrong => wrong is not null);
    }

    private WrongComparison? Pair(Bound first, Bound second, IOperation place)
    {
        if (IsCount(first.Operation.Type) || IsCount(second.Operation.Type))
        {
            return null;
        }

        if (fits.SourcesOf(first) is not { Sources.IsEmpty: false } a || fits.SourcesOf(second) is not { Sources.IsEmpty: false } b)
        {
            return null;
        }

        bool isRefused = IsRefused(place) || place is IInvalidOperation;
        return WrongPair(a, b, isRefused, place) is { } pair ? new WrongComparison(pair.First, pair.Second, a.Sources.AddRange(b.Sources), isRefused) : null;
    }

    /// <summary>Whether a type holds no criterion, a number with a fraction.</summary>
    private static bool IsCount(ITypeSymbol? type) => type?.SpecialType is >= SpecialType.System_Boolean and <= SpecialType.System_UInt64 or SpecialType.System_String || type?.TypeKind == TypeKind.Enum;

    private static (FitSource First, FitSource Second)? WrongPair(SourceSet first, SourceSet second, bool isRefused, IOperation place)
    {
        (FitSource, FitSource)? found = SourceSet.WrongPair(first, second, isTested: false, IsWrong);
        return found is not null && (first.AllOccur || second.AllOccur) && TypeTests.Surround(place.Syntax) ? SourceSet.WrongPair(first, second, isTested: true, IsWrong) : found;

        bool IsWrong(FitSource a, FitSource b) => Incomparability.Of(a, b, isRefused) is not null;
    }

    /// <summary>Elements that are compared with each other. Where some may be missing, all pairs must be wrong.</summary>
    private WrongComparison? Among(Elements? elements, IOperation place)
    {
        if (elements is null)
        {
            return null;
        }

        var sets = elements.Items.Select(fits.SourcesOf).ToList();
        ImmutableArray<FitSource> all = sets.SelectMany(set => set?.Sources ?? ImmutableArray<FitSource>.Empty).ToImmutableArray();
        bool isRefused = place is IInvalidOperation or IArrayCreationOperation;
        WrongComparison? found = null;
        if (elements is { IsWhole: true, IsRepeated: true } && sets.Select(set => WithinLoop(set, isRefused)).FirstOrDefault(pair => pair is not null) is { } within)
        {
            return new WrongComparison(within.First, within.Second, all, isRefused);
        }

        for (int j = 1; j < sets.Count; j++)
        {
            for (int i = 0; i < j; i++)
            {
                if (sets[i] is { } a && sets[j] is { } b && WrongPair(a, b, isRefused, place) is { } pair)
                {
                    found ??= new WrongComparison(pair.First, pair.Second, all, isRefused);
                }
                else if (!elements.IsWhole)
                {
                    return null;
                }
            }
        }

        return found;
    }

    /// <summary>Two elements that one statement in a loop puts into a collection.</summary>
    private static (FitSource First, FitSource Second)? WithinLoop(SourceSet? set, bool isRefused)
    {
        ImmutableArray<FitSource> sources = set is { AllOccur: true } ? set.Sources : ImmutableArray<FitSource>.Empty;
        for (int j = 1; j < sources.Length; j++)
        {
            for (int i = 0; i < j; i++)
            {
                if (Incomparability.Of(sources[i], sources[j], isRefused) is not null)
                {
                    return (sources[i], sources[j]);
                }
            }
        }

        return null;
    }

    private static bool IsEnumerable(IMethodSymbol method) => method.ContainingType is { Name: "Enumerable", ContainingNamespace.Name: "Linq" };

    private static bool IsSystem(IMethodSymbol method, params string[] types) =>
        types.Contains(method.ContainingType.Name) && method.ContainingNamespace.ToDisplayString().StartsWith("System", StringComparison.Ordinal);
}
