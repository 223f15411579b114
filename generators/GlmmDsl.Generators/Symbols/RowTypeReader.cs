using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Generators.Symbols;

/// <summary>Reads the columns of a row type. This file is compiled into both the generator and the analyzers.</summary>
internal static class RowTypeReader
{
    /// <summary>The most row types that are remembered from one compilation to the next.</summary>
    private const int MostRemembered = 256;

    private static readonly ConditionalWeakTable<ITypeSymbol, RowModel> Known = new();
    private static readonly ConcurrentDictionary<(string Assembly, string Type), RowModel> Remembered = new();

    /// <summary>Reads the public readable instance properties and fields of a row type and its bases, and the functions a formula may call.</summary>
    /// <param name="rowType">The model attribute's type argument.</param>
    /// <param name="modelType">The class that carries the attribute.</param>
    public static RowModel Read(ITypeSymbol rowType, INamedTypeSymbol modelType)
    {
        // Many models may share a row type: it is read once in a compilation. A type argument with its nullability is another object at every turn, the type without it is not.
        rowType = rowType.WithNullableAnnotation(NullableAnnotation.None);
        RowModel row = Known.GetValue(rowType, static type => Remember(ReadType(type)));
        bool isUsable = rowType.TypeKind != TypeKind.Error && IsAtLeastAsAccessible(rowType, modelType);
        ImmutableArray<UserFunction> functions = UserFunctionReader.Read(rowType, modelType);
        if (functions.IsEmpty)
        {
            return isUsable ? row : row with { IsUsable = false };
        }

        IEnumerable<string> silenced = row.Silenced.Items.Concat(functions.SelectMany(f => f.Silenced.Items)).Distinct(StringComparer.Ordinal).OrderBy(id => id, StringComparer.Ordinal);
        return row with { IsUsable = isUsable, Functions = new EquatableArray<UserFunction>(functions), Silenced = new EquatableArray<string>(silenced.ToImmutableArray()) };
    }

    /// <summary>What does not depend on the model: a usable row type without functions.</summary>
    private static RowModel ReadType(ITypeSymbol rowType)
    {
        ImmutableArray<RowColumn> columns = rowType.TypeKind == TypeKind.Error ? ImmutableArray<RowColumn>.Empty : WithDuplicatesRefused(ReadColumns(rowType));
        IEnumerable<string> silenced = DiscouragedUses.IdsOf(rowType).Concat(columns.SelectMany(c => c.Silenced)).Distinct(StringComparer.Ordinal);
        return new RowModel(
            NameOf(rowType),
            rowType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            rowType.ContainingNamespace is { IsGlobalNamespace: false } scope ? scope.ToDisplayString() : "",
            rowType.ContainingAssembly?.Name ?? "",
            rowType.IsValueType,
            IsUsable: true,
            new EquatableArray<RowColumn>(columns),
            new EquatableArray<UserFunction>(ImmutableArray<UserFunction>.Empty),
            new EquatableArray<string>(silenced.OrderBy(id => id, StringComparer.Ordinal).ToImmutableArray()));
    }

    /// <summary>
    /// The equal row type of an earlier compilation, if it has not changed: an edit elsewhere then compares models by their row type's identity, and not column by
    /// column. Of one that has changed the columns that have not are the earlier ones.
    /// </summary>
    private static RowModel Remember(RowModel row)
    {
        (string, string) key = (row.AssemblyName, row.TypeName);
        if (Remembered.TryGetValue(key, out RowModel? earlier))
        {
            if (earlier.Equals(row))
            {
                return earlier;
            }

            row = row with { Columns = new EquatableArray<RowColumn>(row.Columns.Items.Select(column => earlier.Find(column.Name) is { } same && same.Equals(column) ? same : column).ToImmutableArray()) };
        }

        if (Remembered.Count >= MostRemembered)
        {
            Remembered.Clear();
        }

        Remembered[key] = row;
        return row;
    }

    /// <summary>Whether a row type may occur in the signatures of a model's public members.</summary>
    public static bool IsAtLeastAsAccessible(ITypeSymbol rowType, INamedTypeSymbol modelType)
    {
        if (rowType is not INamedTypeSymbol row)
        {
            return false;
        }

        for (INamedTypeSymbol? type = row; type is not null; type = type.ContainingType)
        {
            if (type.IsFileLocal || !IsVisibleWithModel(type, modelType))
            {
                return false;
            }
        }

        return row.TypeArguments.All(t => IsAtLeastAsAccessible(t, modelType));
    }

    /// <summary>A restricted accessibility does not matter if the model itself is nested in the type that it is restricted to.</summary>
    private static bool IsVisibleWithModel(INamedTypeSymbol type, INamedTypeSymbol modelType) =>
        type.DeclaredAccessibility switch
        {
            Accessibility.Public => true,
            Accessibility.Internal or Accessibility.ProtectedOrInternal =>
                EnclosingTypes(modelType).Any(t => t.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal)),
            Accessibility.Protected or Accessibility.ProtectedAndInternal =>
                IsInside(modelType, type.ContainingType, Accessibility.Private) || IsInside(modelType, type.ContainingType, type.DeclaredAccessibility),
            Accessibility.Private => IsInside(modelType, type.ContainingType, Accessibility.Private),
            _ => false,
        };

    private static bool IsInside(INamedTypeSymbol modelType, INamedTypeSymbol container, Accessibility accessibility) =>
        EnclosingTypes(modelType).Any(t => t.DeclaredAccessibility == accessibility
            && SymbolEqualityComparer.Default.Equals(t.ContainingType, container));

    private static IEnumerable<INamedTypeSymbol> EnclosingTypes(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? t = type; t is not null; t = t.ContainingType)
        {
            yield return t;
        }
    }

    private static ImmutableArray<RowColumn> ReadColumns(ITypeSymbol rowType)
    {
        var types = new Stack<ITypeSymbol>();
        for (ITypeSymbol? type = rowType; type is not null && type.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType); type = type.BaseType)
        {
            types.Push(type);
        }

        // A member of a derived type hides its base's namesake but keeps its place, so that overriding does not reorder columns.
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var columns = new List<RowColumn?>();
        foreach (ITypeSymbol type in rowType.TypeKind == TypeKind.Interface ? rowType.AllInterfaces.Reverse().Concat(new[] { rowType }) : types)
        {
            foreach (ISymbol member in type.GetMembers())
            {
                if (!IsPublicValue(member))
                {
                    continue;
                }

                RowColumn? column = ReadColumn(member);
                if (places.TryGetValue(member.Name, out int place))
                {
                    columns[place] = column ?? (IsOverride(member) ? columns[place] : null);
                }
                else
                {
                    places.Add(member.Name, columns.Count);
                    columns.Add(column);
                }
            }
        }

        return columns.OfType<RowColumn>().ToImmutableArray();
    }

    private static bool IsPublicValue(ISymbol member) =>
        member is IPropertySymbol or IFieldSymbol && member.DeclaredAccessibility == Accessibility.Public;

    private static bool IsOverride(ISymbol member) => member is IPropertySymbol { IsOverride: true };

    private static RowColumn? ReadColumn(ISymbol member) =>
        member switch
        {
            { IsStatic: true } => null,
            IPropertySymbol { IsIndexer: false, GetMethod.DeclaredAccessibility: Accessibility.Public } property => RowColumnReader.Read(property, property.Type),
            IFieldSymbol field => RowColumnReader.Read(field, field.Type),
            _ => null,
        };

    /// <summary>Marks members with the same column name as unusable: a formula with that name could mean either of them.</summary>
    private static ImmutableArray<RowColumn> WithDuplicatesRefused(ImmutableArray<RowColumn> columns)
    {
        var twice = new HashSet<string>(
            columns.GroupBy(c => c.Name, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key), StringComparer.Ordinal);
        return twice.Count == 0 ? columns : columns.Select(Refused).ToImmutableArray();

        RowColumn Refused(RowColumn column) => !twice.Contains(column.Name)
            ? column
            : column with
            {
                Kind = ColumnKind.Unusable,
                Remark = $"two members of the row type are called '{column.Name}'; give one of them another name by [Column(\"...\")]",
            };
    }

    private static string NameOf(ITypeSymbol type) =>
        type.ContainingType is null ? type.Name : NameOf(type.ContainingType) + "." + type.Name;
}
