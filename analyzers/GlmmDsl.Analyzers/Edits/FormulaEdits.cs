using GlmmDsl.Formulas;

namespace GlmmDsl.Analyzers.Edits;

/// <summary>The edits of formulas that code fixes are made of.</summary>
internal static class FormulaEdits
{
    /// <summary>Puts a text before a place.</summary>
    public static FormulaEdit Insert(int position, string text) => new(new TextSpan(position, 0), text);

    /// <summary>Takes a term out of a sum, with the plus before it or, for the first, after it; null when it is not in a sum.</summary>
    public static FormulaEdit? RemoveTerm(string formula, TextSpan term)
    {
        int before = SkipBlanksBack(formula, term.Start);
        if (before > 0 && formula[before - 1] == '+')
        {
            return new FormulaEdit(TextSpan.FromBounds(SkipBlanksBack(formula, before - 1), term.End), "");
        }

        int behind = SkipBlanks(formula, term.End);
        return behind < formula.Length && formula[behind] == '+'
            ? new FormulaEdit(TextSpan.FromBounds(term.Start, SkipBlanks(formula, behind + 1)), "")
            : null;
    }

    /// <summary>Takes the intercept out of a random-effects term: <c>x</c> and <c>1 + x</c> become <c>0 + x</c>.</summary>
    public static FormulaEdit WithoutIntercept(ExpressionSyntax left) =>
        LeadingOne(left) is { } one ? new FormulaEdit(one.Span, "0") : Insert(left.Span.Start, "0 + ");

    /// <summary>The <c>1</c> that begins a sum.</summary>
    public static NumberSyntax? LeadingOne(ExpressionSyntax sum)
    {
        while (sum is BinarySyntax { Operator: BinaryOperator.Add } addition)
        {
            sum = addition.Left;
        }

        return sum is NumberSyntax { Value: 1 } one ? one : null;
    }

    private static int SkipBlanks(string text, int position)
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]))
        {
            position++;
        }

        return position;
    }

    private static int SkipBlanksBack(string text, int position)
    {
        while (position > 0 && char.IsWhiteSpace(text[position - 1]))
        {
            position--;
        }

        return position;
    }
}
