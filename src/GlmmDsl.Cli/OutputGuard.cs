using System.Text;

namespace GlmmDsl.Cli;

/// <summary>Standard output could not be written.</summary>
internal sealed class OutputException(Exception inner) : Exception(inner.Message, inner);

/// <summary>Standard output, whose failures are kept apart from those of reading and of the program itself.</summary>
/// <param name="output">The writer; it is flushed, not disposed of.</param>
internal sealed class OutputGuard(TextWriter output) : TextWriter(output.FormatProvider)
{
    public override Encoding Encoding => output.Encoding;

    public override void Write(char value) => Guard(() => output.Write(value));

    public override void Write(string? value) => Guard(() => output.Write(value));

    public override void Write(char[] buffer, int index, int count) => Guard(() => output.Write(buffer, index, count));

    public override void WriteLine(string? value) => Guard(() => output.WriteLine(value));

    public override void Flush() => Guard(output.Flush);

    private static void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            throw new OutputException(e);
        }
    }
}
