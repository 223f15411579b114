using System.Text;

namespace GlmmDsl.Generators.Emit;

/// <summary>Writes indented lines of C#.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder text = new();
    private int depth;
    private bool isFresh = true;

    public SourceWriter Line(string line = "")
    {
        if (line.Length > 0)
        {
            text.Append(' ', depth * 4).Append(line);
        }

        text.Append('\n');
        isFresh = false;
        return this;
    }

    /// <summary>Writes an empty line before a member, but not before the first of a block.</summary>
    public SourceWriter Gap()
    {
        if (!isFresh)
        {
            Line();
        }

        return this;
    }

    /// <summary>Begins a block, after its header if it has its own.</summary>
    public SourceWriter Open(string header = "")
    {
        if (header.Length > 0)
        {
            Line(header);
        }

        Line("{");
        depth++;
        isFresh = true;
        return this;
    }

    public SourceWriter Close(string after = "")
    {
        depth--;
        return Line("}" + after);
    }

    /// <summary>A documentation summary; the content must be XML.</summary>
    public SourceWriter Summary(string xml) => Line($"/// <summary>{xml}</summary>");

    public override string ToString() => text.ToString();
}
