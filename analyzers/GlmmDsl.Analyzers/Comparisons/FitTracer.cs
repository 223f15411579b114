using GlmmDsl.Analyzers.Specifications;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace GlmmDsl.Analyzers.Comparisons;

/// <summary>
/// Follows a value back to the fits it comes from: through locals, fields, tuples, collections, helper methods and lambdas of the project. Each
/// value is followed once, and one tracer takes a bounded number of steps: what lies beyond is treated as unknown.
/// </summary>
internal sealed partial class FitTracer
{
    /// <summary>The steps after which a tracer gives up.</summary>
    public const int MostSteps = 20_000;

    private const int DeepestTrace = 16;
    private const int MostElements = 32;

    private readonly SemanticModel model;
    private readonly CancellationToken cancellationToken;
    private readonly Dictionary<Bound, SourceSet?> sources = [];
    private readonly Dictionary<Bound, Elements?> collections = [];

    public FitTracer(SemanticModel model, CancellationToken cancellationToken)
    {
        this.model = model;
        this.cancellationToken = cancellationToken;
    }

    /// <summary>The steps taken so far.</summary>
    public int Steps { get; private set; }

    /// <summary>The fits a value can come from; null when one of its possible sources cannot be seen.</summary>
    public SourceSet? SourcesOf(Bound value) => SourcesOf(value, 0);

    /// <summary>The elements of a collection; null when they cannot all be seen.</summary>
    public Elements? ElementsOf(Bound collection) => ElementsOf(collection, 0);

    /// <summary>The function that a delegate refers to; null when it cannot be seen.</summary>
    public BoundFunction? FunctionOf(Bound value) => FunctionOf(value, 0);

    /// <summary>Whether a value certainly comes from <c>Math.Exp</c>.</summary>
    public bool IsExponential(Bound value) => MadeAt(value, 0).Operation is IInvocationOperation { TargetMethod: { Name: "Exp", ContainingType.Name: "Math" } };

    private SourceSet? SourcesOf(Bound value, int depth)
    {
        value = Stripped(value);
        if (depth > DeepestTrace || !TakeStep())
        {
            return null;
        }

        if (!sources.TryGetValue(value, out SourceSet? found))
        {
            // A value that depends on itself (an iteration) is treated as unknown.
            sources.Add(value, null);
            sources[value] = found = FindSources(value, depth);
        }

        return found;
    }

    /// <summary>Takes a step; false when none are left.</summary>
    public bool TakeStep()
    {
        cancellationToken.ThrowIfCancellationRequested();
        Steps++;
        return Steps <= MostSteps;
    }

    private SourceSet? FindSources(Bound value, int depth)
    {
        if (FitTypes.OfFit(value.Operation.Type) is { } fit)
        {
            return SourceSet.Of(fit with { Making = MakingOf(value, depth) });
        }

        // A whole number counts something, parameters or rows, and is not a criterion.
        bool isNeutral = value.Operation.ConstantValue.HasValue || value.Operation.Type?.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64;
        SourceSet? traced = isNeutral ? SourceSet.Neutral : Trace(value, depth);
        return traced ?? (FitTypes.OfCriterion(value.Operation.Type) is { } criterion ? SourceSet.Of(criterion) : null);
    }

    private SourceSet? Trace(Bound value, int depth)
    {
        switch (value.Operation)
        {
            case IPropertyReferenceOperation property:
                return OfProperty(value, property, depth);
            case ILocalReferenceOperation local:
                return Alternatives(LocalDefinitions.Around(local).Reaching(local).Select(definition => OfDefinition(value, definition, depth)));
            case IParameterReferenceOperation parameter:
                return Bindings.Find(value.Bindings, parameter.Parameter) is { } bound ? SourcesOf(bound, depth + 1)
                    : RunsThrough(value, parameter, depth) is { Items.Count: > 0 } elements ? Each(elements, parameter.Parameter, elements.IsWhole, depth)
                    : null;
            case IFieldReferenceOperation field:
                return OfField(value, field, depth);
            case IInvocationOperation invocation:
                return OfInvocation(value, invocation, depth);
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus or UnaryOperatorKind.Plus } unary:
                return SourcesOf(value.With(unary.Operand), depth + 1);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.Multiply or BinaryOperatorKind.Divide } binary:
                return SourcesOf(value.With(binary.LeftOperand), depth + 1) is { } left ? OfArithmetic(left, SourcesOf(value.With(binary.RightOperand), depth + 1)) : null;
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                return Alternatives([SourcesOf(value.With(conditional.WhenTrue), depth + 1), SourcesOf(value.With(whenFalse), depth + 1)]);
            case ISwitchExpressionOperation @switch:
                return Alternatives(@switch.Arms.Select(arm => SourcesOf(value.With(arm.Value), depth + 1)));
            case ISimpleAssignmentOperation assignment:
                return SourcesOf(value.With(assignment.Value), depth + 1);
            case IAwaitOperation await:
                return SourcesOf(value.With(await.Operation), depth + 1);
            case IConditionalAccessOperation access:
                return SourcesOf(value.With(access.WhenNotNull), depth + 1);
            case IConditionalAccessInstanceOperation instance:
                return instance.ConditionalAccess() is { } around ? SourcesOf(value.With(around.Operation), depth + 1) : null;
            case ICoalesceOperation coalesce:
                return Alternatives([SourcesOf(value.With(coalesce.Value), depth + 1), SourcesOf(value.With(coalesce.WhenNull), depth + 1)]);
            case IArrayElementReferenceOperation { Indices: { Length: 1 } indices } element:
                return OfElement(value.With(element.ArrayReference), indices[0], depth);
            default:
                return null;
        }
    }

    private SourceSet? OfProperty(Bound value, IPropertyReferenceOperation property, int depth)
    {
        if (property.Instance is { } instance)
        {
            ITypeSymbol owner = property.Property.ContainingType;
            CriterionName criterion = FitTypes.NameOf(property.Property.Name);
            bool isWayOut = property.Property.Name is "Value" or "Untyped" && FitTypes.IsCriterionType(owner);
            bool isPair = property.Property.Name == "Value" && owner is { Name: "KeyValuePair", ContainingNamespace.Name: "Generic" };
            bool isResult = property.Property.Name == "Result" && (FitTypes.IsLibraryType(property.Type, "MixedModelFit") || owner.Name is "Task" or "ValueTask");
            if (property.Property.Name == "Value" && owner is { Name: "Lazy", ContainingNamespace.Name: "System" })
            {
                return OfLazy(value.With(instance), depth);
            }

            if (isWayOut || isPair || isResult)
            {
                return SourcesOf(value.With(instance), depth + 1);
            }

            if (criterion != CriterionName.None && FitTypes.IsCriterionType(property.Type))
            {
                return SourcesOf(value.With(instance), depth + 1)?.WithCriterion(criterion);
            }

            if (property.Arguments.Length == 1)
            {
                return OfElement(value.With(instance), property.Arguments[0].Value, depth);
            }

            if (PartOf(value.With(instance), property.Property, depth) is { } part)
            {
                return SourcesOf(part, depth + 1);
            }

            if (OfEachPart(value.With(instance), property.Property, depth) is { } parts)
            {
                return parts;
            }
        }

        return OfStored(value, property, property.Property, MemberValues.OfProperty(property.Property, model, cancellationToken), depth);
    }

    private SourceSet? OfField(Bound value, IFieldReferenceOperation field, int depth)
    {
        if (field.Instance is { } instance && field.Field.ContainingType.IsTupleType)
        {
            return PartOf(value.With(instance), field.Field, depth) is { } part ? SourcesOf(part, depth + 1) : OfEachPart(value.With(instance), field.Field, depth);
        }

        return (field.Instance is { } owner && PartOf(value.With(owner), field.Field, depth) is { } made ? SourcesOf(made, depth + 1) : null)
            ?? OfStored(value, field, field.Field, MemberValues.OfField(field.Field, model, cancellationToken), depth);
    }

    private SourceSet? OfInvocation(Bound value, IInvocationOperation invocation, int depth)
    {
        IMethodSymbol method = invocation.TargetMethod;
        if (SpecificationReader.IsFit(invocation))
        {
            return OfRunTimeFit(value, invocation, depth);
        }

        if (method.Name == "RefitMl" && invocation.Instance is { } refitted && FitTypes.IsLibraryType(method.ContainingType, "MixedModelFit"))
        {
            return SourcesOf(value.With(refitted), depth + 1)?.AsMl();
        }

        if (invocation.Arguments.Length >= 1 && method.ContainingType is { Name: "Math" or "Double" or "Convert", ContainingNamespace.Name: "System" } && method.Name is "Round" or "Floor" or "Ceiling" or "Truncate" or "ToDouble" or "Exp")
        {
            return SourcesOf(value.With(invocation.Arguments[0].Value), depth + 1);
        }

        if (invocation.Arguments.Length == 2 && method.ContainingType is { Name: "Math" or "Double", ContainingNamespace.Name: "System" } && method.Name is "Min" or "Max")
        {
            // best = Math.Min(best, value): the variable's previous value is among its other definitions.
            ILocalSymbol? target = TargetOf(invocation);
            return Alternatives(invocation.Arguments
                .Where(argument => target is null || Stripped(value.With(argument.Value)).Operation is not ILocalReferenceOperation local || !SymbolEqualityComparer.Default.Equals(local.Local, target))
                .Select(argument => SourcesOf(value.With(argument.Value), depth + 1)));
        }

        if (invocation.Arguments.Length >= 1 && IsLinq(method) && method.Name is "First" or "Last" or "Single" or "ElementAt" or "FirstOrDefault" or "LastOrDefault" or "SingleOrDefault" or "Min" or "Max" or "MinBy" or "MaxBy")
        {
            Elements? elements = ElementsOf(value.With(invocation.Arguments[0].Value), depth + 1);
            bool isSelected = method.Name is "Min" or "Max" && invocation.Arguments.Length == 2;
            elements = isSelected ? Selected(elements, value.With(invocation.Arguments[1].Value)) : elements;
            return elements is null ? null : Alternatives(elements.Items.Select(element => SourcesOf(element, depth + 1)));
        }

        if (invocation.Instance is { } task && method.Name is "ConfigureAwait" or "GetAwaiter" or "GetResult" && method.ContainingNamespace.ToDisplayString().StartsWith("System", StringComparison.Ordinal))
        {
            return SourcesOf(value.With(task), depth + 1);
        }

        if (method.ContainingType.Name is "Task" or "ValueTask" && method.Name is "Run" or "FromResult" && invocation.Arguments.Length >= 1)
        {
            Bound made = value.With(invocation.Arguments[0].Value);
            return method.Name == "FromResult" ? SourcesOf(made, depth + 1) : FunctionOf(made, depth)?.Call() is { } run ? SourcesOf(run, depth + 1) : null;
        }

        if (method.MethodKind == MethodKind.DelegateInvoke && invocation.Instance is { } called)
        {
            Bound[] arguments = invocation.Arguments.Select(argument => value.With(argument.Value)).ToArray();
            return FunctionOf(value.With(called), depth)?.Call(arguments) is { } result ? SourcesOf(result, depth + 1) : null;
        }

        return MemberValues.OfMethod(method, model, cancellationToken) is { } returned
            ? Alternatives(returned.Select(r => SourcesOf(new Bound(r, Bind(value, invocation)), depth + 1)))
            : null;
    }

    /// <summary>The local that a value is assigned to; null when there is none.</summary>
    private static ILocalSymbol? TargetOf(IOperation value)
    {
        IOperation? parent = value.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        return parent is ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } ? target.Local : null;
    }

    private SourceSet? OfLazy(Bound lazy, int depth) =>
        MadeAt(lazy, depth).Operation is IObjectCreationOperation { Arguments: { Length: >= 1 } arguments } && FunctionOf(lazy.With(arguments[0].Value), depth)?.Call() is { } made
            ? SourcesOf(made, depth + 1)
            : null;

    private SourceSet? OfDefinition(Bound use, LocalDefinition definition, int depth)
    {
        if (definition.Out is { Parent: IInvocationOperation { TargetMethod: var filling } call, Parameter: { } parameter })
        {
            return MemberValues.OfOut(filling, parameter, model, cancellationToken) is { } outs ? Alternatives(outs.Select(one => SourcesOf(new Bound(one, Bind(use, call)), depth + 1))) : null;
        }

        if (definition.Value is null)
        {
            return null;
        }

        Bound value = use.With(definition.Value);
        SourceSet? found = definition switch
        {
            { Part: { } part } => OfPart(value, part, depth),
            { IsElement: true, TupleIndex: >= 0 } => EachOf(value, definition.TupleIndex, depth) is { Items.Count: > 0 } parts ? Each(parts, VariableOf(use), parts.IsWhole, depth) : null,
            { TupleIndex: >= 0 } => TupleElement(value, definition.TupleIndex, depth) is { } element ? SourcesOf(element, depth + 1) : null,
            { IsElement: true } => AnyElement(value, allOccur: true, (definition.Site as IVariableDeclaratorOperation)?.Symbol, depth),
            _ => SourcesOf(value, depth + 1),
        };

        // A value left by an earlier turn of a loop is not chosen by the loop's variable.
        return found is not null && definition.Site.Syntax.Span.End > use.Operation.Syntax.SpanStart ? found with { Index = null } : found;
    }

    private SourceSet? OfPart(Bound value, PatternPart part, int depth)
    {
        SourceSet? found = FitTypes.OfFit(part.Type) is { } fit ? SourceSet.Of(fit with { Making = MakingOf(value, depth) }) : SourcesOf(value, depth + 1);
        foreach (string member in part.Members)
        {
            found = FitTypes.NameOf(member) is var criterion and not CriterionName.None ? found?.WithCriterion(criterion) : member is "Value" or "Untyped" or "Result" ? found : null;
        }

        return found;
    }

    private SourceSet? OfElement(Bound collection, IOperation index, int depth)
    {
        if (index.ConstantValue is { HasValue: true, Value: { } place })
        {
            return ElementAt(collection, place, depth) is { } element ? SourcesOf(element, depth + 1) : null;
        }

        ISymbol? variable = index.DescendantsAndSelf().OfType<ILocalReferenceOperation>().Select(local => local.Local).FirstOrDefault(IsLoopVariable);
        return AnyElement(collection, LoopVariableIn(collection, index) is not null, variable, depth);
    }

    /// <summary>The variable of a <c>for</c> loop that an index is; null where it is none, or an expression of one.</summary>
    private ILocalSymbol? LoopVariableIn(Bound place, IOperation index) =>
        Stripped(place.With(index)).Operation is ILocalReferenceOperation { Local: var local } && IsLoopVariable(local) ? local : null;

    private static ISymbol? VariableOf(Bound use) => (use.Operation as ILocalReferenceOperation)?.Local;

    private bool IsLoopVariable(ILocalSymbol local) =>
        local.DeclaringSyntaxReferences is { Length: 1 } references && references[0].GetSyntax(cancellationToken) is { Parent.Parent: ForStatementSyntax };

    private SourceSet? AnyElement(Bound collection, bool allOccur, ISymbol? variable, int depth)
    {
        if (ElementsOf(collection, depth + 1) is not { Items.Count: > 0 } elements)
        {
            return null;
        }

        return Each(elements, variable, allOccur && elements.IsWhole, depth);
    }

    private SourceSet? Each(Elements elements, ISymbol? variable, bool allOccur, int depth) =>
        Union(elements.Items.Select(element => SourcesOf(element, depth + 1)), allOccur) is { } all ? all with { Index = variable } : null;

    /// <summary>A criterion shifted or scaled by constants is still a criterion of the same fit.</summary>
    private static SourceSet? OfArithmetic(SourceSet? left, SourceSet? right)
    {
        if (left is null || right is null)
        {
            return null;
        }

        return left.Sources.IsEmpty ? right : right.Sources.IsEmpty ? left : null;
    }

    private static SourceSet? Alternatives(IEnumerable<SourceSet?> sets) => Union(sets, allOccur: false);

    /// <summary>What comes from any of several values; null when there is none, or one cannot be seen: the rest is then not followed.</summary>
    private static SourceSet? Union(IEnumerable<SourceSet?> sets, bool allOccur)
    {
        var all = new List<SourceSet>();
        foreach (SourceSet? set in sets)
        {
            if (set is null)
            {
                return null;
            }

            all.Add(set);
        }

        return all.Count == 0 ? null : SourceSet.Union(all, allOccur);
    }

    private static Bindings? Bind(Bound caller, IInvocationOperation invocation)
    {
        Bindings? bindings = null;
        foreach (IArgumentOperation argument in invocation.Arguments)
        {
            if (argument.Parameter is { } parameter)
            {
                bindings = new Bindings(parameter, caller.With(argument.Value), bindings);
            }
        }

        return bindings;
    }

    public static Bound Stripped(Bound value)
    {
        IOperation operation = value.Operation;
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation { OperatorMethod: null } conversion:
                    operation = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    operation = parenthesized.Operand;
                    break;
                case ITranslatedQueryOperation query:
                    operation = query.Operation;
                    break;
                default:
                    return value.With(operation);
            }
        }
    }

    private static bool IsLinq(IMethodSymbol method) => method.ContainingType is { Name: "Enumerable", ContainingNamespace.Name: "Linq" };
}
