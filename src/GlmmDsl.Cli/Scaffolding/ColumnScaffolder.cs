using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Formulas;

namespace GlmmDsl.Cli.Scaffolding;

/// <summary>Chooses for each column of a table the member that holds it, so that a typed model finds in it what the formula finds in the file.</summary>
/// <param name="table">The table.</param>
/// <param name="csv">What is declared of its columns.</param>
/// <param name="plans">The designs that name them: of the model, and of its zero inflation and dispersion.</param>
internal sealed class ColumnScaffolder(Table table, CsvOptions csv, ImmutableArray<DesignPlan> plans)
{
    /// <summary>A factor of more levels than this becomes a text: nobody reads its coefficients by name.</summary>
    private const int MostLevels = 60;

    // Fixed effects, slopes and the response have coefficients or codes by level; a grouping factor has levels that nobody names.
    private readonly HashSet<string> levelled = new(plans.SelectMany(p => p.Variables).Select(v => v.Variable.Expression).SelectMany(NamesIn), StringComparer.Ordinal);
    private readonly HashSet<string> grouping = new(plans.SelectMany(p => p.Random).SelectMany(t => t.Group).Select(v => v.Variable.Expression).SelectMany(NamesIn), StringComparer.Ordinal);

    /// <summary>The members in the order of the columns, without columns that no model can use.</summary>
    /// <param name="record">The record's name.</param>
    /// <param name="types">The names of types that are taken; the enums are added.</param>
    public ImmutableArray<ScaffoldedColumn> Columns(string record, ISet<string> types)
    {
        Column[] usable = [.. table.Columns.Where(c => c.Type.Kind != ColumnKind.Unusable)];
        IReadOnlyList<string> members = CodeNames.Members([.. usable.Select(c => c.Name)], record);
        return [.. usable.Select((column, i) => Choose(column, members[i], types))];
    }

    private ScaffoldedColumn Choose(Column column, string member, ISet<string> types)
    {
        bool isOrdered = csv.Ordered.ContainsKey(column.Name);
        ImmutableArray<string> declared = isOrdered ? csv.Ordered[column.Name] : csv.Levels.GetValueOrDefault(column.Name);
        var attributes = new List<string>();
        if (member.TrimStart('@') != column.Name)
        {
            attributes.Add($"Column({CodeNames.Literal(column.Name)})");
        }

        if (!declared.IsDefault)
        {
            return OfLevels(column, member, declared, isOrdered, attributes, types);
        }

        bool isFactor = csv.Factors.Contains(column.Name);
        switch (Undeclared(column))
        {
            case FactorColumn { IsLogical: true } logical when !isFactor:
                return new ScaffoldedColumn(column.Name, member, FieldKind.Bool, logical.Codes.Contains(-1), [.. attributes]);
            case NumericFactorColumn dates:
                AddFactor(isFactor, attributes);
                return new ScaffoldedColumn(column.Name, member, FieldKind.Date, dates.AsFactor(table.RowLabel).Codes.Contains(-1), [.. attributes]);
            case var undeclared when IsNumbers(undeclared, out NumericColumn? numbers):
                FieldKind kind = KindOf(numbers!.Values);
                AddFactor(isFactor || (kind == FieldKind.Double && grouping.Contains(column.Name)), attributes);
                return new ScaffoldedColumn(column.Name, member, kind, numbers.Values.ContainsAnyNaN(), [.. attributes]);
            default:
                FactorColumn factor = column.AsFactor(table.RowLabel);
                return levelled.Contains(column.Name) && factor.Levels.Length <= MostLevels
                    ? OfLevels(column, member, factor.Levels, false, attributes, types)
                    : new ScaffoldedColumn(column.Name, member, FieldKind.Text, factor.Codes.Contains(-1), [.. attributes]);
        }
    }

    /// <summary>A factor whose levels and their order are known.</summary>
    private ScaffoldedColumn OfLevels(Column column, string member, ImmutableArray<string> levels, bool isOrdered, List<string> attributes, ISet<string> types)
    {
        bool isNullable = column.AsFactor(table.RowLabel).Codes.Contains(-1);
        if (levels.Length > MostLevels)
        {
            attributes.Add($"{(isOrdered ? "Ordered" : "Factor")}({string.Join(", ", levels.Select(CodeNames.Literal))})");
            return new ScaffoldedColumn(column.Name, member, FieldKind.Text, isNullable, [.. attributes]);
        }

        if (isOrdered)
        {
            attributes.Add("Ordered");
        }

        IReadOnlyList<string> members = CodeNames.Levels(levels);
        return new ScaffoldedColumn(column.Name, member, FieldKind.Enum, isNullable, [.. attributes])
        {
            EnumName = CodeNames.EnumOf(member, types),
            Levels = [.. levels.Select((label, i) => (label, members[i]))],
        };
    }

    private static Column Undeclared(Column column) => column is DeclaredFactorColumn declared ? declared.Source : column;

    private bool IsNumbers(Column column, out NumericColumn? numbers)
    {
        numbers = null;
        if (column.Type.Kind != ColumnKind.Numeric)
        {
            return false;
        }

        try
        {
            numbers = column.AsNumeric(table.RowLabel);
            return true;
        }
        catch (ModelDataException)
        {
            // Mostly numbers, but with texts among them: no formula uses it as a number, or the design would have failed.
            return false;
        }
    }

    private static void AddFactor(bool isFactor, List<string> attributes)
    {
        if (isFactor)
        {
            attributes.Add("Factor");
        }
    }

    private static FieldKind KindOf(ReadOnlySpan<double> values)
    {
        FieldKind kind = FieldKind.Int;
        foreach (double value in values)
        {
            if (double.IsNaN(value))
            {
                continue;
            }

            // Beyond 2^53 a whole number has lost its last digits: the reader parses the text.
            if (value != Math.Floor(value) || Math.Abs(value) > 9e18 || (value == 0 && double.IsNegative(value)))
            {
                return FieldKind.Double;
            }

            if (Math.Abs(value) > int.MaxValue)
            {
                kind = FieldKind.Long;
            }
        }

        return kind;
    }

    private static IEnumerable<string> NamesIn(ExpressionSyntax expression) => expression.DescendantsAndSelf().OfType<NameSyntax>().Select(n => n.Name);
}

/// <summary>Questions about spans of numbers.</summary>
internal static class NumberSpans
{
    /// <summary>Whether a value is missing.</summary>
    public static bool ContainsAnyNaN(this ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (double.IsNaN(value))
            {
                return true;
            }
        }

        return false;
    }
}
