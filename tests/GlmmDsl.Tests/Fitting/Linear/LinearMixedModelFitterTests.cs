using GlmmDsl.Design;
using GlmmDsl.Fitting.Linear;

namespace GlmmDsl.Tests.Fitting;

/// <summary>Properties of whole fits.</summary>
public class LinearMixedModelFitterTests
{
    public static TheoryData<string> Kinds => [.. RandomDesign.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Row_order_changes_nothing_but_rounding(string kind)
    {
        ModelMatrices m = RandomDesign.Make(kind, 21);
        int[] order = [.. Enumerable.Range(0, m.RowCount)];
        new Random(1).Shuffle(order);
        LinearMixedSolution fit = LinearMixedModelFitter.Fit(m, reml: true);
        LinearMixedSolution shuffled = LinearMixedModelFitter.Fit(RandomDesign.Reorder(m, order), reml: true);

        Assert.Equal(fit.Criterion, shuffled.Criterion, 1e-8);
        AssertClose(fit.Beta, shuffled.Beta, 1e-4);
        AssertClose([.. order.Select(i => fit.Fitted[i])], shuffled.Fitted, 1e-3);
    }

    [Theory]
    [InlineData("vector")]
    [InlineData("nested")]
    [InlineData("mixed")]
    public void A_far_origin_changes_only_the_intercept(string kind)
    {
        ModelMatrices m = RandomDesign.Make(kind, 22);
        double[] x = m.FixedColumns[1];
        double[] far = [.. x.Select(v => v + 1e6)];
        ModelMatrices moved = m with
        {
            FixedColumns = [m.FixedColumns[0], far, m.FixedColumns[2]],
            Random = [.. m.Random.Select(t => t with { Columns = [.. t.Columns.Select(c => ReferenceEquals(c, x) ? far : c)] })],
        };
        LinearMixedSolution fit = LinearMixedModelFitter.Fit(m, reml: true);
        LinearMixedSolution shifted = LinearMixedModelFitter.Fit(moved, reml: true);

        Assert.Equal(fit.Criterion, shifted.Criterion, 1e-6);
        Assert.Equal(fit.Beta[1], shifted.Beta[1], 1e-6);
        Assert.Equal(fit.Beta[0] - (1e6 * fit.Beta[1]), shifted.Beta[0], 1e-7 * Math.Abs(shifted.Beta[0]));
        AssertClose(fit.Fitted, shifted.Fitted, 1e-4);
    }

    [Theory]
    [InlineData(1e-8)]
    [InlineData(1e8)]
    public void The_units_of_response_and_predictor_scale_results_and_nothing_else(double unit)
    {
        ModelMatrices m = RandomDesign.Make("vector", 23);
        double[] x = m.FixedColumns[1];
        double[] scaled = [.. x.Select(v => v / unit)];
        ModelMatrices other = m with
        {
            Response = [.. m.Response.Select(v => v * unit)],
            FixedColumns = [m.FixedColumns[0], scaled, m.FixedColumns[2]],
            Random = [RandomDesign.Term(m.Random[0].Group, [null, scaled])],
        };
        LinearMixedSolution fit = LinearMixedModelFitter.Fit(m, reml: false);
        LinearMixedSolution rescaled = LinearMixedModelFitter.Fit(other, reml: false);

        Assert.Equal(fit.Criterion + (2 * m.RowCount * Math.Log(unit)), rescaled.Criterion, 1e-7);
        Assert.Equal(fit.Sigma * unit, rescaled.Sigma, 1e-6 * unit * fit.Sigma);
        Assert.Equal(fit.Beta[1] * unit * unit, rescaled.Beta[1], 1e-6 * unit * unit * Math.Abs(fit.Beta[1]));
        Assert.Equal(fit.Theta[2] * unit, rescaled.Theta[2], 1e-4 * unit);
        Assert.Equal(fit.Verdict, rescaled.Verdict);
    }

    [Fact]
    public void Groups_that_vary_less_than_chance_have_variance_exactly_zero()
    {
        GroupingFactor group = RandomDesign.Factor("g", 3, [0, 0, 0, 1, 1, 1, 2, 2, 2]);
        double[] y = [1, 2, 3, 1, 2, 3, 1, 2, 3];
        LinearMixedSolution fit = LinearMixedModelFitter.Fit(RandomDesign.Make(y, [RandomDesign.Ones(9)], [RandomDesign.Term(group, [null])]), reml: true);

        Assert.Equal([0.0], fit.Theta);
        Assert.Equal(Verdict.Singular, fit.Verdict);
        Assert.Equal((0, 0), Assert.Single(fit.Vanished));
        Assert.Equal(2, fit.Beta[0], 1e-12);
    }

    [Fact]
    public void The_one_way_layout_has_the_analysis_of_variance_estimates()
    {
        double[] y = [1, 3, 6, 8, 2, 4, 11, 9];
        GroupingFactor group = RandomDesign.Factor("g", 4, [0, 0, 1, 1, 2, 2, 3, 3]);
        LinearMixedSolution fit = LinearMixedModelFitter.Fit(RandomDesign.Make(y, [RandomDesign.Ones(8)], [RandomDesign.Term(group, [null])]), reml: true);

        // Mean squares: within 2; between 2·Σ(ȳᵢ − ȳ)²/3 with means 2, 7, 3, 10.
        double between = 2 * (12.25 + 2.25 + 6.25 + 20.25) / 3;
        Assert.Equal(Math.Sqrt(2), fit.Sigma, 1e-6);
        Assert.Equal(Math.Sqrt((between - 2) / 2 / 2), fit.Theta[0], 1e-5);
        Assert.Equal(Math.Sqrt(between / 8), Math.Sqrt(fit.Covariance[0, 0]), 1e-5);
        Assert.Equal(Verdict.Converged, fit.Verdict);
    }

    [Fact]
    public void Without_random_terms_it_is_least_squares()
    {
        ModelMatrices m = RandomDesign.Make([1, 2, 2, 4, 6], [RandomDesign.Ones(5), [1, 2, 3, 4, 5]], []);
        LinearMixedSolution fit = LinearMixedModelFitter.Fit(m, reml: true);

        Assert.Equal([-0.6, 1.2], fit.Beta.Select(b => Math.Round(b, 10)));
        Assert.Equal(Math.Sqrt(1.6 / 3), fit.Sigma, 1e-10);
        Assert.Equal(0, fit.GradientMaxAbs);
        Assert.Equal(new DenseModel(m).Criterion([], true), fit.Criterion, 1e-10);
    }

    [Fact]
    public void A_model_without_fixed_effects_fits()
    {
        ModelMatrices m = RandomDesign.Make("scalar", 24) with { FixedColumns = [], FixedNames = [], FixedTermOfColumn = [], SpansIntercept = false };
        LinearMixedSolution fit = LinearMixedModelFitter.Fit(m, reml: true);

        Assert.Equal(new DenseModel(m).Criterion(fit.Theta, true), fit.Criterion, 1e-9);
        Assert.Empty(fit.Beta);
    }

    [Fact]
    public void The_later_of_aliased_columns_goes_and_names_those_that_carry_it()
    {
        ModelMatrices m = RandomDesign.Make("scalar", 25);
        (double[] x, double[] z) = (m.FixedColumns[1], m.FixedColumns[2]);
        double[][] columns = [m.FixedColumns[0], x, RandomDesign.Ones(60), z, [.. x.Zip(z, (a, b) => a - (2 * b))], new double[60]];
        LinearMixedSolution fit = LinearMixedModelFitter.Fit(RandomDesign.Make(m.Response, columns, m.Random), reml: true);

        Assert.Equal([0, 1, 3], fit.Kept.ToArray());
        Assert.Equal([2, 4, 5], fit.Aliased.Select(a => a.Column));
        Assert.Equal([0], fit.Aliased[0].With.ToArray());
        Assert.Equal([1, 3], fit.Aliased[1].With.ToArray());
        Assert.Empty(fit.Aliased[2].With);
    }

    [Fact]
    public void A_column_that_differs_by_little_is_kept()
    {
        ModelMatrices m = RandomDesign.Make("scalar", 26);
        double[] near = [.. m.FixedColumns[1].Zip(m.FixedColumns[2], (a, b) => a + (1e-4 * b))];
        double[][] columns = [m.FixedColumns[0], m.FixedColumns[1], near];
        LinearMixedSolution fit = LinearMixedModelFitter.Fit(RandomDesign.Make(m.Response, columns, m.Random), reml: true);

        Assert.Equal([0, 1, 2], fit.Kept.ToArray());
    }

    [Fact]
    public void As_many_coefficients_as_rows_is_an_error_that_says_so()
    {
        ModelMatrices m = RandomDesign.Make([1, 2, 4], [RandomDesign.Ones(3), [1, 2, 4], [0, 1, 0]], []);
        ModelDataException error = Assert.Throws<ModelDataException>(() => LinearMixedModelFitter.Fit(m, reml: false));

        Assert.Contains("3 rows cannot estimate 3 coefficients", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_fit_throws() =>
        Assert.Throws<OperationCanceledException>(
            () => LinearMixedModelFitter.Fit(RandomDesign.Make("mixed", 27), true, null, new CancellationToken(true)));

    [Fact]
    public void Conditional_modes_solve_the_penalised_equations()
    {
        ModelMatrices m = RandomDesign.Make("crossed", 28);
        LinearMixedSolution fit = LinearMixedModelFitter.Fit(m, reml: true);

        // Scalar terms: Σ over a level's residuals = b/θ².
        for (int t = 0; t < 2; t++)
        {
            for (int level = 0; level < m.Random[t].Group.Levels.Length; level++)
            {
                double sum = Enumerable.Range(0, m.RowCount).Where(i => m.Random[t].Group.Codes[i] == level).Sum(i => m.Response[i] - fit.Fitted[i]);
                Assert.Equal(fit.ConditionalModes[t][level, 0], fit.Theta[t] * fit.Theta[t] * sum, 1e-9);
            }
        }
    }

    private static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], tolerance);
        }
    }
}
