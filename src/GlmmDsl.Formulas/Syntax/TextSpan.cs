namespace GlmmDsl.Formulas;

/// <summary>A stretch of a formula's text, in UTF-16 code units from its first character.</summary>
/// <param name="Start">Offset of the first character, from 0.</param>
/// <param name="Length">Number of characters; 0 marks a place between two characters.</param>
public readonly record struct TextSpan(int Start, int Length)
{
    /// <summary>Offset just after the last character.</summary>
    public int End => Start + Length;

    /// <summary>The span from <paramref name="start"/> up to, not including, <paramref name="end"/>.</summary>
    public static TextSpan FromBounds(int start, int end) => new(start, end - start);

    /// <summary>The smallest span that covers both.</summary>
    public static TextSpan Union(TextSpan a, TextSpan b) =>
        FromBounds(Math.Min(a.Start, b.Start), Math.Max(a.End, b.End));
}
