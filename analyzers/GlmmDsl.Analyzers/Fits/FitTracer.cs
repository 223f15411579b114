using GlmmDsl.Analyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace GlmmDsl.Analyzers.Fits;

/// <summary>
/// Follows a value back to the fits it comes from: through locals, fields, tuples, collections, helper methods and lambdas of the project. Each
/// value is followed once, and one tracer takes a bounded number of steps: what lies beyond is treated as unknown.
/// </summary>
/// <param name="values">Follows the objects on the way.</param>
/// <param name="model">The model of the file that is analysed.</param>
/// <param name="cancellationToken">Stops the search.</param>
internal sealed partial class FitTracer(ValueTracer values, SemanticModel model, CancellationToken cancellationToken)
{
    private readonly Dictionary<Bound, SourceSet?> sources = [];

    /// <summary>The fits a value can come from; null when one of its possible sources cannot be seen.</summary>
    public SourceSet? SourcesOf(Bound value) => SourcesOf(value, 0);

    private SourceSet? SourcesOf(Bound value, int depth)
    {
        value = value.Stripped();
        if (depth > ValueTracer.DeepestTrace || !values.TakeStep())
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
                    : values.RunsThrough(value, parameter, depth) is { Items.Count: > 0 } elements ? Each(elements, parameter.Parameter, elements.IsWhole, depth)
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

    private SourceSet? OfDefinition(Bound use, LocalDefinition definition, int depth)
    {
        if (definition.Out is { Parent: IInvocationOperation { TargetMethod: var filling } call, Parameter: { } parameter })
        {
            return MemberValues.OfOut(filling, parameter, model, cancellationToken) is { } outs ? Alternatives(outs.Select(one => SourcesOf(new Bound(one, Bindings.Of(use, call.Arguments)), depth + 1))) : null;
        }

        if (definition.Value is null)
        {
            return null;
        }

        Bound value = use.With(definition.Value);
        SourceSet? found = definition switch
        {
            { Part: { } part } => OfPart(value, part, depth),
            { IsElement: true, TupleIndex: >= 0 } => values.EachOf(value, definition.TupleIndex, depth) is { Items.Count: > 0 } parts ? Each(parts, VariableOf(use), parts.IsWhole, depth) : null,
            { TupleIndex: >= 0 } => values.TupleElement(value, definition.TupleIndex, depth) is { } element ? SourcesOf(element, depth + 1) : null,
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
            return values.ElementAt(collection, place, depth) is { } element ? SourcesOf(element, depth + 1) : null;
        }

        ISymbol? variable = index.DescendantsAndSelf().OfType<ILocalReferenceOperation>().Select(local => local.Local).FirstOrDefault(values.IsLoopVariable);
        return AnyElement(collection, values.LoopVariableIn(collection, index) is not null, variable, depth);
    }

    private static ISymbol? VariableOf(Bound use) => (use.Operation as ILocalReferenceOperation)?.Local;

    private SourceSet? AnyElement(Bound collection, bool allOccur, ISymbol? variable, int depth)
    {
        if (values.ElementsOf(collection, depth + 1) is not { Items.Count: > 0 } elements)
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
}
