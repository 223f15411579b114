using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Models;

/// <summary>The columns of a row type, and why other members that a formula names are not columns.</summary>
internal sealed class HintedColumnTypes(ITypeSymbol rowType, RowModel row) : IColumnTypes, IColumnHints
{
    private readonly RowColumnTypes columns = new(row);

    public IEnumerable<string> Names => columns.Names;

    public IEnumerable<string> FunctionNames => columns.FunctionNames;

    public ColumnType? Find(string name) => columns.Find(name);

    public bool HasFunction(string name, int arguments) => columns.HasFunction(name, arguments);

    public string? Explain(string name)
    {
        for (ITypeSymbol? type = rowType; type is not null; type = type.BaseType)
        {
            if (type.GetMembers(name).Select(ReasonOf).FirstOrDefault(reason => reason is not null) is { } found)
            {
                return found;
            }
        }

        return row.Columns.Items.FirstOrDefault(column => column.Member.TrimStart('@') == name && column.Name != name) is { } renamed
            ? $"the member of that name is called {QuoteName(renamed.Name)} in formulas, because of its [Column]"
            : null;
    }

    private static string? ReasonOf(ISymbol member) =>
        member switch
        {
            IPropertySymbol or IFieldSymbol when member.IsStatic => $"'{member.Name}' of {member.ContainingType.Name} is static, one value for all rows; a column is an instance property or field",
            IPropertySymbol { IsIndexer: true } => null,
            IPropertySymbol { GetMethod: null } => $"'{member.Name}' of {member.ContainingType.Name} cannot be read; give it a public getter",
            IPropertySymbol { GetMethod.DeclaredAccessibility: not Accessibility.Public } or IFieldSymbol { DeclaredAccessibility: not Accessibility.Public, IsImplicitlyDeclared: false } =>
                $"'{member.Name}' of {member.ContainingType.Name} is not public, and the generated code must read it; make it and its getter public",
            IMethodSymbol { MethodKind: MethodKind.Ordinary } => $"'{member.Name}' of {member.ContainingType.Name} is a method; a column is a public property or field",
            _ => null,
        };

    private static string QuoteName(string name) => "'" + name + "'";
}
