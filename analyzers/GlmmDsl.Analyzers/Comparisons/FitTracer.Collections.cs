using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace GlmmDsl.Analyzers.Comparisons;

/// <summary>Collections, tuples, records and lambdas: what they are made of.</summary>
internal sealed partial class FitTracer
{
    /// <summary>What a selector makes of each element; null when that is not seen.</summary>
    public static IReadOnlyList<Bound>? Selected(IReadOnlyList<Bound>? elements, Bound selector)
    {
        if (elements is null || FunctionOf(selector.Operation) is not { Symbol.Parameters: { Length: >= 1 } parameters } function || ResultOf(function) is not { } result)
        {
            return null;
        }

        return elements.Select(element => new Bound(result, new Bindings(parameters[0], element, selector.Bindings))).ToList();
    }

    private IReadOnlyList<Bound>? ElementsOf(Bound collection, int depth)
    {
        collection = Stripped(collection);
        if (depth > DeepestTrace || !TakeStep())
        {
            return null;
        }

        if (!collections.TryGetValue(collection, out IReadOnlyList<Bound>? found))
        {
            collections.Add(collection, null);
            collections[collection] = found = FindElements(collection, depth);
        }

        return found;
    }

    private IReadOnlyList<Bound>? FindElements(Bound collection, int depth)
    {
        IReadOnlyList<Bound>? found = collection.Operation switch
        {
            IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues.Select(collection.With).ToList(),
            IArrayCreationOperation => Array.Empty<Bound>(),
            { Syntax: CollectionExpressionSyntax literal } expression when literal.Elements.All(element => element is ExpressionElementSyntax) => expression.ChildOperations.Select(collection.With).ToList(),
            IObjectCreationOperation creation => OfCreation(collection, creation, depth),
            ILocalReferenceOperation local => OfLocal(collection, local, depth),
            IParameterReferenceOperation parameter => Bindings.Find(collection.Bindings, parameter.Parameter) is { } bound ? ElementsOf(bound, depth + 1) : null,
            IFieldReferenceOperation field => OfSingle(MemberValues.OfField(field.Field, model, cancellationToken), depth),
            IPropertyReferenceOperation property => OfSingle(MemberValues.OfProperty(property.Property, model, cancellationToken), depth),
            IInvocationOperation invocation => OfCall(collection, invocation, depth),
            _ => null,
        };
        return found is { Count: <= MostElements } ? found : null;
    }

    private IReadOnlyList<Bound>? OfSingle(IReadOnlyList<IOperation>? values, int depth) =>
        values is { Count: 1 } ? ElementsOf(new Bound(values[0], null), depth + 1) : null;

    private List<Bound>? OfLocal(Bound use, ILocalReferenceOperation local, int depth)
    {
        LocalDefinitions definitions = LocalDefinitions.Around(local);
        if (definitions.Reaching(local) is not { Count: 1 } reaching || reaching[0] is not { Value: { } value, IsElement: false, TupleIndex: < 0 }
            || ElementsOf(use.With(value), depth + 1) is not { } made)
        {
            return null;
        }

        return made.Concat(definitions.ElementsAdded(local.Local).Select(added => use.With(added.Value))).ToList();
    }

    private List<Bound>? OfCreation(Bound use, IObjectCreationOperation creation, int depth)
    {
        IEnumerable<Bound> first = Array.Empty<Bound>();
        if (creation.Arguments.FirstOrDefault(argument => argument.Value.Type is { SpecialType: SpecialType.None } && argument.Parameter?.Type.AllInterfaces.Any(i => i.Name == "IEnumerable") == true) is { } source)
        {
            if (ElementsOf(use.With(source.Value), depth + 1) is not { } copied)
            {
                return null;
            }

            first = copied;
        }

        var added = (creation.Initializer?.Initializers ?? ImmutableArray<IOperation>.Empty).Select(initializer => initializer switch
        {
            IInvocationOperation { Arguments: { Length: >= 1 } arguments } => arguments[arguments.Length - 1].Value,
            ISimpleAssignmentOperation assignment => assignment.Value,
            _ => null,
        }).ToList();
        return added.Contains(null) ? null : first.Concat(added.Select(value => use.With(value!))).ToList();
    }

    private IReadOnlyList<Bound>? OfCall(Bound use, IInvocationOperation invocation, int depth)
    {
        IMethodSymbol method = invocation.TargetMethod;
        if (!IsLinq(method))
        {
            bool isCopy = method.Name is "ToImmutableArray" or "ToImmutableList" or "AsReadOnly" or "AsSpan" && method.ContainingNamespace.ToDisplayString().StartsWith("System", StringComparison.Ordinal);
            if (isCopy && invocation.Arguments.Length >= 1)
            {
                return ElementsOf(use.With(invocation.Arguments[0].Value), depth + 1);
            }

            return MemberValues.OfMethod(method, model, cancellationToken) is { Count: 1 } returned
                ? ElementsOf(new Bound(returned[0], Bind(use, invocation)), depth + 1)
                : null;
        }

        if (invocation.Arguments.Length == 0 || ElementsOf(use.With(invocation.Arguments[0].Value), depth + 1) is not { } source)
        {
            return null;
        }

        return method.Name switch
        {
            "Select" when invocation.Arguments.Length == 2 => Selected(source, use.With(invocation.Arguments[1].Value)),
            "Append" or "Prepend" => source.Append(use.With(invocation.Arguments[1].Value)).ToList(),
            "Concat" => ElementsOf(use.With(invocation.Arguments[1].Value), depth + 1) is { } second ? source.Concat(second).ToList() : null,
            "Where" or "ToArray" or "ToList" or "AsEnumerable" or "Reverse" or "Skip" or "Take" or "Distinct" or "Cast" or "OfType"
                or "OrderBy" or "OrderByDescending" or "Order" or "OrderDescending" or "ThenBy" or "ThenByDescending" => source,
            _ => null,
        };
    }

    private Bound? ElementAt(Bound collection, object index, int depth)
    {
        Bound made = MadeAt(collection, depth);
        Bound stripped = Stripped(collection);
        if (stripped.Operation is ILocalReferenceOperation local)
        {
            var written = LocalDefinitions.Around(local).ElementsAdded(local.Local)
                .Where(added => added.Index?.ConstantValue is { HasValue: true, Value: { } place } && Equals(place, index)).ToList();
            if (written.Count > 0)
            {
                return written.Count == 1 ? stripped.With(written[0].Value) : null;
            }
        }

        return index is int number && made.Operation is not IObjectCreationOperation { Type.Name: "Dictionary" } && ElementsOf(collection, depth + 1) is { } elements && number >= 0 && number < elements.Count
            ? elements[number]
            : null;
    }

    /// <summary>The part of a tuple, record or anonymous object that a member names; null when its making is not seen.</summary>
    private Bound? PartOf(Bound instance, ISymbol member, int depth)
    {
        Bound made = MadeAt(instance, depth);
        switch (made.Operation)
        {
            case ITupleOperation tuple when member is IFieldSymbol field:
                string name = (field.CorrespondingTupleField ?? field).Name;
                bool isItem = name.StartsWith("Item", StringComparison.Ordinal) && int.TryParse(name.Substring(4), NumberStyles.None, CultureInfo.InvariantCulture, out int item) && item <= tuple.Elements.Length;
                return isItem ? made.With(tuple.Elements[int.Parse(name.Substring(4), CultureInfo.InvariantCulture) - 1]) : null;
            case IAnonymousObjectCreationOperation anonymous:
                return AssignedIn(made, anonymous.Initializers, member.Name);
            case IObjectCreationOperation creation:
                return AssignedIn(made, creation.Initializer?.Initializers ?? ImmutableArray<IOperation>.Empty, member.Name)
                    ?? (creation.Type is { IsRecord: true } && creation.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == member.Name) is { } positional ? made.With(positional.Value) : null);
            default:
                return null;
        }
    }

    private Bound? TupleElement(Bound value, int index, int depth)
    {
        Bound made = MadeAt(value, depth);
        return made.Operation is ITupleOperation tuple && index < tuple.Elements.Length ? made.With(tuple.Elements[index]) : null;
    }

    private static Bound? AssignedIn(Bound made, IEnumerable<IOperation> initializers, string member)
    {
        ISimpleAssignmentOperation? assignment = initializers.OfType<ISimpleAssignmentOperation>()
            .FirstOrDefault(a => a.Target is IPropertyReferenceOperation property && property.Property.Name == member);
        return assignment is null ? null : made.With(assignment.Value);
    }

    /// <summary>Follows an object to the expression that makes it, as far as there is just one.</summary>
    private Bound MadeAt(Bound value, int depth)
    {
        for (int step = depth; step <= DeepestTrace && TakeStep(); step++)
        {
            value = Stripped(value);
            Bound? next = value.Operation switch
            {
                ILocalReferenceOperation local when LocalDefinitions.Around(local).Reaching(local) is { Count: 1 } reaching && reaching[0] is { Value: { } made, IsElement: false, TupleIndex: < 0 } => value.With(made),
                IParameterReferenceOperation parameter => Bindings.Find(value.Bindings, parameter.Parameter),
                IFieldReferenceOperation field when MemberValues.OfField(field.Field, model, cancellationToken) is { Count: 1 } values => new Bound(values[0], null),
                IPropertyReferenceOperation property when MemberValues.OfProperty(property.Property, model, cancellationToken) is { Count: 1 } values => new Bound(values[0], null),
                IArrayElementReferenceOperation { Indices: { Length: 1 } indices } element when indices[0].ConstantValue is { HasValue: true, Value: { } place } => ElementAt(value.With(element.ArrayReference), place, step + 1),
                IInvocationOperation invocation when MemberValues.OfMethod(invocation.TargetMethod, model, cancellationToken) is { Count: 1 } returned => new Bound(returned[0], Bind(value, invocation)),
                _ => null,
            };
            if (next is null)
            {
                return value;
            }

            value = next.Value;
        }

        return value;
    }

    private static IAnonymousFunctionOperation? FunctionOf(IOperation operation) =>
        operation switch
        {
            IDelegateCreationOperation creation => FunctionOf(creation.Target),
            IConversionOperation conversion => FunctionOf(conversion.Operand),
            IAnonymousFunctionOperation function => function,
            _ => null,
        };

    private static IOperation? ResultOf(IAnonymousFunctionOperation function) =>
        function.Body.Operations.Where(operation => operation is IReturnOperation { ReturnedValue: not null }).ToList() is { Count: 1 } returns
            ? ((IReturnOperation)returns[0]).ReturnedValue
            : null;
}
