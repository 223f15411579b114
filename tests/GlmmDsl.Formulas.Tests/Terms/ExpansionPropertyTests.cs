namespace GlmmDsl.Formulas.Tests.Terms;

public class ExpansionPropertyTests
{
    [Fact]
    public void The_order_of_summands_does_not_change_the_set_of_terms()
    {
        var random = new RandomFormulas(seed: 20);
        for (int i = 0; i < 2_000; i++)
        {
            string[] summands = Enumerable.Range(0, 4).Select(_ => random.Summand(depth: 2)).ToArray();
            string[] shuffled = [summands[2], summands[0], summands[3], summands[1]];

            Assert.Equal(SetOf(summands), SetOf(shuffled));
        }

        static IEnumerable<string> SetOf(string[] summands) =>
            Expanding.Terms("~ " + string.Join(" + ", summands)).Fixed.Select(Expanding.AsSet).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Expanding_the_expanded_formula_changes_nothing()
    {
        var random = new RandomFormulas(seed: 21);
        for (int i = 0; i < 2_000; i++)
        {
            ModelTerms once = Expanding.Terms(random.Formula());
            string right = string.Join(" + ", new[] { once.HasIntercept ? "1" : "0" }.Concat(once.Fixed.Select(t => t.Name)).Concat(once.Random.Select(t => $"({Expanding.Show(t)})")));

            ModelTerms again = Expanding.Terms("y ~ " + right);

            Assert.Equal(once.HasIntercept, again.HasIntercept);
            Assert.Equal(once.Fixed.Select(Expanding.AsSet), again.Fixed.Select(Expanding.AsSet));
            Assert.Equal(once.Random.Select(Expanding.Show), again.Random.Select(Expanding.Show));
        }
    }

    [Fact]
    public void Terms_are_sorted_by_order_each_once_and_lie_in_the_text()
    {
        var random = new RandomFormulas(seed: 22);
        for (int i = 0; i < 2_000; i++)
        {
            string formula = random.Formula();
            ModelTerms terms = Expanding.Terms(formula);

            int[] orders = terms.Fixed.Select(term => term.Variables.Length).ToArray();
            Assert.Equal(orders.Order(), orders);
            Assert.Equal(terms.Fixed.Length, terms.Fixed.Select(Expanding.AsSet).Distinct().Count());
            Assert.All(terms.Fixed, term => Assert.InRange(term.Span.End, term.Span.Start + 1, formula.Length));
        }
    }

    [Fact]
    public void Any_tree_of_any_operators_is_expanded_or_refused()
    {
        var random = new RandomFormulas(seed: 23);
        for (int i = 0; i < 5_000; i++)
        {
            TermExpansion expansion = Expanding.Expand("y ~ " + random.Anything(depth: 4));

            Assert.Equal(expansion.Terms is null, !expansion.Diagnostics.IsEmpty);
        }
    }
}
