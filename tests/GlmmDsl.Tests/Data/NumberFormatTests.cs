using System.Globalization;
using GlmmDsl.Data;

namespace GlmmDsl.Tests.Data;

public class NumberFormatTests
{
    [Theory]
    [InlineData("1", 1)]
    [InlineData("007", 7)]
    [InlineData("+5", 5)]
    [InlineData("-0.25", -0.25)]
    [InlineData("5.", 5)]
    [InlineData(".5", 0.5)]
    [InlineData("-.5", -0.5)]
    [InlineData("1e-3", 1e-3)]
    [InlineData("1E5", 1e5)]
    [InlineData(" 12 ", 12)]
    [InlineData("123456789012345678", 123456789012345678.0)]
    [InlineData("Inf", double.PositiveInfinity)]
    [InlineData("-inf", double.NegativeInfinity)]
    [InlineData("Infinity", double.PositiveInfinity)]
    public void Numbers_are_read(string text, double value)
    {
        Assert.True(NumberFormat.Point.TryParse(text, out double read));
        Assert.Equal(value, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("NaN")]
    [InlineData("NA")]
    [InlineData("0x1F")]
    [InlineData("1,234")]
    [InlineData("1 234")]
    [InlineData("1e")]
    [InlineData("1.2.3")]
    [InlineData("--1")]
    [InlineData("(1)")]
    [InlineData("5%")]
    [InlineData("٣")]
    [InlineData("∞")]
    public void Other_text_is_no_number(string text) => Assert.False(NumberFormat.Point.TryParse(text, out _));

    [Fact]
    public void Every_double_reads_back_from_its_shortest_form_with_either_mark()
    {
        var random = new Random(2);
        for (int i = 0; i < 5000; i++)
        {
            double value = BitConverter.Int64BitsToDouble(random.NextInt64());
            string text = value.ToString("R", CultureInfo.InvariantCulture);
            if (double.IsFinite(value))
            {
                Assert.True(NumberFormat.Point.TryParse(text, out double read) && read.Equals(value), text);
                Assert.True(NumberFormat.Comma.TryParse(text.Replace('.', ','), out read) && read.Equals(value), text);
            }
        }
    }

    [Fact]
    public void A_decimal_comma_excludes_the_point() => Assert.False(NumberFormat.Comma.TryParse("1.5", out _));

    [Theory]
    [InlineData("007", "7")]
    [InlineData("+7", "7")]
    [InlineData("7.0", "7")]
    [InlineData("-0", "0")]
    [InlineData("1e3", "1000")]
    [InlineData("0.20", "0.2")]
    [InlineData("-0012345678901234567890", "-12345678901234567890")]
    public void One_number_has_one_name(string text, string label)
    {
        Assert.True(NumberFormat.Point.TryCanonical(text, out _, out string found));
        Assert.Equal(label, found);
    }

    [Fact]
    public void Short_decimals_are_the_nearest_doubles()
    {
        var random = new Random(6);
        for (int i = 0; i < 20_000; i++)
        {
            string digits = random.NextInt64(0, (long)Math.Pow(10, 1 + random.Next(18))).ToString(CultureInfo.InvariantCulture);
            string text = (random.Next(2) == 0 ? "-" : "") + digits.Insert(random.Next(digits.Length + 1), ".") + new string('0', random.Next(3));
            Assert.True(NumberFormat.Point.TryParse(text, out double read), text);
            Assert.Equal(BitConverter.DoubleToInt64Bits(double.Parse(text, CultureInfo.InvariantCulture)), BitConverter.DoubleToInt64Bits(read));
        }
    }
}
