using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized;
using GlmmDsl.Tests.Design;

namespace GlmmDsl.Tests.Fitting.Generalized;

public class GeneralizedLinearMixedModelFitterTests
{
    [Fact]
    public void Without_random_terms_a_saturated_model_reproduces_the_log_odds()
    {
        // 3 of 10 in one group, 8 of 10 in the other: the maximum likelihood estimates are their log odds, with variances 1/(m p q).
        Table table = Successes([3, 8], [10, 10], ("x", [0, 1]));
        GeneralizedSolution fit = Fit(table, Family.Binomial, "x");
        Assert.Equal(Math.Log(0.3 / 0.7), fit.Beta[0], 1e-10);
        Assert.Equal(Math.Log(0.8 / 0.2) - Math.Log(0.3 / 0.7), fit.Beta[1], 1e-10);
        Assert.Equal(1 / 2.1, fit.Covariance[0, 0], 1e-9);
        Assert.Equal((1 / 2.1) + (1 / 1.6), fit.Covariance[1, 1], 1e-9);
        Assert.Equal(-2 * (Math.Log(120 * Math.Pow(0.3, 3) * Math.Pow(0.7, 7)) + Math.Log(45 * Math.Pow(0.8, 8) * Math.Pow(0.2, 2))), fit.Criterion, 1e-9);
        Assert.Equal(Verdict.Converged, fit.Verdict);
    }

    [Theory]
    [InlineData(Link.Log)]
    [InlineData(Link.Sqrt)]
    [InlineData(Link.Identity)]
    public void Without_random_terms_every_Poisson_link_gives_the_group_means(Link link)
    {
        var table = new Table([new NumericColumn("y", [0, 2, 4, 7, 5, 9]), new NumericColumn("x", [0, 0, 0, 1, 1, 1])]);
        GeneralizedSolution fit = Fit(table, Family.Poisson, "x", link);
        Assert.Equal([2, 2, 2, 7, 7, 7], fit.Fitted.Select(mean => Math.Round(mean, 8)));
    }

    [Fact]
    public void Complete_separation_is_found_with_its_direction()
    {
        Table table = Successes([0, 0, 0, 1, 1, 1], [1, 1, 1, 1, 1, 1], ("x", [1, 2, 3, 4, 5, 6]));
        GeneralizedSolution fit = Fit(table, Family.Binomial, "x");
        Assert.Equal(Verdict.NotConverged, fit.Verdict);
        Assert.NotNull(fit.Separation);

        // Along the direction every failure goes down and every success up.
        Assert.All(Enumerable.Range(1, 6), x => Assert.Equal(x > 3, fit.Separation[0] + (fit.Separation[1] * x) > 0));
    }

    [Theory]
    [InlineData(Link.Logit)]
    [InlineData(Link.Probit)]
    [InlineData(Link.Cloglog)]
    public void A_level_without_successes_separates_in_that_level_alone(Link link)
    {
        double[] arm = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1];
        Table table = SmallTable.Take(Successes([1, 0, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0], [2, 1, 1, 2, 1, 3, 1, 1, 2, 1, 1, 1], ("arm", arm)), [.. Enumerable.Range(0, 12)]);
        table = new Table(table.Columns.Append(new FactorColumn("g", ["a", "b", "c"], [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2])));
        GeneralizedSolution fit = Fit(table, Family.Binomial, "arm + (1 | g)", link);
        Assert.NotNull(fit.Separation);
        Assert.Equal([0, -1], fit.Separation.Select(d => Math.Round(d, 4)));
        Assert.Equal(Verdict.NotConverged, fit.Verdict);
    }

    [Theory]
    [InlineData(Family.Poisson, Link.Log)]
    [InlineData(Family.Poisson, Link.Sqrt)]
    [InlineData(Family.Binomial, Link.Probit)]
    public void Ordinary_data_are_not_called_separated(Family family, Link link)
    {
        GeneralizedSolution fit = Fit(SimulatedModel.Data(family, link), family, "x + z + (1 | g)", link);
        Assert.Null(fit.Separation);
        Assert.NotEqual(Verdict.NotConverged, fit.Verdict);
        Assert.Null(fit.Failure);
    }

    [Fact]
    public void A_variance_that_vanishes_is_exactly_zero_and_named()
    {
        // Every level has the same successes, so nothing varies between them.
        int[] codes = [.. Enumerable.Range(0, 30).Select(i => i % 6)];
        double[] x = [.. Enumerable.Range(0, 30).Select(i => (double)(i / 6))];
        double[] y = [.. x.Select(v => v < 2 ? 1.0 : 3)];
        Table table = new(Successes(y, [.. y.Select(_ => 4.0)], ("x", x)).Columns.Append(new FactorColumn("g", ["a", "b", "c", "d", "e", "f"], codes)));
        GeneralizedSolution fit = Fit(table, Family.Binomial, "x + (1 | g)");
        Assert.Equal([0.0], fit.Theta);
        Assert.Equal(Verdict.Singular, fit.Verdict);
        Assert.Equal([(0, 0)], fit.Vanished.ToArray());
        Assert.Equal(Fit(table, Family.Binomial, "x").Criterion, fit.Criterion, 1e-8);
        Assert.True(fit.Covariance[1, 1] > 0);
    }

    [Fact]
    public void Estimates_do_not_depend_on_origin_and_scale_of_a_predictor()
    {
        Table table = SimulatedModel.Data(Family.Poisson, Link.Log);
        double[] x = [.. ((NumericColumn)table.Find("x")!).Values];
        Table moved = new(table.Columns.Where(c => c.Name != "x").Append(new NumericColumn("x", [.. x.Select(v => (v * 100) + 1e6)])));
        GeneralizedSolution fit = Fit(table, Family.Poisson, "x + (x | s)");
        GeneralizedSolution other = Fit(moved, Family.Poisson, "x + (x | s)");
        Assert.Equal(fit.Criterion, other.Criterion, 1e-6);
        Assert.Equal(fit.Beta[1], other.Beta[1] * 100, 1e-4 * Math.Sqrt(fit.Covariance[1, 1]));
        Assert.Equal(fit.Covariance[1, 1], other.Covariance[1, 1] * 1e4, 1e-3 * fit.Covariance[1, 1]);
    }

    [Fact]
    public void The_order_of_the_rows_changes_nothing()
    {
        Table table = SimulatedModel.Data(Family.Binomial, Link.Logit);
        int[] order = [.. Enumerable.Range(0, table.RowCount).OrderBy(i => (i * 31) % 47)];
        GeneralizedSolution fit = Fit(table, Family.Binomial, "x + (1 | g) + (1 | h)");
        GeneralizedSolution other = Fit(SmallTable.Take(table, order), Family.Binomial, "x + (1 | g) + (1 | h)");
        Assert.Equal(fit.Criterion, other.Criterion, 1e-8);
        Assert.Equal(fit.LinearPredictor[order[5]], other.LinearPredictor[5], 1e-4);
    }

    [Fact]
    public void Frequencies_are_rows_repeated()
    {
        Table table = SimulatedModel.Data(Family.Binomial, Link.Logit);
        double[] times = [.. Enumerable.Range(0, table.RowCount).Select(i => 1.0 + (i % 3))];
        int[] repeated = [.. Enumerable.Range(0, table.RowCount).SelectMany(i => Enumerable.Repeat(i, (int)times[i]))];
        Table weighted = new(table.Columns.Append(new NumericColumn("n", times)));
        var options = new DesignOptions { Response = ResponseForm.Successes, Weights = "n", WeightKind = WeightKind.Frequency };
        ModelMatrices matrices = ModelMatricesBuilder.Build(Formula.Parse("cbind(y, m - y) ~ x + (1 | g)").Terms, weighted, options, CancellationToken.None).Matrices;
        GeneralizedSolution fit = GeneralizedLinearMixedModelFitter.Fit(matrices, GeneralizedResponse.Of(matrices, ResponseFamilies.Of(Family.Binomial), Link.Logit), new GeneralizedOptions());
        GeneralizedSolution other = Fit(SmallTable.Take(table, repeated), Family.Binomial, "x + (1 | g)");
        Assert.Equal(other.Criterion, fit.Criterion, 1e-7);
        Assert.Equal(other.Beta[1], fit.Beta[1], 1e-5);
    }

    [Fact]
    public void Aliased_columns_are_dropped_and_no_fixed_effects_is_a_model()
    {
        Table table = SimulatedModel.Data(Family.Poisson, Link.Log);
        GeneralizedSolution fit = Fit(table, Family.Poisson, "x + I(2 * x) + (1 | g)");
        Assert.Equal([0, 1], fit.Kept.ToArray());
        Assert.Equal(2, Assert.Single(fit.Aliased).Column);
        GeneralizedSolution empty = Fit(table, Family.Poisson, "0 + (1 | g)");
        Assert.Empty(empty.Beta);
        Assert.Equal(Verdict.Converged, empty.Verdict);
    }

    [Fact]
    public void A_cancelled_fit_ends_and_progress_is_told()
    {
        Table table = SimulatedModel.Data(Family.Poisson, Link.Log);
        ModelMatrices matrices = SimulatedModel.Matrices(table, Family.Poisson, "x + (1 | g)");
        GeneralizedResponse response = GeneralizedResponse.Of(matrices, ResponseFamilies.Of(Family.Poisson), Link.Log);
        using var source = new CancellationTokenSource();
        var told = new CancellingProgress(source);
        Assert.Throws<OperationCanceledException>(() => GeneralizedLinearMixedModelFitter.Fit(matrices, response, new GeneralizedOptions(), told, source.Token));
        Assert.Equal(2, told.Count);
    }

    [Fact]
    public void The_criterion_at_other_points_may_be_asked_from_several_threads()
    {
        GeneralizedSolution fit = Fit(SimulatedModel.Data(Family.Binomial, Link.Logit), Family.Binomial, "x + (1 | g) + (1 | h)");
        double[] thetas = [.. Enumerable.Range(0, 16).Select(i => 0.1 * i)];
        double[] serial = [.. thetas.Select(t => fit.CriterionAt(new[] { t, 0.3 }, fit.Beta))];
        double[] parallel = [.. thetas.AsParallel().AsOrdered().Select(t => fit.CriterionAt(new[] { t, 0.3 }, fit.Beta))];
        Assert.Equal(serial, parallel);
        Assert.Equal(fit.Criterion, fit.CriterionAt(fit.Theta, fit.Beta), 1e-8);
        Assert.All(serial, value => Assert.True(value >= fit.Criterion - 1e-7));
    }

    [Fact]
    public void Quadrature_over_two_groups_or_too_many_nodes_is_refused()
    {
        Table table = SimulatedModel.Data(Family.Binomial, Link.Logit);
        var options = new GeneralizedOptions { Approximation = Approximation.Quadrature, Nodes = 9 };
        Assert.Contains("one grouping factor", Assert.Throws<ModelDataException>(() => Fit(table, Family.Binomial, "x + (1 | g) + (1 | h)", Link.Logit, options)).Message, StringComparison.Ordinal);
        Assert.Contains("points for each level", Assert.Throws<ModelDataException>(() => Fit(table, Family.Binomial, "x + (x + z | g)", Link.Logit, options with { Nodes = 99 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Quadrature_with_one_node_over_two_groups_is_Laplace()
    {
        Table table = SimulatedModel.Data(Family.Binomial, Link.Logit);
        GeneralizedSolution laplace = Fit(table, Family.Binomial, "x + (1 | g) + (1 | h)");
        GeneralizedSolution oneNode = Fit(table, Family.Binomial, "x + (1 | g) + (1 | h)", Link.Logit, new GeneralizedOptions { Approximation = Approximation.Quadrature, Nodes = 1 });
        Assert.Equal(laplace.Criterion, oneNode.Criterion);
        Assert.Equal(laplace.Beta, oneNode.Beta);
    }

    private static GeneralizedSolution Fit(Table table, Family family, string terms, Link link = Link.Default, GeneralizedOptions? options = null)
    {
        ModelMatrices matrices = SimulatedModel.Matrices(table, family, terms);
        return GeneralizedLinearMixedModelFitter.Fit(matrices, GeneralizedResponse.Of(matrices, ResponseFamilies.Of(family), link), options ?? new GeneralizedOptions());
    }

    private static Table Successes(double[] y, double[] m, (string Name, double[] Values) predictor) =>
        new([new NumericColumn("y", y), new NumericColumn("m", m), new NumericColumn(predictor.Name, predictor.Values)]);

    private sealed class CancellingProgress(CancellationTokenSource source) : IProgress<FitProgress>
    {
        public int Count { get; private set; }

        public void Report(FitProgress value)
        {
            if (++Count == 2)
            {
                source.Cancel();
            }
        }
    }
}
