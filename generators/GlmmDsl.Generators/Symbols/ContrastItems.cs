using System.Collections.Immutable;
using GlmmDsl.Formulas;

namespace GlmmDsl.Generators.Symbols;

/// <summary>One item of the attribute's <c>Contrasts = "Arm=sum, Dose=poly"</c>.</summary>
/// <param name="Name">The column, as written.</param>
/// <param name="NameSpan">Its position in the text.</param>
/// <param name="CodingName">The coding, as written; null where there is no <c>=</c>.</param>
/// <param name="CodingSpan">Its position in the text.</param>
internal sealed record ContrastItem(string Name, TextSpan NameSpan, string? CodingName, TextSpan CodingSpan)
{
    /// <summary>The coding; null where its name is not one.</summary>
    public Coding? Coding =>
        CodingName switch
        {
            "treatment" => GlmmDsl.Coding.Treatment,
            "sum" => GlmmDsl.Coding.Sum,
            "helmert" => GlmmDsl.Coding.Helmert,
            "poly" => GlmmDsl.Coding.Polynomial,
            _ => null,
        };
}

/// <summary>Splits the attribute's text on contrasts. This file is compiled into both the generator and the analyzers.</summary>
internal static class ContrastItems
{
    /// <summary>The names of the codings.</summary>
    public static ImmutableArray<string> CodingNames { get; } = ImmutableArray.Create("treatment", "sum", "helmert", "poly");

    /// <summary>The items in order, each with its position.</summary>
    public static IEnumerable<ContrastItem> Read(string text)
    {
        int start = 0;
        while (start <= text.Length)
        {
            int comma = text.IndexOf(',', start);
            int end = comma < 0 ? text.Length : comma;

            // A column's name may hold the sign, a coding's never does.
            int sign = end == start ? -1 : text.LastIndexOf('=', end - 1, end - start);
            TextSpan name = Trimmed(text, start, sign < 0 ? end : sign);
            TextSpan coding = sign < 0 ? TextSpan.FromBounds(name.End, name.End) : Trimmed(text, sign + 1, end);
            yield return new ContrastItem(text.Substring(name.Start, name.Length), name, sign < 0 ? null : text.Substring(coding.Start, coding.Length), coding);
            start = end + 1;
        }
    }

    private static TextSpan Trimmed(string text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return TextSpan.FromBounds(start, end);
    }
}
