using System.Collections.Immutable;
using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Linear;
using GlmmDsl.Fitting.Linear.Criteria;
using GlmmDsl.Fitting.Linear.Search;

namespace GlmmDsl.Tests.Fitting;

/// <summary>The verdict on an optimum fails for fits that were broken on purpose, and for no others; degenerate designs have defined outcomes.</summary>
public class CertificateTests
{
    public static TheoryData<string> Kinds => [.. RandomDesign.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_search_cut_short_is_not_certified(string kind)
    {
        LinearMixedSolution fit = Problem(RandomDesign.Make(kind, 41)).Solve(
            new SearchOptions { IsReml = true, Start = null, MaxIterations = 0 }, null, CancellationToken.None);

        Assert.Equal(Verdict.NotConverged, fit.Verdict);
        Assert.Contains("still fall", fit.VerdictReason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Random_designs_are_certified(string kind)
    {
        for (int seed = 50; seed < 60; seed++)
        {
            foreach (bool reml in new[] { true, false })
            {
                LinearMixedSolution fit = LinearMixedModelFitter.Fit(RandomDesign.Make(kind, seed), reml);
                Assert.True(fit.Verdict != Verdict.NotConverged, $"{kind} {seed}: {fit.VerdictReason}");
            }
        }
    }

    [Fact]
    public void A_zero_variance_that_the_data_do_not_want_is_a_saddle()
    {
        CovarianceLayout layout = Problem(RandomDesign.Make("crossed", 42)).Layout;
        OptimumVerdict verdict = LinearVerdict.Judge(layout, [1, 0], new Stationarity([0, 0], [10, 0, 0, -3]));

        Assert.Equal(Verdict.NotConverged, verdict.Verdict);
        Assert.Contains("saddle", verdict.Reason, StringComparison.Ordinal);
        Assert.Equal(Verdict.Singular, LinearVerdict.Judge(layout, [1, 0], new Stationarity([0, 0], [10, 0, 0, 3])).Verdict);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_start_on_a_zero_column_is_left(string kind)
    {
        ModelMatrices m = RandomDesign.Make(kind, 43);
        LinearMixedSolution fit = LinearMixedModelFitter.Fit(m, reml: true);
        LinearMixedSolution stuck = Problem(m).Solve(
            new SearchOptions { IsReml = true, Start = new double[fit.Theta.Length] }, null, CancellationToken.None);

        Assert.Equal(fit.Criterion, stuck.Criterion, 1e-6);
        Assert.Equal(fit.Verdict, stuck.Verdict);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_gradient_reported_is_that_in_the_users_theta(string kind)
    {
        ModelMatrices m = RandomDesign.Make(kind, 44);
        double[] far = [.. m.FixedColumns[1].Select(v => (3 * v) + 5)];
        ImmutableArray<RandomEffectsTerm> terms =
            [.. m.Random.Select(t => t with { Columns = [.. t.Columns.Select(c => ReferenceEquals(c, m.FixedColumns[1]) ? far : c)] })];
        LinearMixedSolution fit = Problem(m with { Random = terms }).Solve(new SearchOptions { IsReml = true, MaxIterations = 0 }, null, CancellationToken.None);
        for (int i = 0; i < fit.Theta.Length; i++)
        {
            const double H = 1e-4;
            double difference = ((8 * (At(H) - At(-H))) - (At(2 * H) - At(-2 * H))) / (12 * H);
            Assert.Equal(difference, fit.Gradient[i], 1e-5 * Math.Max(1, Math.Abs(difference)));

            double At(double step)
            {
                double[] moved = [.. fit.Theta];
                moved[i] += step;
                return fit.CriterionAt(moved);
            }
        }
    }

    [Fact]
    public void As_many_random_effects_as_rows_fit_with_a_second_factor_to_tell_them_from_noise()
    {
        ModelMatrices m = RandomDesign.Make("scalar", 45);
        GroupingFactor rows = RandomDesign.Factor("row", m.RowCount, [.. Enumerable.Range(0, m.RowCount)]);
        LinearMixedSolution fit = LinearMixedModelFitter.Fit(m with { Random = [.. m.Random, RandomDesign.Term(rows, [null])] }, reml: true);
        LinearMixedSolution without = LinearMixedModelFitter.Fit(m, reml: true);

        // One effect a row and the noise are one variance: any split of it has the same likelihood.
        Assert.Equal(without.Criterion, fit.Criterion, 1e-7);
        Assert.NotEqual(Verdict.NotConverged, fit.Verdict);
    }

    [Fact]
    public void Groups_that_are_copies_of_each_other_share_one_variance()
    {
        ModelMatrices m = RandomDesign.Make("scalar", 46);
        GroupingFactor copy = m.Random[0].Group with { Name = "copy" };
        LinearMixedSolution fit = LinearMixedModelFitter.Fit(m with { Random = [.. m.Random, RandomDesign.Term(copy, [null])] }, reml: true);
        LinearMixedSolution without = LinearMixedModelFitter.Fit(m, reml: true);

        Assert.Equal(without.Criterion, fit.Criterion, 1e-7);
        Assert.NotEqual(Verdict.NotConverged, fit.Verdict);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_response_that_groups_reproduce_is_refused_with_the_reason(bool reml)
    {
        ModelMatrices m = RandomDesign.Make("vector", 61);
        int[] codes = m.Random[0].Group.Codes;
        ModelMatrices constant = m with { Response = [.. codes.Select(c => 1.5 * c * c)] };
        ModelMatrices lines = m with { Response = [.. codes.Select((c, i) => (c * c) + (c % 3 * m.FixedColumns[1][i]))] };

        foreach (ModelMatrices exact in new[] { constant, lines })
        {
            ModelDataException error = Assert.Throws<ModelDataException>(() => LinearMixedModelFitter.Fit(exact, reml));
            Assert.Contains("fixed and random effects together reproduce the response exactly", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_response_that_fixed_effects_reproduce_is_refused_with_the_reason(bool reml)
    {
        ModelMatrices m = RandomDesign.Make("vector", 62);
        ModelDataException error = Assert.Throws<ModelDataException>(
            () => LinearMixedModelFitter.Fit(m with { Response = [.. m.FixedColumns[1].Select(v => 3 - v)] }, reml));

        Assert.Contains("The fixed effects reproduce the response exactly", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fit_that_leaves_almost_nothing_is_told_how_many_digits_it_has()
    {
        ModelMatrices m = RandomDesign.Make("scalar", 63);
        int[] codes = m.Random[0].Group.Codes;
        double[] noise = RandomDesign.Normals(new Random(64), m.RowCount);
        LinearMixedSolution fit = LinearMixedModelFitter.Fit(m with { Response = [.. codes.Select((c, i) => (c * c) + (1e-4 * noise[i]))] }, reml: true);

        Assert.NotEqual(Verdict.NotConverged, fit.Verdict);
        Assert.True(fit.Rounding.Criterion > CriterionRounding.Noticeable);
        Assert.Equal(new WhitenedModel(m with { Response = [.. codes.Select((c, i) => (c * c) + (1e-4 * noise[i]))] }, fit.Kept, true).Criterion(fit.Theta), fit.Criterion, 10 * fit.Rounding.Criterion);
    }

    [Fact]
    public void Variances_that_compete_for_the_same_rows_are_looked_for_from_several_sides()
    {
        // Two minima: large variances of x and of the second factor, or a small one of x alone.
        ModelMatrices m = FuzzDesign.Make(679);
        LinearMixedSolution fit = LinearMixedModelFitter.Fit(m, reml: false);

        Assert.InRange(fit.Criterion, double.NegativeInfinity, new WhitenedModel(m, fit.Kept, false).LowestOf(5, new Random(679)) + 1e-6);
    }

    [Fact]
    public void A_group_of_one_level_is_taken_up_by_the_intercept()
    {
        ModelMatrices m = RandomDesign.Make("scalar", 47);
        GroupingFactor one = RandomDesign.Factor("one", 1, new int[m.RowCount]);
        LinearMixedSolution fit = LinearMixedModelFitter.Fit(m with { Random = [RandomDesign.Term(one, [null])] }, reml: true);
        LinearMixedSolution none = LinearMixedModelFitter.Fit(m with { Random = [] }, reml: true);

        Assert.Equal(none.Criterion, fit.Criterion, 1e-7);
        Assert.NotEqual(Verdict.NotConverged, fit.Verdict);
    }

    private static LinearProblem Problem(ModelMatrices m) => LinearProblem.Create(m, CancellationToken.None);
}
