namespace GlmmDsl;

/// <summary>Named columns of equal length: what a formula is evaluated on at run time. Immutable.</summary>
public sealed class Table
{
    private readonly Dictionary<string, Column> byName;
    private readonly int[]? lineOfRow;

    /// <summary>Makes a table of columns in memory.</summary>
    /// <exception cref="ModelDataException">Columns of different lengths, or two of one name.</exception>
    public Table(IEnumerable<Column> columns)
    {
        Columns = [.. columns];
        lineOfRow = null;
        byName = Columns.ToDictionary(c => c.Name, StringComparer.Ordinal);
        RowCount = Columns.Count == 0 ? 0 : Columns[0].Count;
    }

    /// <summary>The columns in order.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>The column of that name; null when there is none.</summary>
    internal Column? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>A row for people: <c>row 17 (line 18)</c>, with the line where the table came from a file.</summary>
    /// <param name="row">The row from 0.</param>
    internal string RowLabel(int row) => lineOfRow is null ? FormattableString.Invariant($"row {row + 1}") : FormattableString.Invariant($"row {row + 1} (line {lineOfRow[row]})");
}
