using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Formulas;

namespace GlmmDsl.Tests.Data;

/// <summary>The options that declare columns: --levels, --ordered, --factor, --contrasts.</summary>
public class CsvDeclarationTests
{
    private static CsvOptions Levels(params string[] levels) =>
        CsvOptions.Default with { Levels = CsvOptions.Default.Levels.Add("x", [.. levels]) };

    [Fact]
    public void Levels_match_by_text_before_value()
    {
        FactorColumn factor = CsvText.Column(["7", "007", "7.0"], Levels("007", "7")).Factor("x");
        Assert.Equal(["7", "007", "007"], factor.Labels());
    }

    [Fact]
    public void Levels_of_numbers_match_by_value() =>
        Assert.Equal(["1.0", "2.0"], CsvText.Column(["1", "2"], Levels("2.0", "1.0")).Factor("x").Labels());

    [Fact]
    public void Levels_of_truth_values_match_the_file()
    {
        Table table = CsvText.Column(["true", "false"], Levels("true", "false"));
        Assert.Equal(["true", "false"], table.Factor("x").Levels.ToArray());
        Assert.Equal(ColumnKind.Factor, table.TypeOf("x").Kind);
    }

    [Fact]
    public void A_value_outside_the_levels_names_row_and_line() =>
        Assert.Contains("'3' in row 3 (line 4) is not among its levels '1', '2'", CsvText.ErrorOf(() => CsvText.Column(["1", "2", "3"], Levels("1", "2")).Factor("x")), StringComparison.Ordinal);

    [Fact]
    public void Ordered_levels_are_ordered()
    {
        var options = CsvOptions.Default with { Ordered = ImmutableDictionary<string, ImmutableArray<string>>.Empty.Add("x", ["low", "high"]) };
        ColumnType type = CsvText.Column(["high", "low"], options).TypeOf("x");
        Assert.True(type.IsOrdered);
        Assert.Equal(["low", "high"], type.Levels.ToArray());
    }

    [Fact]
    public void Levels_and_ordered_levels_exclude_each_other()
    {
        CsvOptions both = Levels("a") with { Ordered = Levels("a").Levels };
        Assert.Contains("give one", CsvText.ErrorOf(() => CsvText.Column(["a"], both)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_factor_of_numbers_is_in_order_of_value()
    {
        Table table = CsvText.Column(["10", "9", "9.0"], CsvOptions.Default with { Factors = ["x"] });
        Assert.Equal(ColumnKind.Factor, table.TypeOf("x").Kind);
        Assert.Equal(["9", "10"], table.Factor("x").Levels.ToArray());
    }

    [Fact]
    public void Contrasts_reach_a_factor_known_by_inference()
    {
        var options = CsvOptions.Default with { Contrasts = CsvOptions.Default.Contrasts.Add("x", Coding.Helmert) };
        Table table = CsvText.Column(["b", "a"], options);
        Assert.Equal(Coding.Helmert, table.TypeOf("x").Coding);
        Assert.Equal(Coding.Helmert, table.Factor("x").Coding);
        Assert.Contains("holds numbers", CsvText.ErrorOf(() => CsvText.Column(["1", "2"], options)), StringComparison.Ordinal);
        Assert.Equal(Coding.Helmert, CsvText.Column(["1", "2"], options with { Factors = ["x"] }).Factor("x").Coding);
    }

    [Fact]
    public void A_declaration_for_no_column_names_the_nearest()
    {
        var options = CsvOptions.Default with { Contrasts = CsvOptions.Default.Contrasts.Add("Treatmnt", Coding.Sum) };
        Assert.Contains("did you mean 'Treatment'?", CsvText.ErrorOf(() => CsvText.Read("Treatment,y\na,1\n", options)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_levels_is_split_as_CSV()
    {
        Assert.Equal(["a", "b c", "<5", "p+q:r"], CsvOptions.SplitLevels("a,b c, <5 ,p+q:r").ToArray());
        Assert.Equal(["a, b", "c \"d\"", "e"], CsvOptions.SplitLevels("\"a, b\",\"c \"\"d\"\"\",e").ToArray());
        Assert.Equal(["5\""], CsvOptions.SplitLevels("5\"").ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a,,b")]
    [InlineData("a,")]
    [InlineData("\"a,b")]
    [InlineData("a\nb")]
    public void A_list_that_is_none_is_an_error(string list) =>
        Assert.Contains("is not a list of levels", CsvText.ErrorOf(() => CsvOptions.SplitLevels(list)), StringComparison.Ordinal);

    [Theory]
    [InlineData(',', ',')]
    [InlineData('"', '.')]
    [InlineData('a', '.')]
    [InlineData('§', '.')]
    [InlineData(';', '\'')]
    public void Marks_that_cannot_be_are_refused(char separator, char decimalMark) =>
        Assert.Contains("--", CsvText.ErrorOf(() => CsvText.Read("a\n1\n", new CsvOptions { Separator = separator, DecimalMark = decimalMark })), StringComparison.Ordinal);
}
