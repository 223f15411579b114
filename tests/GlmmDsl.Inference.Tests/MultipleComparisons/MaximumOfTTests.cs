using GlmmDsl.Inference.Hypotheses;
using GlmmDsl.Inference.MultipleComparisons;

namespace GlmmDsl.Inference.Tests.MultipleComparisons;

public sealed class MaximumOfTTests
{
    // R: 1 - mvtnorm::pmvt(rep(-t, m), rep(t, m), df = df, corr = R), Genz and Bretz with maxpts = 3e6 (df 0 is infinite); its error is 3e-7.
    [Theory]
    [InlineData(2.3, 10, 0.105855936137739)]
    [InlineData(2.3, double.PositiveInfinity, 0.0566087123902919)]
    public void Dunnetts_probabilities_are_those_of_R(double t, double df, double expected)
    {
        var maximum = new MaximumOfT(Equal(3, 0.5));
        Assert.False(maximum.IsLattice);
        Assert.Equal(expected, maximum.UpperTail(t, df), 1e-6);
    }

    [Fact]
    public void Unequal_products_are_integrated_as_in_R()
    {
        var maximum = new MaximumOfT(Products(0.9, 0.3, -0.6, 0.5));
        Assert.False(maximum.IsLattice);
        Assert.Equal(0.247367834817268, maximum.UpperTail(2, 7), 1e-6);
    }

    // Neighbours correlate by -1/2, as differences of consecutive means do: no products.
    [Theory]
    [InlineData(3, 12, 0.0377396310573904)]
    [InlineData(2.5, double.PositiveInfinity, 0.0453311365320951)]
    public void Other_correlations_are_integrated_over_a_lattice_as_in_R(double t, double df, double expected)
    {
        var maximum = new MaximumOfT(Neighbours(4, -0.5));
        Assert.True(maximum.IsLattice);
        Assert.Equal(expected, maximum.UpperTail(t, df), 4e-5);
    }

    [Theory]
    [InlineData(0.7)]
    [InlineData(1.5)]
    [InlineData(3.1)]
    public void The_lattice_agrees_with_quadrature(double t)
    {
        double[,] correlations = Products(0.8, 0.4, 0.6, 0.2, 0.7);
        var lattice = new MultivariateTail(correlations);
        (double probability, double error) = lattice.Integral(t);
        Assert.InRange(error, 0, 4e-5);
        Assert.Equal(ProductCorrelation.Of(correlations)!.UpperTail(t), probability, 1e-4);
        Assert.Equal(probability, lattice.UpperTail(t), 1e-4);
    }

    // All pairs of independent means have Tukey's distribution; their correlations are singular.
    [Theory]
    [InlineData(2.8, double.PositiveInfinity)]
    public void All_pairs_of_independent_means_have_the_studentised_range(double t, double df)
    {
        int[][] pairs = [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]];
        var correlations = new double[6, 6];
        for (int i = 0; i < 6; i++)
        {
            for (int j = 0; j < 6; j++)
            {
                double sum = 0;
                for (int k = 0; k < 4; k++)
                {
                    double Sign(int[] pair) => pair[0] == k ? 1 : pair[1] == k ? -1 : 0;
                    sum += Sign(pairs[i]) * Sign(pairs[j]) / 2;
                }

                correlations[i, j] = sum;
            }
        }

        Assert.Equal(new StudentizedRange(4).UpperTail(t * Math.Sqrt(2), df), new MaximumOfT(correlations).UpperTail(t, df), 3e-4);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(double.PositiveInfinity)]
    public void One_variable_is_Students_t(double df) => Assert.Equal(TailProbability.OfT(1.7, df), new MaximumOfT(Equal(1, 1)).UpperTail(1.7, df), 1e-14);

    [Fact]
    public void Independent_normal_variables_multiply()
    {
        double one = TailProbability.OfT(2, double.PositiveInfinity);
        Assert.Equal(1 - Math.Pow(1 - one, 4), new MaximumOfT(Equal(4, 0)).UpperTail(2, double.PositiveInfinity), 1e-9);
    }

    [Fact]
    public void Quantiles_are_where_the_tail_has_their_probability()
    {
        var maximum = new MaximumOfT(Equal(4, 0.5));
        Assert.Equal(0.05, maximum.UpperTail(maximum.Quantile(0.95, 17.3), 17.3), 1e-10);
    }

    // R: mvtnorm::qmvt(0.95, tail = "both.tails", df = 20, corr = R).
    [Fact]
    public void Critical_values_of_comparisons_with_a_control_are_those_of_R() => Assert.Equal(2.7347, new MaximumOfT(Equal(5, 0.5)).Quantile(0.95, 20), 2e-3);

    private static double[,] Equal(int m, double correlation) => Of(m, (i, j) => i == j ? 1 : correlation);

    private static double[,] Products(params double[] b) => Of(b.Length, (i, j) => i == j ? 1 : b[i] * b[j]);

    private static double[,] Neighbours(int m, double correlation) => Of(m, (i, j) => i == j ? 1 : Math.Abs(i - j) == 1 ? correlation : 0);

    private static double[,] Of(int m, Func<int, int, double> at)
    {
        var r = new double[m, m];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < m; j++)
            {
                r[i, j] = at(i, j);
            }
        }

        return r;
    }
}
