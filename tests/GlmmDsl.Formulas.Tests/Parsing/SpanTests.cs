namespace GlmmDsl.Formulas.Tests.Parsing;

/// <summary>Spans cover exactly the node's own text.</summary>
public sealed class SpanTests
{
    private const string Source = " log( y ) ~ poly(z , degree = 2) - 1 + ( x | `g h` ) ";

    [Fact]
    public void Each_node_covers_its_text_without_the_blanks_around_it()
    {
        FormulaSyntax formula = FormulaParser.Parse(Source).Syntax!;

        Assert.Equal("log( y )", TextOf(formula.Response!.Span));
        Assert.Equal("~", TextOf(formula.TildeSpan));
        Assert.Equal(
            [
                "poly(z , degree = 2) - 1 + ( x | `g h` )", "poly(z , degree = 2) - 1", "poly(z , degree = 2)", "z", "2", "1", "( x | `g h` )",
                "x | `g h`", "x", "`g h`",
            ],
            formula.Right.DescendantsAndSelf().Select(n => TextOf(n.Span)));
    }

    [Fact]
    public void Operators_and_arguments_have_spans_of_their_own()
    {
        FormulaSyntax formula = FormulaParser.Parse(Source).Syntax!;
        IReadOnlyList<BinarySyntax> spine = formula.Right.LeftSpine();

        Assert.Equal(["-", "+"], spine.Select(b => TextOf(b.OperatorSpan)));
        Assert.Equal("degree = 2", TextOf(((CallSyntax)spine[0].Left).Arguments[1].Span));
    }

    [Fact]
    public void A_missing_operand_has_no_width()
    {
        var sum = (BinarySyntax)FormulaParser.Parse("y ~ a + ").Syntax!.Right;

        Assert.Equal(new TextSpan(8, 0), Assert.IsType<MissingSyntax>(sum.Right).Span);
    }

    private static string TextOf(TextSpan span) => Source.Substring(span.Start, span.Length);
}
