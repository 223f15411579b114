using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Design.RandomEffects;

namespace GlmmDsl.Tests.Design;

public class PredictionMatricesTests
{
    private const string Everything =
        "y ~ poly(x, 3) * f + scale(z) + log(z) + I(x - mean(x)) + center(z):o + I(z/sd(z)) + I(x > min(x)) + b + factor(k) + f_sum:x + as.numeric(o) + offset(z) + (poly(x, 2) + o || g) + (f | g:f) + (1 | k)";

    [Fact]
    public void Training_rows_get_their_training_columns_again()
    {
        (DesignResult fit, PredictionMatrices again) = Predict(Everything, SmallTable.Table);

        AssertColumns(fit.Matrices.FixedColumns, again.FixedColumns);
        Assert.Equal(fit.Matrices.Offset, again.Offset);
        for (int t = 0; t < again.Random.Length; t++)
        {
            AssertColumns(fit.Matrices.Random[t].Columns, again.Random[t].Columns);
            Assert.Equal(fit.Matrices.Random[t].Group.Codes, again.Random[t].Codes);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(11)]
    public void A_row_gets_the_same_columns_alone_as_among_others(int row)
    {
        Table alone = SmallTable.Rows(row);

        (DesignResult fit, PredictionMatrices single) = Predict(Everything, alone);

        AssertColumns([.. fit.Matrices.FixedColumns.Select(c => new[] { c[row] })], single.FixedColumns);
        Assert.Equal(fit.Matrices.Random.Select(t => t.Group.Codes[row]), single.Random.Select(t => t.Codes[0]));
    }

    [Fact]
    public void New_rows_need_neither_response_nor_weights_nor_groups_for_the_population()
    {
        Table rows = new([new NumericColumn("x", [1, 2])]);
        var options = new DesignOptions { Weights = "z" };
        DesignResult fit = SmallTable.Build("y ~ x + (1 | f)", options: options);

        PredictionMatrices population = PredictionMatrices.Build(fit.Matrices, fit.Basis, rows, options, RandomPart.None, CancellationToken.None);

        Assert.Equal([1, 2], population.FixedColumns[1]);
        Assert.Empty(population.Random);
        var exception = Assert.Throws<FormulaException>(
            () => PredictionMatrices.Build(fit.Matrices, fit.Basis, rows, options, RandomPart.Levels, CancellationToken.None));
        Assert.Contains("no column 'f'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Levels_are_found_by_name_whatever_their_order_in_the_new_rows()
    {
        Table rows = SmallTable.With(new FactorColumn("f", ["c", "b", "a"], [1, 2, 0, 2, 1, 0, 0, 1, 2, 2, 1, 0]));

        (DesignResult fit, PredictionMatrices again) = Predict("y ~ f + as.numeric(f) + (1 | f:g)", rows);

        AssertColumns(fit.Matrices.FixedColumns, again.FixedColumns);
        Assert.Equal(fit.Matrices.Random[0].Group.Codes, again.Random[0].Codes);
    }

    [Theory]
    [InlineData("y ~ f")]
    [InlineData("y ~ as.numeric(f)")]
    [InlineData("y ~ x + (f | g)")]
    public void A_new_level_of_a_predictor_is_an_error_with_row_and_level(string formula)
    {
        Table rows = SmallTable.With(new FactorColumn("f", ["a", "b", "new"], [0, 1, 2, 0, 1, 0, 0, 1, 0, 0, 1, 0]));

        var exception = Assert.Throws<ModelDataException>(() => Predict(formula, rows));

        Assert.Equal(3, exception.Row);
        Assert.Contains("'new' in row 3", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_level_of_a_group_and_a_missing_one_have_codes_of_their_own()
    {
        Table rows = SmallTable.Take(SmallTable.With(new FactorColumn("f", ["a", "b", "new"], [0, 2, -1, 0, 1, 0, 0, 1, 0, 0, 1, 0])), 0, 1, 2);

        PredictionTerm term = Predict("y ~ x + (1 | f)", rows).New.Random[0];

        Assert.Equal([1, GroupIndex.NewLevel, GroupIndex.MissingLevel], term.Codes);
        Assert.Equal("new", term.LevelOf(1));
    }

    [Fact]
    public void A_combination_that_no_row_of_the_fit_had_is_a_new_level()
    {
        DesignResult fit = SmallTable.Build("y ~ x + (1 | f:g)", SmallTable.Rows(0, 1, 2, 3, 4, 6, 7, 11, 2));

        PredictionMatrices rows = PredictionMatrices.Build(
            fit.Matrices, fit.Basis, SmallTable.Table, new DesignOptions(), RandomPart.Levels, CancellationToken.None);

        Assert.Equal(GroupIndex.NewLevel, rows.Random[0].Codes[8]);
        Assert.Equal("a:v", rows.Random[0].LevelOf(8));
    }

    [Fact]
    public void Missing_values_become_missing_columns()
    {
        Table rows = SmallTable.With(
            new NumericColumn("x", [double.NaN, .. SmallTable.X[1..]]), new FactorColumn("f", ["b", "a", "c"], [0, -1, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0]));

        PredictionMatrices design = Predict("y ~ f * x", rows).New;

        Assert.True(double.IsNaN(design.FixedColumns[3][0]) && double.IsNaN(design.FixedColumns[1][1]) && double.IsNaN(design.FixedColumns[2][1]));
        Assert.False(double.IsNaN(design.FixedColumns[3][2]));
    }

    [Fact]
    public void No_new_rows_give_empty_columns()
    {
        PredictionMatrices design = Predict("y ~ I(2 * x) + poly(z, 2) + f + (x | g)", SmallTable.Rows()).New;

        Assert.Equal(0, design.RowCount);
        Assert.All(design.FixedColumns, Assert.Empty);
    }

    private static (DesignResult Fit, PredictionMatrices New) Predict(string formula, Table rows)
    {
        DesignResult fit = SmallTable.Build(formula);
        return (fit, PredictionMatrices.Build(fit.Matrices, fit.Basis, rows, new DesignOptions(), RandomPart.Levels, CancellationToken.None));
    }

    private static void AssertColumns(double[]?[] expected, double[]?[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int j = 0; j < expected.Length; j++)
        {
            Assert.Equal(expected[j] is null, actual[j] is null);
            for (int row = 0; row < (expected[j]?.Length ?? 0); row++)
            {
                Assert.Equal(expected[j]![row], actual[j]![row], 1e-11);
            }
        }
    }
}
