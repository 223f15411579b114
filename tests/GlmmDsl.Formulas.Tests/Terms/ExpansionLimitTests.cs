using System.Diagnostics;

namespace GlmmDsl.Formulas.Tests.Terms;

public class ExpansionLimitTests
{
    private static readonly string[] Letters = Enumerable.Range('a', 26).Select(letter => ((char)letter).ToString()).Where(name => name != "y").ToArray();

    public static TheoryData<string> Explosions { get; } = new()
    {
        $"y ~ ({string.Join(" + ", Letters)})^20",
        $"y ~ ({string.Join(" + ", Letters)})^1000000000",
        "y ~ " + string.Join(" * ", Letters),
        "y ~ 1 + (" + string.Join(" * ", Letters) + " || g)",
        "y ~ 1 + " + string.Join(" + ", Enumerable.Repeat("(" + string.Join(" + ", Letters) + " || " + string.Join("/", Letters) + ")", 20)),
        "y ~ " + string.Join(" * ", Enumerable.Repeat("(a + b + c + d + e + f + g + h + i + j + k + l)^12", 100)),
        "y ~ 1 + (1 | " + string.Join(":", Enumerable.Repeat("(" + string.Join("/", Letters) + ")", 50)) + ")",
        "y ~ 1 + (1 | " + string.Join(":", Enumerable.Range(0, 20).Select(i => $"(a{i}/b{i}/c{i})")) + ")",
        "y ~ (" + string.Join(" + ", Enumerable.Range(0, 800).Select(i => $"a{i}")) + ") %in% (" + string.Join(" + ", Enumerable.Range(0, 600).Select(i => $"b{i}")) + ")",
        "y ~ z" + string.Concat(Enumerable.Repeat("-(" + string.Join("*", Letters.Take(12)) + ")", 200)),
    };

    [Theory]
    [MemberData(nameof(Explosions))]
    public void An_explosion_is_refused_at_once(string formula)
    {
        var watch = Stopwatch.StartNew();

        (FormulaDiagnostic error, _) = Expanding.Error(formula);

        Assert.Equal(FormulaErrorKind.Limit, error.Kind);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), watch.Elapsed.ToString());
    }

    [Fact]
    public void The_largest_crossing_within_the_limit_is_expanded()
    {
        Assert.Equal(4095, Expanding.Terms("y ~ " + string.Join(" * ", Letters.Take(12))).Fixed.Length);
        Assert.Equal(4095, Expanding.Terms("y ~ (" + string.Join(" + ", Letters.Take(12)) + ")^12").Fixed.Length);
    }

    [Theory]
    [InlineData("+", 1)]
    [InlineData(":", 1)]
    [InlineData("*", 1)]
    [InlineData("/", 1)]
    [InlineData("-", 0)]
    [InlineData(" %in% ", 1)]
    public void A_chain_of_thousands_does_not_overflow_a_small_stack(string sign, int terms)
    {
        int count = 9_900 / (sign.Length + 1);
        string chain = string.Join(sign, Enumerable.Repeat("a", count));

        OnSmallStack(() => Assert.Equal(terms, Expanding.Terms("~" + chain).Fixed.Length));
        OnSmallStack(() => Assert.Equal("I(" + Expanding.Terms("~" + chain.Replace(sign, "*", StringComparison.Ordinal)).Syntax.Right + ")", Expanding.Terms("~I(" + chain.Replace(sign, "*", StringComparison.Ordinal) + ")").Fixed[0].Name));
    }

    [Fact]
    public void A_long_chain_of_groups_does_not_overflow_a_small_stack()
    {
        string names = string.Join("/", Enumerable.Range(0, 1_500).Select(i => "g" + i));

        OnSmallStack(() => Assert.Equal(1_500, Expanding.Terms($"y ~ 1 + (1 | {names})").Random.Length));
    }

    private static void OnSmallStack(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    action();
                }
                catch (Exception e) when (e is not OutOfMemoryException)
                {
                    failure = e;
                }
            },
            maxStackSize: 256 * 1024);
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }
}
