using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace GlmmDsl.Analyzers.Values;

/// <summary>Collections: the elements that the code puts into them.</summary>
internal sealed partial class ValueTracer
{
    /// <summary>What a selector makes of each element; null when that cannot be seen.</summary>
    public Elements? Selected(Elements? elements, Bound selector) =>
        elements is not null && FunctionOf(selector) is { Parameters.Length: >= 1 } function ? elements.Select(element => function.Call(element)) : null;

    /// <summary>The elements of a collection; null when they cannot all be seen.</summary>
    public Elements? ElementsOf(Bound collection, int depth = 0)
    {
        collection = collection.Stripped();
        if (depth > DeepestTrace || !TakeStep())
        {
            return null;
        }

        if (!collections.TryGetValue(collection, out Elements? found))
        {
            collections.Add(collection, null);
            collections[collection] = found = FindElements(collection, depth) is { Items.Count: <= MostElements } elements ? elements : null;
        }

        return found;
    }

    private Elements? FindElements(Bound collection, int depth) =>
        collection.Operation switch
        {
            IArrayCreationOperation { Initializer: { } initializer } => Elements.Whole(initializer.ElementValues.Select(collection.With)),
            IArrayCreationOperation => Elements.Whole([]),
            { Syntax: CollectionExpressionSyntax literal } expression => OfLiteral(collection, literal, expression, depth),
            IObjectCreationOperation creation => OfCreation(collection, creation, depth),
            ILocalReferenceOperation local => OfLocal(collection, local, depth),
            IParameterReferenceOperation parameter => Bindings.Find(collection.Bindings, parameter.Parameter) is { } bound ? ElementsOf(bound, depth + 1) : null,
            IFieldReferenceOperation field => OfStored(field.Field, OfSingle(MemberValues.OfField(field.Field, model, cancellationToken), depth)),
            IPropertyReferenceOperation { Property: { Name: "Values", ContainingType.Name: "Dictionary" or "SortedDictionary" }, Instance: { } dictionary } => ElementsOf(collection.With(dictionary), depth + 1),
            IPropertyReferenceOperation { Property: { Name: "Result", ContainingType.Name: "Task" }, Instance: { } task } => ElementsOf(collection.With(task), depth + 1),
            IPropertyReferenceOperation property => OfStored(property.Property, OfSingle(MemberValues.OfProperty(property.Property, model, cancellationToken), depth)),
            IAwaitOperation await => ElementsOf(collection.With(await.Operation), depth + 1),
            IInvocationOperation invocation => OfCall(collection, invocation, depth),
            _ => null,
        };

    private Elements? OfLiteral(Bound use, CollectionExpressionSyntax literal, IOperation expression, int depth)
    {
        Elements all = Elements.Whole([]);
        IOperation[] parts = expression.ChildOperations.ToArray();
        for (int i = 0; i < literal.Elements.Count; i++)
        {
            IOperation? part = parts.Length == literal.Elements.Count ? parts[i] : null;
            Elements? added = literal.Elements[i] is ExpressionElementSyntax
                ? part is null ? null : Elements.Whole([use.With(part)])
                : part?.ChildOperations.FirstOrDefault() is { } spread ? ElementsOf(use.With(spread), depth + 1) : null;
            if (added is null)
            {
                return null;
            }

            all = all.Concat(added);
        }

        return all;
    }

    private Elements? OfSingle(IReadOnlyList<IOperation>? values, int depth) =>
        values is { Count: 1 } ? ElementsOf(new Bound(values[0], null), depth + 1) : null;

    private Elements? OfLocal(Bound use, ILocalReferenceOperation local, int depth)
    {
        LocalDefinitions definitions = LocalDefinitions.Around(local);
        if (definitions.IsEmptied(local.Local)
            || definitions.Reaching(local) is not { Count: 1 } reaching
            || reaching[0] is not { Value: { } value, IsValue: true }
            || ElementsOf(use.With(value), depth + 1) is not { } made)
        {
            return null;
        }

        IReadOnlyList<AddedElement> added = definitions.ElementsAdded(local.Local);
        Elements all = made.Concat(Elements.Whole(added.Select(one => use.With(one.Value))));
        all = added.Any(one => one.IsLooped) ? Elements.Unordered(all) with { IsRepeated = true } : all;
        return added.All(one => one.IsCertain) ? all : all.Some();
    }

    private Elements? OfCreation(Bound use, IObjectCreationOperation creation, int depth)
    {
        Elements first = Elements.Whole([]);
        if (creation.Arguments.FirstOrDefault(argument => argument.Value.Type is { SpecialType: SpecialType.None } && argument.Parameter?.Type.AllInterfaces.Any(i => i.Name == "IEnumerable") == true) is { } source)
        {
            if (ElementsOf(use.With(source.Value), depth + 1) is not { } copied)
            {
                return null;
            }

            first = copied;
        }

        var added = KeysAndValues(creation).ToList();
        return added.Any(one => one.Value is null) ? null : first.Concat(Elements.Whole(added.Select(one => use.With(one.Value!))));
    }

    /// <summary>What an initializer puts into a collection; a value is null where it cannot be seen.</summary>
    private static IEnumerable<(IOperation? Key, IOperation? Value)> KeysAndValues(IObjectCreationOperation creation)
    {
        foreach (IOperation initializer in creation.Initializer?.Initializers ?? ImmutableArray<IOperation>.Empty)
        {
            yield return initializer switch
            {
                IInvocationOperation { Arguments: { Length: >= 1 } arguments } => (arguments.Length == 2 ? arguments[0].Value : null, arguments[arguments.Length - 1].Value),
                ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Arguments: { Length: 1 } keys } } assignment => (keys[0].Value, assignment.Value),
                ISimpleAssignmentOperation assignment => (null, assignment.Value),
                _ => (null, null),
            };
        }
    }

    private Elements? OfCall(Bound use, IInvocationOperation invocation, int depth)
    {
        IMethodSymbol method = invocation.TargetMethod;
        if (!IsLinq(method))
        {
            bool isSystem = method.ContainingNamespace.ToDisplayString().StartsWith("System", StringComparison.Ordinal);
            if (isSystem && method.Name == "ConfigureAwait" && invocation.Instance is { } awaited)
            {
                return ElementsOf(use.With(awaited), depth + 1);
            }

            bool isCopy = method.Name is "ToImmutableArray" or "ToImmutableList" or "AsReadOnly" or "AsSpan" && isSystem;
            if (isCopy && invocation.Arguments.Length >= 1)
            {
                return ElementsOf(use.With(invocation.Arguments[0].Value), depth + 1);
            }

            bool isMaking = isSystem && (method.Name == "WhenAll" || (method.Name == "Create" && method.ContainingType.Name is "ImmutableArray" or "ImmutableList" or "Array"));
            if (isMaking)
            {
                return OfArguments(use, invocation, depth);
            }

            return MemberValues.OfMethod(method, model, cancellationToken) is { Count: 1 } returned
                ? ElementsOf(new Bound(returned[0], Bindings.Of(use, invocation.Arguments)), depth + 1)
                : MemberValues.OfIterator(method, value => new Bound(value, Bindings.Of(use, invocation.Arguments)), model, cancellationToken);
        }

        if (invocation.Arguments.Length == 0 || ElementsOf(use.With(invocation.Arguments[0].Value), depth + 1) is not { } source)
        {
            return null;
        }

        int? count = invocation.Arguments.Length == 2 && invocation.Arguments[1].Value.ConstantValue is { HasValue: true, Value: int constant } ? constant : null;
        return method.Name switch
        {
            "Select" when invocation.Arguments.Length == 2 => Selected(source, use.With(invocation.Arguments[1].Value)),
            "Append" => source.Concat(Elements.Whole([use.With(invocation.Arguments[1].Value)])),
            "Prepend" => Elements.Whole([use.With(invocation.Arguments[1].Value)]).Concat(source),
            "Concat" => ElementsOf(use.With(invocation.Arguments[1].Value), depth + 1) is { } second ? source.Concat(second) : null,
            "ToArray" or "ToList" or "AsEnumerable" or "Cast" => source,
            "Take" when source is { IsWhole: true, IsOrdered: true } && count is { } taken => source with { Items = source.Items.Take(taken).ToList() },
            "Skip" when source is { IsWhole: true, IsOrdered: true } && count is { } skipped => source with { Items = source.Items.Skip(skipped).ToList() },
            "Where" or "Skip" or "Take" or "SkipWhile" or "TakeWhile" or "Distinct" or "OfType" => source.Some(),
            "Reverse" or "OrderBy" or "OrderByDescending" or "Order" or "OrderDescending" or "ThenBy" or "ThenByDescending" => Elements.Unordered(source),
            _ => null,
        };
    }

    /// <summary>The collection that the parameter of a lambda runs through, in a call of a LINQ method; null where it is another lambda's.</summary>
    public Elements? RunsThrough(Bound use, IParameterReferenceOperation parameter, int depth)
    {
        IOperation? operation = use.Operation;
        while (operation is not null && (operation as IAnonymousFunctionOperation)?.Symbol.Equals(parameter.Parameter.ContainingSymbol, SymbolEqualityComparer.Default) != true)
        {
            operation = operation.Parent;
        }

        return operation is IAnonymousFunctionOperation { Symbol.Parameters: { Length: >= 1 } parameters, Parent: IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation { TargetMethod: var method, Arguments: { Length: >= 2 } arguments } call } argument } }
            && IsLinq(method)
            && method.Name is "Select" or "Where" or "Any" or "All" or "Count" or "First" or "FirstOrDefault" or "Last" or "Single" or "Sum" or "Average" or "ToDictionary" or "SelectMany"
            && arguments[1] == argument
            && SymbolEqualityComparer.Default.Equals(parameters[0], parameter.Parameter)
                ? ElementsOf(new Bound(call.Arguments[0].Value, use.Bindings), depth + 1)
                : null;
    }

    /// <summary>One part of each tuple of a collection; of a dictionary, whose elements are its values, only these.</summary>
    public Elements? EachOf(Bound collection, int index, int depth)
    {
        Elements? elements = ElementsOf(collection, depth + 1);
        return collection.Stripped().Operation.Type is { Name: "Dictionary" or "SortedDictionary" or "IReadOnlyDictionary" or "IDictionary" }
            ? index == 1 ? elements : null
            : elements?.Select(element => TupleElement(element, index, depth));
    }

    /// <summary>
    /// The elements of a collection that a field or property holds: what it is made with and what its type adds to it, of which any may be missing. Null where
    /// elements are taken out, or other code gets hold of the collection.
    /// </summary>
    private Elements? OfStored(ISymbol member, Elements? made)
    {
        if (made is null || (member as IFieldSymbol)?.Type is IArrayTypeSymbol || member is not (IFieldSymbol or IPropertySymbol { SetMethod: null }))
        {
            return made;
        }

        (IReadOnlyList<IOperation> added, bool isClosed) = StoredCollection.AddedTo(member, model, cancellationToken);
        return !isClosed ? null : added.Count == 0 ? made : Elements.Unordered(made.Concat(Elements.Whole(added.Select(one => new Bound(one, null))))).Some();
    }

    /// <summary>The arguments of a call that makes a collection of them, single or as an array.</summary>
    private Elements? OfArguments(Bound use, IInvocationOperation invocation, int depth)
    {
        Elements all = Elements.Whole([]);
        foreach (IArgumentOperation argument in invocation.Arguments)
        {
            Bound value = use.With(argument.Value).Stripped();
            Elements? added = IsSingle(value.Operation.Type) ? Elements.Whole([value])
                : value.Operation is IArrayCreationOperation or { IsImplicit: false } ? ElementsOf(value, depth + 1)
                : Elements.Whole(value.Operation.ChildOperations.Select(use.With));
            if (added is null)
            {
                return null;
            }

            all = all.Concat(added);
        }

        return all;
    }

    private static bool IsSingle(ITypeSymbol? type) =>
        type is not null and not IArrayTypeSymbol && type.SpecialType != SpecialType.System_String && !type.AllInterfaces.Any(i => i.Name == "IEnumerable") && type.Name is not ("Span" or "ReadOnlySpan");

    /// <summary>The element at a place of a list or array, or under a key of a dictionary; null when it cannot be seen.</summary>
    public Bound? ElementAt(Bound collection, object index, int depth)
    {
        Bound made = MadeAt(collection, depth);
        Bound stripped = collection.Stripped();
        if (stripped.Operation is ILocalReferenceOperation local)
        {
            LocalDefinitions definitions = LocalDefinitions.Around(local);
            if (definitions.IsEmptied(local.Local) || definitions.IsReordered(local.Local))
            {
                return null;
            }

            var written = definitions.ElementsAdded(local.Local)
                .Where(added => added.Index?.ConstantValue is { HasValue: true, Value: { } place } && Equals(place, index)).ToList();
            if (written.Count > 0)
            {
                return written.Count == 1 ? stripped.With(written[0].Value) : null;
            }
        }

        if (stripped.Operation is IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol { SetMethod: null } } stored && StoredCollection.AddedTo(stored.Member, model, cancellationToken, index) is var (put, isAll) && (put.Count > 0 || !isAll))
        {
            return isAll && put.Count == 1 ? new Bound(put[0], null) : null;
        }

        if (made.Operation is IObjectCreationOperation { Type.Name: "Dictionary" or "SortedDictionary" } dictionary)
        {
            var held = KeysAndValues(dictionary).Where(one => one.Key?.ConstantValue is { HasValue: true, Value: { } key } && Equals(key, index)).ToList();
            return held.Count == 1 && held[0].Value is { } value ? made.With(value) : null;
        }

        return index is int number && ElementsOf(collection, depth + 1) is { IsWhole: true, IsOrdered: true } elements && number >= 0 && number < elements.Items.Count
            ? elements.Items[number]
            : null;
    }
}
