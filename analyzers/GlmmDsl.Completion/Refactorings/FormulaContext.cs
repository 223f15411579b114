using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Completion.Places;
using GlmmDsl.Formulas;

namespace GlmmDsl.Completion.Refactorings;

/// <summary>A correct formula with the caret in it, for refactorings of the formula's own text.</summary>
/// <param name="Text">The formula.</param>
/// <param name="Terms">The formula, expanded.</param>
/// <param name="Caret">The caret, as an offset into the text.</param>
/// <param name="Known">What is known of the columns.</param>
internal sealed record FormulaContext(string Text, ModelTerms Terms, int Caret, KnownColumns? Known)
{
    /// <summary>The formula's tree.</summary>
    public FormulaSyntax Syntax => Terms.Syntax;

    /// <summary>The text of a node.</summary>
    public string TextOf(ExpressionSyntax node) => Text.Substring(node.Span.Start, node.Span.Length);

    /// <summary>Whether the caret touches a span.</summary>
    public bool Touches(TextSpan span) => Caret >= span.Start && Caret <= span.End;

    /// <summary>The terms of the fixed part as they are written, the operands of its sum; those after a minus are left out.</summary>
    public static IReadOnlyList<ExpressionSyntax> Summands(ExpressionSyntax sum)
    {
        IReadOnlyList<BinarySyntax> spine = sum.LeftSpine();
        var summands = new List<ExpressionSyntax>();
        int first = 0;

        // The spine of a * b + c ends at the product: only the additions above the last other operator are the sum.
        for (int i = 0; i < spine.Count; i++)
        {
            if (spine[i].Operator is not (BinaryOperator.Add or BinaryOperator.Subtract))
            {
                first = i + 1;
            }
        }

        summands.Add(first == 0 ? (spine.Count > 0 ? spine[0].Left : sum) : spine[first - 1]);
        summands.AddRange(spine.Skip(first).Where(node => node.Operator == BinaryOperator.Add).Select(node => node.Right));
        return summands;
    }

    /// <summary>The formula after edits; null where it has errors.</summary>
    public ModelTerms? After(IEnumerable<FormulaEdit> edits)
    {
        string text = Text;
        foreach (FormulaEdit edit in edits.OrderByDescending(edit => edit.Span.Start))
        {
            text = text.Substring(0, edit.Span.Start) + edit.Text + text.Substring(edit.Span.End);
        }

        return FormulaReading.Of(text) is { Terms: { } terms, Errors.IsEmpty: true } ? terms : null;
    }

    /// <summary>Whether two formulas have the same terms, whatever their order.</summary>
    public static bool IsSame(ModelTerms a, ModelTerms b) => Key(a) == Key(b);

    private static string Key(ModelTerms terms) =>
        string.Join(
            "|",
            terms.Response?.Name,
            terms.HasIntercept,
            Sorted(terms.Fixed.Select(NameOf)),
            Sorted(terms.Offsets.Select(offset => offset.ToString())),
            Sorted(terms.Random.Select(random => $"{random.Structure} {random.HasIntercept} {Sorted(random.Terms.Select(NameOf))} by {random.GroupName}")));

    private static string NameOf(Term term) => string.Join(":", term.Variables.Select(variable => variable.Name).OrderBy(name => name, StringComparer.Ordinal));

    private static string Sorted(IEnumerable<string> names) => string.Join("+", names.OrderBy(name => name, StringComparer.Ordinal));
}
