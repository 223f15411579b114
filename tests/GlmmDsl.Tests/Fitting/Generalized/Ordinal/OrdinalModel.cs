using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized.Search;

namespace GlmmDsl.Tests.Fitting.Generalized.Ordinal;

/// <summary>Small simulated ordinal models.</summary>
internal static class OrdinalModel
{
    /// <summary>Rows of x, z, offset o, factor f, groups g and h, and a response of several categories c1, c2, .. that logistic thresholds divide evenly.</summary>
    public static Table Data(int categories = 4, int rows = 160, int seed = 3)
    {
        var random = new Random(seed);
        double[] x = [.. Enumerable.Range(0, rows).Select(_ => (2 * random.NextDouble()) - 1)];
        double[] z = [.. Enumerable.Range(0, rows).Select(i => 2000 + (10 * Math.Sin(1.7 * i)))];
        double[] o = [.. Enumerable.Range(0, rows).Select(i => 0.2 * Math.Cos(i))];
        int[] g = [.. Enumerable.Range(0, rows).Select(i => i * 7 % 12)];
        int[] h = [.. Enumerable.Range(0, rows).Select(_ => random.Next(5))];
        int[] f = [.. Enumerable.Range(0, rows).Select(_ => random.Next(3))];
        var y = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            double u = random.NextDouble();
            double latent = (0.9 * x[i]) + (0.03 * (z[i] - 2000)) + (0.5 * f[i]) + (0.8 * Math.Sin(3 * g[i])) + (0.4 * Math.Cos(2 * h[i])) + o[i] + Math.Log(u / (1 - u));
            y[i] = Math.Min(categories - 1, (int)(categories / (1 + Math.Exp(-0.8 * latent))));
        }

        double[] w = [.. Enumerable.Range(0, rows).Select(i => 1.0 + (i % 3))];
        return new Table(
        [
            new FactorColumn("y", [.. Enumerable.Range(1, categories).Select(c => FormattableString.Invariant($"c{c}"))], y, isOrdered: true),
            new NumericColumn("x", x), new NumericColumn("z", z), new NumericColumn("o", o), new NumericColumn("w", w),
            Factor("f", f, 3), Factor("g", g, 12), Factor("h", h, 5),
        ]);
    }

    /// <summary>The same rows with another response.</summary>
    public static Table With(Table table, Column response) => new([.. table.Columns.Select(c => c.Name == response.Name ? response : c)]);

    /// <summary>The categories of the rows, from 0.</summary>
    public static int[] Codes(Table table) => ((FactorColumn)table.Columns.First(c => c.Name == "y")).Codes.ToArray();

    /// <summary>A fit.</summary>
    public static MixedModelFit Fit(Table table, string formula, Link link = Link.Default, int nodes = 1) => MixedModel.Fit(
        formula, table, new FitOptions { Family = Family.Cumulative, Link = link, Approximation = nodes > 1 ? Approximation.Quadrature : Approximation.Laplace, QuadratureNodes = nodes });

    /// <summary>The model of a right-hand side.</summary>
    public static GeneralizedProblem Problem(Table table, string terms, Link link, GeneralizedOptions? options = null)
    {
        ModelMatrices matrices = ModelMatricesBuilder.Build(Formula.Parse("y ~ " + terms).Terms, table, new DesignOptions { Response = ResponseForm.Category }, CancellationToken.None).Matrices;
        FamilyDefinition family = ResponseFamilies.Of(Family.Cumulative);
        return new GeneralizedProblem(matrices, GeneralizedResponse.Of(matrices, family, link), options ?? new GeneralizedOptions(), PredictorDesigns.Of(matrices, family, link), CancellationToken.None);
    }

    private static FactorColumn Factor(string name, int[] codes, int count) => new(name, [.. Enumerable.Range(0, count).Select(i => FormattableString.Invariant($"l{i}"))], codes);
}
