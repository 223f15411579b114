using GlmmDsl.Data;

namespace GlmmDsl.Tests.Modeling;

/// <summary>Units so extreme that results cannot be numbers are refused by name; less extreme ones change nothing but the units of the results.</summary>
public sealed class ExtremeUnitsTests
{
    [Theory]
    [InlineData("x", 1e160)]
    [InlineData("x", 1e-160)]
    [InlineData("x", 1e300)]
    [InlineData("x", 1e-300)]
    [InlineData("y", 1e160)]
    [InlineData("y", 1e-160)]
    [InlineData("y", 1e-300)]
    public void Numbers_whose_squares_are_none_are_refused_with_the_column(string column, double unit)
    {
        Table rows = Rows(column, unit);

        foreach (string formula in new[] { "y ~ x + (1 | g)", "y ~ x + (x | g)", "y ~ x" })
        {
            ModelDataException error = Assert.Throws<ModelDataException>(() => MixedModel.Fit(formula, rows));
            Assert.Equal(column, error.Column);
            Assert.Contains("other units", error.Message, StringComparison.Ordinal);
            Assert.Equal(column, Assert.Throws<ModelDataException>(() => CrossProducts.Of(Formula.Parse(formula), rows)).Column);
        }
    }

    [Theory]
    [InlineData("x", 1e140)]
    [InlineData("x", 1e-140)]
    [InlineData("y", 1e140)]
    [InlineData("y", 1e-140)]
    public void Units_within_the_range_give_the_same_fit(string column, double unit)
    {
        MixedModelFit expected = MixedModel.Fit("y ~ x + (x | g)", Rows("", 1));

        MixedModelFit fit = MixedModel.Fit("y ~ x + (x | g)", Rows(column, unit));

        double scale = column == "x" ? 1 / unit : unit;
        Assert.Equal(expected.Verdict, fit.Verdict);
        Assert.Equal(expected.Coefficients["x"].Estimate, fit.Coefficients["x"].Estimate / scale, 1e-5);
        Assert.Equal(expected.Coefficients["x"].StandardError, fit.Coefficients["x"].StandardError / scale, 1e-5);
        Assert.True(double.IsFinite(fit.LogLikelihood.Value));
    }

    [Fact]
    public void A_coefficient_beyond_the_range_of_numbers_is_not_vouched_for()
    {
        Table rows = Rows("y", 1e140, "x", 1e-140);

        MixedModelFit fit = MixedModel.Fit("y ~ x + (1 | g)", rows);

        Assert.Equal(Verdict.NotConverged, fit.Verdict);
        Assert.Contains("'x'", Assert.Single(fit.Notices, n => n.Id == NoticeId.NotConverged).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_offset_that_swallows_the_response_is_told_of()
    {
        Table rows = Rows("", 1);

        MixedModelFit fit = MixedModel.Fit("y ~ x + offset(1e15 + 0 * x) + (1 | g)", rows);

        Assert.Contains(fit.Notices, n => n.Id == NoticeId.ExtremeScale && n.Text.StartsWith("The offset reaches 1E+15", StringComparison.Ordinal));
        Assert.DoesNotContain(MixedModel.Fit("y ~ x + offset(1000 + 0 * x) + (1 | g)", rows).Notices, n => n.Id == NoticeId.ExtremeScale);
    }

    private static Table Rows(string column, double unit, string second = "", double secondUnit = 1)
    {
        double Unit(string name) => name == column ? unit : name == second ? secondUnit : 1;
        int[] rows = [.. Enumerable.Range(0, 60)];
        double[] x = [.. rows.Select(i => Math.Sin((3 * i) + 1))];
        return new Table(
        [
            new NumericColumn("x", [.. x.Select(v => v * Unit("x"))]),
            new NumericColumn("y", [.. rows.Select(i => (1 + x[i] + ((1 + (0.5 * x[i])) * Math.Cos(11 * (i % 8))) + (0.6 * Math.Sin(29 * i))) * Unit("y"))]),
            FactorColumn.FromText("g", rows.Select(i => "g" + (i % 8))),
        ]);
    }
}
