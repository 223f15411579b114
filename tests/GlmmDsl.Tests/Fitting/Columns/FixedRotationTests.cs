using GlmmDsl.Design;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Columns;
using GlmmDsl.Fitting.Linear;
using GlmmDsl.Fitting.Linear.Choice;
using GlmmDsl.Fitting.Linear.Criteria;

namespace GlmmDsl.Tests.Fitting.Columns;

/// <summary>A fixed part that is rotated, so that the columns that meet no random effect drop out, gives the numbers of the one that is not.</summary>
public sealed class FixedRotationTests
{
    private const int Columns = 31;

    public static TheoryData<string, bool> Cases => RandomDesign.KindsAndMethods;

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_criterion_and_its_derivatives_are_the_same_in_both_factorisations(string kind, bool reml)
    {
        ModelMatrices m = Wide(kind, 301);
        foreach (FactorisationPath path in Enum.GetValues<FactorisationPath>())
        {
            (LinearProblem plain, LinearProblem rotated) = Both(m, path);
            double[] entries = [.. plain.Layout.Entries.Select((e, i) => e.IsDiagonal ? 0.6 + (0.1 * i) : 0.2)];
            (double value, double[] gradient, double[] average, double[] exact) = Derivatives(plain.Evaluation(reml), entries);
            (double otherValue, double[] otherGradient, double[] otherAverage, double[] otherExact) = Derivatives(rotated.Evaluation(reml), entries);

            Assert.True(rotated.System.FixedCount < Columns);
            Assert.Equal(value, otherValue, 1e-9);
            AssertEqual(gradient, otherGradient, 1e-9);
            AssertEqual(average, otherAverage, 1e-9);
            AssertEqual(exact, otherExact, path == FactorisationPath.Blocked ? 1e-8 : 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Estimates_and_covariances_are_the_same(string kind, bool reml)
    {
        foreach (FactorisationPath path in Enum.GetValues<FactorisationPath>())
        {
            (LinearProblem plain, LinearProblem rotated) = Both(Wide(kind, 302), path);
            AssertSame(plain, rotated, reml);
        }
    }

    [Theory]
    [InlineData("vector")]
    [InlineData("weighted")]
    [InlineData("offset")]
    public void Another_response_gives_what_it_gives_without_rotation(string kind)
    {
        ModelMatrices m = Wide(kind, 303);
        double[] response = [.. RandomDesign.Normals(new Random(1), m.RowCount).Zip(m.FixedColumns[5], (e, x) => 40 + (7 * e) + x)];
        foreach (FactorisationPath path in Enum.GetValues<FactorisationPath>())
        {
            (LinearProblem plain, LinearProblem rotated) = Both(m, path);
            AssertSame(plain.WithResponse(response), rotated.WithResponse(response), reml: true);
            AssertSame(Both(m with { Response = response }, path).Plain, rotated.WithResponse(response), reml: false);
        }
    }

    [Fact]
    public void Without_random_effects_no_column_is_left()
    {
        ModelMatrices m = Wide("scalar", 304) with { Random = [] };
        (LinearProblem plain, LinearProblem rotated) = Both(m, FactorisationPath.Blocked);

        Assert.Equal(0, rotated.System.FixedCount);
        AssertSame(plain, rotated, reml: true);
        AssertSame(plain, rotated, reml: false);
    }

    [Theory]
    [InlineData("mixed")]
    [InlineData("crossed")]
    public void A_coefficient_held_gives_the_same_criterion(string kind)
    {
        foreach (FactorisationPath path in Enum.GetValues<FactorisationPath>())
        {
            (LinearProblem plain, LinearProblem rotated) = Both(Wide(kind, 305), path);
            double[] theta = Theta(plain);
            for (int j = 0; j < Columns; j += 6)
            {
                HeldCriterion expected = plain.Hold(HeldQuantity.Coefficient(j), theta, 1);
                HeldCriterion actual = rotated.Hold(HeldQuantity.Coefficient(j), theta, 1);
                foreach (double value in new[] { -0.3, 0.8 })
                {
                    expected.Hold(value);
                    actual.Hold(value);
                    var gradient = new double[expected.Count];
                    var other = new double[expected.Count];
                    Assert.Equal(expected.Evaluate(expected.Start(), gradient), actual.Evaluate(actual.Start(), other), 1e-8);
                    AssertEqual(gradient, other, 1e-7);
                }
            }
        }
    }

    [Fact]
    public void Columns_that_had_to_be_made_orthogonal_can_be_rotated()
    {
        ModelMatrices m = Wide("vector", 306);
        m.FixedColumns[^1] = [.. m.FixedColumns[4].Zip(m.FixedColumns[^1], (a, b) => a + (1e-5 * b))];
        foreach (FactorisationPath path in Enum.GetValues<FactorisationPath>())
        {
            (LinearProblem plain, LinearProblem rotated) = Both(m, path);

            Assert.IsType<OrthogonalBasis>(rotated.Basis.Unrotated);
            AssertSame(plain, rotated, reml: true, 1e-6);
            HeldCriterion expected = plain.Hold(HeldQuantity.Coefficient(Columns - 1), Theta(plain), 1);
            HeldCriterion actual = rotated.Hold(HeldQuantity.Coefficient(Columns - 1), Theta(plain), 1);
            expected.Hold(1e3);
            actual.Hold(1e3);
            Assert.Equal(expected.Evaluate(expected.Start(), new double[3]), actual.Evaluate(actual.Start(), new double[3]), 1e-7);
        }
    }

    [Fact]
    public void Variances_that_the_fixed_effects_absorb_are_found_and_blanked_the_same()
    {
        ModelMatrices m = Wide("scalar", 307);
        GroupingFactor group = m.Random[0].Group;
        double[][] columns = [.. m.FixedColumns.Take(12), .. Enumerable.Range(1, group.Levels.Length - 1).Select(l => group.Codes.Select(c => c == l ? 1.0 : 0).ToArray())];
        m = RandomDesign.Make(m.Response, columns, m.Random);
        (LinearProblem plain, LinearProblem rotated) = Both(m, FactorisationPath.Blocked);

        Assert.NotNull(rotated.Unidentified);
        AssertSame(plain, rotated, reml: true);
        Assert.Contains(true, rotated.At(Theta(plain), reml: true).Covariance.Cast<double>().Select(double.IsNaN));
    }

    [Fact]
    public void The_column_that_loses_most_digits_is_the_same()
    {
        ModelMatrices m = Wide("vector", 308);
        GroupingFactor group = m.Random[0].Group;
        m.FixedColumns[7] = [.. m.FixedColumns[7].Zip(group.Codes, (x, c) => c + (1e-4 * x))];
        (LinearProblem plain, LinearProblem rotated) = Both(m, FactorisationPath.Blocked);
        CriterionRounding expected = plain.At([3000, 0, 1], reml: true).Rounding;
        CriterionRounding actual = rotated.At([3000, 0, 1], reml: true).Rounding;

        Assert.InRange(expected.Column, 0, Columns - 1);
        Assert.Equal(expected.Column, actual.Column);
        Assert.Equal(1, actual.Criterion / expected.Criterion, 1e-3);
    }

    [Fact]
    public void Only_a_design_of_many_columns_and_few_random_effects_is_rotated()
    {
        LinearProblem Problem(int levels, int groups)
        {
            int n = 6 * levels;
            var random = new Random(309);
            double[][] columns = [RandomDesign.Ones(n), .. Enumerable.Range(1, levels - 1).Select(l => Enumerable.Range(0, n).Select(i => i % levels == l ? 1.0 : 0).ToArray())];
            GroupingFactor group = RandomDesign.Factor("g", groups, [.. Enumerable.Range(0, n).Select(i => i < groups ? i : random.Next(groups))]);
            return LinearProblem.Create(RandomDesign.Make(RandomDesign.Normals(random, n), columns, [RandomDesign.Term(group, [null])]), CancellationToken.None);
        }

        Assert.Equal((12, 150), (Problem(150, 12).System.FixedCount, Problem(150, 12).System.Rank));
        Assert.Equal(150, Problem(150, 140).System.FixedCount);
        Assert.Equal(20, Problem(20, 6).System.FixedCount);
    }

    [Fact]
    public void It_stops_when_cancelled() => Assert.Throws<OperationCanceledException>(() =>
        LinearProblem.Create(Wide("vector", 310), new CancellationToken(true), new ForcedChoices(null, true)));

    private static ModelMatrices Wide(string kind, int seed)
    {
        ModelMatrices m = RandomDesign.Make(kind, seed);
        var random = new Random(seed + 1000);
        double[][] more = [.. Enumerable.Range(0, Columns - m.FixedColumns.Length).Select(j => RandomDesign.Normals(random, m.RowCount).Select(v => j + v).ToArray())];
        return RandomDesign.Make(m.Response, [.. m.FixedColumns, .. more], m.Random) with { Weights = m.Weights, Offset = m.Offset };
    }

    private static (LinearProblem Plain, LinearProblem Rotated) Both(ModelMatrices m, FactorisationPath path) => (
        LinearProblem.Create(m, CancellationToken.None, new ForcedChoices(path, false)),
        LinearProblem.Create(m, CancellationToken.None, new ForcedChoices(path, true)));

    private static double[] Theta(LinearProblem problem) => problem.Layout.Independent((term, column) => 0.7 + (0.2 * column));

    private static (double Value, double[] Gradient, double[] Average, double[] Exact) Derivatives(LinearEvaluation evaluation, double[] entries)
    {
        var gradient = new double[entries.Length];
        var hessian = new double[entries.Length * entries.Length];
        EvaluatedPoint point = evaluation.Evaluate(entries);
        DifferentiatedPoint differentiated = point.Differentiate(gradient, hessian);
        double[] average = [.. hessian];
        differentiated.MakeExact(hessian);
        return (point.Value, gradient, average, hessian);
    }

    private static void AssertSame(LinearProblem plain, LinearProblem rotated, bool reml, double tolerance = 1e-8)
    {
        double[] theta = Theta(plain);
        LinearMixedSolution expected = plain.At(theta, reml);
        LinearMixedSolution actual = rotated.At(theta, reml);
        Assert.Equal(expected.Criterion, actual.Criterion, tolerance);
        Assert.Equal(expected.Sigma, actual.Sigma, tolerance);
        Assert.Equal(expected.ResidualSquares, actual.ResidualSquares, tolerance * Math.Max(1, expected.ResidualSquares));
        AssertEqual(expected.Beta, actual.Beta, tolerance);
        AssertEqual([.. expected.Covariance.Cast<double>()], [.. actual.Covariance.Cast<double>()], tolerance);
        AssertEqual(expected.Gradient, actual.Gradient, tolerance);
        for (int t = 0; t < expected.ConditionalModes.Length; t++)
        {
            AssertEqual([.. expected.ConditionalModes[t].Cast<double>()], [.. actual.ConditionalModes[t].Cast<double>()], tolerance);
            AssertEqual([.. expected.ConditionalCovariances[t].Cast<double>()], [.. actual.ConditionalCovariances[t].Cast<double>()], tolerance);
        }
    }

    private static void AssertEqual(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        double size = expected.Where(double.IsFinite).Select(Math.Abs).Append(1).Max();
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], tolerance * size);
        }
    }
}
