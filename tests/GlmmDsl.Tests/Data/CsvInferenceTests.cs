using GlmmDsl.Data;
using GlmmDsl.Formulas;

namespace GlmmDsl.Tests.Data;

/// <summary>How the kind of a file's column is inferred, from its fields and from its role.</summary>
public class CsvInferenceTests
{
    private static IEnumerable<string> Numbers(int count) => Enumerable.Range(1, count).Select(i => FormattableString.Invariant($"{i}.5"));

    [Fact]
    public void Nine_tenths_of_numbers_make_a_numeric_column()
    {
        Assert.Equal(ColumnKind.Numeric, CsvText.Column([.. Numbers(9), "NA", ""]).TypeOf("x").Kind);
        Assert.Equal(ColumnKind.Factor, CsvText.Column([.. Numbers(8), "NA", ""]).TypeOf("x").Kind);
    }

    [Fact]
    public void Another_field_is_an_error_only_where_the_column_is_used_as_a_number()
    {
        Table table = CsvText.Column([.. Numbers(9), "unknown"]);
        var error = Assert.Throws<ModelDataException>(() => table.Numbers("x"));
        Assert.Equal(
            "Column 'x': 'unknown' in row 10 (line 11) is not a number; if it marks a missing value, give --na-strings 'unknown' (CsvOptions.NaStrings); if the column is a factor, give --factor x (CsvOptions.Factors).",
            error.Message);
        Assert.Equal(("x", 10L), (error.Column, error.Row!.Value));
        Assert.Equal(10, table.Factor("x").Levels.Length);
    }

    [Fact]
    public void A_value_in_an_error_is_cut()
    {
        string message = CsvText.ErrorOf(() => CsvText.Column([.. Numbers(9), new string('q', 5000)]).Numbers("x"));
        Assert.Contains("'" + new string('q', 40) + "…'", message, StringComparison.Ordinal);
        Assert.DoesNotContain(new string('q', 41), message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_used_as_a_number_is_an_error_that_shows_it() =>
        Assert.Equal(
            "Column 'x' holds text ('b', 'a'), and a number is needed where the formula uses it.",
            CsvText.ErrorOf(() => CsvText.Column(["b", "a", "", "a"]).Numbers("x")));

    [Fact]
    public void Missing_markers_are_values_until_named()
    {
        string[] fields = ["1", "-999", "NA", " . "];
        Assert.Equal(ColumnKind.Factor, CsvText.Column(fields).TypeOf("x").Kind);
        Assert.Equal([1, double.NaN, double.NaN, double.NaN], CsvText.Column(fields, new CsvOptions { NaStrings = ["NA", "-999", "."] }).Numbers("x"));
    }

    [Theory]
    [InlineData("TRUE", "FALSE")]
    [InlineData("T", "F")]
    [InlineData("True", "False")]
    [InlineData("true", "false")]
    public void Truth_values_are_logical(string yes, string no)
    {
        Table table = CsvText.Column([yes, no, "", yes]);
        Assert.Equal(ColumnKind.Logical, table.TypeOf("x").Kind);
        Assert.Equal([1, 0, double.NaN, 1], table.Numbers("x"));
        Assert.Equal(["FALSE", "TRUE"], table.Factor("x").Levels.ToArray());
    }

    [Fact]
    public void Other_letters_among_truth_values_make_a_factor() =>
        Assert.Equal(ColumnKind.Factor, CsvText.Column(["F", "M", "F"]).TypeOf("x").Kind);

    [Fact]
    public void A_column_without_any_field_is_all_missing()
    {
        Table table = CsvText.Column(["", "", " "]);
        Assert.All(table.Numbers("x"), x => Assert.True(double.IsNaN(x)));
        Assert.Equal([null, null, null], table.Factor("x").Labels());
    }

    [Fact]
    public void Long_identifiers_stay_apart_and_in_order_of_value()
    {
        Table table = CsvText.Column(["9007199254740993", "10", "9007199254740992", "123456789012345678901234567890", "-9007199254740993", "010"]);
        Assert.Equal(
            ["-9007199254740993", "10", "9007199254740992", "9007199254740993", "123456789012345678901234567890"],
            table.Factor("x").Levels.ToArray());
        Assert.Equal(ColumnKind.Numeric, table.TypeOf("x").Kind);
        Assert.Equal(10, table.Numbers("x")[1]);
    }

    [Fact]
    public void Long_identifiers_that_a_program_wrote_as_decimals_stay_apart() =>
        Assert.Equal(["9007199254740992", "9007199254740994", "9007199254740996"], CsvText.Column(["9007199254740994.0", "9007199254740992.0", "9007199254740996.0", "9007199254740994.0"]).Factor("x").Levels.ToArray());

    [Fact]
    public void Numeric_levels_are_canonical() =>
        Assert.Equal(["7", "12"], CsvText.Column(["007", "12", "7", "7.0"]).Factor("x").Levels.ToArray());

    [Fact]
    public void Mixed_groups_keep_their_text_in_ordinal_order() =>
        Assert.Equal(["007", "10", "7", "B2"], CsvText.Column(["7", "007", "B2", "10"]).Factor("x").Levels.ToArray());

    [Fact]
    public void An_infinite_field_is_a_number_and_an_error_when_used()
    {
        Table table = CsvText.Column(["1", "Inf", "3"]);
        Assert.Equal(ColumnKind.Numeric, table.TypeOf("x").Kind);
        Assert.Contains("Inf in row 2 (line 3) is not finite", CsvText.ErrorOf(() => table.Numbers("x")), StringComparison.Ordinal);
    }

    [Fact]
    public void Decimal_commas_read_as_points_are_an_error_when_used_and_harmless_as_a_group()
    {
        Table table = CsvText.Read("i;x\n1;1,5\n2;2,25\n3;7\n", new CsvOptions { Separator = ';' });
        Assert.Equal(ColumnKind.GroupOnly, table.TypeOf("x").Kind);
        Assert.Contains("--decimal ','", table.TypeOf("x").Remark, StringComparison.Ordinal);
        Assert.Contains("--decimal ','", CsvText.ErrorOf(() => table.Numbers("x")), StringComparison.Ordinal);
        Assert.Equal(["1,5", "2,25", "7"], table.Factor("x").Levels.ToArray());
        Assert.Equal([1.5, 2.25, 7], CsvText.Read("i;x\n1;1,5\n2;2,25\n3;7\n", new CsvOptions { Separator = ';', DecimalMark = ',' }).Numbers("x"));
    }

    [Fact]
    public void A_single_decimal_comma_among_numbers_names_the_option() =>
        Assert.Contains("--decimal ','", CsvText.ErrorOf(() => CsvText.Column([.. Numbers(20), "\"1,5\""]).Numbers("x")), StringComparison.Ordinal);

    [Fact]
    public void Dates_are_days_as_a_DateOnly_property_is_and_factors_when_declared()
    {
        string[] fields = ["1970-01-02", "2024-02-29", "", "1969-12-31"];
        Table table = CsvText.Column(fields);
        Assert.Equal(ColumnKind.Numeric, table.TypeOf("x").Kind);
        Assert.Equal([1, 19782, double.NaN, -1], table.Numbers("x"));
        Assert.Equal(["1969-12-31", "1970-01-02", "2024-02-29"], table.Factor("x").Levels.ToArray());
        Assert.Equal(ColumnKind.Factor, CsvText.Column(fields, CsvOptions.Default with { Factors = ["x"] }).TypeOf("x").Kind);
        Assert.Equal(ColumnKind.Factor, CsvText.Column([.. fields, "2023-02-29"]).TypeOf("x").Kind);
    }

    [Fact]
    public void The_level_NA_is_noticed_where_a_model_uses_it_and_not_where_levels_are_declared()
    {
        Table table = CsvText.Read("y,f,unused,g\n1,a,NA,p\n2.5,NA,q,p\n3,b,q,p\n2,NA,q,q\n4,a,q,q\n6,b,q,q\n5,a,q,r\n3,NA,q,r\n");
        Notice notice = Assert.Single(MixedModel.Fit("y ~ f + (1 | g)", table).Notices, n => n.Id == NoticeId.MissingMarkerAsLevel);
        Assert.Equal(("f", 3), (notice.Subjects[0], notice.Count!.Value));
        Assert.Contains("'f' holds the text 'NA' in 3 rows", notice.Text, StringComparison.Ordinal);
        Assert.Contains("--na-strings NA", notice.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(MixedModel.Fit("y ~ f + (1 | g)", table.WithLevels("f", ["NA", "a", "b"])).Notices, n => n.Id == NoticeId.MissingMarkerAsLevel);
        Assert.DoesNotContain(MixedModel.Fit("y ~ 1 + (1 | g)", table).Notices, n => n.Id == NoticeId.MissingMarkerAsLevel);
        Assert.Throws<NoticeException>(() => MixedModel.Fit(
            "y ~ f + (1 | g)", table, new FitOptions { Notices = NoticePolicy.Default.With(NoticeId.MissingMarkerAsLevel, NoticeAction.Throw) }));
    }

    [Fact]
    public void Identifiers_written_with_and_without_leading_zeros_are_one_level_with_a_notice()
    {
        const string rows = "y,g\n1,001\n2.5,1\n3,002\n2,3\n4,3\n6,002\n";
        Notice notice = Assert.Single(MixedModel.Fit("y ~ 1 + (1 | g)", CsvText.Read(rows)).Notices, n => n.Id == NoticeId.IdentifiersMerged);
        Assert.Equal(["g", "1"], notice.Subjects);
        Assert.Contains("'001' and '1'", notice.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("'002'", notice.Text, StringComparison.Ordinal);

        Table apart = CsvText.Read(rows).WithLevels("g", ["001", "1", "002", "3"]);
        MixedModelFit fit = MixedModel.Fit("y ~ 1 + (1 | g)", apart);
        Assert.Equal(4, fit.RandomEffects["g"].Levels.Length);
        Assert.DoesNotContain(fit.Notices, n => n.Id == NoticeId.IdentifiersMerged);
    }
}
