using System.Collections.Immutable;
using System.ComponentModel;
using System.Runtime.InteropServices;
using GlmmDsl.Data;

namespace GlmmDsl.Modeling;

/// <summary>
/// Reads rows of a type into the columns that a formula uses, each row once. A typed model derives its own reader, which defines how a
/// run of rows is read and which columns result.
/// </summary>
/// <typeparam name="TRow">The row type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class RowReader<TRow>
{
    /// <summary>Rows are read in runs of this many, so that columns stay in the cache and a cancellation is soon seen.</summary>
    private const int RunLength = 8192;

    /// <summary>The number of rows read so far; while a run is being read, those before it.</summary>
    protected int RowCount { get; private set; }

    /// <summary>The number of rows to expect; 0 if unknown.</summary>
    protected int Expected { get; private set; }

    /// <summary>Reads all rows.</summary>
    /// <exception cref="ModelDataException">A row is null, or a value is outside its column's levels; named with its row.</exception>
    public Table Read(ReadOnlySpan<TRow> rows, CancellationToken cancellationToken)
    {
        Expected = rows.Length;
        Append(rows, cancellationToken);
        return new Table(Columns());
    }

    /// <summary>Reads all rows; an array or list is read in place, anything else in runs.</summary>
    /// <exception cref="ModelDataException">A row is null, or a value is outside its column's levels; named with its row.</exception>
    public Table Read(IEnumerable<TRow> rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        switch (rows)
        {
            case TRow[] array:
                return Read(array.AsSpan(), cancellationToken);
            case List<TRow> list:
                return Read(CollectionsMarshal.AsSpan(list), cancellationToken);
            case ImmutableArray<TRow> array:
                return Read(array.AsSpan(), cancellationToken);
            default:
                Expected = rows.TryGetNonEnumeratedCount(out int count) ? count : 0;
                foreach (TRow[] run in rows.Chunk(RunLength))
                {
                    Append(run, cancellationToken);
                }

                return new Table(Columns());
        }
    }

    /// <summary>Reads all rows as they come.</summary>
    /// <exception cref="ModelDataException">A row is null, or a value is outside its column's levels; named with its row.</exception>
    public async Task<Table> ReadAsync(IAsyncEnumerable<TRow> rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var run = new List<TRow>(RunLength);
        await foreach (TRow row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            run.Add(row);
            if (run.Count == RunLength)
            {
                Append(CollectionsMarshal.AsSpan(run), cancellationToken);
                run.Clear();
            }
        }

        Append(CollectionsMarshal.AsSpan(run), cancellationToken);
        return new Table(Columns());
    }

    /// <summary>Reads one run of rows after those already read.</summary>
    protected abstract void ReadRun(ReadOnlySpan<TRow> rows);

    /// <summary>The columns of all rows read.</summary>
    protected abstract IReadOnlyList<Column> Columns();

    /// <summary>Makes the error for a null row, <paramref name="index"/> rows into the run being read.</summary>
    protected ModelDataException NullRow(int index) => RowErrors.NullRow(RowCount + index);

    private void Append(ReadOnlySpan<TRow> rows, CancellationToken cancellationToken)
    {
        while (!rows.IsEmpty)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<TRow> run = rows[..Math.Min(rows.Length, RunLength)];
            ReadRun(run);
            RowCount += run.Length;
            rows = rows[run.Length..];
        }
    }
}
