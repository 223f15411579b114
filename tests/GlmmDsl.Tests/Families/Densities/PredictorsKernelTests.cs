using GlmmDsl.Families;
using GlmmDsl.Families.Densities;

namespace GlmmDsl.Tests.Families.Densities;

/// <summary>Every density with every link, plain and zero-inflated: derivatives of the rows against central differences.</summary>
public sealed class PredictorsKernelTests
{
    private static readonly Dictionary<string, (PredictorsKernel Kernel, double[] Responses, double Mean)> Kernels = new()
    {
        ["gaussian"] = (Kernel<GaussianDensity<SameMeanLink>>(), [-1, 0.4], 0.3),
        ["gaussian log"] = (Kernel<GaussianDensity<LogMeanLink>>(), [-1, 2.4], 0.3),
        ["gaussian inverse"] = (Kernel<GaussianDensity<InverseMeanLink>>(), [-1, 2.4], 0.3),
        ["gamma log"] = (Kernel<GammaDensity<LogMeanLink>>(), [0.2, 3], 0.3),
        ["gamma inverse"] = (Kernel<GammaDensity<InverseMeanLink>>(), [0.2, 3], 0.6),
        ["gamma identity"] = (Kernel<GammaDensity<SameMeanLink>>(), [0.2, 3], 0.6),
        ["inverse gaussian log"] = (Kernel<InverseGaussianDensity<LogMeanLink>>(), [0.2, 3], 0.6),
        ["inverse gaussian 1/mu^2"] = (Kernel<InverseGaussianDensity<InverseSquareMeanLink>>(), [0.2, 3], 0.6),
        ["inverse gaussian inverse"] = (Kernel<InverseGaussianDensity<InverseMeanLink>>(), [0.2, 3], 0.6),
        ["lognormal log"] = (Kernel<LognormalDensity<LogMeanLink>>(), [0.2, 3], 0.6),
        ["lognormal identity"] = (Kernel<LognormalDensity<SameMeanLink>>(), [0.2, 3], 0.6),
        ["student"] = (Kernel<StudentDensity<SameMeanLink>>(), [-2, 0.3, 9], 0.1),
        ["beta logit"] = (Kernel<BetaDensity<ProbabilityMeanLink<LogitLink>>>(), [0.01, 0.6], 0.3),
        ["beta probit"] = (Kernel<BetaDensity<ProbabilityMeanLink<ProbitLink>>>(), [0.01, 0.6], 0.3),
        ["beta cloglog"] = (Kernel<BetaDensity<ProbabilityMeanLink<CloglogLink>>>(), [0.01, 0.6], 0.3),
        ["beta-binomial logit"] = (Kernel<BetaBinomialDensity<ProbabilityMeanLink<LogitLink>>>(trials: true), [0, 3, 7], 0.3),
        ["binomial logit"] = (Kernel<BinomialDensity<LogitLink>>(trials: true), [0, 3, 7], 0.3),
        ["poisson log"] = (Kernel<PoissonDensity<LogMeanLink>>(), [0, 3], 0.3),
        ["poisson sqrt"] = (Kernel<PoissonDensity<SquaredMeanLink>>(), [0, 3], 0.8),
        ["nbinom2 log"] = (Kernel<NegativeBinomial2Density<LogMeanLink>>(), [0, 1, 60], 0.3),
        ["nbinom2 sqrt"] = (Kernel<NegativeBinomial2Density<SquaredMeanLink>>(), [0, 5], 0.8),
        ["nbinom1 log"] = (Kernel<NegativeBinomial1Density<LogMeanLink>>(), [0, 1, 60], 0.3),
        ["generalised poisson log"] = (Kernel<GeneralizedPoissonDensity<LogMeanLink>>(), [0, 1, 6], 0.3),
        ["truncated poisson log"] = (Kernel<TruncatedPoissonDensity<LogMeanLink>>(), [0, 1, 6], 0.3),
        ["truncated nbinom2 log"] = (Kernel<TruncatedNegativeBinomial2Density<LogMeanLink>>(), [0, 1, 60], 0.3),
        ["truncated nbinom1 log"] = (Kernel<TruncatedNegativeBinomial1Density<LogMeanLink>>(), [0, 1, 60], 0.3),
        ["tweedie log"] = (Kernel<TweedieDensity<LogMeanLink>>(), [0, 0.1, 8], 0.3),
    };

    public static TheoryData<string, bool> All
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach ((string name, (PredictorsKernel kernel, double[] responses, _)) in Kernels)
            {
                if (!name.StartsWith("truncated", StringComparison.Ordinal))
                {
                    data.Add(name, false);
                }

                if (responses[0] == 0)
                {
                    data.Add(name, true);
                }
            }

            data.Add("gamma log", true);
            data.Add("truncated poisson log", false);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Derivatives_of_every_order_are_those_of_the_log_density(string name, bool isInflated)
    {
        (PredictorsKernel kernel, double[] responses, double[] eta) = Make(name, isInflated);
        foreach (double y in responses)
        {
            // The second row makes sure that rows are not mixed up; the weight that nothing is forgotten.
            RowDerivatives here = At(kernel, eta, y, out double sum);
            Assert.Equal(sum, here.Log[1], 1e-12);
            Assert.Equal(sum, kernel.LogDensity(eta, y, Size(kernel)), 1e-12);
            for (int k = 0; k < kernel.Count; k++)
            {
                RowDerivatives low = At(kernel, Moved(eta, k, -Step), y, out double left), high = At(kernel, Moved(eta, k, Step), y, out double right);
                Close((right - left) / (2 * Step), here.Score[k][1], $"{name} {y}: score {k}");
                for (int l = 0; l < kernel.Count; l++)
                {
                    Close((low.Score[l][1] - high.Score[l][1]) / (2 * Step), here.Information(k, l)![1], $"{name} {y}: information {k} {l}");
                    for (int m = 0; m < kernel.Count; m++)
                    {
                        Close((low.Information(l, m)![1] - high.Information(l, m)![1]) / (2 * Step), here.Third(k, l, m)![1], $"{name} {y}: third {k} {l} {m}");
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_row_has_the_same_numbers_whichever_predictors_are_active(string name, bool isInflated)
    {
        (PredictorsKernel kernel, double[] responses, double[] eta) = Make(name, isInflated);
        foreach (double y in responses)
        {
            RowDerivatives all = At(kernel, eta, y, out _);
            var one = new RowDerivatives([true, .. new bool[kernel.Count - 1]], 3);
            kernel.EvaluateActive(1, 1, Rows(eta), [0, y, 0], [0, Size(kernel), 0], one);
            Assert.Equal(all.Log[1], one.Log[1], 1e-13);
            Assert.Equal(all.Score[0][1], one.Score[0][1], 1e-13 * (1 + Math.Abs(all.Score[0][1])));
            Assert.Equal(all.Information(0, 0)![1], one.Information(0, 0)![1], 1e-12 * (1 + Math.Abs(all.Information(0, 0)![1])));
            kernel.Evaluate(1, 1, Rows(eta), [0, y, 0], [0, Size(kernel), 0], one);
            for (int k = 0; k < kernel.Count; k++)
            {
                Assert.Equal(all.Score[k][1], one.Score[k][1], 1e-12);
                Assert.Equal(all.Third(0, 0, k)![1], one.Third(0, 0, k)![1], 1e-11 * (1 + Math.Abs(all.Third(0, 0, k)![1])));
                Assert.Null(k == 0 ? null : one.Information(k, k));
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_row_without_weight_takes_no_part(string name, bool isInflated)
    {
        (PredictorsKernel kernel, double[] responses, double[] eta) = Make(name, isInflated);
        if (kernel.HasTrials)
        {
            return;
        }

        foreach (double y in responses)
        {
            RowDerivatives d = At(kernel, eta, y, out double sum, size: 0);
            Assert.Equal((0, 0, 0), (sum, Math.Abs(d.Score[0][1]), Math.Abs(d.Third(0, 0, 0)![1])));
        }
    }

    [Fact]
    public void A_hurdle_s_zero_says_nothing_about_the_count()
    {
        (PredictorsKernel kernel, _, double[] eta) = Make("truncated nbinom2 log", isInflated: true);
        RowDerivatives d = At(kernel, eta, 0, out double sum);
        Assert.Equal(-Math.Log(1 + Math.Exp(-eta[1])) * Size(kernel), sum, 1e-14);
        Assert.Equal((0, 0), (Math.Abs(d.Score[0][1]), Math.Abs(d.Score[2][1])));
    }

    private const double Step = 2e-5;

    private static double Size(PredictorsKernel kernel) => kernel.HasTrials ? 7 : 1.5;

    private static DensityKernel<TDensity> Kernel<TDensity>(bool trials = false)
        where TDensity : struct, IRowDensity => new DensityKernel<TDensity>(mean => mean, trials, hasSingleMode: true, (y, _) => y);

    private static (PredictorsKernel Kernel, double[] Responses, double[] Eta) Make(string name, bool isInflated)
    {
        (PredictorsKernel kernel, double[] responses, double mean) = Kernels[name];
        double[] others = [.. Enumerable.Range(0, kernel.Count - 1).Select(k => 0.4 - (0.3 * k))];
        return isInflated
            ? (new ZeroInflatedKernel(kernel, excludesZero: false), name.StartsWith("gamma", StringComparison.Ordinal) ? responses[1..] : responses, [mean, -0.7, .. others])
            : (kernel, name.StartsWith("truncated", StringComparison.Ordinal) ? responses[1..] : responses, [mean, .. others]);
    }

    private static double[] Moved(double[] eta, int k, double by)
    {
        double[] moved = [.. eta];
        moved[k] += by;
        return moved;
    }

    private static double[][] Rows(double[] eta) => [.. eta.Select(e => new[] { 0, e, 0 })];

    private static RowDerivatives At(PredictorsKernel kernel, double[] eta, double y, out double sum, double? size = null)
    {
        var d = new RowDerivatives([.. Enumerable.Repeat(true, kernel.Count)], 3);
        sum = kernel.Evaluate(1, 1, Rows(eta), [0, y, 0], [0, size ?? Size(kernel), 0], d);
        return d;
    }

    private static void Close(double expected, double actual, string what) =>
        Assert.True(Math.Abs(expected - actual) < 2e-6 * (1 + Math.Abs(expected)), $"{what}: {actual} against the difference {expected}");
}
