using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.Fitting.Linear;

namespace GlmmDsl.Tests.Fitting;

/// <summary>Units, origins, labels and orders change what they must and nothing else.</summary>
public class ScaleInvarianceTests
{
    public static TheoryData<string, bool, double> KindsAndUnits
    {
        get
        {
            var data = new TheoryData<string, bool, double>();
            foreach (string kind in RandomDesign.Kinds)
            {
                data.Add(kind, true, 1e8);
                data.Add(kind, false, 1e-8);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(KindsAndUnits))]
    public void The_unit_of_a_predictor_scales_its_coefficients(string kind, bool reml, double unit)
    {
        ModelMatrices m = RandomDesign.Make(kind, 71);
        ModelMatrices scaled = With(m, 1, v => v * unit);
        (LinearMixedSolution fit, LinearMixedSolution other) = (Fit(m, reml), Fit(scaled, reml));

        // |R_X|² holds the square of the unit.
        Assert.Equal(fit.Criterion + (reml ? 2 * Math.Log(unit) : 0), other.Criterion, 1e-6);
        AssertSame(fit, other, [1, unit, 1], 1);
        Assert.Equal(fit.Sigma, other.Sigma, 1e-5 * fit.Sigma);
        int at = 0;
        foreach (RandomEffectsTerm term in m.Random)
        {
            for (int column = 0; column < term.Width; column++)
            {
                for (int row = column; row < term.Width; row++, at++)
                {
                    double factor = ReferenceEquals(term.Columns[row], m.FixedColumns[1]) ? unit : 1;
                    Assert.Equal(fit.Theta[at], other.Theta[at] * factor, 1e-3);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(KindsAndUnits))]
    public void The_unit_of_the_response_scales_everything_but_theta(string kind, bool reml, double unit)
    {
        ModelMatrices m = RandomDesign.Make(kind, 72);
        ModelMatrices scaled = m with { Response = [.. m.Response.Select(v => v * unit)], Offset = m.Offset?.Select(v => v * unit).ToArray() };
        (LinearMixedSolution fit, LinearMixedSolution other) = (Fit(m, reml), Fit(scaled, reml));

        Assert.Equal(fit.Criterion + (2 * (60 - (reml ? 3 : 0)) * Math.Log(unit)), other.Criterion, 1e-6);
        AssertSame(fit, other, [1, 1, 1], unit);
        Assert.Equal(fit.Sigma * unit, other.Sigma, 1e-5 * fit.Sigma * unit);
        AssertClose(fit.Theta, other.Theta, 1e-3);
    }

    [Theory]
    [MemberData(nameof(RandomDesign.KindsAndMethods), MemberType = typeof(RandomDesign))]
    public void A_constant_added_to_the_response_moves_the_intercept(string kind, bool reml)
    {
        ModelMatrices m = RandomDesign.Make(kind, 73);
        (LinearMixedSolution fit, LinearMixedSolution other) = (Fit(m, reml), Fit(m with { Response = [.. m.Response.Select(v => v + 1e6)] }, reml));

        Assert.Equal(fit.Criterion, other.Criterion, 1e-6);
        Assert.Equal(fit.Beta[0] + 1e6, other.Beta[0], 1e-4);
        AssertClose(fit.Beta[1..], other.Beta[1..], 1e-4);
        AssertClose(fit.Theta, other.Theta, 1e-3);
        Assert.Equal(fit.Verdict, other.Verdict);
    }

    [Theory]
    [InlineData("scalar", true)]
    [InlineData("vector", false)]
    [InlineData("nested", true)]
    [InlineData("mixed", false)]
    [InlineData("wide", true)]
    public void An_origin_far_away_moves_the_intercept_and_the_covariance_with_it(string kind, bool reml)
    {
        ModelMatrices m = RandomDesign.Make(kind, 74);
        ModelMatrices far = With(m, 1, v => v + 1e6);
        (LinearMixedSolution fit, LinearMixedSolution other) = (Fit(m, reml), Fit(far, reml));

        Assert.Equal(fit.Criterion, other.Criterion, 1e-6);
        Assert.Equal(fit.Sigma, other.Sigma, 1e-5 * fit.Sigma);
        AssertClose(fit.Beta[1..], other.Beta[1..], 1e-4);
        Assert.Equal(Math.Sqrt(fit.Covariance[1, 1]), Math.Sqrt(other.Covariance[1, 1]), 1e-4);
        Assert.Equal(fit.Verdict, other.Verdict);
        Assert.InRange(other.Evaluations, 1, fit.Evaluations + 10);
    }

    [Theory]
    [MemberData(nameof(RandomDesign.KindsAndMethods), MemberType = typeof(RandomDesign))]
    public void A_factor_on_all_weights_scales_sigma_and_theta_against_each_other(string kind, bool reml)
    {
        ModelMatrices m = RandomDesign.Make(kind, 75);
        double[] weights = m.Weights ?? RandomDesign.Ones(60);
        foreach (double factor in (ReadOnlySpan<double>)[1e-6, 1e6])
        {
            (LinearMixedSolution fit, LinearMixedSolution other) = (Fit(m, reml), Fit(m with { Weights = [.. weights.Select(w => w * factor)] }, reml));

            Assert.Equal(fit.Criterion, other.Criterion, 1e-6);
            Assert.Equal(fit.Sigma * Math.Sqrt(factor), other.Sigma, 1e-5 * other.Sigma);
            AssertClose(fit.Theta, [.. other.Theta.Select(t => t * Math.Sqrt(factor))], 1e-3);
            AssertSame(fit, other, [1, 1, 1], 1);
        }
    }

    [Theory]
    [MemberData(nameof(RandomDesign.KindsAndMethods), MemberType = typeof(RandomDesign))]
    public void Labels_of_levels_and_the_order_of_terms_and_columns_change_nothing(string kind, bool reml)
    {
        ModelMatrices m = RandomDesign.Make(kind, 76);
        var turned = m.Random.Select(t => t.Group).Distinct().ToDictionary(g => g, g => g with { Codes = [.. g.Codes.Select(c => g.Levels.Length - 1 - c)] });
        ModelMatrices other = m with
        {
            FixedColumns = [m.FixedColumns[0], m.FixedColumns[2], m.FixedColumns[1]],
            Random = [.. m.Random.Reverse().Select(t => t with { Group = turned[t.Group] })],
        };
        (LinearMixedSolution fit, LinearMixedSolution again) = (Fit(m, reml), Fit(other, reml));

        Assert.Equal(fit.Criterion, again.Criterion, 1e-6);
        Assert.Equal(fit.Beta[1], again.Beta[2], 1e-4);
        Assert.Equal(fit.Verdict, again.Verdict);
        int levels = m.Random[0].Group.Levels.Length;
        Assert.Equal(fit.ConditionalModes[0][0, 0], again.ConditionalModes[^1][levels - 1, 0], 1e-3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_slope_without_intercept_keeps_its_own_origin_however_far(bool reml)
    {
        ModelMatrices m = RandomDesign.Make("scalar", 77);
        double[] far = [.. m.FixedColumns[1].Select(v => v + 1e6)];
        ModelMatrices slope = m with { Random = [RandomDesign.Term(m.Random[0].Group, [far])] };
        LinearMixedSolution fit = Fit(slope, reml);

        // A slope on a column that hardly varies is an intercept in other units; dense formulas without normal equations agree at its θ.
        Assert.Equal(Fit(m, reml).Criterion, fit.Criterion, 1e-3);
        Assert.Equal(new WhitenedModel(slope, fit.Kept, reml).Criterion(fit.Theta), fit.Criterion, 1e-7);
    }

    private static LinearMixedSolution Fit(ModelMatrices m, bool reml) => LinearMixedModelFitter.Fit(m, reml);

    /// <summary>The design with one of its predictors changed, wherever it stands.</summary>
    private static ModelMatrices With(ModelMatrices m, int column, Func<double, double> change)
    {
        double[] old = m.FixedColumns[column];
        double[] changed = [.. old.Select(change)];
        ImmutableArray<RandomEffectsTerm> random =
            [.. m.Random.Select(t => t with { Columns = [.. t.Columns.Select(c => ReferenceEquals(c, old) ? changed : c)] })];
        return m with { FixedColumns = [.. m.FixedColumns.Select(c => ReferenceEquals(c, old) ? changed : c)], Random = random };
    }

    private static void AssertSame(LinearMixedSolution fit, LinearMixedSolution other, double[] units, double response)
    {
        for (int j = 0; j < units.Length; j++)
        {
            double error = Math.Sqrt(fit.Covariance[j, j]);
            Assert.Equal(0, ((other.Beta[j] * units[j] / response) - fit.Beta[j]) / error, 1e-4);
            Assert.Equal(1, Math.Sqrt(other.Covariance[j, j]) * units[j] / response / error, 1e-4);
        }

        Assert.Equal(fit.Verdict, other.Verdict);
        Assert.Equal(fit.Vanished.AsEnumerable(), other.Vanished.AsEnumerable());
        Assert.InRange(other.Evaluations, 1, fit.Evaluations + 10);
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
