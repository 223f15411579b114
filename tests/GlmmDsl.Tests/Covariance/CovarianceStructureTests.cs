using System.Collections.Immutable;
using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Tests.Fitting;

namespace GlmmDsl.Tests.Covariance;

/// <summary>Requirements on every covariance structure: derivatives, starts, names, boundary, natural scale.</summary>
public class CovarianceStructureTests
{
    public static TheoryData<string, int> Structures { get; } = new()
    {
        { "unstructured", 1 }, { "unstructured", 2 }, { "unstructured", 4 }, { "diagonal", 1 }, { "diagonal", 3 }, { "log compound", 2 }, { "log compound", 4 },
        { "homdiag", 2 }, { "homdiag", 3 }, { "cs", 2 }, { "cs", 3 }, { "cs", 5 }, { "homcs", 2 }, { "homcs", 4 }, { "ar1", 2 }, { "ar1", 3 }, { "ar1", 6 }, { "hetar1", 2 }, { "hetar1", 4 },
        { "toep", 2 }, { "toep", 3 }, { "toep", 5 }, { "homtoep", 2 }, { "homtoep", 3 }, { "homtoep", 6 },
    };

    [Theory]
    [MemberData(nameof(Structures))]
    public void Derivatives_are_those_of_differences(string kind, int width)
    {
        CovarianceStructure structure = Make(kind, width);
        double[] theta = Theta(structure);
        int m = structure.Entries.Length, n = structure.Count;
        double[] weights = [.. Enumerable.Range(0, m).Select(i => 1 + (0.3 * i))];
        double[] jacobian = new double[m * n], curvature = new double[n * n];
        structure.Differentiate(theta, jacobian);
        structure.AddCurvature(theta, weights, curvature);
        for (int j = 0; j < n; j++)
        {
            double[] slope = Differences.In(t => Filled(structure, t), theta, j);
            double[] bend = Differences.In(t => Slopes(structure, t), theta, j);
            for (int i = 0; i < m; i++)
            {
                Assert.Equal(slope[i], jacobian[(i * n) + j], 1e-9);
            }

            for (int k = 0; k < n; k++)
            {
                Assert.Equal(Enumerable.Range(0, m).Sum(i => weights[i] * bend[(i * n) + k]), curvature[(k * n) + j], 1e-8);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void A_start_has_independent_columns_of_the_given_sizes(string kind, int width)
    {
        CovarianceStructure structure = Make(kind, width);
        double[] lambda = structure.Template(structure.Start([.. Enumerable.Repeat(0.7, width)]));
        for (int i = 0; i < width * width; i++)
        {
            Assert.Equal(i / width == i % width ? 0.7 : 0, lambda[i], 1e-15);
        }
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void Every_parameter_has_a_name_and_a_natural_value_read_from_the_covariance(string kind, int width)
    {
        CovarianceStructure structure = Make(kind, width);
        double[] theta = Theta(structure);
        double[] lambda = structure.Template(theta);
        ImmutableArray<string> columns = [.. Enumerable.Range(0, width).Select(c => "c" + c)];
        ImmutableArray<NaturalParameter> natural = structure.Natural(theta);
        Assert.Equal(structure.Count, structure.Names("g", columns).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(structure.Count, natural.Length);
        foreach (NaturalParameter p in natural)
        {
            double deviation = Math.Sqrt(Sum(p.Row, p.Row));
            Assert.Equal(p.IsCorrelation ? Sum(p.Row, p.Column) / (deviation * Math.Sqrt(Sum(p.Column, p.Column))) : deviation, p.Value, 1e-12);
        }

        double Sum(int row, int other) => Enumerable.Range(0, width).Sum(c => lambda[(row * width) + c] * lambda[(other * width) + c]);
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void What_vanishes_at_a_boundary_leaves_nothing_of_that_column(string kind, int width)
    {
        CovarianceStructure structure = Make(kind, width);
        for (int j = 0; j < structure.Count; j++)
        {
            (int row, int column, int vanishing) = structure.Parameters[j];
            if (vanishing == 0)
            {
                continue;
            }

            double[] theta = Theta(structure);
            theta.AsSpan(j, vanishing).Clear();
            double[] lambda = structure.Template(theta);
            Assert.Equal(row, column);

            // The column of Λ, or where the parameter is of a standard deviation the row of it.
            bool isOfEntries = structure.IsIdentity || kind.StartsWith("hom", StringComparison.Ordinal) || kind == "ar1";
            Assert.All(Enumerable.Range(0, width), i => Assert.Equal(0, isOfEntries ? lambda[(i * width) + column] : lambda[(row * width) + i]));
        }
    }

    [Fact]
    public void Unstructured_parameters_stand_and_are_called_as_lme4s()
    {
        ImmutableArray<string> columns = ["(Intercept)", "Days"];
        Assert.Equal(["S.(Intercept)", "S.Days.(Intercept)", "S.Days"], new UnstructuredCovariance(2).Names("S", columns).AsEnumerable());
        Assert.Equal(["S.(Intercept)", "S.Days"], new DiagonalCovariance(2).Names("S", columns).AsEnumerable());
        Assert.Equal([1.0, 0, 2, 3], new UnstructuredCovariance(2).Template([1, 2, 3]));
    }

    [Fact]
    public void A_correlation_with_a_column_that_does_not_vary_is_no_number()
    {
        ImmutableArray<NaturalParameter> natural = new UnstructuredCovariance(2).Natural([2, 0, 0]);
        Assert.Equal([2, double.NaN, 0], natural.Select(p => p.Value));
    }

    [Fact]
    public void Only_an_unstructured_term_is_computed_about_the_origin_and_one_that_follows_nothing_in_its_own_columns()
    {
        ModelMatrices m = RandomDesign.Make("vector", 3);
        double[] far = [.. m.Random[0].Columns[1]!.Select(v => 1000 + (5 * v))];
        m = m with { Random = [m.Random[0] with { Columns = [null, far] }] };
        double[] lambda = [1.0, 0, 0.5, 2];

        Assert.NotEqual(0, Internal(new UnstructuredCovariance(2))[2] - 0.5, 1e-3);
        double[] scaled = Internal(new DiagonalCovariance(2));
        Assert.Equal(0.5 / 1, scaled[2] / scaled[3] * 2, 1e-12);
        Assert.True(scaled[3] > 1000);
        Assert.Equal(lambda, Internal(new LogCompoundSymmetry(2)));

        double[] Internal(CovarianceStructure structure)
        {
            ImmutableArray<GroupColumns> groups = GroupColumns.Amalgamate(m.Random);
            CrossProductBlocks products = CrossProductBlocks.Accumulate(m, groups, Origins.Means(m, groups, 0, m.RowCount), 0, m.RowCount);
            double[] result = [.. lambda];
            new CovarianceLayout(groups, products, [structure]).Factors[0].Terms[0].Basis.ToInternal(result);
            return result;
        }
    }

    private static CovarianceStructure Make(string kind, int width) => kind switch
    {
        "unstructured" => new UnstructuredCovariance(width),
        "diagonal" => new DiagonalCovariance(width),
        "log compound" => new LogCompoundSymmetry(width),
        _ => Structured.Of(kind, width),
    };

    private static double[] Theta(CovarianceStructure structure) => [.. Enumerable.Range(0, structure.Count).Select(i => 0.4 + (0.17 * i))];

    private static double[] Filled(CovarianceStructure structure, double[] theta)
    {
        var entries = new double[structure.Entries.Length];
        structure.Fill(theta, entries);
        return entries;
    }

    private static double[] Slopes(CovarianceStructure structure, double[] theta)
    {
        var jacobian = new double[structure.Entries.Length * structure.Count];
        structure.Differentiate(theta, jacobian);
        return jacobian;
    }
}
