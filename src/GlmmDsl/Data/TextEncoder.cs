using System.Collections.Immutable;

namespace GlmmDsl.Data;

/// <summary>Gathers texts row by row as indices into the distinct ones.</summary>
internal sealed class TextEncoder
{
    private const int RecentTexts = 256;

    private readonly List<string> texts = [];
    private readonly Dictionary<string, int> indexOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> indexOfSpan;

    // One more than the code of a text seen recently, by a few of its characters: most rows repeat one of a few texts.
    private readonly int[] recent = new int[RecentTexts];
    private int[] codes;
    private int count;

    /// <summary>Makes an empty one.</summary>
    /// <param name="rowCount">The number of rows to come, where it is known.</param>
    public TextEncoder(int rowCount = 0)
    {
        codes = new int[rowCount];
        indexOfSpan = indexOf.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The distinct texts in order of appearance.</summary>
    public IReadOnlyList<string> Texts => texts;

    /// <summary>For each row the index of its text, -1 where missing. Nothing can be added after.</summary>
    public int[] Codes() => ColumnGrowth.Trim(ref codes, count);

    /// <summary>Adds a row; null is a missing value.</summary>
    public void Add(string? text)
    {
        if (text is null)
        {
            AddMissing();
        }
        else
        {
            Add(text.AsSpan());
        }
    }

    /// <summary>Adds a row.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="expectedRows">The number of rows that all are expected to be; 0 where it is not known.</param>
    public void Add(ReadOnlySpan<char> text, int expectedRows = 0)
    {
        ref int slot = ref recent[Slot(text)];
        int code = slot - 1;
        if (code < 0 || !text.SequenceEqual(texts[code]))
        {
            code = Find(text);
            slot = code + 1;
        }

        Append(code, expectedRows);
    }

    /// <summary>Adds a row whose value is missing.</summary>
    /// <param name="expectedRows">The number of rows that all are expected to be; 0 where it is not known.</param>
    public void AddMissing(int expectedRows = 0) => Append(-1, expectedRows);

    /// <summary>A factor whose levels are the texts in ordinal order.</summary>
    public FactorColumn ToFactor(string name) => Sorted(name, texts, Codes());

    /// <summary>A factor whose levels are the given distinct texts in ordinal order.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="texts">The distinct texts.</param>
    /// <param name="codes">For each row the index of its text, -1 where missing.</param>
    public static FactorColumn Sorted(string name, IReadOnlyList<string> texts, int[] codes)
    {
        int[] order = [.. Enumerable.Range(0, texts.Count)];
        Array.Sort(order, (a, b) => string.CompareOrdinal(texts[a], texts[b]));
        int[] levelOf = new int[order.Length];
        for (int level = 0; level < order.Length; level++)
        {
            levelOf[order[level]] = level;
        }

        int[] levelCodes = Array.ConvertAll(codes, code => code < 0 ? -1 : levelOf[code]);
        ImmutableArray<string> levels = [.. order.Select(i => texts[i])];
        return new FactorColumn(name, levels, levelCodes) { Notices = LevelNotices.OfMissingMarkers(name, levels, levelCodes) };
    }

    private static int Slot(ReadOnlySpan<char> text) =>
        text.IsEmpty ? 0 : ((text[0] * 7) + (text[text.Length / 2] * 31) + (text[^1] * 13) + text.Length) & (RecentTexts - 1);

    private int Find(ReadOnlySpan<char> text)
    {
        if (!indexOfSpan.TryGetValue(text, out int code))
        {
            code = texts.Count;
            texts.Add(text.ToString());
            indexOf.Add(texts[^1], code);
        }

        return code;
    }

    private void Append(int code, int expectedRows)
    {
        if (count == codes.Length)
        {
            ColumnGrowth.Grow(ref codes, expectedRows);
        }

        codes[count++] = code;
    }
}
