namespace GlmmDsl.Data;

/// <summary>The line of the file on which each row starts. While rows and lines run in step, as in most files, only the first line is kept.</summary>
internal sealed class RowLines
{
    private int firstLine;
    private List<int>? lines;

    /// <summary>The number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>Whether each row so far is one line, and no line between is blank.</summary>
    public bool AreInStep => lines is null;

    /// <summary>The line of a row.</summary>
    /// <param name="row">The row, from 0.</param>
    public int this[int row] => lines is null ? firstLine + row : lines[row];

    /// <summary>Adds the next row.</summary>
    public void Add(int line)
    {
        if (Count == 0)
        {
            firstLine = line;
        }
        else if (lines is null && line != firstLine + Count)
        {
            lines = [.. Enumerable.Range(firstLine, Count)];
        }

        lines?.Add(line);
        Count++;
    }
}
