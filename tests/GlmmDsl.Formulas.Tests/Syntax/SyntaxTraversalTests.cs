namespace GlmmDsl.Formulas.Tests.Syntax;

/// <summary>A walk through a tree visits parents first, left before right, and only what its filter accepts.</summary>
public class SyntaxTraversalTests
{
    [Fact]
    public void A_filter_leaves_out_a_child_with_all_below_it()
    {
        ExpressionSyntax right = FormulaParser.Parse("y ~ a + log(b * c) + (d | e)").Syntax!.Right;
        Assert.Equal(["a", "b", "c", "d", "e"], Names(right.DescendantsAndSelf()));
        Assert.Equal(["a", "d", "e"], Names(right.DescendantsAndSelf((parent, _) => parent is not CallSyntax)));
        Assert.Equal(["a", "b", "c", "d"], Names(right.DescendantsAndSelf((parent, child) => parent is not BinarySyntax { Operator: BinaryOperator.Bar } bar || ReferenceEquals(child, bar.Left))));
        Assert.Equal([right], right.DescendantsAndSelf((_, _) => false));
    }

    private static IEnumerable<string> Names(IEnumerable<ExpressionSyntax> nodes) => nodes.OfType<NameSyntax>().Select(n => n.Name);
}
