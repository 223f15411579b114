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

    // R's pt, two-sided, and pf, printed with 17 digits.
    [Theory]
    [InlineData(1.96, 1e+06, 0.049996067585269796)]
    [InlineData(3, 1e+08, 0.0026997967280374935)]
    [InlineData(0.3, 1e+10, 0.76417715562833066)]
    [InlineData(12, 1e+05, 3.7445058119563968e-33)]
    [InlineData(0.001, 0.01, 0.99990068836775348)]
    [InlineData(30, 2.3, 0.00049289585544419392)]
    [InlineData(1e+10, 0.5, 6.414019508284459e-06)]
    [InlineData(100, 1234.5, 0)]
    public void Of_t_for_any_degrees_of_freedom(double t, double df, double expected) => Close(expected, TailProbability.OfT(t, df), 1e-12);

    [Theory]
    [InlineData(10, 0.5, 1e+07, 0.0092137577318711673)]
    [InlineData(3, 5, 1e+06, 0.010362722474801469)]
    [InlineData(0.9, 200, 1e+08, 0.84177880092634982)]
    [InlineData(100, 0.01, 1e+05, 0.002806208037754838)]
    [InlineData(10000, 30, 12.5, 2.16245833575699e-23)]
    [InlineData(1e-06, 2, 0.1, 0.99999900001049991)]
    public void Of_F_for_any_degrees_of_freedom(double f, double first, double second, double expected) => Close(expected, TailProbability.OfF(f, first, second), 1e-11);

    [Theory]
    [InlineData(0.95, 0.1, 1682362288745.0776)]
    [InlineData(0.5, 0.5, 1.5537739740300793)]
    [InlineData(0.95, 1e+06, 1.9599663568141066)]
    [InlineData(0.999, 17.5, 3.9426662314314775)]
    public void The_critical_value_of_t_is_that_of_R(double level, double df, double expected) => Close(expected, TailProbability.CriticalT(level, df), 1e-11);

    [Theory]
    [InlineData(0.3)]
    [InlineData(4)]
    [InlineData(2e5)]
    [InlineData(1e8)]
    public void F_on_one_and_many_degrees_of_freedom_is_t_squared(double df)
    {
        foreach (double t in new[] { 1e-4, 0.5, 1.96, 7, 25 })
        {
            Close(TailProbability.OfT(t, df), TailProbability.OfF(t * t, 1, df), 1e-12);
        }

        Close(Math.Pow(TailProbability.CriticalT(0.9, df), 2), TailProbability.CriticalF(0.9, 1, df), 1e-11);
    }

    [Fact]
    public void A_critical_value_that_no_number_holds_is_infinite() => Assert.Equal(double.PositiveInfinity, TailProbability.CriticalT(0.999, 0.01));

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

    private static void Close(double expected, double actual, double tolerance = 1e-9) => Assert.InRange(actual, expected * (1 - tolerance), expected * (1 + tolerance));
}
