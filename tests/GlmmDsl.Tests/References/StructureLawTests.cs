using System.Globalization;
using GlmmDsl.Data;
using GlmmDsl.Tests.Data;
using MathNet.Numerics.LinearAlgebra;

namespace GlmmDsl.Tests.References;

/// <summary>What must hold between models with covariance structures, whatever the data.</summary>
public sealed class StructureLawTests
{
    private static readonly FitOptions Ml = new() { Method = FitMethod.Ml };

    public static TheoryData<string> Structures { get; } = ["cs", "homcs", "ar1", "hetar1", "toep", "homtoep", "diag", "homdiag"];

    [Theory]
    [InlineData("cs", "us")]
    [InlineData("toep", "us")]
    [InlineData("hetar1", "us")]
    [InlineData("ar1", "homcs")]
    [InlineData("homtoep", "ar1")]
    public void With_two_times_there_is_one_correlation_and_these_are_the_same_model(string structure, string same)
    {
        Table pairs = Read([.. Rows().Where(r => r.Time <= 2)]);
        MixedModelFit fit = Fit(structure, pairs), other = Fit(same, pairs);

        Assert.Equal(other.LogLikelihood.Value, fit.LogLikelihood.Value, 1e-6);
        Assert.Equal(other.ParameterCount, fit.ParameterCount);
        Assert.Equal(other.Sigma, fit.Sigma, 1e-3);
    }

    [Fact]
    public void Equal_independent_effects_of_each_time_are_an_intercept_of_each_cell()
    {
        Table rows = Read(Rows());

        MixedModelFit fit = Fit("homdiag", rows), cells = MixedModel.Fit("y ~ x + (1 | g:t)", WithTimeAsFactor(rows), Ml);

        Assert.Equal(cells.LogLikelihood.Value, fit.LogLikelihood.Value, 1e-8);
        Assert.Equal(cells.ParameterCount, fit.ParameterCount);
        Assert.Equal(cells.Sigma, fit.Sigma, 1e-5);
    }

    [Fact]
    public void With_two_rows_a_cell_of_every_group_equal_correlations_of_equal_variances_are_two_intercepts()
    {
        // Covariance s²ρ of a group and s²(1 − ρ) of a cell.
        Table rows = WithTimeAsFactor(StructureCase.Load("edge_ar1_indep").Data());

        MixedModelFit fit = MixedModel.Fit("one ~ 1 + homcs(0 + t | g)", rows, Ml), nested = MixedModel.Fit("one ~ 1 + (1 | g/t)", rows, Ml);

        Assert.Equal(nested.LogLikelihood.Value, fit.LogLikelihood.Value, 1e-5);
        Assert.Equal(nested.Sigma, fit.Sigma, 1e-3);
    }

    [Theory]
    [InlineData("homdiag", "ar1")]
    [InlineData("homdiag", "diag")]
    [InlineData("homdiag", "homcs")]
    [InlineData("ar1", "hetar1")]
    [InlineData("ar1", "homtoep")]
    [InlineData("homcs", "homtoep")]
    [InlineData("homcs", "cs")]
    [InlineData("homtoep", "toep")]
    [InlineData("hetar1", "toep")]
    [InlineData("cs", "toep")]
    [InlineData("diag", "cs")]
    [InlineData("toep", "us")]
    public void A_structure_fits_no_worse_than_one_that_it_contains(string smaller, string larger)
    {
        Table rows = Read([.. Rows().Where(r => r.Time <= 4)]);
        MixedModelFit less = Fit(smaller, rows), more = Fit(larger, rows);

        Assert.True(more.LogLikelihood.Value >= less.LogLikelihood.Value - 1e-6, FormattableString.Invariant($"{more.LogLikelihood.Value} for {less.LogLikelihood.Value}"));
        Assert.True(more.ParameterCount > less.ParameterCount);
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void The_order_of_the_rows_and_the_names_of_the_groups_do_not_matter(string structure)
    {
        Row[] rows = [.. Rows().Where(r => r.Time <= 4)];
        MixedModelFit fit = Fit(structure, Read(rows));
        MixedModelFit turned = Fit(structure, Read([.. rows.Reverse().Select(r => r with { Group = "z" + ((7 * int.Parse(r.Group[1..], CultureInfo.InvariantCulture)) % 29) })]));

        Same(fit, turned, 1e-6);
        Assert.Equal(fit.Sigma, turned.Sigma, 1e-4);
    }

    [Theory]
    [InlineData("cs")]
    [InlineData("homcs")]
    [InlineData("ar1")]
    [InlineData("hetar1")]
    [InlineData("toep")]
    [InlineData("homtoep")]
    public void Time_runs_backwards_as_well_and_from_any_start(string structure)
    {
        Row[] rows = [.. Rows().Where(r => r.Time <= 4)];

        Same(Fit(structure, Read(rows)), Fit(structure, Read([.. rows.Select(r => r with { Time = 2000 - r.Time })])), 1e-6);
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void In_other_units_of_the_response_standard_deviations_change_with_it_and_correlations_stay(string structure)
    {
        const double Unit = 1000;
        Row[] rows = [.. Rows().Where(r => r.Time <= 4)];
        MixedModelFit fit = Fit(structure, Read(rows)), other = Fit(structure, Read([.. rows.Select(r => r with { Y = Unit * r.Y })]));

        Assert.Equal(-2 * fit.LogLikelihood.Value, (-2 * other.LogLikelihood.Value) - (2 * rows.Length * Math.Log(Unit)), 1e-5);
        Assert.Equal(fit.Sigma, other.Sigma / Unit, 1e-4);
        double[] sizes = [.. Deviations(fit)], others = [.. Deviations(other)];
        Assert.All(sizes.Zip(others), p => Assert.Equal(p.First, p.Second / Unit, 1e-3));
    }

    [Theory]
    [InlineData("cs(0 + factor(t) | g, hom = TRUE)", "homcs(0 + factor(t) | g)")]
    [InlineData("toep(0 + factor(t) | g, hom = TRUE)", "homtoep(0 + factor(t) | g)")]
    [InlineData("ar1(0 + factor(t) | g, hom = FALSE)", "hetar1(0 + factor(t) | g)")]
    [InlineData("diag(0 + factor(t) | g, hom = TRUE)", "homdiag(0 + factor(t) | g)")]
    public void The_argument_hom_names_the_same_structure(string written, string named)
    {
        Table rows = Read([.. Rows().Where(r => r.Time <= 4)]);

        Assert.Equal(MixedModel.Fit("y ~ x + " + named, rows, Ml).LogLikelihood.Value, MixedModel.Fit("y ~ x + " + written, rows, Ml).LogLikelihood.Value, 1e-10);
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void The_criterion_at_any_parameters_is_that_of_the_marginal_covariance_written_out(string structure)
    {
        const int Width = 4;
        Row[] rows = [.. Rows().Where(r => r.Time <= Width)];
        var random = new Random(structure.Length + structure[0]);
        MixedModelFit fit = MixedModel.Fit($"y ~ x + {structure}(0 + factor(t) | g)", Read(rows));
        for (int trial = 0; trial < 3; trial++)
        {
            bool one = structure is "ar1" || structure.StartsWith("hom", StringComparison.Ordinal);
            double[] sizes = [.. Enumerable.Range(0, one ? 1 : Width).Select(_ => 0.2 + (1.5 * random.NextDouble()))];
            double[] angles = [.. Enumerable.Range(0, structure.EndsWith("diag", StringComparison.Ordinal) ? 0 : structure.EndsWith("toep", StringComparison.Ordinal) ? Width - 1 : 1).Select(_ => random.NextDouble() - 0.4)];
            double[] theta = [.. one || structure is "diag" ? sizes : sizes.Select(Math.Sqrt), .. angles];

            double rho = structure.EndsWith("cs", StringComparison.Ordinal) ? 1 - (Width / (Width - 1.0) * Math.Pow(Math.Cos(angles[0] + Math.Asin(1 / Math.Sqrt(Width))), 2)) : angles.Length > 0 ? Math.Sin(angles[0]) : 0;
            double[] distances = [1, .. Distances(structure, rho, angles)];
            var covariance = Matrix<double>.Build.Dense(Width, Width, (i, j) => distances[Math.Abs(i - j)] * sizes[one ? 0 : i] * sizes[one ? 0 : j]);

            double expected = Reml(rows, covariance);
            Assert.Equal(expected, fit.CriterionAt(theta), 1e-8 * Math.Abs(expected));
        }
    }

    /// <summary>Correlations by the distance of two times, of three distances.</summary>
    private static double[] Distances(string structure, double rho, double[] angles)
    {
        if (structure.EndsWith("cs", StringComparison.Ordinal))
        {
            return [rho, rho, rho];
        }

        if (!structure.EndsWith("toep", StringComparison.Ordinal))
        {
            return [rho, rho * rho, rho * rho * rho];
        }

        // From partial correlations to correlations, written out for three distances.
        double p1 = Math.Sin(angles[0]), p2 = Math.Sin(angles[1]), p3 = Math.Sin(angles[2]);
        double r2 = (p1 * p1) + (p2 * (1 - (p1 * p1)));
        double a = p1 - (p2 * p1), b = p2;
        return [p1, r2, (a * r2) + (b * p1) + (p3 * (1 - (p1 * p1)) * (1 - (p2 * p2)))];
    }

    /// <summary>The REML criterion with σ profiled out, of V = I + the covariance of rows of one group.</summary>
    private static double Reml(Row[] rows, Matrix<double> covariance)
    {
        int n = rows.Length;
        var v = Matrix<double>.Build.Dense(n, n, (i, j) => (i == j ? 1 : 0) + (rows[i].Group == rows[j].Group ? covariance[rows[i].Time - 1, rows[j].Time - 1] : 0));
        var x = Matrix<double>.Build.Dense(n, 2, (i, j) => j == 0 ? 1 : rows[i].X);
        var y = Vector<double>.Build.Dense(n, i => rows[i].Y);
        var factor = v.Cholesky();
        Matrix<double> information = x.TransposeThisAndMultiply(factor.Solve(x));
        Vector<double> residual = y - (x * information.Solve(x.TransposeThisAndMultiply(factor.Solve(y))));
        double df = n - 2;
        return factor.DeterminantLn + Math.Log(information.Determinant()) + (df * (1 + Math.Log(2 * Math.PI * (residual * factor.Solve(residual)) / df)));
    }

    private static IEnumerable<double> Deviations(MixedModelFit fit) =>
        System.Text.Json.Nodes.JsonNode.Parse(fit.ToJson())!["varCorr"]!.AsArray().SelectMany(v => StructureCase.Numbers(v!["sd"]));

    private static void Same(MixedModelFit fit, MixedModelFit other, double tolerance)
    {
        Assert.Equal(fit.LogLikelihood.Value, other.LogLikelihood.Value, tolerance);
        Assert.All(fit.Coefficients.Zip(other.Coefficients), p => Assert.Equal(p.First.Estimate, p.Second.Estimate, 1e-3 * p.First.StandardError));
        Assert.All(fit.Coefficients.Zip(other.Coefficients), p => Assert.Equal(p.First.StandardError, p.Second.StandardError, 1e-3 * p.First.StandardError));
    }

    private static MixedModelFit Fit(string structure, Table rows) => MixedModel.Fit($"y ~ x + {structure}(0 + factor(t) | g)", rows, Ml);

    private static Table WithTimeAsFactor(Table rows) => rows.WithLevels("t", [.. rows.Numbers("t").Select(t => t.ToString(CultureInfo.InvariantCulture)).Distinct().Order(StringComparer.Ordinal)]);

    private static Table Read(Row[] rows) =>
        Table.ReadCsv(new StringReader("g,t,x,y\n" + string.Join('\n', rows.Select(r => FormattableString.Invariant($"{r.Group},{r.Time},{r.X},{r.Y}")))));

    private static Row[] Rows()
    {
        Table table = StructureCase.Load("series_ar1").Data();
        var time = table.Numbers("t");
        var x = table.Numbers("x");
        var y = table.Numbers("y");
        string?[] groups = [.. table.Factor("g").Labels()];
        return [.. Enumerable.Range(0, table.RowCount).Select(i => new Row(groups[i]!, (int)time[i], x[i], y[i]))];
    }

    private sealed record Row(string Group, int Time, double X, double Y);
}
