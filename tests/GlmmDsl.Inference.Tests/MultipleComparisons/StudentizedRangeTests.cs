using GlmmDsl.Inference.Hypotheses;
using GlmmDsl.Inference.MultipleComparisons;

namespace GlmmDsl.Inference.Tests.MultipleComparisons;

public sealed class StudentizedRangeTests
{
    // R, by nested integrate(.., rel.tol = 1e-13): E[1 - W(q s)], W(w) = k * integral of dnorm(z) * (pnorm(z) - pnorm(z - w))^(k - 1). R's ptukey, which is less exact, has
    // 0.0092123604, 0.000721149 and 0.2441483897 for the third to fifth, and agrees with the others.
    [Theory]
    [InlineData(3.5, 3, 10, 0.0771033108386604)]
    [InlineData(3.5, 3, double.PositiveInfinity, 0.0355570418634439)]
    [InlineData(8, 3, 4.2, 0.00921245149574943)]
    [InlineData(12, 10, 7.7, 0.000721043926547963)]
    [InlineData(5, 50, 100, 0.244148392583842)]
    [InlineData(0.3, 2, 3, 0.845599277960229)]
    public void Upper_tails_are_those_of_nested_integration(double q, int count, double df, double expected) =>
        Assert.Equal(expected, new StudentizedRange(count).UpperTail(q, df), 1e-10);

    // R: qtukey(level, k, df), whose own error is about 1e-4 at times; the printed digits are those of ptukey's roots.
    [Theory]
    [InlineData(0.95, 4, 12.3, 4.18342285040965)]
    [InlineData(0.99, 3, double.PositiveInfinity, 4.12030328327174)]
    [InlineData(0.95, 10, 5, 6.99469777775759)]
    public void Quantiles_are_those_of_R(double level, int count, double df, double expected) =>
        Assert.Equal(expected, new StudentizedRange(count).Quantile(level, df), 1e-4 * expected);

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(2.7)]
    [InlineData(30)]
    [InlineData(1000)]
    [InlineData(double.PositiveInfinity)]
    public void The_range_of_two_is_Students_t_to_its_last_digits(double df)
    {
        var range = new StudentizedRange(2);
        foreach (double t in new[] { 0.01, 0.5, 1.5, 3, 7, 20 })
        {
            double expected = TailProbability.OfT(t, df);
            Assert.Equal(expected, range.UpperTail(t * Math.Sqrt(2), df), (1e-11 * expected) + 1e-15);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(100)]
    public void Quantiles_are_where_the_tail_has_their_probability(int count)
    {
        var range = new StudentizedRange(count);
        foreach (double level in new[] { 0.5, 0.95, 0.999 })
        {
            foreach (double df in new[] { 1.5, 12, double.PositiveInfinity })
            {
                Assert.Equal(1 - level, range.UpperTail(range.Quantile(level, df), df), 1e-11);
            }
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    [InlineData(1000)]
    public void Interpolation_keeps_the_digits_of_the_integral(int count)
    {
        var range = new RangeOfNormals(count);
        for (double w = 0.01; w < 40; w = (w * 1.3) + 0.01)
        {
            double integral = RangeOfNormals.Integral(count, w);
            Assert.Equal(integral, range.UpperTail(w), 1e-12 * integral);
        }
    }

    // The distribution function of the range, k ∫ φ(z) [Φ(z) − Φ(z − w)]^(k−1) dz, summed directly on a fine grid.
    [Theory]
    [InlineData(3, 1.0)]
    [InlineData(7, 4.0)]
    [InlineData(200, 5.5)]
    public void The_tail_and_the_distribution_function_of_the_range_add_up_to_one(int count, double w)
    {
        double sum = 0;
        for (double z = -12; z <= 12; z += 0.01)
        {
            sum += Math.Exp(-0.5 * z * z) * Math.Pow(NormalTail.Of(z - w) - NormalTail.Of(z), count - 1);
        }

        Assert.Equal(1, (sum * 0.01 * count / Math.Sqrt(2 * Math.PI)) + new RangeOfNormals(count).UpperTail(w), 1e-12);
    }

    [Fact]
    public void Without_degrees_of_freedom_there_is_no_probability()
    {
        Assert.True(double.IsNaN(new StudentizedRange(3).UpperTail(2, double.NaN)));
        Assert.True(double.IsNaN(new StudentizedRange(3).UpperTail(double.NaN, 5)));
        Assert.True(double.IsNaN(new StudentizedRange(3).Quantile(0.95, double.NaN)));
    }
}
