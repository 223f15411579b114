using GlmmDsl.Families;
using GlmmDsl.Families.Ordinal;

namespace GlmmDsl.Tests.Families.Ordinal;

/// <summary>The vectorised kernel of the cumulative logit model beside the general one with the logistic distribution.</summary>
public class CumulativeLogitKernelTests
{
    private static readonly CumulativeLogitKernel Fast = new();
    private static readonly CumulativeKernel<StandardLogistic> General = new();

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public void Log_densities_and_derivatives_are_those_of_the_general_kernel(int seed, bool isWeighted)
    {
        Data data = Data.Random(seed, 613, isWeighted);
        RowDerivatives fast = All(data.Count), general = All(data.Count);
        double sum = General.Evaluate(0, data.Count, data.Eta, data.Y, data.M, general);
        Assert.Equal(sum, Fast.Evaluate(0, data.Count, data.Eta, data.Y, data.M, fast), 1e-13 * Math.Abs(sum));
        Assert.Equal(sum, Fast.EvaluateActive(0, data.Count, data.Eta, data.Y, data.M, fast), 1e-13 * Math.Abs(sum));
        Assert.Equal(sum, Fast.Score(0, data.Count, data.Eta, data.Y, data.M, All(data.Count)), 1e-13 * Math.Abs(sum));
        for (int row = 0; row < data.Count; row++)
        {
            Near(general.Log[row], fast.Log[row]);
            for (int k = 0; k < 3; k++)
            {
                Near(general.Score[k][row], fast.Score[k][row]);
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
        Data data = Data.Random(4, 300, isWeighted: true);
        RowDerivatives whole = All(data.Count);
        Fast.EvaluateActive(0, data.Count, data.Eta, data.Y, data.M, whole);
        foreach ((int start, int count) in new[] { (0, 1), (1, 7), (5, 258), (297, 3), (128, 4) })
        {
            RowDerivatives part = All(data.Count), scores = new([false, false, false], data.Count);
            Fast.EvaluateActive(start, count, data.Eta, data.Y, data.M, part);
            Fast.Score(start, count, data.Eta, data.Y, data.M, scores);
            for (int row = 0; row < data.Count; row++)
            {
                bool isInside = row >= start && row < start + count;
                for (int k = 0; k < 3; k++)
                {
                    Assert.Equal(isInside ? whole.Score[k][row] : 0, part.Score[k][row]);
                    Assert.Equal(isInside ? whole.Score[k][row] : 0, scores.Score[k][row]);
                    Assert.Equal(isInside ? whole.Information(k, 2)![row] : 0, part.Information(k, 2)![row]);
                    Assert.Equal(isInside ? whole.Third(0, 0, k)![row] : 0, part.Third(0, 0, k)![row]);
                }
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sums_of_groups_are_those_of_their_rows_whatever_the_size_of_a_group(bool isWeighted)
    {
        Data data = Data.Random(5, 900, isWeighted);
        int[] starts = [3, 4, 4, 12, 27, 250, 259, 700, 898];
        data.Eta[1][30] = data.Eta[2][30] = 0.5;
        data.M[30] = 1;
        RowDerivatives together = All(data.Count), apart = All(data.Count);
        var sums = new double[starts.Length - 1];
        Fast.ScoreGroups(starts, data.Eta, data.Y, data.M, together, sums);
        for (int group = 0; group < sums.Length; group++)
        {
            double sum = Fast.Score(starts[group], starts[group + 1] - starts[group], data.Eta, data.Y, data.M, apart);
            Assert.Equal(group == 4, double.IsNegativeInfinity(sums[group]));
            Assert.Equal(sum, sums[group], 1e-12);
        }

        for (int k = 0; k < 3; k++)
        {
            Assert.Equal(apart.Score[k], together.Score[k]);
        }
    }

    [Theory]
    [InlineData(0.5, 0.5)]
    [InlineData(0.4, 0.5)]
    [InlineData(double.NaN, 0.5)]
    public void Thresholds_out_of_order_have_no_density_unless_the_row_has_no_weight(double upper, double lower)
    {
        double[][] eta = [[0.3, 0.3], [1, upper], [-1, lower]];
        Assert.Equal(double.NegativeInfinity, Fast.Score(0, 2, eta, [1, 2], [1, 1], All(2)));
        if (!double.IsNaN(upper))
        {
            Assert.Equal(Fast.LogDensity([0.3, 1, -1], 1, 1), Fast.Score(0, 2, eta, [1, 2], [1, 0], All(2)), 1e-15);
        }
    }

    [Theory]
    [InlineData(1e-9)]
    [InlineData(30.0)]
    [InlineData(800.0)]
    public void Narrow_and_wide_categories_far_from_the_predictor_keep_their_digits(double width)
    {
        foreach (double eta in new[] { -2000, -700, -40, 0.2, 40, 700, 2000 })
        {
            double upper = 0.4 + width, lower = 0.4;
            double gap = Math.Log(-Math.Abs(upper - lower) > -1e-3 ? (upper - lower) * (1 - ((upper - lower) / 2)) : 1 - Math.Exp(lower - upper));
            double expected = gap + LogFunction(upper - eta) + LogFunction(eta - lower);
            double actual = Fast.Score(0, 1, [[eta], [upper], [lower]], [1], [1], All(1));
            Assert.Equal(expected, actual, 1e-14 * Math.Max(1, Math.Abs(expected)));
        }

        static double LogFunction(double x) => Math.Min(x, 0) - Math.Log(1 + Math.Exp(-Math.Abs(x)));
    }

    private static RowDerivatives All(int count) => new([true, true, true], count);

    private static void Near(double expected, double actual) => Assert.Equal(expected, actual, 2e-11 * Math.Max(1, Math.Abs(expected)));

    private sealed record Data(double[][] Eta, double[] Y, double[] M)
    {
        public int Count => Y.Length;

        public static Data Random(int seed, int count, bool isWeighted)
        {
            var random = new Random(seed);
            double[] thresholds = [double.NegativeInfinity, -3, -0.7, -0.2, 1.5, 4, double.PositiveInfinity];
            double[] y = new double[count], m = new double[count];
            double[][] eta = [new double[count], new double[count], new double[count]];
            for (int row = 0; row < count; row++)
            {
                int category = random.Next(thresholds.Length - 1);
                y[row] = category;
                m[row] = isWeighted ? random.Next(4) : 1;
                eta[0][row] = (12 * random.NextDouble()) - 6;
                (eta[1][row], eta[2][row]) = (thresholds[category + 1], thresholds[category]);
            }

            return new(eta, y, m);
        }
    }
}
