namespace GlmmDsl.Generators.Emit;

/// <summary>A way a method takes rows.</summary>
/// <param name="Type">The type of its parameter.</param>
/// <param name="Rows">Its rows as an argument of a reader, which takes spans and sequences.</param>
/// <param name="Attribute">The attribute that puts it before the others; empty for none.</param>
internal readonly record struct RowOverload(string Type, string Rows, string Attribute);

/// <summary>
/// The overloads of methods that take rows: a span, a sequence, and so that an array means one of them, the span's priority, or an overload for arrays where
/// the language version does not know priorities.
/// </summary>
internal static class RowOverloads
{
    private const string Priority = "[global::System.Runtime.CompilerServices.OverloadResolutionPriority(1)]";

    /// <summary>The overloads for rows of a type.</summary>
    /// <param name="row">The type of a row.</param>
    /// <param name="hasPriority">Whether the language version knows priorities: C# 13.</param>
    public static IEnumerable<RowOverload> Of(string row, bool hasPriority)
    {
        string sequence = $"global::System.Collections.Generic.IEnumerable<{row}>";
        yield return new RowOverload($"global::System.ReadOnlySpan<{row}>", "rows", hasPriority ? Priority : "");
        yield return new RowOverload(sequence, "rows", "");
        if (!hasPriority)
        {
            yield return new RowOverload(row + "[]", $"({sequence})rows", "");
        }
    }
}
