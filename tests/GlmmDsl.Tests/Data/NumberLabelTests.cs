using System.Globalization;
using GlmmDsl.Data;

namespace GlmmDsl.Tests.Data;

public class NumberLabelTests
{
    // What R's as.character gives.
    [Theory]
    [InlineData(0.2, "0.2")]
    [InlineData(1e-5, "1e-05")]
    [InlineData(100000.5, "100000.5")]
    [InlineData(1.0 / 3, "0.333333333333333")]
    [InlineData(0.1 + 0.2, "0.3")]
    [InlineData(1e-4, "1e-04")]
    [InlineData(0.00012, "0.00012")]
    [InlineData(0.0001234, "0.0001234")]
    [InlineData(123456.7, "123456.7")]
    [InlineData(9007199254740992, "9007199254740992")]
    [InlineData(1234567890123456, "1234567890123456")]
    [InlineData(1e300, "1e+300")]
    [InlineData(-0.001, "-0.001")]
    [InlineData(5e-324, "4.94065645841247e-324")]
    [InlineData(1.5e-7, "1.5e-07")]
    [InlineData(33.333333333333336, "33.3333333333333")]
    [InlineData(1e22, "1e+22")]
    [InlineData(0.1234567890123456, "0.123456789012346")]
    [InlineData(999999999999999.9, "1e+15")]
    public void Labels_are_those_of_R(double value, string label) => Assert.Equal(label, NumberLabel.Of(value));

    // R's integers; a whole number stored as a double it writes 1e+05.
    [Theory]
    [InlineData(100000, "100000")]
    [InlineData(-30000000000, "-30000000000")]
    [InlineData(-0.0, "0")]
    public void Whole_numbers_are_plain_digits(double value, string label) => Assert.Equal(label, NumberLabel.Of(value));

    // R's as.character stops at 15 digits and merges them.
    [Fact]
    public void Whole_numbers_that_are_neighbours_have_labels_of_their_own()
    {
        for (double value = 9007199254740992; value < 1e300; value = Math.Floor(value * 7.3))
        {
            double next = Math.BitIncrement(value);
            Assert.NotEqual(NumberLabel.Of(value), NumberLabel.Of(next));
            Assert.Equal(next, double.Parse(NumberLabel.Of(next), CultureInfo.InvariantCulture));
            Assert.Equal("-" + NumberLabel.Of(next), NumberLabel.Of(-next));
        }

        Assert.Equal("9007199254740994", NumberLabel.Of(9007199254740994));
        Assert.Equal("1e+18", NumberLabel.Of(1e18));
    }

    [Fact]
    public void A_label_reads_back_to_fifteen_digits()
    {
        var random = new Random(1);
        for (int i = 0; i < 2000; i++)
        {
            double value = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-300, 300));
            double back = double.Parse(NumberLabel.Of(value), CultureInfo.InvariantCulture);
            Assert.True(Math.Abs(back - value) <= 5.1e-15 * Math.Abs(value), NumberLabel.Of(value));
        }
    }
}
