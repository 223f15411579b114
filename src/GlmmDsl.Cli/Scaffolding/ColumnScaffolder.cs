using System.Collections.Immutable;
using System.Globalization;
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
                FieldKind kind = undeclared is TextColumn ? KindOfDigits(undeclared, numbers!.Values) : KindOf(numbers!.Values);
                if (kind == FieldKind.Text)
                {
                    goto default;
                }

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

    /// <summary>The kind of numbers whose texts are known, as they are where a <c>double</c> may have lost some of their digits.</summary>
    private FieldKind KindOfDigits(Column column, ReadOnlySpan<double> values)
    {
        ImmutableArray<string> levels = column.AsFactor(table.RowLabel).Levels;
        if (!levels.Any(IsLong))
        {
            return KindOf(values);
        }

        if (levels.All(IsDigits))
        {
            return levels.All(l => long.TryParse(l, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)) ? FieldKind.LongDigits : FieldKind.BigInteger;
        }

        // Long identifiers beside numbers of another form: as groups they are told apart by their texts alone.
        bool isGroup = grouping.Contains(column.Name);
        return !isGroup ? FieldKind.Double
            : !levelled.Contains(column.Name) ? FieldKind.Text
            : throw new InputException($"Column {ValueText.Quote(column.Name)} is a number and a grouping factor of the formula, and holds whole numbers of more digits than a double has beside numbers of another form, such as {ValueText.Quote(levels.First(l => !IsDigits(l)))}: no type of C# holds both exactly. Make two columns of it.");
    }

    private static bool IsLong(string level) =>
        IsDigits(level) && double.Parse(level, CultureInfo.InvariantCulture) is <= -NumberLabel.LargestExactInteger or >= NumberLabel.LargestExactInteger;

    private static bool IsDigits(string level) => !level.AsSpan().TrimStart('-').ContainsAnyExceptInRange('0', '9');

    private static FieldKind KindOf(ReadOnlySpan<double> values)
    {
        FieldKind kind = FieldKind.Int;
        foreach (double value in values)
        {
            if (double.IsNaN(value))
            {
                continue;
            }

            // Whole numbers beyond 2^53 that are known only as a double, as 1e20, are no identifiers.
            if (value != Math.Floor(value) || Math.Abs(value) > NumberLabel.LargestExactInteger || (value == 0 && double.IsNegative(value)))
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
