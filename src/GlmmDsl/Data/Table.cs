using System.Collections.Immutable;
using GlmmDsl.Formulas;

namespace GlmmDsl.Data;

/// <summary>Named columns of equal length: what a formula is evaluated on at run time. Immutable.</summary>
public sealed class Table
{
    private readonly Dictionary<string, Column> byName;
    private readonly RowLines? lineOfRow;

    /// <summary>Makes a table of columns in memory.</summary>
    /// <exception cref="ModelDataException">Columns of different lengths, or two of one name.</exception>
    public Table(IEnumerable<Column> columns)
        : this(columns, null)
    {
    }

    /// <summary>Makes a table of columns read from a file.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="lineOfRow">For each row the line of the file it starts on, from 1; null where there is no file.</param>
    internal Table(IEnumerable<Column> columns, RowLines? lineOfRow)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Columns = [.. columns];
        if (Columns.Contains(null!))
        {
            throw new ArgumentException("A column is null.", nameof(columns));
        }

        this.lineOfRow = lineOfRow;
        RowCount = Columns.Count == 0 ? 0 : Columns[0].Count;
        byName = new Dictionary<string, Column>(StringComparer.Ordinal);
        foreach (Column column in Columns)
        {
            if (!byName.TryAdd(column.Name, column))
            {
                throw new ModelDataException($"Two columns of the table are named {ValueText.Quote(column.Name)}: rename one.", column.Name);
            }

            if (column.Count != RowCount)
            {
                throw new ModelDataException(
                    FormattableString.Invariant(
                        $"Column {ValueText.Quote(column.Name)} has {column.Count} rows, but column {ValueText.Quote(Columns[0].Name)} has {RowCount}: the columns of a table must be equally long."),
                    column.Name);
            }
        }
    }

    /// <summary>The columns in order.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Reads a CSV file with a header row; UTF-8, or UTF-16 with a byte order mark.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it; by default comma-separated with decimal points, and only empty fields missing.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    /// <exception cref="ModelDataException">A file that cannot be opened or read as CSV: the message names line, row and column, and the remedy.</exception>
    /// <remarks>
    /// Blanks around a field that is not quoted are not part of it. A column is numeric when at least nine tenths of its non-empty fields are
    /// numbers, and any other field is then an error if a formula uses it as a number; a logical when all are <c>TRUE FALSE T F</c> (or
    /// <c>True False true false</c>); dates when all are written as <c>2024-03-31</c>, which count days since 1970-01-01 where a number is
    /// needed, as a <see cref="DateOnly"/> property does; else text, a factor with levels in ordinal order. Row names (a first column with a
    /// blank header) are ignored, and so are blank lines.
    /// </remarks>
    public static Table ReadCsv(string path, CsvOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return CsvTableReader.ReadFile(path, options ?? CsvOptions.Default, cancellationToken);
    }

    /// <summary>Reads CSV text with a header row, as <see cref="ReadCsv(string, CsvOptions?, CancellationToken)"/> does.</summary>
    /// <param name="reader">The text. It is not disposed of.</param>
    /// <param name="options">How to read it; by default comma-separated with decimal points, and only empty fields missing.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    /// <exception cref="ModelDataException">Text that is not CSV: the message names line, row and column, and the remedy.</exception>
    public static Table ReadCsv(TextReader reader, CsvOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return CsvTableReader.ReadText(reader, options ?? CsvOptions.Default, cancellationToken);
    }

    /// <summary>The same table with a column made a factor with these levels, whatever it was.</summary>
    /// <param name="column">The column's name.</param>
    /// <param name="levels">The levels in order, each once; the first is the reference. Values find them by text, numbers also by value.</param>
    /// <param name="ordered">Whether they are ordered: polynomial contrasts by default.</param>
    /// <exception cref="ModelDataException">No such column, no level, or a level twice. A value outside the levels is an error once a model uses the column.</exception>
    public Table WithLevels(string column, IEnumerable<string> levels, bool ordered = false)
    {
        ArgumentNullException.ThrowIfNull(levels);
        ImmutableArray<string> list = levels is ImmutableArray<string> { IsDefault: true } ? [] : [.. levels];
        if (list.Contains(null!))
        {
            throw new ArgumentException($"A level for column {ValueText.Quote(column)} is null.", nameof(levels));
        }

        if (list.IsEmpty)
        {
            throw new ModelDataException($"No levels are given for column {ValueText.Quote(column)}.", column);
        }

        string? twice = list.GroupBy(l => l, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1)?.Key;
        if (twice is not null)
        {
            throw new ModelDataException($"Level {ValueText.Quote(twice)} is given twice for column {ValueText.Quote(column)}.", column);
        }

        return Replace(column, "levels", c => DeclaredFactorColumn.Declare(c, list, ordered));
    }

    /// <summary>The same table with a column made a factor: numbers become levels in order of value, text in ordinal order.</summary>
    /// <exception cref="ModelDataException">No such column.</exception>
    public Table WithFactor(string column) => Replace(column, "a factor", c => c is FactorColumn { IsLogical: false } ? c : DeclaredFactorColumn.Declare(c));

    /// <summary>The same table with the coding of a factor as fixed effects.</summary>
    /// <exception cref="ModelDataException">No such column, or one of numbers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No coding.</exception>
    public Table WithCoding(string column, Coding coding) => !Enum.IsDefined(coding) ? throw NoCoding(coding) : Replace(column, "contrasts", c => c switch
    {
        FactorColumn factor => factor.WithCoding(coding),
        { Type.Kind: ColumnKind.Numeric or ColumnKind.GroupOnly } => throw new ModelDataException(
            $"Contrasts are given for column {ValueText.Quote(column)}, which holds numbers: make it a factor too, with --factor {column} (CsvOptions.Factors, Table.WithFactor) or with --levels.",
            column),
        _ => DeclaredFactorColumn.Declare(c, coding: coding),
    });

    /// <summary>The values of a column as numbers in a new array, one for each row and NaN where it is missing; logicals are 0 and 1.</summary>
    /// <param name="column">The column's name.</param>
    /// <exception cref="ModelDataException">No such column, or one of text.</exception>
    /// <remarks>A whole number beyond 2^53 is rounded to the nearest <c>double</c>, and so is not fit to be an identifier: <see cref="Texts"/> has all its digits.</remarks>
    public double[] Numbers(string column) => [.. Require(column).AsNumeric(RowLabel).Values];

    /// <summary>The values of a column as texts in a new array, one for each row and null where it is missing; numbers are written as names of levels are.</summary>
    /// <param name="column">The column's name.</param>
    /// <exception cref="ModelDataException">No such column, or one with a value outside its declared levels.</exception>
    public string?[] Texts(string column)
    {
        FactorColumn factor = Require(column).AsFactor(RowLabel);
        var texts = new string?[factor.Count];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = factor.Codes[i] < 0 ? null : factor.Levels[factor.Codes[i]];
        }

        return texts;
    }

    /// <summary>The column of that name; null when there is none.</summary>
    internal Column? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>The table with only these of its columns.</summary>
    internal Table Only(ImmutableArray<string> names) => new(Columns.Where(c => names.Contains(c.Name)), lineOfRow);

    /// <summary>The table with a column replaced by another of its name.</summary>
    internal Table With(Column column) => new(Columns.Select(c => c.Name == column.Name ? column : c), lineOfRow);

    /// <summary>A row for people: <c>row 17 (line 18)</c>, with the line where the table came from a file.</summary>
    /// <param name="row">The row from 0.</param>
    internal string RowLabel(int row) => lineOfRow is null ? FormattableString.Invariant($"row {row + 1}") : FormattableString.Invariant($"row {row + 1} (line {lineOfRow[row]})");

    private static ArgumentOutOfRangeException NoCoding(Coding coding) => new(nameof(coding), coding, "There is no such coding.");

    private Table Replace(string name, string what, Func<Column, Column> replacement)
    {
        Column column = Require(name, $" to give {what} to");
        return new Table(Columns.Select(c => ReferenceEquals(c, column) ? replacement(c) : c), lineOfRow);
    }

    private Column Require(string name, string purpose = "")
    {
        ArgumentNullException.ThrowIfNull(name);
        if (byName.TryGetValue(name, out Column? column))
        {
            return column;
        }

        string suggestion = NearestName.Find(name, byName.Keys) is string nearest
            ? $"did you mean {ValueText.Quote(nearest)}?"
            : $"there are {ValueText.QuoteFew(byName.Keys)}.";
        throw new ModelDataException($"There is no column {ValueText.Quote(name)}{purpose}; {suggestion}", name);
    }
}
