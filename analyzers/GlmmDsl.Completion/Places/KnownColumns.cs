using System.Collections.Immutable;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;
using ValueKind = GlmmDsl.Generators.Symbols.ValueKind;

namespace GlmmDsl.Completion.Places;

/// <summary>A column that a formula can name.</summary>
/// <param name="Type">What it is to a formula.</param>
/// <param name="TypeText">Its type as C# writes it; empty where it is not known.</param>
/// <param name="IsGrouping">Whether it can be a grouping factor without being asked to.</param>
/// <param name="Documentation">The first line of its documentation; empty where there is none.</param>
internal sealed record KnownColumn(ColumnType Type, string TypeText, bool IsGrouping, string Documentation)
{
    /// <summary>The name that formulas use.</summary>
    public string Name => Type.Name;
}

/// <summary>A function of the user's.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Signature">Its parameters, <c>(x, y)</c>.</param>
/// <param name="Documentation">The first line of its documentation; empty where there is none.</param>
internal sealed record KnownFunction(string Name, string Signature, string Documentation);

/// <summary>The columns and functions that a formula can name.</summary>
/// <param name="Columns">The columns, in order of declaration.</param>
/// <param name="Functions">The user's functions.</param>
internal sealed record KnownColumns(ImmutableArray<KnownColumn> Columns, ImmutableArray<KnownFunction> Functions)
{
    /// <summary>The column of that name; null when there is none.</summary>
    public KnownColumn? Find(string name) => Columns.FirstOrDefault(column => column.Name == name);

    /// <summary>The columns of a row type.</summary>
    public static KnownColumns Of(RowModel row, ITypeSymbol rowType, INamedTypeSymbol? model, CancellationToken cancellationToken)
    {
        var columns = row.Columns.Items.Select(column => Of(column, rowType, cancellationToken));
        var functions = row.Functions.Items.Select(function => Of(function, rowType, model, cancellationToken));
        return new KnownColumns(columns.ToImmutableArray(), functions.ToImmutableArray());
    }

    private static KnownColumn Of(RowColumn column, ITypeSymbol rowType, CancellationToken cancellationToken)
    {
        ISymbol? member = MemberOf(rowType, column.Member.TrimStart('@'));
        ITypeSymbol? type = member switch { IPropertySymbol property => property.Type, IFieldSymbol field => field.Type, _ => null };
        bool isGrouping = column.Kind is ColumnKind.Factor or ColumnKind.Logical or ColumnKind.GroupOnly || column.Value is ValueKind.Integer or ValueKind.Date;
        return new KnownColumn(
            column.ToColumnType(),
            type?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) ?? column.TypeName,
            isGrouping && column.Kind != ColumnKind.Unusable,
            member is null ? "" : Documentation.FirstLineOf(member, cancellationToken));
    }

    private static KnownFunction Of(UserFunction function, ITypeSymbol rowType, INamedTypeSymbol? model, CancellationToken cancellationToken)
    {
        IMethodSymbol? method = new ITypeSymbol?[] { model, rowType }.OfType<ITypeSymbol>().SelectMany(BasesAndSelf).SelectMany(type => type.GetMembers(function.Name))
            .OfType<IMethodSymbol>().FirstOrDefault(candidate => candidate.IsStatic && candidate.Parameters.Length == function.Arguments);
        string signature = method is null ? string.Join(", ", Enumerable.Repeat("x", function.Arguments)) : string.Join(", ", method.Parameters.Select(parameter => parameter.Name));
        return new KnownFunction(function.Name, "(" + signature + ")", method is null ? "" : Documentation.FirstLineOf(method, cancellationToken));
    }

    private static ISymbol? MemberOf(ITypeSymbol rowType, string name) =>
        BasesAndSelf(rowType).Concat(rowType.AllInterfaces).SelectMany(type => type.GetMembers(name)).FirstOrDefault(member => member is IPropertySymbol or IFieldSymbol);

    private static IEnumerable<ITypeSymbol> BasesAndSelf(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            yield return current;
        }
    }
}
