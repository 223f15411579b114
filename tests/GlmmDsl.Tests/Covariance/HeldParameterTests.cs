using System.Collections.Immutable;
using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Tests.Fitting;

namespace GlmmDsl.Tests.Covariance;

/// <summary>A standard deviation or correlation held in a structure in which columns share them.</summary>
public class HeldParameterTests
{
    public static TheoryData<string, int, int> Places { get; } = new()
    {
        { "ar1", 0, 0 }, { "ar1", 1, 0 }, { "cs", 1, 1 }, { "cs", 1, 0 }, { "homcs", 0, 0 }, { "homdiag", 0, 0 }, { "toep", 2, 2 }, { "toep", 1, 0 }, { "toep", 2, 0 }, { "homtoep", 2, 0 },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public void The_natural_parameter_has_the_value_held_and_the_others_are_free(string kind, int row, int column)
    {
        HeldTerm held = Held(kind, row, column);
        CovarianceStructure structure = held.Term.Structure;
        double[] theta = Theta(structure), point = new double[held.Count], filled = new double[structure.Count];
        held.Free(theta, point);
        held.Fill(point, 0.3, filled);
        Assert.Equal(0.3, structure.Natural(filled).Single(n => n.Row == row && n.Column == column).Value, 1e-14);
        double own = structure.Natural(theta).Single(n => n.Row == row && n.Column == column).Value;
        held.Fill(point, own, filled);
        Assert.Equal(theta, filled, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Derivatives_are_those_of_differences(string kind, int row, int column)
    {
        HeldTerm held = Held(kind, row, column);
        int count = held.Term.Structure.Count;
        double[] point = new double[held.Count], jacobian = new double[held.Count * count], filled = new double[count], gradient = new double[held.Count];
        held.Free(Theta(held.Term.Structure), point);
        held.Fill(point, 0.3, filled);
        held.Differentiate(point, 0.3, jacobian);
        double[] weights = [.. Enumerable.Range(0, count).Select(i => 1 + (0.4 * i))];
        double own = held.Gradient(point, [], weights, 0.3, gradient);
        for (int i = 0; i < held.Count; i++)
        {
            double[] slopes = Differences.In(p => Filled(held, p, 0.3), point, i);
            Assert.Equal(slopes, jacobian.AsSpan(i * count, count).ToArray(), (a, b) => Math.Abs(a - b) < 1e-8);
            Assert.Equal(slopes.Zip(weights, (a, b) => a * b).Sum(), gradient[i], 1e-8);
        }

        double[] along = Differences.In(p => Filled(held, point, 0.3 * Math.Exp(p[0])), [0.0], 0);
        Assert.Equal(along.Zip(weights, (a, b) => a * b).Sum(), own, 1e-8);
    }

    private static double[] Filled(HeldTerm held, double[] point, double value)
    {
        var theta = new double[held.Term.Structure.Count];
        held.Fill(point, value, theta);
        return theta;
    }

    private static double[] Theta(CovarianceStructure structure) => [.. structure.Parameters.Select((p, i) => p.Vanishing > 0 ? 0.9 + (0.1 * i) : 0.2 + (0.05 * i))];

    private static HeldTerm Held(string kind, int row, int column)
    {
        ModelMatrices m = RandomDesign.Make("wide", 11);
        ImmutableArray<GroupColumns> groups = GroupColumns.Amalgamate(m.Random);
        CrossProductBlocks products = CrossProductBlocks.Accumulate(m, groups, Origins.Means(m, groups, 0, m.RowCount), 0, m.RowCount);
        var layout = new CovarianceLayout(groups, products, [Structured.Of(kind, 3), new DiagonalCovariance(2)]);
        return HeldTerm.Of(layout.Terms.Single(t => t.Width == 3), row, column);
    }
}
