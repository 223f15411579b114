using System.Collections.Immutable;
using GlmmDsl.Formulas;

namespace GlmmDsl.Analyzers.Edits;

/// <summary>A change of a formula's text.</summary>
/// <param name="Span">What is replaced.</param>
/// <param name="Text">The text that replaces it.</param>
internal readonly record struct FormulaEdit(TextSpan Span, string Text);

/// <summary>A code fix inside a formula, in terms of the formula's own text.</summary>
/// <param name="Title">The title in the light bulb.</param>
/// <param name="Edits">The changes; none overlap.</param>
internal sealed record FormulaFix(string Title, ImmutableArray<FormulaEdit> Edits)
{
    public FormulaFix(string title, params FormulaEdit[] edits)
        : this(title, edits.ToImmutableArray())
    {
    }
}
