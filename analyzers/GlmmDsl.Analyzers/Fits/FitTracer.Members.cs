using GlmmDsl.Analyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace GlmmDsl.Analyzers.Fits;

/// <summary>Fits that properties and fields hold or give.</summary>
internal sealed partial class FitTracer
{
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

            if (values.PartOf(value.With(instance), property.Property, depth) is { } part)
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
            return values.PartOf(value.With(instance), field.Field, depth) is { } part ? SourcesOf(part, depth + 1) : OfEachPart(value.With(instance), field.Field, depth);
        }

        return (field.Instance is { } owner && values.PartOf(value.With(owner), field.Field, depth) is { } made ? SourcesOf(made, depth + 1) : null)
            ?? OfStored(value, field, field.Field, MemberValues.OfField(field.Field, model, cancellationToken), depth);
    }

    /// <summary>What a member of the code's own object can hold. The parameters of its constructor are known where the code that makes it is.</summary>
    private SourceSet? OfStored(Bound value, IMemberReferenceOperation member, ISymbol symbol, IReadOnlyList<IOperation>? held, int depth)
    {
        Bindings? constructed = member.Instance is IInstanceReferenceOperation ? Bindings.OfConstructors(value.Bindings) : null;
        if (held is null)
        {
            return ParameterOf(symbol) is { } parameter && Bindings.Find(constructed, parameter) is { } given ? SourcesOf(given, depth + 1) : null;
        }

        return Alternatives(held.Select(v => SourcesOf(new Bound(v, constructed), depth + 1)));
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
        instance = instance.Stripped();
        if (instance.Operation is not ILocalReferenceOperation local
            || LocalDefinitions.Around(local).Reaching(local) is not { Count: 1 } reaching
            || reaching[0] is not { IsElement: true, Value: { } collection }
            || values.ElementsOf(instance.With(collection), depth + 1)?.Select(element => values.PartOf(element, member, depth + 1)) is not { Items.Count: > 0 } parts)
        {
            return null;
        }

        return Union(parts.Items.Select(part => SourcesOf(part, depth + 1)), parts.IsWhole) is { } all ? all with { Index = local.Local } : null;
    }
}
