using GlmmDsl.Families;
using GlmmDsl.Families.Densities;

namespace GlmmDsl.Tests.Families.Densities;

/// <summary>The kernels of binomial and Poisson models, written by hand, against the densities written once for numbers with derivatives.</summary>
public sealed class HandWrittenKernelTests
{
    private static readonly Dictionary<(Family, Link), PredictorsKernel> Densities = new()
    {
        [(Family.Binomial, Link.Logit)] = Kernel<BinomialDensity<LogitLink>>(true),
        [(Family.Binomial, Link.Probit)] = Kernel<BinomialDensity<ProbitLink>>(true),
        [(Family.Binomial, Link.Cloglog)] = Kernel<BinomialDensity<CloglogLink>>(true),
        [(Family.Binomial, Link.Cauchit)] = Kernel<BinomialDensity<CauchitLink>>(true),
        [(Family.Poisson, Link.Log)] = Kernel<PoissonDensity<LogMeanLink>>(false),
        [(Family.Poisson, Link.Sqrt)] = Kernel<PoissonDensity<SquaredMeanLink>>(false),
        [(Family.Poisson, Link.Identity)] = Kernel<PoissonDensity<SameMeanLink>>(false),
    };

    public static TheoryData<Family, Link> All
    {
        get
        {
            var data = new TheoryData<Family, Link>();
            foreach (Family family in new[] { Family.Binomial, Family.Poisson })
            {
                foreach (Link link in ResponseFamilies.Of(family).Links)
                {
                    data.Add(family, link);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_kernel_written_by_hand_has_the_derivatives_of_the_density(Family family, Link link)
    {
        double[] etas = link is Link.Sqrt or Link.Identity ? [0.02, 0.4, 1, 3.7, 25] : [-12, -3.1, -0.4, 0, 0.02, 1.3, 2.9, 5.5];
        double[] totals = family == Family.Binomial ? [0, 1, 4, 9] : [0, 1, 4, 60];
        double[] sizes = family == Family.Binomial ? [9, 10, 200] : [1, 0.7, 3];
        (double Eta, double Y, double M)[] rows = [.. from eta in etas from y in totals from m in sizes select (eta, y, m)];
        double[] eta1 = [.. rows.Select(r => r.Eta)], y1 = [.. rows.Select(r => r.Y)], m1 = [.. rows.Select(r => r.M)];
        double[] score = new double[rows.Length], observed = new double[rows.Length], slope = new double[rows.Length];
        LikelihoodKernel kernel = ResponseFamilies.Of(family).Kernel(link);
        double sum = kernel.Evaluate(eta1, y1, m1, score, observed, slope) + kernel.Constant(y1, m1);
        var derivatives = new RowDerivatives([true], rows.Length);
        double expected = Densities[(family, link)].Evaluate(0, rows.Length, [eta1], y1, m1, derivatives);
        Close(expected, sum, 0, "sum");
        for (int i = 0; i < rows.Length; i++)
        {
            double unit = Math.Max(Math.Abs(derivatives.Score[0][i]), m1[i] * 1e-3);
            Close(derivatives.Score[0][i], score[i], unit, $"score of {rows[i]}");
            Close(derivatives.Information(0, 0)![i], observed[i], unit, $"information of {rows[i]}");
            Close(-derivatives.Third(0, 0, 0)![i], slope[i], unit, $"slope of the information of {rows[i]}");
        }
    }

    /// <summary>Derivatives that cancel keep the digits of their parts, which are of the order of the unit.</summary>
    private static void Close(double expected, double actual, double unit, string what) =>
        Assert.True(Math.Abs(expected - actual) <= 1e-9 * (Math.Abs(expected) + unit), FormattableString.Invariant($"{what}: {actual:R} against {expected:R}"));

    private static DensityKernel<TDensity> Kernel<TDensity>(bool trials)
        where TDensity : struct, IRowDensity => new(m => m, trials, true, (y, m) => y);
}
