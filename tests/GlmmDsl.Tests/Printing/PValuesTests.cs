using GlmmDsl.Printing;

namespace GlmmDsl.Tests.Printing;

public sealed class PValuesTests
{
    // What R 4.2 prints: format.pval(c(..), digits = 3).
    [Theory]
    [InlineData(new[] { 1.79e-9, 0.0012123, 0.00054612, 0.0002187 }, "1.79e-09,0.001212,0.000546,0.000219")]
    [InlineData(new[] { 1e-20, 5.9e-5, 3.19e-5 }, "< 2e-16,5.90e-05,3.19e-05")]
    [InlineData(new[] { 1e-20, 0.0123456, 0.5 }, "<2e-16,0.0123,0.5000")]
    [InlineData(new[] { 0.000546123, 0.9 }, "0.000546,0.900000")]
    [InlineData(new[] { 1e-20 }, "<2e-16")]
    [InlineData(new[] { 1, 0.04567 }, "1.0000,0.0457")]
    [InlineData(new[] { double.NaN, 0.0, 0.04567 }, "NA,<2e-16,0.0457")]
    public void P_values_are_printed_as_R_prints_them(double[] values, string printed) => Assert.Equal(printed, string.Join(',', PValues.Format(values)));
}
