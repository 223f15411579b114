using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Formulas;

namespace GlmmDsl.Tests.Design;

/// <summary>Formulas and data that no linear model can be fitted to: each is an error that names the place and the remedy.</summary>
public class BadDesignTests
{
    [Theory]
    [InlineData("y ~ xx", FormulaErrorKind.UnknownColumn, "xx")]
    [InlineData("y ~ x + (1 | ff)", FormulaErrorKind.UnknownColumn, "ff")]
    [InlineData("y ~ lag(x)", FormulaErrorKind.Function, "lag")]
    [InlineData("y ~ I(f == \"zz\")", FormulaErrorKind.Function, "zz")]
    [InlineData("f ~ x", FormulaErrorKind.ColumnType, "'f' is not numeric")]
    [InlineData("cbind(x, z) ~ f", FormulaErrorKind.ColumnType, "binomial")]
    [InlineData("~ x", FormulaErrorKind.Structure, "no response")]
    public void A_formula_that_does_not_suit_the_table(string formula, FormulaErrorKind kind, string message)
    {
        var exception = Assert.Throws<FormulaException>(() => SmallTable.Build(formula));

        Assert.Equal(kind, exception.Diagnostics[0].Kind);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_level_of_a_factor_whose_levels_only_the_rows_tell()
    {
        Table table = Table.ReadCsv(new StringReader("y,arm\n1,drug\n2,drug\n3,placebo\n"));

        var exception = Assert.Throws<FormulaException>(() => SmallTable.Build("y ~ I(arm == \"drgu\")", table));

        Assert.Contains("no level 'drgu'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_constant_response()
    {
        var exception = Assert.Throws<ModelDataException>(
            () => SmallTable.Build("y ~ x", SmallTable.With(new NumericColumn("y", [.. Enumerable.Repeat(2.5, 12)]))));

        Assert.Equal("y", exception.Column);
        Assert.Contains("constant: it is 2.5", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y ~ one")]
    [InlineData("y ~ x:one")]
    [InlineData("y ~ 0 + one")]
    [InlineData("y ~ x + (0 + one | g)")]
    public void A_factor_with_one_level(string formula)
    {
        Table table = SmallTable.With(new FactorColumn("one", ["only", "never"], new int[12]));

        var exception = Assert.Throws<ModelDataException>(() => SmallTable.Build(formula, table));

        Assert.Equal("one", exception.Column);
        Assert.Contains("one level with rows, 'only'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_with_one_level()
    {
        var exception = Assert.Throws<ModelDataException>(() => SmallTable.Build("y ~ x + (1 | g)", SmallTable.Rows(0, 1, 2, 3)));

        Assert.Contains("The group 'g' has one level with rows, 'u'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y ~ z + (1 | x)")]
    [InlineData("y ~ z + (z | x)")]
    [InlineData("y ~ z + (1 | f/x)")]
    public void As_many_groups_as_rows(string formula) =>
        Assert.Contains("12 levels for 12 rows", Assert.Throws<ModelDataException>(() => SmallTable.Build(formula)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_slope_alone_is_let_pass_with_as_many_groups_as_rows() =>
        Assert.Single(SmallTable.Build("y ~ z + (0 + z | x)").Matrices.Random);

    [Fact]
    public void A_polynomial_of_too_high_a_degree() =>
        Assert.Contains(
            "poly(k, 3) needs more than 3 different values, and there are 3",
            Assert.Throws<ModelDataException>(() => SmallTable.Build("y ~ poly(k, 3)")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_scaled_constant() =>
        Assert.Contains(
            "scale(x) has no meaning",
            Assert.Throws<ModelDataException>(() => SmallTable.Build("y ~ scale(x)", SmallTable.With(new NumericColumn("x", new double[12])))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void More_columns_than_memory_holds()
    {
        FactorColumn Huge(string name) => new(name, [.. Enumerable.Range(0, 300_000).Select(i => name + i)], [.. Enumerable.Range(0, 300_000)]);
        Table table = new([new NumericColumn("y", [.. Enumerable.Range(0, 300_000).Select(i => (double)i)]), Huge("a"), Huge("b")]);

        var exception = Assert.Throws<ModelDataException>(() => SmallTable.Build("y ~ a * b", table));

        Assert.Contains("belongs on the right of a bar", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancellation_is_heard()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => ModelMatricesBuilder.Build(
            Formula.Parse("y ~ log(x)").Terms, SmallTable.Table, new DesignOptions(), source.Token));
    }

    [Fact]
    public void Long_values_are_cut()
    {
        string level = new('q', 500);
        Table table = SmallTable.With(new FactorColumn("one", [level], new int[12]));

        Assert.True(Assert.Throws<ModelDataException>(() => SmallTable.Build("y ~ one", table)).Message.Length < 250);
    }
}
