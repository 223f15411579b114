namespace GlmmDsl.Tests.Results;

public sealed class ResidualTests
{
    [Fact]
    public void Residuals_differ_by_weights_and_scale()
    {
        MixedModelFit fit = MixedModel.Fit("y ~ x + (1 | g)", Fits.Small(), new FitOptions { Weights = "w" });

        double[] raw = [.. fit.Residuals()], pearson = [.. fit.Residuals(ResidualKind.Pearson)], scaled = [.. fit.Residuals(ResidualKind.Scaled)];

        Assert.Equal(1.2 - fit.Fitted[0], raw[0], 12);
        Assert.Equal(2 * raw[3], pearson[3], 12);
        Assert.Equal(pearson[3] / fit.Sigma, scaled[3], 12);
    }

    [Fact]
    public void Residuals_of_sleepstudy_are_lme4s()
    {
        double[] expected = [-4.103671020079702, -14.625228756287584, -42.19558649249555];

        double[] first = [.. Fits.Sleepstudy.Residuals().Take(3)];

        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], first[i], 3);
        }
    }

    [Fact]
    public void Rows_left_out_are_known_by_the_rows_that_were_used()
    {
        MixedModelFit fit = MixedModel.Fit("Reaction ~ Days + (Days | Subject)", Fits.Data("sleepna"), new FitOptions { Missing = MissingValues.Omit });

        Assert.Equal(fit.RowCount, fit.SourceRows.Length);
        Assert.True(fit.RowCount < 180);
        Assert.Contains(fit.Notices, n => n.Id == NoticeId.RowsOmitted && n.Count == 180 - fit.RowCount);
    }
}
