using GlmmDsl.Data;
using GlmmDsl.Design;

namespace GlmmDsl.Tests.Design;

public class RowFilterTests
{
    private static readonly DesignOptions Omit = new() { Missing = MissingValues.Omit };

    [Fact]
    public void Under_fail_a_missing_value_is_an_error_with_column_row_and_remedy()
    {
        var exception = Assert.Throws<ModelDataException>(() => SmallTable.Build("y ~ log(x)", SmallTable.With("x", 4, double.NaN)));

        Assert.Equal("x", exception.Column);
        Assert.Equal(5, exception.Row);
        Assert.Contains("'x' has no value in row 5", exception.Message, StringComparison.Ordinal);
        Assert.Contains("MissingValues.Omit (--na omit)", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_row_with_a_missing_value_is_named()
    {
        Table table = SmallTable.With(
            new NumericColumn("x", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, double.NaN, 13]),
            new FactorColumn("g", ["u", "v"], [0, 0, -1, 0, 0, 0, 1, 1, 1, 1, 1, 1]));

        var exception = Assert.Throws<ModelDataException>(() => SmallTable.Build("y ~ x + (1 | g)", table));

        Assert.Equal(("g", 3L), (exception.Column, exception.Row));
    }

    [Theory]
    [InlineData("y ~ x")]
    [InlineData("x ~ y")]
    [InlineData("y ~ z + (x | f)")]
    [InlineData("y ~ z + (1 | x)")]
    [InlineData("y ~ z + offset(x)")]
    public void Under_omit_the_row_is_left_out_whatever_the_columns_role(string formula)
    {
        Table table = SmallTable.With("x", 4, double.NaN);
        table = SmallTable.Take(table, [.. Enumerable.Range(0, 12), .. Enumerable.Range(0, 12)]);

        DesignResult result = SmallTable.Build(formula, table, Omit);

        Assert.Equal(22, result.Matrices.RowCount);
        Assert.DoesNotContain(4, result.Matrices.SourceRows);
        Notice notice = Assert.Single(result.Notices, n => n.Id == NoticeId.RowsOmitted);
        Assert.Equal(2, notice.Count);
        Assert.Contains("2 of 24 rows", notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_row_that_is_left_out_is_spoken_of_as_one()
    {
        Table table = SmallTable.With("x", 4, double.NaN);
        double[] weights = [1, 2, 1, 2, 0, 2, 1, 2, 1, 1, 1, 2];

        string missing = Assert.Single(SmallTable.Build("y ~ x", table, Omit).Notices).Text;
        string weightless = Assert.Single(SmallTable.Build("y ~ x", new Table([.. table.Columns, new NumericColumn("w", weights)]), new DesignOptions { Weights = "w" }).Notices).Text;

        Assert.StartsWith("1 of 12 rows was left out because", missing, StringComparison.Ordinal);
        Assert.StartsWith("1 of 12 rows has weight 0 and was left out", weightless, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_outside_the_formula_do_not_count()
    {
        DesignResult result = SmallTable.Build("y ~ z", SmallTable.With("x", 4, double.NaN));

        Assert.Equal(12, result.Matrices.RowCount);
        Assert.Empty(result.Notices);
    }

    [Fact]
    public void A_computed_value_that_is_no_number_is_named_with_what_it_came_from()
    {
        var exception = Assert.Throws<ModelDataException>(() => SmallTable.Build("y ~ log(x)", SmallTable.With("x", 4, -1)));

        Assert.Contains("log(x) is not a number in row 5 (where 'x' is -1)", exception.Message, StringComparison.Ordinal);
        Assert.Equal(5, exception.Row);
    }

    [Fact]
    public void Computed_values_that_are_no_numbers_are_counted_under_omit()
    {
        Notice notice = Assert.Single(SmallTable.Build("y ~ log(x)", SmallTable.With("x", 4, -1), Omit).Notices);

        Assert.Contains("In 1 of them", notice.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y ~ log(x)", 0.0, "log(x) is infinite in row 5 (where 'x' is 0)")]
    [InlineData("log(x) ~ z", 0.0, "log(x) is infinite in row 5 (where 'x' is 0)")]
    [InlineData("y ~ offset(1/x)", 0.0, "offset(1/x) is infinite in row 5")]
    [InlineData("y ~ x", double.PositiveInfinity, "'x'")]
    [InlineData("y ~ I(exp(-x))", double.PositiveInfinity, "'x'")]
    public void Infinite_values_are_errors_under_either_policy(string formula, double value, string message)
    {
        Table table = SmallTable.With("x", 4, value);
        foreach (DesignOptions options in new[] { Omit, new DesignOptions() })
        {
            var exception = Assert.Throws<ModelDataException>(() => SmallTable.Build(formula, table, options));

            Assert.Contains(message, exception.Message, StringComparison.Ordinal);
            Assert.Equal(5, exception.Row);
        }
    }

    [Theory]
    [InlineData("y ~ log(x) + z", null)]
    [InlineData("y ~ z + offset(1/x)", null)]
    [InlineData("y ~ log(x)", "z")]
    public void An_infinite_value_in_a_row_left_out_for_another_reason_is_none(string formula, string? weights)
    {
        Table table = SmallTable.With(new NumericColumn("x", [.. SmallTable.X.Select((x, row) => row == 4 ? 0 : x)]), new NumericColumn("z", [.. SmallTable.Z.Select((z, row) => row == 4 ? (weights is null ? double.NaN : 0) : z)]));

        DesignResult result = SmallTable.Build(formula, table, Omit with { Weights = weights });

        Assert.Equal(11, result.Matrices.RowCount);
        Assert.All(result.Matrices.FixedColumns, column => Assert.All(column, value => Assert.True(double.IsFinite(value))));
    }

    [Fact]
    public void Rows_that_all_lack_a_value_are_an_error()
    {
        Table table = SmallTable.With(new NumericColumn("x", [.. Enumerable.Repeat(double.NaN, 12)]));

        Assert.Contains("No row is left", Assert.Throws<ModelDataException>(() => SmallTable.Build("y ~ x", table, Omit)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_without_rows_is_an_error() =>
        Assert.Contains("no rows", Assert.Throws<ModelDataException>(() => SmallTable.Build("y ~ x", SmallTable.Rows())).Message, StringComparison.Ordinal);

    [Fact]
    public void Rows_of_weight_zero_are_left_out_with_a_notice_and_need_no_values()
    {
        Table table = SmallTable.With("x", 4, double.NaN);
        table = new Table([.. table.Columns, new NumericColumn("w", [1, 2, 1, 2, 0, 2, 1, 2, 1, 0, 1, 2])]);

        DesignResult result = SmallTable.Build("y ~ x", table, new DesignOptions { Weights = "w" });

        Assert.Equal(10, result.Matrices.RowCount);
        Assert.Equal([1, 2, 1, 2, 2, 1, 2, 1, 1, 2], result.Matrices.Weights!);
        Notice notice = Assert.Single(result.Notices);
        Assert.Equal((NoticeId.ZeroWeightRows, 2), (notice.Id, notice.Count));
    }

    [Fact]
    public void Weights_that_are_all_one_are_no_weights() =>
        Assert.Null(SmallTable.Build("y ~ x", SmallTable.With(new NumericColumn("w", [.. Enumerable.Repeat(1.0, 12)])), new DesignOptions { Weights = "w" }).Matrices.Weights);

    [Theory]
    [InlineData(-2, "-2 in row 5")]
    [InlineData(double.PositiveInfinity, "row 5")]
    [InlineData(double.NaN, "'z' has no value in row 5")]
    public void Bad_weights_are_errors_that_name_the_row(double weight, string message)
    {
        var exception = Assert.Throws<ModelDataException>(
            () => SmallTable.Build("y ~ x", SmallTable.With("z", 4, weight), new DesignOptions { Weights = "z" }));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal(5, exception.Row);
    }

    [Theory]
    [InlineData("zz", WeightKind.Precision, "There is no column 'zz'")]
    [InlineData("g", WeightKind.Precision, "is not numeric")]
    [InlineData("z", WeightKind.Trials, "binomial")]
    [InlineData("z", WeightKind.Frequency, "as often as it occurred")]
    public void Weights_that_cannot_be_used_are_errors(string column, WeightKind kind, string message)
    {
        var options = new DesignOptions { Weights = column, WeightKind = kind, FamilyWords = Formulas.FamilyFacts.InWords(Formulas.FamilyFacts.Gaussian) };

        Assert.Contains(message, Assert.Throws<ModelDataException>(() => SmallTable.Build("y ~ x", options: options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Offsets_of_formula_and_options_are_added()
    {
        Formulas.ExpressionSyntax extra = Formula.Parse("2 * x ~ 1").Terms.Response!.Expression;

        double[] offset = SmallTable.Build("y ~ 1 + offset(z)", options: new DesignOptions { Offsets = [extra] }).Matrices.Offset!;

        Assert.Equal(SmallTable.Z[3] + 8, offset[3], 1e-15);
    }
}
