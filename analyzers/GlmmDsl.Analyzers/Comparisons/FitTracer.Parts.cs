using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace GlmmDsl.Analyzers.Comparisons;

/// <summary>Parts of tuples, records, anonymous objects and objects of the project's classes.</summary>
internal sealed partial class FitTracer
{
    /// <summary>What a member of the code's own object can hold. The parameters of its constructor are known where the code that makes it is.</summary>
    private SourceSet? OfStored(Bound value, IMemberReferenceOperation member, ISymbol symbol, IReadOnlyList<IOperation>? values, int depth)
    {
        Bindings? constructed = member.Instance is IInstanceReferenceOperation ? Bindings.OfConstructors(value.Bindings) : null;
        if (values is null)
        {
            return ParameterOf(symbol) is { } parameter && Bindings.Find(constructed, parameter) is { } given ? SourcesOf(given, depth + 1) : null;
        }

        return Alternatives(values.Select(v => SourcesOf(new Bound(v, constructed), depth + 1)));
    }

    /// <summary>The parameter that a record's positional property is; null for other members.</summary>
    private static IParameterSymbol? ParameterOf(ISymbol member) =>
        member is IPropertySymbol { SetMethod: null or { IsInitOnly: true }, ContainingType: { IsRecord: true } type } && member.DeclaringSyntaxReferences is { Length: 1 } declared
            ? type.InstanceConstructors.SelectMany(constructor => constructor.Parameters)
                .FirstOrDefault(parameter => parameter.Name == member.Name && parameter.DeclaringSyntaxReferences is { Length: 1 } own && own[0].Span == declared[0].Span && own[0].SyntaxTree == declared[0].SyntaxTree)
            : null;

    /// <summary>The parts of tuples, records or anonymous objects that a loop runs through.</summary>
    private SourceSet? OfEachPart(Bound instance, ISymbol member, int depth)
    {
        instance = Stripped(instance);
        if (instance.Operation is not ILocalReferenceOperation local
            || LocalDefinitions.Around(local).Reaching(local) is not { Count: 1 } reaching
            || reaching[0] is not { IsElement: true, Value: { } collection }
            || ElementsOf(instance.With(collection), depth + 1)?.Select(element => PartOf(element, member, depth + 1)) is not { Items.Count: > 0 } parts)
        {
            return null;
        }

        return Union(parts.Items.Select(part => SourcesOf(part, depth + 1)), parts.IsWhole) is { } all ? all with { Index = local.Local } : null;
    }

    /// <summary>The part of a tuple, record or anonymous object that a member names; null when the code that makes it cannot be seen.</summary>
    private Bound? PartOf(Bound instance, ISymbol member, int depth)
    {
        if (depth > DeepestTrace || !TakeStep())
        {
            return null;
        }

        Bound made = MadeAt(instance, depth);
        if (made.Operation is IObjectCreationOperation or IWithOperation && MemberValues.IsReassigned(member, model, cancellationToken))
        {
            return null;
        }

        switch (made.Operation)
        {
            case ITupleOperation tuple when member is IFieldSymbol field:
                string name = (field.CorrespondingTupleField ?? field).Name;
                bool isItem = name.StartsWith("Item", StringComparison.Ordinal) && int.TryParse(name.Substring(4), NumberStyles.None, CultureInfo.InvariantCulture, out int item) && item <= tuple.Elements.Length;
                return isItem ? made.With(tuple.Elements[int.Parse(name.Substring(4), CultureInfo.InvariantCulture) - 1]) : null;
            case IWithOperation with:
                return AssignedIn(made, with.Initializer.Initializers, member.Name) ?? PartOf(made.With(with.Operand), member, depth + 1);
            case IAnonymousObjectCreationOperation anonymous:
                return AssignedIn(made, anonymous.Initializers, member.Name);
            case IObjectCreationOperation creation:
                return AssignedIn(made, creation.Initializer?.Initializers ?? ImmutableArray<IOperation>.Empty, member.Name)
                    ?? (creation.Type is { IsRecord: true } && creation.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == member.Name) is { } positional ? made.With(positional.Value) : Constructed(made, creation, member));
            default:
                return null;
        }
    }

    /// <summary>The one value that a type gives to a member, with the arguments of the constructor that is called.</summary>
    private Bound? Constructed(Bound made, IObjectCreationOperation creation, ISymbol member)
    {
        IReadOnlyList<IOperation>? values = member switch
        {
            IPropertySymbol property => MemberValues.OfProperty(property, model, cancellationToken),
            IFieldSymbol field => MemberValues.OfField(field, model, cancellationToken),
            _ => null,
        };
        return values is { Count: 1 } ? new Bound(values[0], ConstructorOf(made, creation)) : null;
    }

    /// <summary>The parameters of a constructor with the arguments of a call.</summary>
    private static Bindings? ConstructorOf(Bound made, IObjectCreationOperation creation)
    {
        Bindings? bindings = null;
        foreach (IArgumentOperation argument in creation.Arguments)
        {
            if (argument.Parameter is { } parameter)
            {
                bindings = new Bindings(parameter, made.With(argument.Value), bindings);
            }
        }

        return bindings;
    }

    /// <summary>The constructor's parameters of the object that a method is called on, where the code that makes it is seen.</summary>
    public Bindings? ReceiverOf(Bound instance) =>
        MadeAt(instance, 0) is { Operation: IObjectCreationOperation creation } made ? ConstructorOf(made, creation) : null;

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
}
