using System.Globalization;

namespace GlmmDsl.Formulas.Tests.Syntax;

/// <summary>Printed trees are what R's <c>deparse</c> writes; the expected texts are R's.</summary>
public sealed class SyntaxPrinterTests
{
    [Theory]
    [InlineData("log(total.fruits+1)", "log(total.fruits + 1)")]
    [InlineData("I((temp-200)/10)", "I((temp - 200)/10)")]
    [InlineData("sin(2*pi*Time)", "sin(2 * pi * Time)")]
    [InlineData("poly( z ,2 )", "poly(z, 2)")]
    [InlineData("factor(nutrient)", "factor(nutrient)")]
    [InlineData("poly(z,degree=2L)", "poly(z, degree = 2L)")]
    [InlineData("a*b/c:d^e%in%f", "a * b/c:d^e %in% f")]
    [InlineData("a+-b", "a + -b")]
    [InlineData("a||b|c&!d", "a || b | c & !d")]
    [InlineData("a<b&c>=d&e!=f", "a < b & c >= d & e != f")]
    [InlineData("a**2", "a^2")]
    [InlineData("f('a\"b')", "f(\"a\\\"b\")")]
    [InlineData("f('a\\n\\\\\\t\\001')", "f(\"a\\n\\\\\\t\\001\")")]
    [InlineData("f(`x`)", "f(x)")]
    [InlineData("f(`a b`=`b c`)", "f(`a b` = `b c`)")]
    [InlineData("f(`if`)+`_a`+`1a`+`.1`+`TRUE`+TRUE", "f(`if`) + `_a` + `1a` + `.1` + `TRUE` + TRUE")]
    [InlineData("`a\\`b`", "`a\\`b`")]
    [InlineData("`é`", "é")]
    [InlineData("...", "...")]
    public void Expressions_print_as_R_deparses_them(string source, string printed) =>
        Assert.Equal(printed, FormulaParser.Parse("y~" + source).Syntax!.Right.ToString());

    [Theory]
    [InlineData("0.5", "0.5")]
    [InlineData("1e-3", "0.001")]
    [InlineData("0.0001", "1e-04")]
    [InlineData("3e-4", "3e-04")]
    [InlineData("0.00012345", "0.00012345")]
    [InlineData("100000", "1e+05")]
    [InlineData("300000", "3e+05")]
    [InlineData("10000", "10000")]
    [InlineData("100", "100")]
    [InlineData("123456", "123456")]
    [InlineData("123456.7", "123456.7")]
    [InlineData("1200000", "1200000")]
    [InlineData("1e15", "1e+15")]
    [InlineData("1234567890123456", "1234567890123456")]
    [InlineData("1e300", "1e+300")]
    [InlineData("1e-300", "1e-300")]
    [InlineData("0.30000000000000004", "0.3")]
    [InlineData("0.33333333333333331", "0.333333333333333")]
    [InlineData("0", "0")]
    [InlineData("1L", "1L")]
    [InlineData("1e5L", "100000L")]
    [InlineData(".5L", "0.5")]
    public void Numbers_print_as_R_deparses_them(string source, string printed) =>
        Assert.Equal(printed, FormulaParser.Parse("~" + source).Syntax!.Right.ToString());

    [Theory]
    [InlineData("y~x", "y ~ x")]
    [InlineData("~x", "~x")]
    [InlineData("log(y)~(1|g)", "log(y) ~ (1 | g)")]
    public void A_formula_prints_with_its_tilde(string source, string printed) =>
        Assert.Equal(printed, FormulaParser.Parse(source).Syntax!.ToString());

    [Fact]
    public void Numbers_are_read_and_printed_alike_in_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE") { NumberFormat = { NegativeSign = "~" } };
        try
        {
            Assert.Equal("y ~ I(x/1234.5) + 1e-05", FormulaParser.Parse("y ~ I(x/1234.5) + 1e-5").Syntax!.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
