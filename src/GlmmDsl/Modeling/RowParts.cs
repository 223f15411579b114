using System.ComponentModel;
using GlmmDsl.Data;

namespace GlmmDsl.Modeling;

/// <summary>Reads rows of a type as tables of a fixed number of rows, lazily, for cross-products of a stream.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RowParts
{
    /// <summary>Rows per table: enough that the sums by group cost little compared with the rows, and few enough that parts take little memory.</summary>
    private const int Length = 1 << 17;

    /// <summary>Reads rows as tables.</summary>
    /// <param name="rows">The rows, read once.</param>
    /// <param name="reader">Makes a reader for each table.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    /// <exception cref="ModelDataException">A row is null, or a value is outside its column's levels; named with its row in the part.</exception>
    public static IEnumerable<Table> Of<TRow>(IEnumerable<TRow> rows, Func<RowReader<TRow>> reader, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(reader);
        return rows.Chunk(Length).Select(part => reader().Read(part.AsSpan(), cancellationToken));
    }

    /// <summary>Reads rows as tables as they come.</summary>
    /// <param name="rows">The rows, read once.</param>
    /// <param name="reader">Makes a reader for each table.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    /// <exception cref="ModelDataException">A row is null, or a value is outside its column's levels; named with its row in the part.</exception>
    public static IAsyncEnumerable<Table> Of<TRow>(IAsyncEnumerable<TRow> rows, Func<RowReader<TRow>> reader, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(reader);
        return rows.Chunk(Length).Select(part => reader().Read(part.AsSpan(), cancellationToken));
    }
}
