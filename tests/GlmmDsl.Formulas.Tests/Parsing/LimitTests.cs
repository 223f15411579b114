namespace GlmmDsl.Formulas.Tests.Parsing;

/// <summary>A formula over a limit is refused before it can overflow the stack; one within the limits is parsed on a small stack.</summary>
public sealed class LimitTests
{
    public static TheoryData<string, string, string> Nestings => new()
    {
        { "(", "a", ")" }, { "f(", "a", ")" }, { "-", "a", "" }, { "!", "a", "" }, { "a^", "a", "" }, { "a + !", "b", "" },
    };

    [Theory]
    [MemberData(nameof(Nestings))]
    public void Nesting_up_to_the_limit_is_read_and_beyond_it_refused(string open, string core, string close)
    {
        Assert.Empty(Parse(FormulaParser.MaximumNesting).Diagnostics);
        FormulaParseResult beyond = Parse(FormulaParser.MaximumNesting + 1);

        Assert.Null(beyond.Syntax);
        Assert.Equal(FormulaErrorKind.Limit, Assert.Single(beyond.Diagnostics).Kind);

        FormulaParseResult Parse(int levels) => FormulaParser.Parse(
            "y ~ " + string.Concat(Enumerable.Repeat(open, levels)) + core + string.Concat(Enumerable.Repeat(close, levels)));
    }

    [Fact]
    public void Signs_powers_and_negations_side_by_side_are_not_nested()
    {
        string formula = "y ~ " + string.Join(" + ", Enumerable.Repeat("-a^2 + f(!b, !c) + (!d & !e)", 150));

        Assert.Empty(FormulaParser.Parse(formula).Diagnostics);
    }

    [Fact]
    public void A_formula_beyond_the_longest_is_refused()
    {
        FormulaParseResult result = FormulaParser.Parse("y ~ " + new string('a', FormulaParser.MaximumLength));

        Assert.Null(result.Syntax);
        Assert.Equal(FormulaErrorKind.Limit, Assert.Single(result.Diagnostics).Kind);
    }

    [Fact]
    public void A_chain_of_thousands_of_terms_is_read_and_printed_on_a_small_stack()
    {
        string chain = "y ~ " + string.Join(" + ", Enumerable.Repeat("a", 2_499));
        string printed = OnStack(256 * 1024, () => FormulaParser.Parse(chain).Syntax!.ToString());

        Assert.Equal(chain, printed);
    }

    [Fact]
    public void The_deepest_formula_is_read_or_refused_but_never_overflows()
    {
        string deepest = "y ~ " + string.Concat(Enumerable.Repeat("f(a=b|c&d<e+f*g%in%h:", 100)) + "a" + new string(')', 100);

        Assert.All(
            new[] { 128, 256, 512 },
            kilobytes => Assert.All(OnStack(kilobytes * 1024, () => FormulaParser.Parse(deepest)).Diagnostics, d => Assert.Equal(FormulaErrorKind.Limit, d.Kind)));
    }

    private static T OnStack<T>(int bytes, Func<T> work)
    {
        T result = default!;
        var thread = new Thread(() => result = work(), bytes);
        thread.Start();
        thread.Join();
        return result;
    }
}
