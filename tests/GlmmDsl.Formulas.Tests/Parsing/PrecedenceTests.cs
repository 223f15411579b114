namespace GlmmDsl.Formulas.Tests.Parsing;

/// <summary>Trees have the shapes that R's own parser gives.</summary>
public sealed class PrecedenceTests
{
    [Theory]
    [InlineData("a + b * c", "(+ a (* b c))")]
    [InlineData("a - b - c", "(- (- a b) c)")]
    [InlineData("a / b / c", "(/ (/ a b) c)")]
    [InlineData("a * b:c", "(* a (: b c))")]
    [InlineData("a %in% b:c", "(%in% a (: b c))")]
    [InlineData("a * b %in% c", "(* a (%in% b c))")]
    [InlineData("a:b^2", "(: a (^ b 2))")]
    [InlineData("a^b^c", "(^ a (^ b c))")]
    [InlineData("a ** 2", "(^ a 2)")]
    [InlineData("(a + b)^2", "(^ [(+ a b)] 2)")]
    [InlineData("a | b | c", "(| (| a b) c)")]
    [InlineData("a || b & c", "(|| a (& b c))")]
    [InlineData("a | b || c", "(|| (| a b) c)")]
    [InlineData("a | b & c + d", "(| a (& b (+ c d)))")]
    [InlineData("a < b + c & d", "(& (< a (+ b c)) d)")]
    [InlineData("1 + x || g", "(|| (+ 1 x) g)")]
    public void Infix_operators_bind_as_in_R(string terms, string shape) => Assert.Equal(shape, Shapes.OfTerms(terms));

    [Theory]
    [InlineData("-a^2", "(- (^ a 2))")]
    [InlineData("-a:b", "(: (- a) b)")]
    [InlineData("-a * b", "(* (- a) b)")]
    [InlineData("-a %in% b", "(%in% (- a) b)")]
    [InlineData("a^-b:c", "(: (^ a (- b)) c)")]
    [InlineData("a:-b + c", "(+ (: a (- b)) c)")]
    [InlineData("a + -b * c", "(+ a (* (- b) c))")]
    [InlineData("a - -b", "(- a (- b))")]
    [InlineData("--a", "(- (- a))")]
    [InlineData("-1 + x", "(+ (- 1) x)")]
    [InlineData("+a", "(+ a)")]
    public void Signs_bind_between_powers_and_interactions(string terms, string shape) => Assert.Equal(shape, Shapes.OfTerms(terms));

    [Theory]
    [InlineData("!a == b", "(! (== a b))")]
    [InlineData("!a & b", "(& (! a) b)")]
    [InlineData("!a + b", "(! (+ a b))")]
    [InlineData("a + !b", "(+ a (! b))")]
    [InlineData("a * !b + c", "(* a (! (+ b c)))")]
    public void Negation_takes_in_comparisons_wherever_it_stands(string terms, string shape) => Assert.Equal(shape, Shapes.OfTerms(terms));

    [Theory]
    [InlineData("(1 | a/b)", "[(| 1 (/ a b))]")]
    [InlineData("(0 + x || g)", "[(|| (+ 0 x) g)]")]
    [InlineData("cs(0 + item | subject)", "(cs (| (+ 0 item) subject))")]
    [InlineData("poly(z, degree = 2)", "(poly z degree=2)")]
    [InlineData("f()", "(f)")]
    [InlineData("f (x)", "(f x)")]
    [InlineData("I(week > -2)", "(I (> week (- 2)))")]
    [InlineData("I(arm == 'drug')", "(I (== arm \"drug\"))")]
    [InlineData("`a b` + .x + x.1_b", "(+ (+ `a b` .x) x.1_b)")]
    [InlineData("été + Größe + 体重", "(+ (+ été Größe) 体重)")]
    [InlineData("a +\r\n\t b", "(+ a b)")]
    [InlineData(".5 + 1e-3 + 2L + 1.", "(+ (+ (+ 0.5 0.001) 2L) 1)")]
    public void Operands_of_every_kind_are_read(string terms, string shape) => Assert.Equal(shape, Shapes.OfTerms(terms));

    [Fact]
    public void A_formula_may_have_no_response()
    {
        FormulaParseResult result = FormulaParser.Parse("~ x + y");

        Assert.Empty(result.Diagnostics);
        Assert.Equal("(~ (+ x y))", Shapes.Of(result.Syntax!));
    }

    [Fact]
    public void A_response_may_be_any_expression()
    {
        FormulaParseResult result = FormulaParser.Parse("cbind(incidence, size - incidence) ~ period + (1 | herd)");

        Assert.Empty(result.Diagnostics);
        Assert.Equal("(~ (cbind incidence (- size incidence)) (+ period [(| 1 herd)]))", Shapes.Of(result.Syntax!));
    }
}
