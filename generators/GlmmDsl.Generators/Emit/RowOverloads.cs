using System.Globalization;

namespace GlmmDsl.Generators.Emit;

/// <summary>A way in which a method takes rows.</summary>
/// <param name="Type">The type of its parameter.</param>
/// <param name="Rows">Its rows as an argument of a reader, which takes spans and sequences.</param>
/// <param name="Attribute">The attribute that gives it priority over the others; empty for none.</param>
internal readonly record struct RowOverload(string Type, string Rows, string Attribute);

/// <summary>
/// The overloads of methods that take rows: a span and a sequence. So that an array is not ambiguous, the span has priority, or there is an overload for arrays if
/// the language version does not know priorities.
/// </summary>
internal static class RowOverloads
{
    /// <summary>The overloads for rows of a type.</summary>
    /// <param name="row">The type of a row.</param>
    /// <param name="hasPriority">Whether the language version knows priorities: C# 13.</param>
    /// <param name="isFirst">Whether they have priority over other overloads of the method, which would match <c>new()</c> equally well.</param>
    public static IEnumerable<RowOverload> Of(string row, bool hasPriority, bool isFirst = false)
    {
        string sequence = $"global::System.Collections.Generic.IEnumerable<{row}>";
        int least = isFirst ? 2 : 0;
        yield return new RowOverload($"global::System.ReadOnlySpan<{row}>", "rows", Priority(least + 1, hasPriority));
        yield return new RowOverload(sequence, "rows", Priority(least, hasPriority));
        if (!hasPriority)
        {
            yield return new RowOverload(row + "[]", $"({sequence})rows", "");
        }
    }

    /// <summary>The attribute of a method that takes rows as they come; empty for none.</summary>
    /// <param name="hasPriority">Whether the language version knows priorities.</param>
    /// <param name="isFirst">Whether it has priority over another overload.</param>
    public static string OfStream(bool hasPriority, bool isFirst) => Priority(isFirst ? 1 : 0, hasPriority);

    private static string Priority(int priority, bool hasPriority) =>
        hasPriority && priority > 0
            ? $"[global::System.Runtime.CompilerServices.OverloadResolutionPriority({priority.ToString(CultureInfo.InvariantCulture)})]"
            : "";
}
