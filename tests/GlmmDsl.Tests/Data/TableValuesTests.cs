using GlmmDsl.Data;

namespace GlmmDsl.Tests.Data;

public sealed class TableValuesTests
{
    private static readonly Table Read = Table.ReadCsv(new StringReader("x,g,late\n1.5,b,TRUE\n,a,FALSE\n3,,TRUE\n"));

    [Fact]
    public void A_column_is_read_as_numbers_and_missing_ones_are_NaN()
    {
        Assert.Equal([1.5, double.NaN, 3], Read.Numbers("x"));
        Assert.Equal([1, 0, 1], Read.Numbers("late"));
    }

    [Fact]
    public void A_column_is_read_as_texts_and_missing_ones_are_null()
    {
        Assert.Equal(new string?[] { "b", "a", null }, Read.Texts("g"));
        Assert.Equal(new string?[] { "1.5", null, "3" }, Read.Texts("x"));
    }

    [Fact]
    public void Text_is_not_a_number_and_an_unknown_column_is_named()
    {
        Assert.Equal("g", Assert.Throws<ModelDataException>(() => Read.Numbers("g")).Column);
        Assert.Contains("There is no column 'lat'; did you mean 'late'?", Assert.Throws<ModelDataException>(() => Read.Texts("lat")).Message, StringComparison.Ordinal);
    }
}
