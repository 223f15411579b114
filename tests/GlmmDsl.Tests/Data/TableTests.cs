using GlmmDsl.Data;
using GlmmDsl.Formulas;

namespace GlmmDsl.Tests.Data;

public class TableTests
{
    private static readonly Table Small = new([new NumericColumn("dose", [1, 2, 1]), FactorColumn.FromText("arm", ["b", "a", null])]);

    [Fact]
    public void Names_are_unique() =>
        Assert.Contains("Two columns of the table are named 'x'", CsvText.ErrorOf(() => _ = new Table([new NumericColumn("x", [1]), new NumericColumn("x", [1])])), StringComparison.Ordinal);

    [Fact]
    public void Columns_are_equally_long()
    {
        var error = Assert.Throws<ModelDataException>(() => new Table([new NumericColumn("x", [1, 2]), new NumericColumn("y", [1])]));
        Assert.Equal("Column 'y' has 1 rows, but column 'x' has 2: the columns of a table must be equally long.", error.Message);
        Assert.Equal("y", error.Column);
    }

    [Fact]
    public void Levels_order_a_factor_and_hold_those_that_do_not_occur()
    {
        Table table = Small.WithLevels("arm", ["c", "b", "a"]);
        Assert.Equal(["c", "b", "a"], table.TypeOf("arm").Levels.ToArray());
        Assert.Equal(["b", "a", null], table.Factor("arm").Labels());
        Assert.Equal(["a", "b"], Small.Factor("arm").Levels.ToArray());
    }

    [Fact]
    public void Numbers_find_their_levels_by_value()
    {
        FactorColumn factor = Small.WithLevels("dose", ["2.0", "1.0"], ordered: true).Factor("dose");
        Assert.True(factor.IsOrdered);
        Assert.Equal(["1.0", "2.0", "1.0"], factor.Labels());
    }

    [Fact]
    public void A_value_outside_the_levels_is_an_error_once_used()
    {
        Table table = Small.WithLevels("dose", ["1"]);
        var error = Assert.Throws<ModelDataException>(() => table.Factor("dose"));
        Assert.Contains("'2' in row 2 is not among its levels '1'.", error.Message, StringComparison.Ordinal);
        Assert.Equal(("dose", 2L), (error.Column, error.Row!.Value));
    }

    [Fact]
    public void A_column_made_a_factor_is_no_number_any_more()
    {
        Table table = Small.WithFactor("dose");
        Assert.Equal(ColumnKind.Factor, table.TypeOf("dose").Kind);
        Assert.Equal(["1", "2"], table.Factor("dose").Levels.ToArray());
        Assert.Contains("declared a factor", CsvText.ErrorOf(() => table.Numbers("dose")), StringComparison.Ordinal);
    }

    [Fact]
    public void Coding_levels_and_order_add_up_whatever_their_order()
    {
        Table a = Small.WithLevels("arm", ["b", "a"], ordered: true).WithCoding("arm", Coding.Sum);
        Table b = Small.WithCoding("arm", Coding.Sum).WithLevels("arm", ["b", "a"], ordered: true);
        foreach (Table table in new[] { a, b })
        {
            FactorColumn factor = table.Factor("arm");
            Assert.Equal((Coding.Sum, true), (factor.Coding!.Value, factor.IsOrdered));
            Assert.Equal(["b", "a"], factor.Levels.ToArray());
            Assert.Equal((Coding.Sum, true), (table.TypeOf("arm").Coding!.Value, table.TypeOf("arm").IsOrdered));
        }
    }

    [Fact]
    public void Contrasts_need_a_factor() =>
        Assert.Contains("--factor dose", CsvText.ErrorOf(() => Small.WithCoding("dose", Coding.Sum)), StringComparison.Ordinal);

    [Fact]
    public void A_coded_logical_stays_a_number_in_arithmetic()
    {
        Table table = new Table([FactorColumn.FromLogical("b", [true, false])]).WithCoding("b", Coding.Sum);
        Assert.Equal([1, 0], table.Numbers("b"));
        Assert.Equal(Coding.Sum, table.Factor("b").Coding);
    }

    [Theory]
    [InlineData("does", "There is no column 'does' to give levels to; did you mean 'dose'?")]
    [InlineData("Arm", "There is no column 'Arm' to give levels to; did you mean 'arm'?")]
    [InlineData("weight", "There is no column 'weight' to give levels to; there are 'dose', 'arm'.")]
    public void A_missing_column_is_named_with_the_nearest(string name, string message) =>
        Assert.Equal(message, CsvText.ErrorOf(() => Small.WithLevels(name, ["a"])));

    [Fact]
    public void Levels_are_given_once_and_at_least_one()
    {
        Assert.Contains("twice", CsvText.ErrorOf(() => Small.WithLevels("arm", ["a", "b", "a"])), StringComparison.Ordinal);
        Assert.Contains("No levels", CsvText.ErrorOf(() => Small.WithLevels("arm", [])), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_in_memory_have_no_line() => Assert.Equal("row 17", Small.RowLabel(16));
}
