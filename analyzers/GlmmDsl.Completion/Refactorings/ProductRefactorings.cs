using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;

namespace GlmmDsl.Completion.Refactorings;

/// <summary><c>a * b</c> to <c>a + b + a:b</c> and back, and the main effects that an interaction lacks.</summary>
internal static class ProductRefactorings
{
    private const int MostFactors = 4;

    /// <summary>The refactorings at the caret.</summary>
    public static IEnumerable<FormulaFix> Of(FormulaContext formula) => Expanded(formula).Concat(Folded(formula)).Concat(MainEffects(formula));

    private static IEnumerable<FormulaFix> Expanded(FormulaContext formula)
    {
        BinarySyntax? product = FormulaWalk.TermOperators(formula.Syntax.Right).Where(node => node.Operator == BinaryOperator.Multiply && formula.Touches(node.Span)).OrderByDescending(node => node.Span.Length).FirstOrDefault();
        if (product is null || TermExpander.Expand(FormulaParser.Parse("~ 0 + " + formula.TextOf(product)).Syntax!) is not { Terms: { Random.IsEmpty: true, Offsets.IsEmpty: true } terms, Diagnostics.IsEmpty: true })
        {
            yield break;
        }

        string sum = string.Join(" + ", terms.Fixed.Select(term => term.Name));
        foreach (string written in new[] { sum, "(" + sum + ")" })
        {
            var edit = new FormulaEdit(product.Span, written);
            if (formula.After([edit]) is { } after && FormulaContext.IsSame(formula.Terms, after))
            {
                yield return new FormulaFix($"Expand {formula.TextOf(product)}", edit);
                yield break;
            }
        }
    }

    private static IEnumerable<FormulaFix> Folded(FormulaContext formula)
    {
        foreach (IReadOnlyList<ExpressionSyntax> summands in Sums(formula))
        {
            // The largest interaction first: a * b * c folds its pairs too.
            foreach (ExpressionSyntax interaction in summands.Where(IsInteraction).OrderByDescending(node => Factors(node).Count))
            {
                List<string> factors = Factors(interaction);
                List<ExpressionSyntax> parts = [.. summands.Where(part => Factors(part) is { Count: > 0 } names && names.All(factors.Contains))];
                var sets = new HashSet<string>(parts.Select(part => Key(Factors(part))), StringComparer.Ordinal);
                if (factors.Count > MostFactors || sets.Count != (1 << factors.Count) - 1 || sets.Count != parts.Count || !parts.Any(part => formula.Touches(part.Span)))
                {
                    continue;
                }

                string[] inOrder = [.. parts.Where(part => Factors(part).Count == 1).Select(formula.TextOf)];
                FormulaEdit?[] edits = [new FormulaEdit(parts[0].Span, string.Join(" * ", inOrder)), .. parts.Skip(1).Select(part => FormulaEdits.RemoveTerm(formula.Text, part.Span))];
                if (edits.All(edit => edit is not null) && formula.After(edits.Select(edit => edit!.Value)) is { } after && FormulaContext.IsSame(formula.Terms, after))
                {
                    yield return new FormulaFix($"Write {string.Join(" * ", inOrder)}", edits.Select(edit => edit!.Value).ToArray());
                    yield break;
                }
            }
        }
    }

    private static IEnumerable<FormulaFix> MainEffects(FormulaContext formula)
    {
        foreach (ExpressionSyntax interaction in FormulaContext.Summands(formula.Syntax.Right).Where(node => IsInteraction(node) && formula.Touches(node.Span)))
        {
            foreach (string missing in Factors(interaction).Where(factor => !formula.Terms.Fixed.Any(term => term.Variables.Length == 1 && term.Variables[0].Label == factor)))
            {
                yield return new FormulaFix($"Add the main effect of {missing}", FormulaEdits.Insert(interaction.Span.Start, missing + " + "));
            }
        }
    }

    /// <summary>The sums in which terms can be folded: that of the formula, and those left of bars.</summary>
    private static IEnumerable<IReadOnlyList<ExpressionSyntax>> Sums(FormulaContext formula)
    {
        foreach (BinarySyntax bar in FormulaWalk.Bars(formula.Syntax.Right).Where(bar => bar.Operator == BinaryOperator.Bar && formula.Touches(bar.Left.Span)))
        {
            yield return FormulaContext.Summands(bar.Left);
        }

        yield return FormulaContext.Summands(formula.Syntax.Right);
    }

    private static bool IsInteraction(ExpressionSyntax node) => node is BinarySyntax { Operator: BinaryOperator.Interaction } && Factors(node).Count > 1;

    /// <summary>The variables of a product of variables; empty for any other term.</summary>
    private static List<string> Factors(ExpressionSyntax node)
    {
        var factors = new List<string>();
        var pending = new Stack<ExpressionSyntax>();
        pending.Push(node);
        while (pending.Count > 0)
        {
            switch (pending.Pop())
            {
                case BinarySyntax { Operator: BinaryOperator.Interaction } interaction:
                    pending.Push(interaction.Right);
                    pending.Push(interaction.Left);
                    break;
                case NameSyntax name:
                    factors.Add(name.ToString());
                    break;
                case CallSyntax call when !StructureNames.TryFind(call.Function.Name, out _) && call.Function.Name != "offset":
                    factors.Add(call.ToString());
                    break;
                default:
                    return [];
            }
        }

        return factors.Distinct(StringComparer.Ordinal).Count() == factors.Count ? factors : [];
    }

    private static string Key(IEnumerable<string> factors) => string.Join(":", factors.OrderBy(name => name, StringComparer.Ordinal));
}
