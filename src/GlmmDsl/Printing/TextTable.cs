using System.Text;
using GlmmDsl.Data;

namespace GlmmDsl.Printing;

/// <summary>A table in plain text: columns as wide as their longest cell, one blank between them.</summary>
internal sealed class TextTable
{
    private readonly List<string[]> rows = [];
    private readonly bool[] isLeft;

    /// <summary>Starts a table with its headings.</summary>
    /// <param name="isLeft">For each column, whether its cells are left-aligned.</param>
    /// <param name="headings">The headings.</param>
    public TextTable(bool[] isLeft, params string[] headings)
    {
        this.isLeft = isLeft;
        Add(headings);
    }

    /// <summary>Adds a row.</summary>
    public void Add(params string[] cells) => rows.Add(Array.ConvertAll(cells, VisibleText.Of));

    /// <summary>Writes the lines, each with an indent before it and no trailing blanks.</summary>
    public void WriteTo(StringBuilder text, string indent)
    {
        int[] widths = [.. isLeft.Select((_, column) => rows.Max(row => column < row.Length ? row[column].Length : 0))];
        foreach (string[] row in rows)
        {
            var line = new StringBuilder(indent);
            for (int column = 0; column < row.Length; column++)
            {
                line.Append(column > 0 ? " " : "");
                line.Append(isLeft[column] ? row[column].PadRight(widths[column]) : row[column].PadLeft(widths[column]));
            }

            text.Append(line.ToString().TrimEnd()).Append('\n');
        }
    }
}
