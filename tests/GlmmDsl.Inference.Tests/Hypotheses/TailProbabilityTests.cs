using GlmmDsl.Inference.Hypotheses;

namespace GlmmDsl.Inference.Tests.Hypotheses;

/// <summary>Tail probabilities against R's pt, pf, pchisq and qt.</summary>
public sealed class TailProbabilityTests
{
    [Theory]
    [InlineData(2.5, 10, 0.031446844236608776)]
    [InlineData(-2.5, 10, 0.031446844236608776)]
    [InlineData(40, 17, 2.9320117368674033e-18)]
    [InlineData(10, double.PositiveInfinity, 1.5239706048321052e-23)]
    public void Of_t_both_tails_count(double t, double df, double expected) => Close(expected, TailProbability.OfT(t, df));

    [Theory]
    [InlineData(4.344209, 3, 27, 0.012730343669444524)]
    [InlineData(200, 2, 30.5, 2.9341473793785453e-18)]
    [InlineData(3, 2, double.PositiveInfinity, 0.049787068367863944)]
    public void Of_F_the_upper_tail(double f, double first, double second, double expected) => Close(expected, TailProbability.OfF(f, first, second));

    [Fact]
    public void No_degrees_of_freedom_mean_all_mass_at_zero()
    {
        Assert.Equal(1, TailProbability.OfChiSquare(0, 0));
        Assert.Equal(0, TailProbability.OfChiSquare(0.1, 0));
    }

    [Theory]
    [InlineData(0.95, 17)]
    [InlineData(0.99, 2.5)]
    [InlineData(0.9, double.PositiveInfinity)]
    public void The_critical_value_leaves_one_minus_the_level_outside(double level, double df) =>
        Close(1 - level, TailProbability.OfT(TailProbability.CriticalT(level, df), df));

    private static void Close(double expected, double actual) => Assert.InRange(actual, expected * (1 - 1e-9), expected * (1 + 1e-9));
}
