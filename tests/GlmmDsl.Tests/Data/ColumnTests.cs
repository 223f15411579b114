using GlmmDsl.Data;

namespace GlmmDsl.Tests.Data;

public class ColumnTests
{
    private static string Row(int row) => FormattableString.Invariant($"row {row + 1}");

    [Fact]
    public void Numbers_become_levels_in_order_of_value()
    {
        FactorColumn factor = new NumericColumn("x", [10, 9, double.NaN, -1.5, 10]).AsFactor(Row);
        Assert.Equal(["-1.5", "9", "10"], factor.Levels.ToArray());
        Assert.Equal(["10", "9", null, "-1.5", "10"], factor.Labels());
    }

    [Fact]
    public void Numbers_of_one_label_are_one_level_as_in_R()
    {
        FactorColumn factor = new NumericColumn("x", [0.1 + 0.2, 0.3, 0.0, -0.0]).AsFactor(Row);
        Assert.Equal(["0", "0.3"], factor.Levels.ToArray());
    }

    [Fact]
    public void An_infinite_number_is_an_error_naming_its_row()
    {
        var error = Assert.Throws<ModelDataException>(() => new NumericColumn("x", [1, double.NegativeInfinity]).AsNumeric(Row));
        Assert.Equal(("x", 2L), (error.Column, error.Row!.Value));
        Assert.Contains("-Inf in row 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_logical_counts_zero_and_one()
    {
        FactorColumn logical = FactorColumn.FromLogical("b", [true, null, false]);
        Assert.Equal([1, double.NaN, 0], logical.AsNumeric(Row).Values.ToArray());
        Assert.Equal(["FALSE", "TRUE"], logical.Levels.ToArray());
    }

    [Fact]
    public void A_factor_is_no_number() =>
        Assert.Contains("levels 'a', 'b'", CsvText.ErrorOf(() => FactorColumn.FromText("f", ["b", "a"]).AsNumeric(Row)), StringComparison.Ordinal);

    [Fact]
    public void Texts_become_levels_in_ordinal_order() =>
        Assert.Equal(["B", "a", "é"], FactorColumn.FromText("f", ["é", "a", null, "B", "a"]).Levels.ToArray());

    [Fact]
    public void A_factor_checks_its_levels_and_codes()
    {
        Assert.Throws<ArgumentException>(() => new FactorColumn("f", ["a", "a"], [0]));
        Assert.Throws<ArgumentException>(() => new FactorColumn("f", ["a"], [1]));
        Assert.Throws<ArgumentException>(() => new FactorColumn("f", ["a"], [-2]));
        Assert.Throws<ArgumentException>(() => new FactorColumn("f", ["no", "yes"], [0], isLogical: true));
    }

    [Fact]
    public void Whole_numbers_near_and_far_apart_and_fractions_give_the_levels_that_sorting_gives()
    {
        var random = new Random(5);
        for (int run = 0; run < 300; run++)
        {
            double scale = new[] { 1, 1e6, 0.5 }[run % 3];
            double origin = random.Next(-100, 100);
            double[] values = [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.Next(6) == 0 ? double.NaN : (origin + random.Next(30)) * scale)];
            FactorColumn factor = new NumericColumn("x", [.. values]).AsFactor(Row);
            double[] sorted = [.. values.Where(v => !double.IsNaN(v)).Distinct().Order()];
            Assert.Equal(sorted, factor.Levels.Select(l => double.Parse(l, System.Globalization.CultureInfo.InvariantCulture)));
            Assert.Equal(values, factor.Codes.ToArray().Select(c => c < 0 ? double.NaN : sorted[c]));
        }
    }
}
