using GlmmDsl.Families;

namespace GlmmDsl.Tests.Families;

/// <summary>Every family with every link: derivatives against central differences, vector code against scalar, tails against known limits.</summary>
public sealed class LikelihoodKernelTests
{
    public static TheoryData<Family, Link> All()
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

    [Theory]
    [MemberData(nameof(All))]
    public void Score_information_and_their_derivatives_agree_with_finite_differences(Family family, Link link)
    {
        LikelihoodKernel kernel = ResponseFamilies.Of(family).Kernel(link);
        foreach (double eta in Points(link))
        {
            foreach ((double y, double m) in Rows(family))
            {
                (double score, double observed, _) = At(kernel, eta, y, m);
                Close(Difference(e => kernel.LogDensity(e, y, m), eta), score, "score");
                Close(-Difference(e => At(kernel, e, y, m).Score, eta), observed, "observed");
                Close(Difference(e => At(kernel, e, y, m).Observed, eta), At(kernel, eta, y, m).Derivative, "W_o'");
                Close(Difference(e => One(s => kernel.Expected([e], [m], s)), eta), One(s => kernel.ExpectedDerivative([eta], [m], s)), "W_e'");
                Close(Difference(kernel.Mean, eta), kernel.MeanDerivative(eta), "mean'");
            }
        }
    }

    /// <summary>The limits of separated rows.</summary>
    [Theory]
    [InlineData(Link.Logit)]
    [InlineData(Link.Probit)]
    [InlineData(Link.Cloglog)]
    [InlineData(Link.Cauchit)]
    public void The_mean_of_an_infinite_linear_predictor_is_its_limit(Link link)
    {
        LikelihoodKernel kernel = ResponseFamilies.Of(Family.Binomial).Kernel(link);

        Assert.Equal((0, 1), (kernel.Mean(double.NegativeInfinity), kernel.Mean(double.PositiveInfinity)));
        Assert.Equal((0, double.PositiveInfinity), (ResponseFamilies.Of(Family.Poisson).Kernel(Link.Log).Mean(double.NegativeInfinity), ResponseFamilies.Of(Family.Poisson).Kernel(Link.Log).Mean(double.PositiveInfinity)));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(360)]
    [InlineData(800)]
    [InlineData(1e6)]
    public void A_success_far_out_is_certain_with_a_complementary_log_log_link(double eta)
    {
        LikelihoodKernel kernel = ResponseFamilies.Of(Family.Binomial).Kernel(Link.Cloglog);
        Assert.Equal((0, 0, 0), At(kernel, eta, 1, 1));
        Assert.Equal(0, kernel.LogDensity(eta, 1, 1));
        Assert.Equal(0, One(s => kernel.Expected([eta], [1], s)));
        Assert.Equal(0, One(s => kernel.ExpectedDerivative([eta], [1], s)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Expected_information_is_the_squared_mean_derivative_over_the_variance(Family family, Link link)
    {
        LikelihoodKernel kernel = ResponseFamilies.Of(family).Kernel(link);
        foreach (double eta in Points(link))
        {
            double derivative = kernel.MeanDerivative(eta);
            Close(3 * derivative * derivative / kernel.Variance(kernel.Mean(eta)), One(s => kernel.Expected([eta], [3.0], s)), "W_e", 1e-7);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_link_undoes_the_mean(Family family, Link link)
    {
        LikelihoodKernel kernel = ResponseFamilies.Of(family).Kernel(link);
        foreach (double eta in Points(link).Where(e => e < 3 && (e > 0 || link != Link.Sqrt)))
        {
            Close(eta, kernel.Link(kernel.Mean(eta)), "link", 1e-8);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Canonical_links_have_equal_observed_and_expected_information(Family family, Link link)
    {
        LikelihoodKernel kernel = ResponseFamilies.Of(family).Kernel(link);
        bool equal = Points(link).All(eta => Rows(family).All(row =>
            Math.Abs(At(kernel, eta, row.Y, row.M).Observed - One(s => kernel.Expected([eta], [row.M], s))) < 1e-12 * (1 + row.M)));
        Assert.Equal(kernel.IsCanonical, equal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Long_spans_give_what_single_rows_give(Family family, Link link)
    {
        LikelihoodKernel kernel = ResponseFamilies.Of(family).Kernel(link);
        double[] eta = Points(link).Concat(Points(link)).Concat(Points(link)).Take(19).ToArray();
        (double Y, double M)[] rows = Enumerable.Range(0, eta.Length).Select(i => Rows(family)[i % Rows(family).Length]).ToArray();
        double[] y = rows.Select(r => r.Y).ToArray(), m = rows.Select(r => r.M).ToArray();
        double[] score = new double[eta.Length], observed = new double[eta.Length], third = new double[eta.Length];
        double sum = kernel.Evaluate(eta, y, m, score, observed, third);
        double[] scoreAlone = new double[eta.Length];
        Close(sum, kernel.Score(eta, y, m, scoreAlone), "sum beside the score alone", 1e-15);
        Assert.Equal(score, scoreAlone);
        double expectedSum = 0;
        for (int i = 0; i < eta.Length; i++)
        {
            expectedSum += kernel.LogDensity(eta[i], y[i], m[i]);
            (double s, double w, double third1) = At(kernel, eta[i], y[i], m[i]);
            Close(s, score[i], "score", 1e-13);
            Close(w, observed[i], "observed", 1e-13);
            Close(third1, third[i], "derivative", 1e-13);
        }

        Close(expectedSum, sum, "sum", 1e-13);
    }

    [Theory]
    [InlineData(Link.Logit)]
    [InlineData(Link.Probit)]
    [InlineData(Link.Cloglog)]
    [InlineData(Link.Cauchit)]
    public void Far_tails_stay_finite_and_signed(Link link)
    {
        LikelihoodKernel kernel = ResponseFamilies.Of(Family.Binomial).Kernel(link);
        foreach (double eta in new[] { -300.0, -60, -30, -26, -24, 24, 30 })
        {
            foreach (double y in new[] { 0.0, 1 })
            {
                (double score, double observed, _) = At(kernel, eta, y, 1);
                Assert.True(double.IsFinite(score) && double.IsFinite(observed), $"{link} at {eta}: {score}, {observed}");
                Assert.True(y == 1 ? score >= 0 : score <= 0);
                if (link is not Link.Cauchit)
                {
                    Assert.True(observed >= 0);
                }
            }
        }
    }

    [Fact]
    public void The_probit_tail_joins_smoothly_where_the_formula_changes()
    {
        LikelihoodKernel kernel = ResponseFamilies.Of(Family.Binomial).Kernel(Link.Probit);
        (double leftScore, double leftInformation, _) = At(kernel, -25.0000001, 1, 1);
        (double rightScore, double rightInformation, _) = At(kernel, -24.9999999, 1, 1);
        Close(rightScore, leftScore, "score", 1e-7);
        Close(rightInformation, leftInformation, "information", 1e-7);
    }

    [Fact]
    public void Constants_make_the_density_sum_to_one()
    {
        LikelihoodKernel binomial = ResponseFamilies.Of(Family.Binomial).Kernel(Link.Logit);
        LikelihoodKernel poisson = ResponseFamilies.Of(Family.Poisson).Kernel(Link.Log);
        double a = Enumerable.Range(0, 8).Sum(y => Math.Exp(binomial.LogDensity(0.3, y, 7) + binomial.Constant([y], [7.0])));
        double b = Enumerable.Range(0, 80).Sum(y => Math.Exp(poisson.LogDensity(1.1, y, 1) + poisson.Constant([y], [1.0])));
        Assert.Equal(1, a, 12);
        Assert.Equal(1, b, 12);
    }

    [Fact]
    public void A_link_the_family_lacks_is_refused_with_those_it_has()
    {
        var error = Assert.Throws<ArgumentException>(() => ResponseFamilies.Of(Family.Poisson).Kernel(Link.Probit));
        Assert.Contains("Log, Sqrt, Identity", error.Message);
    }

    private static double[] Points(Link link) => link switch
    {
        Link.Identity => [0.4, 1.3, 4, 9],
        Link.Sqrt => [-1.7, 0.3, 0.9, 2.5],
        _ => [-4, -1.2, -0.3, 0, 0.6, 1.4, 2.1],
    };

    private static (double Y, double M)[] Rows(Family family) =>
        family == Family.Binomial ? [(0, 1), (1, 1), (3, 7), (7, 7)] : [(0, 1), (1, 1), (5, 1), (12, 2.5)];

    private static (double Score, double Observed, double Derivative) At(LikelihoodKernel kernel, double eta, double y, double m)
    {
        Span<double> score = stackalloc double[1], observed = stackalloc double[1], derivative = stackalloc double[1];
        kernel.Evaluate([eta], [y], [m], score, observed, derivative);
        return (score[0], observed[0], derivative[0]);
    }

    private static double One(Fill fill)
    {
        Span<double> one = stackalloc double[1];
        fill(one);
        return one[0];
    }

    private delegate void Fill(Span<double> target);

    // Fourth-order central difference.
    private static double Difference(Func<double, double> f, double x)
    {
        const double h = 1e-3;
        return (f(x - (2 * h)) - (8 * f(x - h)) + (8 * f(x + h)) - f(x + (2 * h))) / (12 * h);
    }

    private static void Close(double expected, double actual, string what, double tolerance = 1e-8) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance * (1 + Math.Abs(expected)), $"{what}: {actual:R} for {expected:R}");
}
