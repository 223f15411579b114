namespace GlmmDsl.Data;

/// <summary>Gathers texts row by row as indices into the distinct ones.</summary>
internal sealed class TextEncoder
{
    private readonly List<int> codes;
    private readonly List<string> texts = [];
    private readonly Dictionary<string, int> indexOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> indexOfSpan;

    /// <summary>Makes an empty one.</summary>
    /// <param name="rowCount">The number of rows to come, where it is known.</param>
    public TextEncoder(int rowCount = 0)
    {
        codes = new List<int>(rowCount);
        indexOfSpan = indexOf.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The distinct texts in order of appearance.</summary>
    public IReadOnlyList<string> Texts => texts;

    /// <summary>For each row the index of its text, -1 where missing.</summary>
    public int[] Codes() => [.. codes];

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
    public void Add(ReadOnlySpan<char> text)
    {
        if (!indexOfSpan.TryGetValue(text, out int code))
        {
            code = texts.Count;
            texts.Add(text.ToString());
            indexOf.Add(texts[^1], code);
        }

        codes.Add(code);
    }

    /// <summary>Adds a row whose value is missing.</summary>
    public void AddMissing() => codes.Add(-1);

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

        return new FactorColumn(name, [.. order.Select(i => texts[i])], Array.ConvertAll(codes, code => code < 0 ? -1 : levelOf[code]));
    }
}
