using GlmmDsl.Data;

namespace GlmmDsl.Tests.Modeling;

/// <summary>The errors and notices for data to which no linear mixed model, or not the requested one, can be fitted.</summary>
public sealed class DegenerateDataTests
{
    [Fact]
    public void No_rows() => AssertRefused("y ~ x + (1 | g)", Rows(0), "no rows");

    [Fact]
    public void A_response_that_does_not_vary() => AssertRefused("y ~ x + (1 | g)", With(Rows(12), "y", _ => 4.5), "constant");

    [Fact]
    public void As_many_coefficients_as_rows() => AssertRefused("y ~ x + I(x^2) + I(x^3) + z + I(z^2) + (1 | g)", Rows(6), "6 rows cannot estimate 6 coefficients");

    [Fact]
    public void A_group_of_one_level() => AssertRefused("y ~ x + (1 | one)", Rows(12), "'one' has one level");

    [Fact]
    public void A_group_for_every_row() => AssertRefused("y ~ x + (1 | row)", Rows(12), "12 levels for 12 rows");

    [Fact]
    public void As_many_effects_of_a_term_as_rows()
    {
        AssertRefused("y ~ 1 + (three | g)", Rows(12), "are 12 (3 for each of 4 levels) for 12 rows");
        AssertRefused("y ~ 1 + (x + z | g)", Rows(11), "are 12 (3 for each of 4 levels) for 11 rows");
        Assert.NotEqual(Verdict.NotConverged, MixedModel.Fit("y ~ 1 + (x + z | g)", Rows(13)).Verdict);
    }

    [Theory]
    [InlineData("homdiag")]
    [InlineData("homcs")]
    [InlineData("ar1")]
    public void Two_times_of_one_variance_and_a_count_missing_are_more_effects_than_rows_but_have_few_parameters(string structure)
    {
        // Twelve pairs without the last count: 24 effects of 23 rows.
        string csv = "y,g,t\n" + string.Join('\n', Enumerable.Range(0, 23).Select(i => $"{(i * i * 7) % 11},g{i / 2},{i % 2}")) + "\n";
        Table pairs = Table.ReadCsv(new StringReader(csv));

        Assert.True(MixedModel.Fit($"y ~ 1 + {structure}(0 + factor(t) | g)", pairs, new FitOptions { Family = Family.Poisson }).ParameterCount < 5);
        AssertRefused($"y ~ 1 + {structure}(0 + factor(t) | g)", pairs, "their variance and the residual variance cannot be told apart");
    }

    [Fact]
    public void Cross_products_of_as_many_effects_as_rows()
    {
        CrossProducts products = CrossProducts.Of(Formula.Parse("y ~ 1 + (three | g)"), Rows(12));

        Assert.Contains("for 12 rows", Assert.Throws<ModelDataException>(() => MixedModel.Fit(products)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_covariance_parameters_than_rows() =>
        AssertRefused("y ~ 1 + (x + z + x:z + I(x^2) | two)", Rows(14), "14 rows cannot estimate 15 covariance parameters and a residual variance");

    [Fact]
    public void A_generalised_model_may_have_an_effect_for_each_row_and_no_more()
    {
        Table counts = With(Rows(12), "y", i => (i * i) % 7);
        var poisson = new FitOptions { Family = Family.Poisson };

        Assert.Equal(12, MixedModel.Fit("y ~ 1 + (1 | row)", counts, poisson).RandomEffects["row"].Levels.Length);
        Assert.Contains(
            "are 24 (2 for each of 12 levels) for 12 rows",
            Assert.Throws<ModelDataException>(() => MixedModel.Fit("y ~ 1 + (x | row)", counts, poisson)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_response_that_fixed_effects_reproduce() =>
        AssertRefused("y ~ x + (1 | g)", With(Rows(12), "y", i => 3 - (2 * X(i))), "The fixed effects reproduce the response exactly");

    [Fact]
    public void A_response_that_its_groups_reproduce() =>
        AssertRefused("y ~ x + (1 | g)", With(Rows(12), "y", i => 10 * (i % 4) * (i % 4)), "reproduce the response exactly");

    [Fact]
    public void More_random_effects_than_rows_can_be_fitted_where_variances_are_told_apart()
    {
        MixedModelFit fit = MixedModel.Fit("y ~ 1 + (1 | g) + (0 + x | row)", Rows(14));

        Assert.NotEqual(Verdict.NotConverged, fit.Verdict);
    }

    [Fact]
    public void Two_groups_that_split_the_rows_alike_are_named()
    {
        MixedModelFit fit = MixedModel.Fit("y ~ x + (1 | g) + (1 | copy)", Rows(24));

        Notice notice = Assert.Single(fit.Notices, n => n.Id == NoticeId.NestingDiffersFromFormula);
        Assert.Equal(["copy", "g"], notice.Subjects.Order(StringComparer.Ordinal));
        Assert.NotEqual(Verdict.NotConverged, fit.Verdict);
        Assert.Equal(MixedModel.Fit("y ~ x + (1 | g)", Rows(24)).LogLikelihood.Value, fit.LogLikelihood.Value, 1e-7);
    }

    [Fact]
    public void A_group_that_is_a_fixed_effect_too_has_no_variance_of_its_own()
    {
        MixedModelFit fit = MixedModel.Fit("y ~ g + (1 | g)", Rows(24));

        Assert.True(fit.IsSingular);
        Assert.Contains(fit.Notices, n => n.Id == NoticeId.NotIdentified && n.Subjects.SequenceEqual(["g"]));
        Assert.DoesNotContain(fit.Notices, n => n.Id == NoticeId.Singular);
    }

    [Fact]
    public void Groups_that_vary_less_than_chance_are_told_of()
    {
        // Every group has the same mean.
        MixedModelFit fit = MixedModel.Fit("y ~ 1 + (1 | g)", With(Rows(24), "y", i => i / 4 % 6));

        Assert.True(fit.IsSingular);
        Assert.Contains(fit.Notices, n => n.Id == NoticeId.Singular);
    }

    [Fact]
    public void Nearly_aliased_columns_keep_their_digits_with_rows_and_are_told_of_without()
    {
        Table rows = Rows(48);
        const string Near = "y ~ x + I(x + 2.5e-6 * z) + (1 | g)";
        MixedModelFit fit = MixedModel.Fit(Near, rows);
        MixedModelFit apart = MixedModel.Fit("y ~ x + z + (1 | g)", rows);
        MixedModelFit summed = MixedModel.Fit(CrossProducts.Of(Formula.Parse(Near), rows));

        Assert.DoesNotContain(fit.Notices, n => n.Id == NoticeId.ExtremeScale);
        Assert.Equal(apart.LogLikelihood.Value - Math.Log(2.5e-6), fit.LogLikelihood.Value, 1e-6);
        Notice notice = Assert.Single(summed.Notices, n => n.Id == NoticeId.ExtremeScale);
        Assert.StartsWith("Digits were lost", notice.Text, StringComparison.Ordinal);
    }

    private static void AssertRefused(string formula, Table rows, string message)
    {
        foreach (FitMethod method in new[] { FitMethod.Reml, FitMethod.Ml })
        {
            var error = Assert.Throws<ModelDataException>(() => MixedModel.Fit(formula, rows, new FitOptions { Method = method }));
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
        }
    }

    private static double X(int i) => Math.Round(Math.Sin(3 * i), 3);

    private static Table Rows(int n)
    {
        int[] rows = [.. Enumerable.Range(0, n)];
        return new Table([
            new NumericColumn("y", [.. rows.Select(i => 5 + X(i) + Math.Cos(17 * i) + (2 * Math.Sin(i % 4)))]),
            new NumericColumn("x", [.. rows.Select(X)]),
            new NumericColumn("z", [.. rows.Select(i => Math.Round(Math.Cos(5 * i), 3))]),
            Factor("g", n, i => "g" + (i % 4)),
            Factor("copy", n, i => "c" + (i % 4)),
            Factor("two", n, i => "t" + (i % 2)),
            Factor("three", n, i => "f" + (i / 4 % 3)),
            Factor("one", n, _ => "all"),
            Factor("row", n, i => "r" + i)]);
    }

    private static FactorColumn Factor(string name, int n, Func<int, string> label)
    {
        string[] labels = [.. Enumerable.Range(0, n).Select(label)];
        string[] levels = [.. labels.Distinct().Order(StringComparer.Ordinal)];
        return new FactorColumn(name, [.. levels], [.. labels.Select(l => Array.IndexOf(levels, l))]);
    }

    private static Table With(Table rows, string column, Func<int, double> value) =>
        new([.. rows.Columns.Select(c => c.Name == column ? new NumericColumn(column, [.. Enumerable.Range(0, rows.RowCount).Select(value)]) : c)]);
}
