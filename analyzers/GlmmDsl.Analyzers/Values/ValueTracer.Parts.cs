using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace GlmmDsl.Analyzers.Values;

/// <summary>Parts of tuples, records, anonymous objects and objects of the project's classes.</summary>
internal sealed partial class ValueTracer
{
    /// <summary>The part of a tuple, record or anonymous object that a member names; null when the code that makes it cannot be seen.</summary>
    public Bound? PartOf(Bound instance, ISymbol member, int depth)
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
        return values is { Count: 1 } ? new Bound(values[0], Bindings.Of(made, creation.Arguments)) : null;
    }

    /// <summary>The constructor's parameters of the object that a method is called on, where the code that makes it is seen.</summary>
    public Bindings? ReceiverOf(Bound instance) =>
        MadeAt(instance) is { Operation: IObjectCreationOperation creation } made ? Bindings.Of(made, creation.Arguments) : null;

    /// <summary>The element of a tuple; null when the code that makes it cannot be seen.</summary>
    public Bound? TupleElement(Bound value, int index, int depth)
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
