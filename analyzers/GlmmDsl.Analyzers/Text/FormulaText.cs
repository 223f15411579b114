using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using FormulaSpan = GlmmDsl.Formulas.TextSpan;
using SourceSpan = Microsoft.CodeAnalysis.Text.TextSpan;

namespace GlmmDsl.Analyzers.Text;

/// <summary>A formula in source: its value, and where in the file each of its characters is.</summary>
internal sealed class FormulaText
{
    private readonly Lazy<ImmutableArray<SourceCharacter>> places;
    private readonly SyntaxNode argument;

    /// <summary>Takes a value and its map.</summary>
    /// <param name="value">The value.</param>
    /// <param name="argument">The expression that gives it.</param>
    /// <param name="characters">Where each character of the value is; default when that is not known.</param>
    public FormulaText(string value, SyntaxNode argument, ImmutableArray<SourceCharacter> characters)
        : this(value, argument, () => characters)
    {
    }

    /// <summary>Takes a value and what makes its map, which only a diagnostic needs.</summary>
    /// <param name="value">The value.</param>
    /// <param name="argument">The expression that gives it.</param>
    /// <param name="places">Finds where each character of the value is; default when that is not known.</param>
    public FormulaText(string value, SyntaxNode argument, Func<ImmutableArray<SourceCharacter>> places)
    {
        Value = value;
        this.argument = argument;
        this.places = new Lazy<ImmutableArray<SourceCharacter>>(places);
    }

    private ImmutableArray<SourceCharacter> Characters => places.Value;

    /// <summary>The value.</summary>
    public string Value { get; }

    /// <summary>The expression that gives the value.</summary>
    public Location Whole => argument.GetLocation();

    /// <summary>Whether the source contains a span character by character and in one piece, so that it can be replaced there.</summary>
    public bool IsExact(FormulaSpan span) =>
        Find(span) is not null
        && !Characters.Skip(Math.Max(span.Start - 1, 0)).Take(span.Length + 2).Any(character => character.IsOpaque);

    /// <summary>
    /// A change of the value as a change of the source; null where the source cannot be changed there and stay what it is. A name in <c>nameof(..)</c> gives way to another name;
    /// other text goes beside the hole that it stands in, or in its place.
    /// </summary>
    /// <param name="span">What is replaced; empty where text is inserted.</param>
    /// <param name="text">The new text.</param>
    public TextChange? Change(FormulaSpan span, string text)
    {
        if (!IsExact(span) || Find(span) is not { } found)
        {
            return null;
        }

        if (span.Length == 0)
        {
            return PlaceOfInsertion(span.Start) is { } place ? new TextChange(new SourceSpan(place, 0), text) : null;
        }

        SourceCharacter first = Characters[span.Start], last = Characters[span.End - 1];
        bool startsBetween = !IsInside(span.Start), endsBetween = !IsInside(span.End);
        if (first.Around is { } around && first.Around == last.Around && startsBetween && endsBetween)
        {
            return SyntaxFacts.IsValidIdentifier(text) ? new TextChange(found, text)
                : first.IsInHole ? new TextChange(around, WithHole(text, Value.Substring(span.Start, span.Length), around))
                : null;
        }

        if (!startsBetween || !endsBetween || IsOperand(first) || IsOperand(last))
        {
            return null;
        }

        return new TextChange(SourceSpan.FromBounds(first.Around?.Start ?? found.Start, last.Around?.End ?? found.End), text);
    }

    private static bool IsOperand(SourceCharacter character) => character is { Around: not null, IsInHole: false };

    /// <summary>Whether a place of the value is within a hole or an expression, and not beside it.</summary>
    private bool IsInside(int place) =>
        place > 0 && place < Characters.Length && Characters[place].Around is { } around && Characters[place - 1].Around == around;

    private int? PlaceOfInsertion(int place)
    {
        if (IsInside(place))
        {
            return null;
        }

        SourceCharacter? before = place > 0 ? Characters[place - 1] : null, after = place < Characters.Length ? Characters[place] : null;
        return after is { Around: null } ? after.Value.Start
            : after is { IsInHole: true, Around: { } next } ? next.Start
            : before is { Around: null } ? before.Value.End
            : before is { IsInHole: true, Around: { } previous } ? previous.End
            : null;
    }

    /// <summary>A text in which a name is written as the hole that gives it.</summary>
    private string WithHole(string text, string name, SourceSpan hole)
    {
        string written = argument.SyntaxTree.GetText().ToString(hole);
        var made = new StringBuilder();
        int start = 0;
        for (int at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, start, StringComparison.Ordinal))
        {
            int end = at + name.Length;
            bool isWhole = (at == 0 || !SyntaxFacts.IsIdentifierPartCharacter(text[at - 1])) && (end == text.Length || !SyntaxFacts.IsIdentifierPartCharacter(text[end]));
            made.Append(text, start, at - start).Append(isWhole ? written : name);
            start = end;
        }

        return made.Append(text, start, text.Length - start).ToString();
    }

    /// <summary>How many characters of the value stand before a place in the argument, for a caret there; null where the source does not contain the value.</summary>
    public int? OffsetAt(int position)
    {
        if (Characters.IsDefault)
        {
            return null;
        }

        // The characters of constants that are declared elsewhere have places elsewhere.
        for (int i = Characters.Length - 1; i >= 0; i--)
        {
            if (Characters[i].Root == 0 && Characters[i].End <= position)
            {
                return i + 1;
            }
        }

        for (int i = 0; i < Characters.Length; i++)
        {
            if (Characters[i].Root == 0 && Characters[i].Start >= position)
            {
                return i;
            }
        }

        return Characters.Length;
    }

    /// <summary>The place of a span of the value; the entire argument where the source does not contain it in one piece.</summary>
    public Location Map(FormulaSpan span) =>
        Find(span) is { } found ? Location.Create(argument.SyntaxTree, found) : Whole;

    private SourceSpan? Find(FormulaSpan span)
    {
        if (Characters.IsDefaultOrEmpty || span.Start < 0 || span.Start > Characters.Length || span.End > Characters.Length)
        {
            return null;
        }

        if (span.Length == 0)
        {
            SourceCharacter beside = Characters[Math.Min(span.Start, Characters.Length - 1)];
            return beside.IsOpaque ? SourceSpan.FromBounds(beside.Start, beside.End)
                : new SourceSpan(span.Start < Characters.Length ? beside.Start : beside.End, 0);
        }

        // Across two constants, or a constant and the text around it, the range between would include unrelated code.
        SourceCharacter first = Characters[span.Start];
        int end = first.End;
        for (int i = span.Start; i < span.End; i++)
        {
            if (Characters[i].Root != first.Root || Characters[i].End < end)
            {
                return null;
            }

            end = Characters[i].End;
        }

        return SourceSpan.FromBounds(first.Start, end);
    }
}
