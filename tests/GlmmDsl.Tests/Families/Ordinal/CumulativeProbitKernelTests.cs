using GlmmDsl.Families;
using GlmmDsl.Families.Ordinal;

namespace GlmmDsl.Tests.Families.Ordinal;

/// <summary>The vectorised kernel of the cumulative probit model beside the general one with the normal distribution.</summary>
public class CumulativeProbitKernelTests
{
    private static readonly CumulativeProbitKernel Fast = new();
    private static readonly CumulativeKernel<StandardNormal> General = new();

    [Theory]
    [InlineData(1, 3.0)]
    [InlineData(2, 9.0)]
    [InlineData(3, 60.0)]
    public void Log_densities_and_derivatives_are_those_of_the_general_kernel(int seed, double reach)
    {
        (double[][] eta, double[] y, double[] m) = Data(seed, 613, reach);
        RowDerivatives fast = All(613), general = All(613), scores = new([false, false, false], 613);
        double sum = General.Evaluate(0, 613, eta, y, m, general);
        Assert.Equal(sum, Fast.Evaluate(0, 613, eta, y, m, fast), 1e-13 * Math.Abs(sum));
        Assert.Equal(sum, Fast.Score(0, 613, eta, y, m, scores), 1e-13 * Math.Abs(sum));
        for (int row = 0; row < 613; row++)
        {
            Near(general.Log[row], fast.Log[row]);
            for (int k = 0; k < 3; k++)
            {
                Near(general.Score[k][row], fast.Score[k][row]);
                Assert.Equal(fast.Score[k][row], scores.Score[k][row]);
                Near(general.Third(0, 0, k)![row], fast.Third(0, 0, k)![row]);
                for (int l = k; l < 3; l++)
                {
                    Near(general.Information(k, l)![row], fast.Information(k, l)![row]);
                }
            }
        }
    }

    [Fact]
    public void The_numbers_of_a_row_do_not_depend_on_the_range_it_is_computed_in_and_other_rows_are_left_alone()
    {
        (double[][] eta, double[] y, double[] m) = Data(4, 300, 30);
        RowDerivatives whole = All(300);
        Fast.Evaluate(0, 300, eta, y, m, whole);
        foreach ((int start, int count) in new[] { (0, 1), (1, 7), (5, 258), (297, 3), (128, 4) })
        {
            RowDerivatives part = All(300);
            Fast.Evaluate(start, count, eta, y, m, part);
            for (int row = 0; row < 300; row++)
            {
                bool isInside = row >= start && row < start + count;
                for (int k = 0; k < 3; k++)
                {
                    Assert.Equal(isInside ? whole.Score[k][row] : 0, part.Score[k][row]);
                    Assert.Equal(isInside ? whole.Information(k, 2)![row] : 0, part.Information(k, 2)![row]);
                    Assert.Equal(isInside ? whole.Third(0, 0, k)![row] : 0, part.Third(0, 0, k)![row]);
                }
            }
        }
    }

    [Fact]
    public void Sums_of_groups_are_those_of_their_rows_and_thresholds_out_of_order_have_no_density()
    {
        (double[][] eta, double[] y, double[] m) = Data(5, 900, 4);
        int[] starts = [3, 4, 4, 12, 27, 250, 259, 700, 898];
        eta[1][30] = eta[2][30] = 0.5;
        m[30] = 1;
        var sums = new double[starts.Length - 1];
        Fast.ScoreGroups(starts, eta, y, m, All(900), sums);
        for (int group = 0; group < sums.Length; group++)
        {
            Assert.Equal(group == 4, double.IsNegativeInfinity(sums[group]));
            Assert.Equal(General.Score(starts[group], starts[group + 1] - starts[group], eta, y, m, All(900)), sums[group], 1e-11);
        }

        m[30] = 0;
        Assert.True(double.IsFinite(Fast.Score(28, 5, eta, y, m, All(900))));
    }

    /// <summary><c>pnorm(x, log.p = TRUE)</c> of R.</summary>
    [Theory]
    [InlineData(-0.1, -0.77615459273027332)]
    [InlineData(-3.0, -6.607726221510350)]
    [InlineData(-10.0, -53.23128515051247)]
    [InlineData(-30.0, -454.32124395634321)]
    [InlineData(2.5, -0.0062290254858600024)]
    public void Tails_keep_their_digits(double x, double expected)
    {
        Assert.Equal(expected, Fast.Score(0, 1, [[0], [x], [double.NegativeInfinity]], [0], [1], All(1)), 2e-15 * Math.Max(1, Math.Abs(expected)));
        Assert.Equal(expected, Fast.Score(0, 1, [[0], [double.PositiveInfinity], [-x]], [1], [1], All(1)), 2e-15 * Math.Max(1, Math.Abs(expected)));
    }

    private static RowDerivatives All(int count) => new([true, true, true], count);

    private static void Near(double expected, double actual) => Assert.Equal(expected, actual, 2e-11 * Math.Max(1, Math.Abs(expected)));

    private static (double[][] Eta, double[] Y, double[] M) Data(int seed, int count, double reach)
    {
        var random = new Random(seed);
        double[] thresholds = [double.NegativeInfinity, -3, -0.7, -0.2, 1.5, 4, double.PositiveInfinity];
        double[] y = new double[count], m = new double[count];
        double[][] eta = [new double[count], new double[count], new double[count]];
        for (int row = 0; row < count; row++)
        {
            int category = random.Next(thresholds.Length - 1);
            y[row] = category;
            m[row] = random.Next(4);
            eta[0][row] = (2 * reach * random.NextDouble()) - reach;
            (eta[1][row], eta[2][row]) = (thresholds[category + 1], thresholds[category]);
        }

        return (eta, y, m);
    }
}
