using Microsoft.CodeAnalysis.Text;

namespace GlmmDsl.Analyzers.Text;

/// <summary>One UTF-16 code unit of a constant string and the range of source that wrote it.</summary>
/// <param name="Value">The code unit.</param>
/// <param name="Start">Where its source begins in the file.</param>
/// <param name="End">Where its source ends.</param>
/// <param name="Root">The expression it is in: 0 for the argument itself, another number for each constant followed to its declaration.</param>
/// <param name="IsOpaque">Whether it is part of a constant whose source cannot be read; its source is then the entire constant.</param>
internal readonly record struct SourceCharacter(char Value, int Start, int End, int Root, bool IsOpaque = false)
{
    /// <summary>The expression that gives the character, <c>nameof(..)</c>, or the hole of an interpolated string that it stands in, with its braces; null for a character of a literal's text.</summary>
    public TextSpan? Around { get; init; }

    /// <summary>Whether <see cref="Around"/> is a hole, which text can be written beside.</summary>
    public bool IsInHole { get; init; }
}
