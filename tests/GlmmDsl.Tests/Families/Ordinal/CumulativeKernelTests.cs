using GlmmDsl.Families;

namespace GlmmDsl.Tests.Families.Ordinal;

/// <summary>The likelihood of ordered categories, for every link.</summary>
public class CumulativeKernelTests
{
    private static readonly double[] Thresholds = [-2.5, -0.4, -0.35, 0.9, 3.1];

    public static TheoryData<Link> Links() => [Link.Logit, Link.Probit, Link.Cloglog, Link.Loglog, Link.Cauchit];

    [Theory]
    [MemberData(nameof(Links))]
    public void Probabilities_of_the_categories_add_up_to_one(Link link)
    {
        FamilyDefinition family = Bound(link);
        foreach (double eta in new[] { -40, -6.5, -1, 0, 0.3, 2, 8, 45 })
        {
            double[] probabilities = [.. Enumerable.Range(0, Thresholds.Length + 1).Select(j => family.CategoryProbability(j, eta))];
            Assert.All(probabilities, p => Assert.InRange(p, 0, 1));
            Assert.Equal(1, probabilities.Sum(), 1e-14);
            for (int j = 0; j < probabilities.Length; j++)
            {
                Assert.Equal(probabilities.Take(j + 1).Sum(), family.CumulativeProbability(j, eta), 1e-14);
            }

            Assert.Equal(probabilities.Select((p, j) => (j + 1) * p).Sum(), family.ResponseMean(eta), 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Links))]
    public void Two_categories_have_the_probabilities_of_the_binomial_family_with_the_same_link(Link link)
    {
        if (link == Link.Loglog)
        {
            return;
        }

        FamilyDefinition family = ResponseFamilies.Of(Family.Cumulative).WithThresholds([0.7], link);
        LikelihoodKernel binomial = ResponseFamilies.Of(Family.Binomial).Kernel(link), ordinal = family.Kernel(link);
        foreach (double eta in new[] { -20, -3, 0.1, 2.5, 12 })
        {
            Assert.Equal(binomial.LogDensity(eta - 0.7, 1, 1), ordinal.LogDensity(eta, 1, 1), 1e-12);
            Assert.Equal(binomial.LogDensity(eta - 0.7, 0, 1), ordinal.LogDensity(eta, 0, 1), 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Links))]
    public void Derivatives_are_those_of_the_log_probability(Link link)
    {
        PredictorsKernel kernel = ResponseFamilies.Of(Family.Cumulative).PredictorsKernel(link);
        (double Upper, double Lower)[] intervals = [(0.8, -0.3), (double.PositiveInfinity, 0.4), (-0.6, double.NegativeInfinity), (2.1, 2.0), (-3, -4.5), (6, 4)];
        foreach ((double upper, double lower) in intervals)
        {
            foreach (double eta in new[] { -1.7, 0.2, 1.4 })
            {
                Check(kernel, [eta, upper, lower], $"{link} {eta} {upper} {lower}");
            }
        }
    }

    [Theory]
    [InlineData(Link.Logit, 700.0)]
    [InlineData(Link.Probit, 60.0)]
    [InlineData(Link.Cloglog, 7.5)]
    [InlineData(Link.Loglog, 7.5)]
    [InlineData(Link.Cauchit, 1e7)]
    public void Probabilities_beyond_what_doubles_hold_keep_their_logarithms_and_derivatives(Link link, double far)
    {
        PredictorsKernel kernel = ResponseFamilies.Of(Family.Cumulative).PredictorsKernel(link);
        foreach (double eta in new[] { -far, far })
        {
            double[] at = [eta, 0.5, -0.5];
            (double log, RowDerivatives d) = Evaluate(kernel, at);
            Assert.True(double.IsFinite(log) && log < -7, $"{log}");
            double step = 1e-4 * Math.Max(1, Math.Abs(eta) * 1e-2);
            double slope = (LogAt(kernel, at, 0, step) - LogAt(kernel, at, 0, -step)) / (2 * step);
            Assert.Equal(slope, d.Score[0][0], 1e-5 * Math.Max(1, Math.Abs(slope)));
            Assert.True(double.IsFinite(d.Information(0, 0)![0]));
            Assert.True(link == Link.Cauchit || d.Information(0, 0)![0] >= -1e-9 * slope * slope, $"{d.Information(0, 0)![0]:R}");
        }
    }

    [Theory]
    [MemberData(nameof(Links))]
    public void An_interval_shrunk_to_nothing_has_the_density_in_its_place(Link link)
    {
        // log p = log f + log of the width: the derivatives in η are those of log f, to the width's order.
        PredictorsKernel kernel = ResponseFamilies.Of(Family.Cumulative).PredictorsKernel(link);
        (_, RowDerivatives wide) = Evaluate(kernel, [0.3, 0.5 + 5e-5, 0.5 - 5e-5]);
        (_, RowDerivatives narrow) = Evaluate(kernel, [0.3, 0.5 + 5e-8, 0.5 - 5e-8]);
        Assert.Equal(wide.Score[0][0], narrow.Score[0][0], 1e-6);
        Assert.Equal(wide.Information(0, 0)![0], narrow.Information(0, 0)![0], 1e-6);
        Assert.Equal(double.NegativeInfinity, LogAt(kernel, [0.3, 0.5, 0.5], 0, 0));
        Assert.Equal(double.NegativeInfinity, LogAt(kernel, [0.3, 0.4, 0.5], 0, 0));
    }

    [Theory]
    [InlineData(Link.Logit)]
    [InlineData(Link.Probit)]
    [InlineData(Link.Cloglog)]
    [InlineData(Link.Loglog)]
    public void The_information_of_a_log_concave_distribution_is_never_negative_in_all_three_predictors(Link link)
    {
        PredictorsKernel kernel = ResponseFamilies.Of(Family.Cumulative).PredictorsKernel(link);
        Assert.True(kernel.HasPositiveInformation);
        var random = new Random(4);
        for (int trial = 0; trial < 300; trial++)
        {
            double lower = (6 * random.NextDouble()) - 3;
            (_, RowDerivatives d) = Evaluate(kernel, [(6 * random.NextDouble()) - 3, lower + (4 * random.NextDouble()) + 1e-3, lower]);
            double[] x = [random.NextDouble() - 0.5, random.NextDouble() - 0.5, random.NextDouble() - 0.5];
            double square = 0, scale = 0;
            for (int k = 0; k < 3; k++)
            {
                for (int l = 0; l < 3; l++)
                {
                    square += x[k] * x[l] * d.Information(k, l)![0];
                    scale += Math.Abs(x[k] * x[l] * d.Information(k, l)![0]);
                }
            }

            Assert.True(square >= -1e-12 * scale, $"{square:R}");
        }
    }

    [Theory]
    [MemberData(nameof(Links))]
    public void The_expected_information_is_the_mean_of_the_observed_one_and_its_slope_the_difference(Link link)
    {
        LikelihoodKernel kernel = Bound(link).Kernel(link);
        double[] expected = new double[1], up = new double[1], down = new double[1], slope = new double[1];
        foreach (double eta in new[] { -1.2, 0.4, 2.2 })
        {
            kernel.Expected([eta], [1], expected);
            double mean = 0, score = 0;
            for (int j = 0; j <= Thresholds.Length; j++)
            {
                double[] s = new double[1], w = new double[1], third = new double[1];
                double p = Math.Exp(kernel.Evaluate([eta], [j], [1], s, w, third));
                mean += p * w[0];
                score += p * s[0];
            }

            Assert.Equal(0, score, 1e-12);
            Assert.Equal(mean, expected[0], 1e-10);
            kernel.Expected([eta + 1e-4], [1], up);
            kernel.Expected([eta - 1e-4], [1], down);
            kernel.ExpectedDerivative([eta], [1], slope);
            Assert.Equal((up[0] - down[0]) / 2e-4, slope[0], 1e-7);
        }
    }

    [Theory]
    [MemberData(nameof(Links))]
    public void Draws_have_the_probabilities_of_the_categories_and_tails_add_up(Link link)
    {
        FamilyDefinition family = Bound(link);
        var random = new Random(7);
        var counts = new int[Thresholds.Length + 1];
        const int Draws = 40_000;
        for (int i = 0; i < Draws; i++)
        {
            counts[(int)family.Draw(random, 0.4, 1)]++;
        }

        for (int j = 0; j < counts.Length; j++)
        {
            double p = family.CategoryProbability(j, 0.4);
            Assert.Equal(p, counts[j] / (double)Draws, 5 * Math.Sqrt(p * (1 - p) / Draws));
            TailInterval tails = family.Tails(j, 1, 0.4);
            Assert.Equal(p, tails.Upper - tails.Lower, 1e-14);
        }
    }

    private static FamilyDefinition Bound(Link link) => ResponseFamilies.Of(Family.Cumulative).WithThresholds([.. Thresholds], link);

    private static void Check(PredictorsKernel kernel, double[] at, string what)
    {
        (_, RowDerivatives d) = Evaluate(kernel, at);
        for (int k = 0; k < 3; k++)
        {
            if (double.IsInfinity(at[k]))
            {
                Assert.Equal(0, d.Score[k][0]);
                continue;
            }

            double width = Math.Min(0.004, (at[1] - at[2]) * 0.01);
            Near(Difference(x => LogAt(kernel, at, k, x), width), d.Score[k][0], 1e-8, what + " score " + k);
            for (int l = 0; l < 3; l++)
            {
                if (!double.IsInfinity(at[l]))
                {
                    Near(-Difference(x => Evaluate(kernel, Moved(at, k, x)).Derivatives.Score[l][0], width), d.Information(k, l)![0], 1e-7, what + $" information {k} {l}");
                }
            }

            Near(-Difference(x => Evaluate(kernel, Moved(at, k, x)).Derivatives.Information(0, 0)![0], width), d.Third(0, 0, k)![0], 1e-6, what + " third " + k);
        }
    }

    private static double Difference(Func<double, double> f, double step) => ((8 * (f(step) - f(-step))) - (f(2 * step) - f(-2 * step))) / (12 * step);

    private static void Near(double expected, double actual, double tolerance, string what) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected)) * 10, $"{what}: {actual:R} for {expected:R}");

    private static double[] Moved(double[] at, int k, double by)
    {
        double[] moved = [.. at];
        moved[k] += by;
        return moved;
    }

    private static double LogAt(PredictorsKernel kernel, double[] at, int k, double by) => kernel.LogDensity(Moved(at, k, by), 0, 1);

    private static (double Log, RowDerivatives Derivatives) Evaluate(PredictorsKernel kernel, double[] at)
    {
        var derivatives = new RowDerivatives([true, true, true], 1);
        return (kernel.Evaluate(0, 1, [[at[0]], [at[1]], [at[2]]], [0], [1], derivatives), derivatives);
    }
}
