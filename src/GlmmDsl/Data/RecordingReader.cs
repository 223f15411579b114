using System.Text;

namespace GlmmDsl.Data;

/// <summary>Text that is kept while it is read, in blocks, so that it can be read again.</summary>
/// <param name="text">The text; it is not disposed of.</param>
internal sealed class RecordingReader(TextReader text)
{
    // Nearly all text is ASCII, and takes half the memory this way.
    private readonly List<object> blocks = [];

    /// <summary>A reader of the whole text: what was read before, then what comes next.</summary>
    public TextReader FromStart() => new Replay(this);

    private object? Block(int index)
    {
        while (index == blocks.Count)
        {
            char[] block = new char[1 << 16];
            int length = text.Read(block, 0, block.Length);
            if (length == 0)
            {
                return null;
            }

            ReadOnlySpan<char> characters = block.AsSpan(0, length);
            blocks.Add(Ascii.IsValid(characters) ? Encoding.ASCII.GetBytes(block, 0, length) : characters.ToArray());
        }

        return blocks[index];
    }

    private sealed class Replay(RecordingReader source) : TextReader
    {
        private int block;
        private int at;

        public override int Peek()
        {
            char[] one = new char[1];
            (int wasBlock, int wasAt) = (block, at);
            int length = Read(one, 0, 1);
            (block, at) = (wasBlock, wasAt);
            return length == 0 ? -1 : one[0];
        }

        public override int Read()
        {
            char[] one = new char[1];
            return Read(one, 0, 1) == 0 ? -1 : one[0];
        }

        public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

        public override int Read(Span<char> buffer)
        {
            while (source.Block(block) is object current)
            {
                int length = Math.Min(buffer.Length, (current is byte[] bytes ? bytes.Length : ((char[])current).Length) - at);
                if (length == 0 && !buffer.IsEmpty)
                {
                    block++;
                    at = 0;
                    continue;
                }

                if (current is byte[] ascii)
                {
                    Encoding.ASCII.GetChars(ascii.AsSpan(at, length), buffer);
                }
                else
                {
                    ((char[])current).AsSpan(at, length).CopyTo(buffer);
                }

                at += length;
                return length;
            }

            return 0;
        }
    }
}
