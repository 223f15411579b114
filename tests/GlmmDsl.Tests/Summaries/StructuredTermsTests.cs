namespace GlmmDsl.Tests.Summaries;

/// <summary>The table of variances says what columns share once, with the name of the structure.</summary>
public sealed class StructuredTermsTests
{
    [Theory]
    [InlineData("ar1(0 + factor(Days) | Subject)", 1, "0.88 (ar1)")]
    [InlineData("homdiag(1 + Days | Subject)", 1, "(homdiag)")]
    [InlineData("cs(1 + Days | Subject)", 2, "(cs)")]
    [InlineData("homcs(1 + I(Days > 4) | Subject)", 1, "(homcs)")]
    [InlineData("hetar1(0 + factor(Days) | Subject)", 10, "(hetar1)")]
    public void A_term_has_a_row_for_each_standard_deviation_and_names_its_structure_once(string term, int rows, string correlations)
    {
        string[] lines = MixedModel.Fit("Reaction ~ Days + " + term, Fits.Data("sleepstudy")).VarianceComponents.ToString().TrimEnd().Split('\n');

        Assert.EndsWith("Corr", lines[0], StringComparison.Ordinal);
        Assert.Equal(1 + rows + 1, lines.Length);
        Assert.EndsWith(correlations, lines[1], StringComparison.Ordinal);
        Assert.All(lines[2..], line => Assert.DoesNotContain('(', line[^3..]));
        Assert.Equal(rows == 1, lines[1].Contains(", …", StringComparison.Ordinal));
    }
}
