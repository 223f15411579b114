using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Fitting.Linear;
using GlmmDsl.Fitting.Linear.Criteria;
using GlmmDsl.Fitting.Linear.Search;
using GlmmDsl.Fitting.Linear.Sparse;

namespace GlmmDsl.Tests.Fitting;

/// <summary>Models that the blocked path cannot fit.</summary>
public class SparsePathTests
{
    [Fact]
    public void Ten_thousand_levels_crossed_with_ten_thousand_fit()
    {
        ModelMatrices m = LargeDesign.LocallyCrossed(10_000, rowsPerLevel: 5, window: 10);
        LinearMixedSolution fit = LinearMixedModelFitter.Fit(m, reml: true);

        Assert.IsType<SparseSystem>(fit.Problem.System);
        Assert.Equal(Verdict.Converged, fit.Verdict);
        Assert.InRange(fit.Theta[0] * fit.Sigma, 0.67, 0.73);
        Assert.InRange(fit.Theta[1] * fit.Sigma, 0.67, 0.73);
        Assert.InRange(fit.Sigma, 0.97, 1.03);

        // The penalised equations: Σ over a level's residuals = b/θ².
        var sums = new double[10_000];
        for (int i = 0; i < m.RowCount; i++)
        {
            sums[m.Random[1].Group.Codes[i]] += m.Response[i] - fit.Fitted[i];
        }

        for (int level = 0; level < sums.Length; level++)
        {
            Assert.Equal(fit.ConditionalModes[1][level, 0], fit.Theta[1] * fit.Theta[1] * sums[level], 1e-9);
        }

        // No conditional variance is above that of the effects themselves.
        double variance = fit.Theta[0] * fit.Theta[0] * fit.Sigma * fit.Sigma;
        Assert.All(fit.ConditionalCovariances[0].Cast<double>(), c => Assert.InRange(c, 1e-3 * variance, variance));
        foreach (double step in new[] { -0.01, 0.01 })
        {
            Assert.True(fit.CriterionAt(new[] { fit.Theta[0] + step, fit.Theta[1] }) > fit.Criterion);
            Assert.True(fit.CriterionAt(new[] { fit.Theta[0], fit.Theta[1] + step }) > fit.Criterion);
        }
    }

    [Fact]
    public void Nested_levels_with_slopes_agree_with_the_blocked_path()
    {
        ModelMatrices scalar = LargeDesign.Scalar(1200, (400, i => i / 3), (80, i => i / 15), (10, i => i / 120));
        double[] x = RandomDesign.Normals(new Random(5), scalar.RowCount);
        ModelMatrices m = scalar with { Random = [scalar.Random[0], RandomDesign.Term(scalar.Random[1].Group, [null, x]), scalar.Random[2]] };
        LinearMixedSolution sparse = Paths.Fit(m, reml: true, sparse: true);
        LinearMixedSolution blocked = Paths.Fit(m, reml: true, sparse: false);

        Assert.Equal(blocked.Criterion, sparse.Criterion, 1e-7);
        Assert.Equal(blocked.Verdict, sparse.Verdict);
    }

    /// <summary>Enough coefficients for the vector kernels of the blocked path, which the sparse one does not have.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Many_coefficients_agree_with_the_blocked_path(bool hasSlope)
    {
        const int Coefficients = 40;
        ModelMatrices scalar = LargeDesign.Scalar(400, (40, i => i / 10), (8, i => i % 8));
        var random = new Random(11);
        double[] x = RandomDesign.Normals(random, scalar.RowCount);
        ModelMatrices m = scalar with
        {
            FixedColumns = [.. scalar.FixedColumns, .. Enumerable.Range(0, Coefficients).Select(_ => RandomDesign.Normals(random, scalar.RowCount))],
            FixedNames = [.. scalar.FixedNames, .. Enumerable.Range(0, Coefficients).Select(j => $"x{j}")],
            FixedTermOfColumn = [.. scalar.FixedTermOfColumn, .. Enumerable.Range(0, Coefficients).Select(j => j + 1)],
            Random = hasSlope ? [RandomDesign.Term(scalar.Random[0].Group, [null, x]), scalar.Random[1]] : scalar.Random,
        };
        LinearMixedSolution sparse = Paths.Fit(m, reml: true, sparse: true);
        LinearMixedSolution blocked = Paths.Fit(m, reml: true, sparse: false);

        Assert.Equal(blocked.Criterion, sparse.Criterion, 1e-7);
        for (int j = 0; j < blocked.Beta.Length; j++)
        {
            Assert.Equal(blocked.Beta[j], sparse.Beta[j], 1e-4 * Math.Sqrt(blocked.Covariance[j, j]));
            Assert.Equal(blocked.Covariance[j, j], sparse.Covariance[j, j], 1e-5 * blocked.Covariance[j, j]);
        }

        Assert.True(blocked.GradientMaxAbs < 1e-3, $"{blocked.GradientMaxAbs}");
    }

    [Fact]
    public void A_sparse_fit_is_like_any_other_to_those_who_use_it()
    {
        ModelMatrices m = LargeDesign.LocallyCrossed(1200, rowsPerLevel: 4, window: 8);
        Assert.IsType<SparseSystem>(LinearProblem.Create(m, CancellationToken.None).System);
        LinearMixedSolution blocked = Paths.Fit(m, reml: true, sparse: false);
        Formula formula = Formula.Parse("y ~ 1 + (1 | f0) + (1 | f1)");
        Table whole = Rows(m, m.Response, 0, m.RowCount);
        MixedModelFit fit = MixedModel.Fit(formula, whole);

        Assert.Equal(blocked.Criterion, -2 * fit.LogLikelihood.Value, 1e-6);
        Assert.Equal(blocked.Fitted[7], fit.Fitted[7], 1e-5);
        Assert.Equal(fit.Fitted[7], fit.Predict(whole)[7], 1e-9);
        Assert.Equal(blocked.ConditionalModes[1][3, 0], fit.RandomEffects["f1"]["f13", "(Intercept)"].Value, 1e-5);
        Assert.Equal(Math.Sqrt(blocked.ConditionalCovariances[1][3, 0]), fit.RandomEffects["f1"]["f13", "(Intercept)"].StandardDeviation, 1e-5);

        int half = m.RowCount / 2;
        Table[] parts = [Rows(m, m.Response, 0, half), Rows(m, m.Response, half, m.RowCount)];
        MixedModelFit merged = MixedModel.Fit(CrossProducts.Of(formula, parts));
        Assert.Equal(fit.LogLikelihood.Value, merged.LogLikelihood.Value, 1e-6);

        double[] response = [.. m.Response.Select((y, i) => y + Math.Cos(i))];
        MixedModelFit refitted = fit.Refit(response);
        MixedModelFit anew = MixedModel.Fit(formula, Rows(m, response, 0, m.RowCount));
        Assert.Equal(anew.LogLikelihood.Value, refitted.LogLikelihood.Value, 1e-6);
        MixedModelFit weighted = fit.RefitWithWeights([.. Enumerable.Repeat(4.0, m.RowCount)]);
        Assert.Equal(2 * fit.Sigma, weighted.Sigma, 1e-5);
    }

    private static Table Rows(ModelMatrices m, double[] response, int first, int end) => new(
    [
        new NumericColumn("y", response[first..end]),
        .. m.Random.Select(t => new FactorColumn(t.Group.Name, [.. t.Group.Levels], t.Group.Codes[first..end])),
    ]);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_token_is_honoured_inside_every_long_computation(bool sparse)
    {
        LinearEvaluation evaluation = Paths.Problem(LargeDesign.LocallyCrossed(300, rowsPerLevel: 3, window: 5), sparse).Evaluation(reml: true);
        var cancelled = new CancellationToken(true);
        double[] theta = [0.5, 0.7];
        (double[] gradient, double[] hessian) = (new double[2], new double[4]);
        double value = evaluation.Evaluate(theta).Value;

        Assert.Throws<OperationCanceledException>(() => evaluation.Evaluate(theta, cancelled));
        Assert.Throws<OperationCanceledException>(() => evaluation.Evaluate(theta).Differentiate(gradient, hessian, cancelled));
        Assert.Throws<OperationCanceledException>(() => evaluation.Evaluate(theta).Differentiate(gradient, hessian).MakeExact(hessian, cancelled));
        Assert.Throws<OperationCanceledException>(() => evaluation.Evaluate(theta).ConditionalCovariances(cancelled));

        // What was broken off leaves nothing behind.
        Assert.Equal(value, evaluation.Evaluate(theta).Value);
    }

    [Fact]
    public void A_fit_cancelled_from_its_progress_stops_inside_the_next_evaluation()
    {
        using var source = new CancellationTokenSource();
        var progress = new CancelAt(3, source);
        LinearProblem problem = Paths.Problem(LargeDesign.LocallyCrossed(300, rowsPerLevel: 3, window: 5), sparse: true);

        Assert.Throws<OperationCanceledException>(() => problem.Solve(new SearchOptions { IsReml = true }, progress, source.Token));
        Assert.Equal(3, progress.Seen);
    }

    private sealed class CancelAt(int evaluation, CancellationTokenSource source) : IProgress<FitProgress>
    {
        public int Seen { get; private set; }

        public void Report(FitProgress value)
        {
            Seen = value.Evaluations;
            if (Seen == evaluation)
            {
                source.Cancel();
            }
        }
    }
}
