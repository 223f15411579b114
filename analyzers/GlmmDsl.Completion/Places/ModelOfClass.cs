using System.Collections.Immutable;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Completion.Places;

/// <summary>The model that a class is, read from its symbol: the class may be declared in another file.</summary>
/// <param name="Class">The class.</param>
/// <param name="RowType">Its row type.</param>
/// <param name="Row">The columns, with the attribute's codings.</param>
/// <param name="Plan">The design; null while the formula is wrong.</param>
internal sealed record ModelOfClass(INamedTypeSymbol Class, ITypeSymbol RowType, RowModel Row, DesignPlan? Plan)
{
    /// <summary>The model that a class is; null for any other class.</summary>
    public static ModelOfClass? Of(INamedTypeSymbol candidate, ModelAttributes attributes)
    {
        AttributeData? attribute = candidate.GetAttributes().FirstOrDefault(a => attributes.IsModel(a.AttributeClass));
        if (attribute?.AttributeClass is not { TypeArguments: { Length: 1 } arguments } || attribute.ConstructorArguments.FirstOrDefault().Value is not string formula)
        {
            return null;
        }

        RowModel row = WithCodings(RowTypeReader.Read(arguments[0], candidate), Named(attribute, "Contrasts"));
        string whole = Named(attribute, "Offset") is { } offset ? formula + " + offset(" + offset + ")" : formula;
        return new ModelOfClass(candidate, arguments[0], row, FormulaReading.Of(whole, row).Plan);
    }

    /// <summary>The model whose results a type is about: the type is declared inside the model's class, or made of a type that is.</summary>
    public static ModelOfClass? About(ITypeSymbol? type, ModelAttributes attributes)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            for (INamedTypeSymbol? around = current as INamedTypeSymbol; around is not null; around = around.ContainingType)
            {
                if (Of(around, attributes) is { } model)
                {
                    return model;
                }
            }
        }

        return null;
    }

    private static string? Named(AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value is string { Length: > 0 } text ? text : null;

    private static RowModel WithCodings(RowModel row, string? contrasts)
    {
        if (contrasts is null)
        {
            return row;
        }

        Dictionary<string, Coding> codings = new(StringComparer.Ordinal);
        foreach (ContrastItem item in ContrastItems.Read(contrasts))
        {
            if (item.Coding is { } coding)
            {
                codings[item.Name] = coding;
            }
        }

        return row with
        {
            Columns = new EquatableArray<RowColumn>(
                row.Columns.Items.Select(column => codings.TryGetValue(column.Name, out Coding coding) ? column with { Coding = coding } : column).ToImmutableArray()),
        };
    }
}
