using GlmmDsl.Summaries;

namespace GlmmDsl.Tests.Summaries;

public sealed class NumberColumnTests
{
    [Theory]
    [InlineData(new[] { 612.1, 35.07, 654.94 }, 2)]
    [InlineData(new[] { 24.741, 5.922 }, 3)]
    [InlineData(new[] { 120000.0 }, 0)]
    [InlineData(new[] { 0.0 }, 0)]
    [InlineData(new[] { double.NaN, 1.5 }, 3)]
    public void The_smallest_number_shows_four_digits(double[] numbers, int decimals) => Assert.Equal(decimals, NumberColumn.Decimals(numbers));

    [Fact]
    public void A_number_ten_thousand_times_smaller_than_the_largest_sets_no_decimals() =>
        Assert.Equal(4, NumberColumn.Decimals([1498.8, 0.0054]));

    [Fact]
    public void Columns_out_of_scale_write_each_number_by_itself()
    {
        Assert.Null(NumberColumn.Decimals([1e-9]));
        Assert.Equal("1.2346E-09", NumberColumn.Format(1.23456e-9, null));
    }

    [Fact]
    public void Nothing_prints_as_minus_zero()
    {
        Assert.Equal("0.000", NumberColumn.Format(-1e-9, 3));
        Assert.Equal("NA", NumberColumn.Format(double.NaN, 3));
    }
}
