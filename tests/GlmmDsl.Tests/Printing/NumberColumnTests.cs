using GlmmDsl.Printing;

namespace GlmmDsl.Tests.Printing;

public sealed class NumberColumnTests
{
    [Theory]
    [InlineData(new[] { 612.1, 35.07, 654.94 }, 2)]
    [InlineData(new[] { 24.741, 5.922 }, 3)]
    [InlineData(new[] { 120000.0 }, 0)]
    [InlineData(new[] { 0.0 }, 0)]
    [InlineData(new[] { double.NaN, 1.5 }, 3)]
    public void The_smallest_number_shows_four_digits(double[] numbers, int decimals) => Assert.Equal(decimals, NumberColumn.Decimals(numbers));

    // What R 4.2 prints: format(c(..), digits = 4).
    [Theory]
    [InlineData(new[] { 14.4583, 1.14612345, 0.0477612, 2.2345, 0.079123, 0.030912 }, "14.45830 1.14612 0.04776 2.23450 0.07912 0.03091")]
    [InlineData(new[] { 1461234.4, 0.00114612, 22345.2, 0.000079123 }, "1.461e+06 1.146e-03 2.235e+04 7.912e-05")]
    [InlineData(new[] { 251.4051, 10.4673, 6.8246, 1.5458 }, "251.405 10.467 6.825 1.546")]
    [InlineData(new[] { 1.2345e-9, 3.4567e-10, 1.1111e-10, 2.2222e-10 }, "1.235e-09 3.457e-10 1.111e-10 2.222e-10")]
    [InlineData(new[] { -123456.78, 99999.96, 1234.56, 2345.67 }, "-123457 100000 1235 2346")]
    [InlineData(new[] { 0.50918312, -1.0011345, -0.0238661, 0.186621, 0.2696931, 0.00301123 }, "0.509183 -1.001135 -0.023866 0.186621 0.269693 0.003011")]
    [InlineData(new[] { 9.99996, 0.5, 0.1234, 0.2345 }, "10.0000 0.5000 0.1234 0.2345")]
    [InlineData(new[] { 1498.812, 0.00541, 3.21e-120 }, "1.499e+03 5.410e-03 3.210e-120")]
    public void Every_number_of_a_column_keeps_four_digits_as_in_R(double[] numbers, string printed)
    {
        int? decimals = NumberColumn.Decimals(numbers);

        Assert.Equal(printed, string.Join(' ', numbers.Select(x => NumberColumn.Format(x, decimals))));
    }

    [Fact]
    public void Four_digits_are_kept_whatever_the_scales()
    {
        var random = new Random(11);
        for (int run = 0; run < 2000; run++)
        {
            double[] numbers = [.. Enumerable.Range(0, 1 + random.Next(6)).Select(_ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-15, 15)))];
            int? decimals = NumberColumn.Decimals(numbers);
            Assert.All(numbers, x => Assert.InRange(
                double.Parse(NumberColumn.Format(x, decimals), System.Globalization.CultureInfo.InvariantCulture) / x, 1 - 5.001e-4, 1 + 5.001e-4));
        }
    }

    [Fact]
    public void Nothing_prints_as_minus_zero()
    {
        Assert.Equal("0.000", NumberColumn.Format(-1e-9, 3));
        Assert.Equal("NA", NumberColumn.Format(double.NaN, 3));
    }
}
