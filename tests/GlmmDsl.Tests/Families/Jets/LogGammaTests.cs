using GlmmDsl.Families.Jets;

namespace GlmmDsl.Tests.Families.Jets;

public sealed class LogGammaTests
{
    // mpmath with 40 digits: loggamma(x), digamma(x), polygamma(1, x), polygamma(2, x).
    [Theory]
    [InlineData(0.01, 4.5994798780420217016, -100.56088545786867242, 10001.621213528312804, -2000002.3403986769596)]
    [InlineData(0.7, 0.26086724653166656857, -1.2200235536979347406, 2.8340491566946109126, -6.4349928741909236943)]
    [InlineData(1, 0.0, -0.57721566490153286061, 1.6449340668482264365, -2.4041138063191885708)]
    [InlineData(2, 0.0, 0.42278433509846713939, 0.64493406684822643647, -0.4041138063191885708)]
    [InlineData(3.3, 0.98709857789473440406, 1.0348224890596216863, 0.35350154184106183225, -0.12375118526494272562)]
    [InlineData(11.9, 17.258477450595522012, 2.4339335368825374859, 0.087663201190004183574, -0.0076799391593283068946)]
    [InlineData(12.1, 17.747007270798739306, 2.4513143481743372299, 0.086153646470986285723, -0.0074178811059170060292)]
    [InlineData(50, 144.56574394634488601, 3.901989673427892197, 0.020201333226697125806, -0.00040807998933759693141)]
    [InlineData(1e6, 12815504.56914761166, 13.815510057964190771, 1.0000005000001666667e-6, -1.0000010000005e-12)]
    public void The_gamma_function_and_its_derivatives_have_fifteen_digits(double x, double value, double first, double second, double third)
    {
        FunctionDerivatives gamma = LogGamma.Of(x);
        Assert.Equal(value, gamma.Value, 5e-15 * (1 + Math.Abs(value)));
        Assert.Equal(first, gamma.First, 2e-15 * (1 + Math.Abs(first)));
        Assert.Equal(second, gamma.Second, 4e-15 * second);
        Assert.Equal(third, gamma.Third, 8e-15 * Math.Abs(third));
    }

    [Theory]
    [InlineData(0.01, 3)]
    [InlineData(2.5, 24)]
    [InlineData(2.5, 25)]
    [InlineData(7, 0.5)]
    [InlineData(15, 200)]
    [InlineData(0.3, 1000)]
    public void A_ratio_is_the_difference_of_two_logarithms(double x, double n)
    {
        FunctionDerivatives ratio = LogGamma.Ratio(x, n), high = LogGamma.Of(x + n), low = LogGamma.Of(x);
        Assert.Equal(high.Value - low.Value, ratio.Value, 1e-14 * (1 + Math.Abs(high.Value)));
        Assert.Equal(high.First - low.First, ratio.First, 1e-14 * (1 + Math.Abs(low.First)));
        Assert.Equal(high.Second - low.Second, ratio.Second, 1e-14 * (1 + Math.Abs(low.Second)));
        Assert.Equal(high.Third - low.Third, ratio.Third, 2e-14 * (1 + Math.Abs(low.Third)));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    public void A_ratio_at_a_huge_argument_keeps_its_digits(double n)
    {
        // Σ log1p(j/x), to which the ratio tends less n log x.
        const double x = 1e11;
        double excess = 0;
        for (int j = 0; j < n; j++)
        {
            excess += j / x;
        }

        FunctionDerivatives ratio = LogGamma.Ratio(x, n);
        Assert.Equal(n * Math.Log(x), ratio.Value - excess, 1e-12 * n);
        Assert.Equal(n / x, ratio.First, 1e-9 * n / x);
        Assert.Equal(-n / (x * x), ratio.Second, 1e-9 * n / (x * x));
    }

    [Theory]
    [InlineData(0.4)]
    [InlineData(11.999)]
    [InlineData(12.001)]
    [InlineData(300)]
    public void Stirlings_difference_is_that_of_its_parts(double x)
    {
        FunctionDerivatives stirling = LogGamma.Stirling(x), gamma = LogGamma.Of(x);
        Assert.Equal((x * Math.Log(x)) - x - gamma.Value, stirling.Value, 1e-14 * (1 + Math.Abs(gamma.Value)));
        Assert.Equal(Math.Log(x) - gamma.First, stirling.First, 1e-14);
        Assert.Equal((1 / x) - gamma.Second, stirling.Second, 1e-14 * (1 + gamma.Second));
        Assert.Equal((-1 / (x * x)) - gamma.Third, stirling.Third, 1e-14 * (1 - gamma.Third));
    }

    [Fact]
    public void No_logarithm_is_given_outside_the_range() => Assert.True(double.IsNaN(LogGamma.Of(0).Value) && double.IsNaN(LogGamma.Ratio(-1, 2).Value));
}
