using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using FormulaSpan = GlmmDsl.Formulas.TextSpan;
using SourceSpan = Microsoft.CodeAnalysis.Text.TextSpan;

namespace GlmmDsl.Analyzers.Text;

/// <summary>A formula in source: its value, and where in the file each of its characters is.</summary>
internal sealed class FormulaText
{
    private readonly ImmutableArray<SourceCharacter> characters;
    private readonly SyntaxNode argument;

    /// <summary>Takes a value and its map.</summary>
    /// <param name="value">The value.</param>
    /// <param name="argument">The expression that gives it.</param>
    /// <param name="characters">Where each character of the value is; default when that is not known.</param>
    public FormulaText(string value, SyntaxNode argument, ImmutableArray<SourceCharacter> characters)
    {
        Value = value;
        this.argument = argument;
        this.characters = characters;
    }

    /// <summary>The value.</summary>
    public string Value { get; }

    /// <summary>The expression that gives the value.</summary>
    public Location Whole => argument.GetLocation();

    /// <summary>Whether the source contains a span character by character and in one piece, so that it can be replaced there.</summary>
    public bool IsExact(FormulaSpan span) =>
        Find(span) is not null
        && !characters.Skip(Math.Max(span.Start - 1, 0)).Take(span.Length + 2).Any(character => character.IsOpaque);

    /// <summary>How many characters of the value stand before a place in the argument, for a caret there; null where the source does not contain the value.</summary>
    public int? OffsetAt(int position)
    {
        if (characters.IsDefault)
        {
            return null;
        }

        // The characters of constants that are declared elsewhere have places elsewhere.
        for (int i = characters.Length - 1; i >= 0; i--)
        {
            if (characters[i].Root == 0 && characters[i].End <= position)
            {
                return i + 1;
            }
        }

        for (int i = 0; i < characters.Length; i++)
        {
            if (characters[i].Root == 0 && characters[i].Start >= position)
            {
                return i;
            }
        }

        return characters.Length;
    }

    /// <summary>The place of a span of the value; the entire argument where the source does not contain it in one piece.</summary>
    public Location Map(FormulaSpan span) =>
        Find(span) is { } found ? Location.Create(argument.SyntaxTree, found) : Whole;

    private SourceSpan? Find(FormulaSpan span)
    {
        if (characters.IsDefaultOrEmpty || span.Start < 0 || span.Start > characters.Length || span.End > characters.Length)
        {
            return null;
        }

        if (span.Length == 0)
        {
            SourceCharacter beside = characters[Math.Min(span.Start, characters.Length - 1)];
            return beside.IsOpaque ? SourceSpan.FromBounds(beside.Start, beside.End)
                : new SourceSpan(span.Start < characters.Length ? beside.Start : beside.End, 0);
        }

        // Across two constants, or a constant and the text around it, the range between would include unrelated code.
        SourceCharacter first = characters[span.Start];
        int end = first.End;
        for (int i = span.Start; i < span.End; i++)
        {
            if (characters[i].Root != first.Root || characters[i].End < end)
            {
                return null;
            }

            end = characters[i].End;
        }

        return SourceSpan.FromBounds(first.Start, end);
    }
}
