using System.Collections.Immutable;
using GlmmDsl.Covariance;
using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Fitting.Columns;
using GlmmDsl.Fitting.Linear;
using GlmmDsl.Fitting.Linear.Blocked;
using GlmmDsl.Fitting.Linear.Criteria;
using GlmmDsl.Fitting.Linear.Search;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Tests.Fitting;

/// <summary>Wide terms and many coefficients are computed by other methods with the same results, and models with too many parameters are refused.</summary>
public sealed class ManyParametersTests
{
    [Fact]
    public void The_traces_of_a_wide_level_are_those_multiplied_out()
    {
        const int K = 10;
        var random = new Random(81);
        double[] lambda = Lower(K, random);
        double[] d = Symmetric(K, random);
        double[] e = Symmetric(K, random);
        LambdaEntry[] parameters = [.. Enumerable.Range(0, K).SelectMany(c => Enumerable.Range(c, K - c).Select(r => new LambdaEntry(0, r, c)))];
        var traces = new double[parameters.Length * parameters.Length];

        new WideLevelTraces(K, parameters).Add(lambda, d, e, traces, [.. Enumerable.Range(0, parameters.Length)], parameters.Length);

        for (int i = 0; i < parameters.Length; i += 3)
        {
            for (int j = 0; j <= i; j += 2)
            {
                double[] left = Product(d, Direction(lambda, parameters[i], K), K);
                double[] right = Product(e, Direction(lambda, parameters[j], K), K);
                double[] product = Product(left, right, K);
                Assert.Equal(Enumerable.Range(0, K).Sum(t => product[(t * K) + t]), traces[(i * parameters.Length) + j], 1e-10);
            }
        }
    }

    [Fact]
    public void A_minimum_of_many_parameters_is_judged_by_a_factor()
    {
        const int N = LinearEvaluation.ManyParameters + 1;
        double[] hessian = Diagonal(N, i => 1 + i);
        double[] gradient = [.. Enumerable.Range(0, N).Select(i => i == 7 ? 0.4 : 0.0)];

        var local = new Stationarity(gradient, hessian);

        Assert.Equal(0.5 * 0.16 / 8, local.PredictedDecrease, 1e-9);
        Assert.Equal(-0.05, local.Step[7], 1e-9);
        Assert.False(local.IsIndefinite);
        Assert.True(local.CanFall());
    }

    [Fact]
    public void A_saddle_of_many_parameters_is_left_along_negative_curvature()
    {
        const int N = LinearEvaluation.ManyParameters + 1;
        double[] hessian = Diagonal(N, i => i == 20 ? 1 : 2);
        hessian[(20 * N) + 3] = hessian[(3 * N) + 20] = 3;

        var local = new Stationarity(new double[N], hessian);

        Assert.True(local.IsIndefinite);
        double curvature = Enumerable.Range(0, N).Sum(i => Enumerable.Range(0, N).Sum(j => local.LowestDirection[i] * hessian[(i * N) + j] * local.LowestDirection[j]));
        Assert.True(curvature < -0.1);
        Assert.Equal(curvature, local.LowestCurvature, 1e-9);
    }

    [Fact]
    public void A_term_of_twenty_five_columns_is_fitted_by_gradients_and_certified()
    {
        const int Slopes = 24;
        Table rows = Rows(Slopes, groups: 6, perGroup: 60);
        MixedModelFit fit = MixedModel.Fit(Model(Slopes), rows);

        Assert.Equal(325, fit.Theta.Length);
        Assert.NotEqual(Verdict.NotConverged, fit.Verdict);
        var random = new Random(82);
        for (int i = 0; i < 20; i++)
        {
            double[] moved = [.. fit.Theta.Select(t => t + (1e-3 * (random.NextDouble() - 0.5)))];
            Assert.True(fit.CriterionAt(moved) > (-2 * fit.LogLikelihood.Value) - 1e-6);
        }
    }

    [Fact]
    public void More_covariances_than_a_search_can_find_are_refused_before_it()
    {
        Table rows = Rows(51, groups: 2, perGroup: 700);

        ModelDataException error = Assert.Throws<ModelDataException>(() => MixedModel.Fit(Model(51), rows));

        Assert.Contains("1378 covariance parameters", error.Message, StringComparison.Ordinal);
        Assert.Contains("'||'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_covariance_of_many_coefficients_is_one_by_either_method()
    {
        const int Levels = 210;
        int[] at = [.. Enumerable.Range(0, 3 * Levels)];
        var rows = new Table(
        [
            new NumericColumn("y", [.. at.Select(i => Math.Sin(7 * i) + Math.Cos(3 * (i % 11)))]),
            FactorColumn.FromText("f", at.Select(i => "f" + (i % Levels))),
            FactorColumn.FromText("g", at.Select(i => "g" + (i % 11))),
        ]);
        MixedModelFit reml = MixedModel.Fit("y ~ f + (1 | g)", rows);
        MixedModelFit ml = MixedModel.Fit("y ~ f + (1 | g)", rows, new FitOptions { Method = FitMethod.Ml });

        Assert.Equal(Dense(reml, rows, 11), reml.Covariance["ff10", "ff11"] / (reml.Sigma * reml.Sigma), 1e-8);
        Assert.Equal(Dense(ml, rows, 11), ml.Covariance["ff10", "ff11"] / (ml.Sigma * ml.Sigma), 1e-8);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Products_of_many_columns_are_those_of_each_pair(bool isWeighted)
    {
        const int Rows = 140;
        var random = new Random(85);
        double[][] columns = [.. Enumerable.Range(0, 300).Select(_ => Enumerable.Range(0, Rows).Select(_ => random.NextDouble()).ToArray())];
        ModelMatrices m = RandomDesign.Make(columns[0], columns, []) with { Weights = isWeighted ? columns[1] : null };

        double[] block = CrossProductBlocks.Accumulate(m, [], new Origins(new double[301], []), 0, Rows).FixedBlock;

        foreach ((int i, int j) in new[] { (0, 0), (3, 200), (299, 7), (47, 48), (255, 255), (299, 299) })
        {
            double expected = Enumerable.Range(0, Rows).Sum(r => columns[i][r] * columns[j][r] * (isWeighted ? columns[1][r] : 1));
            Assert.Equal(expected, block[((i + 1) * 302) + j + 1], 1e-10);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(150)]
    public void The_rank_of_many_columns_is_that_of_each_after_those_before_it(int aliased)
    {
        const int Rows = 400;
        var random = new Random(86);
        double[][] columns = [.. Enumerable.Range(0, 260).Select(c => Enumerable.Range(0, Rows).Select(_ => c == 0 ? 1 : random.NextDouble()).ToArray())];
        if (aliased > 0)
        {
            columns[aliased] = [.. columns[3].Zip(columns[9], (a, b) => a - (2 * b) + 4)];
        }

        ModelMatrices m = RandomDesign.Make(columns[1], columns, []);
        CrossProductBlocks products = CrossProductBlocks.Accumulate(m, [], Origins.Means(m, [], 0, Rows), 0, Rows);

        FixedRank rank = FixedRank.Decide(m, products);

        Assert.Equal(Enumerable.Range(0, 260).Where(c => c != aliased), rank.Kept);
        Assert.Equal(aliased > 0 ? [aliased] : [], rank.Aliased.Select(a => a.Column));
    }

    [Fact]
    public void Of_many_columns_those_that_repeat_earlier_ones_or_are_zero_are_dropped_with_what_they_repeat()
    {
        const int Rows = 300;
        var random = new Random(87);
        double[][] columns = [.. Enumerable.Range(0, 130).Select(c => Enumerable.Range(0, Rows).Select(_ => c == 0 ? 1 : random.NextDouble() + (c % 7 * 1e5)).ToArray())];
        columns[10] = new double[Rows];
        columns[60] = [.. columns[3].Zip(columns[59], (a, b) => a - (2 * b) + 4)];
        columns[70] = [.. Enumerable.Repeat(5.0, Rows)];
        columns[101] = [.. columns[100].Zip(columns[98], (a, b) => a + b)];
        columns[102] = [.. columns[2].Zip(columns[99], (a, b) => b - a)];
        ModelMatrices m = RandomDesign.Make(columns[1], columns, []) with { Weights = [.. Enumerable.Range(0, Rows).Select(i => 1.0 + (i % 3))] };
        CrossProductBlocks products = CrossProductBlocks.Accumulate(m, [], Origins.Means(m, [], 0, Rows), 0, Rows);

        FixedRank rank = FixedRank.Decide(m, products, out double[]? factor);

        Assert.Equal([10, 60, 70, 101, 102], rank.Aliased.Select(a => a.Column));
        Assert.Equal([[], [0, 3, 59], [0], [98, 100], [2, 99]], rank.Aliased.Select(a => a.With.ToArray()));
        Assert.Equal([4, 1, -2], rank.Aliased[1].Weights.Select(w => Math.Round(w, 6)));
        var basis = new FixedBasis(products, rank);
        double[] known = new FixedFactor(products, basis, factor).Lower(CancellationToken.None)!;
        double[] computed = new FixedFactor(products, basis, null).Lower(CancellationToken.None)!;
        for (int i = 0; i <= basis.Kept.Length; i++)
        {
            for (int j = 0; j <= i && j < basis.Kept.Length; j++)
            {
                Assert.Equal(computed[(i * (basis.Kept.Length + 1)) + j], known[(i * (basis.Kept.Length + 1)) + j], 1e-8);
            }
        }
    }

    [Fact]
    public void Rank_and_start_stop_when_cancelled()
    {
        var cancelled = new CancellationToken(true);
        ModelMatrices m = RandomDesign.Make("vector", 84);
        ImmutableArray<GroupColumns> groups = GroupColumns.Amalgamate(m.Random);
        CrossProductBlocks products = CrossProductBlocks.Accumulate(m, groups, Origins.Means(m, groups, 0, m.RowCount), 0, m.RowCount);

        Assert.Throws<OperationCanceledException>(() => FixedRank.Decide(m, products, cancellationToken: cancelled));
        Assert.Throws<OperationCanceledException>(() => StartingValues.Of(LinearProblem.Create(m, CancellationToken.None).System, cancelled));
        LinearEvaluation evaluation = LinearProblem.Create(m, CancellationToken.None).Evaluation(true);
        Assert.Throws<OperationCanceledException>(() => evaluation.Evaluate([1, 0, 1]).Differentiate(new double[3], new double[9], cancelled));
    }

    /// <summary>(XᵀV⁻¹X)⁻¹ of two coefficients by dense matrices.</summary>
    private static double Dense(MixedModelFit fit, Table rows, int groups)
    {
        int n = rows.RowCount;
        double theta = fit.Theta[0];
        string[] names = [.. fit.Coefficients.Select(c => c.Name)];
        var x = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(n, names.Length, (i, j) => j == 0 ? 1 : "ff" + (i % 210) == names[j] ? 1 : 0);
        var v = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(n, n, (i, j) => (i == j ? 1 : 0) + (i % groups == j % groups ? theta * theta : 0));
        var inverse = (x.Transpose() * v.Cholesky().Solve(x)).Inverse();
        return inverse[Array.IndexOf(names, "ff10"), Array.IndexOf(names, "ff11")];
    }

    private static string Model(int slopes) => "y ~ 1 + (" + string.Join(" + ", Enumerable.Range(0, slopes).Select(j => "x" + j)) + " | g)";

    private static Table Rows(int slopes, int groups, int perGroup)
    {
        var random = new Random(83);
        int n = groups * perGroup;
        double[][] x = [.. Enumerable.Range(0, slopes).Select(_ => Enumerable.Range(0, n).Select(_ => random.NextDouble() - 0.5).ToArray())];
        double[][] b = [.. Enumerable.Range(0, groups).Select(_ => Enumerable.Range(0, slopes).Select(_ => random.NextDouble() - 0.5).ToArray())];
        double[] y = [.. Enumerable.Range(0, n).Select(i => random.NextDouble() + Enumerable.Range(0, slopes).Sum(j => b[i % groups][j] * x[j][i]))];
        return new Table(
        [
            .. x.Select((values, j) => new NumericColumn("x" + j, values)),
            new NumericColumn("y", y),
            FactorColumn.FromText("g", Enumerable.Range(0, n).Select(i => "g" + (i % groups))),
        ]);
    }

    private static double[] Diagonal(int n, Func<int, double> value)
    {
        var matrix = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            matrix[(i * n) + i] = value(i);
        }

        return matrix;
    }

    private static double[] Lower(int k, Random random) =>
        [.. Enumerable.Range(0, k * k).Select(i => i % k <= i / k ? random.NextDouble() - 0.3 : 0)];

    private static double[] Symmetric(int k, Random random)
    {
        double[] half = [.. Enumerable.Range(0, k * k).Select(_ => random.NextDouble() - 0.5)];
        return [.. Enumerable.Range(0, k * k).Select(i => half[i] + half[(i % k * k) + (i / k)])];
    }

    /// <summary>∂ΛΛᵀ.</summary>
    private static double[] Direction(double[] lambda, LambdaEntry parameter, int k)
    {
        var result = new double[k * k];
        for (int t = 0; t < k; t++)
        {
            result[(parameter.Row * k) + t] += lambda[(t * k) + parameter.Column];
            result[(t * k) + parameter.Row] += lambda[(t * k) + parameter.Column];
        }

        return result;
    }

    private static double[] Product(double[] a, double[] b, int k)
    {
        var result = new double[k * k];
        SmallBlocks.Multiply(a, b, result, k);
        return result;
    }
}
