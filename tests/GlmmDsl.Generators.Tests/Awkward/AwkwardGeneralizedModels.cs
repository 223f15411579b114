using System.Text.RegularExpressions;
using GlmmDsl.Data;

namespace GlmmDsl.Generators.Tests.Awkward;

/// <summary>One Poisson model written in many awkward ways: each compiles without a diagnostic and gives the run-time path's estimates.</summary>
public sealed partial class AwkwardGeneralizedModels
{
    private const string Shared = """
        public enum Arm { Placebo, Drug }

        public static class Source
        {
            public static IEnumerable<(double Y, double X, bool A, int G)> Data =>
                Enumerable.Range(0, 60).Select(i => ((double)(i * 11 % 7 + i % 5), i * 7 % 11 * 0.5, i * 3 % 7 > 3, i % 5));

            public static double[] Of(GlmmDsl.Modeling.TypedFit fit, Coefficient slope) => fit.Result.Coefficients.Select(c => c.Estimate).Append(slope.Estimate).ToArray();
        }
        """;

    private static readonly AwkwardCase[] All =
    [
        AwkwardCase.Columns("enums of the attribute", "Family", "Link", "Information", "Approximation", "Link"),
        AwkwardCase.Columns("generated types", "LaplaceFit", "QuadratureFit", "FastFit", "LatentVarianceComponentView", "QuadratureFit"),
        AwkwardCase.Columns("generated methods", "FitLaplace", "FitQuadrature", "FitFast", "FitLaplaceAsync", "FitQuadrature"),
        AwkwardCase.Columns("parameters", "nodes", "options", "progress", "scale", "options"),
        AwkwardCase.Columns("words of the keys", "counts", "by", "Laplace", "Quadrature", "by"),
        AwkwardCase.Columns("a group named as the residual", "Y", "X", "A", "Residual", "X"),
        AwkwardCase.Types(
            "types of the library's names", "Information", "d.A ? Information.Drug : Information.Placebo", "PredictionScale", "(PredictionScale)d.G",
            "public enum Information { Placebo, Drug } public enum PredictionScale { a, b, c, d, e } public sealed class NormalPrior; public sealed class Family; public sealed class Link;"),
        .. AwkwardShapes.All,
    ];

    private static readonly ProbeSet Probes = new("AwkwardGeneralizedModels", Shared, All.Select(c => (
        AsPoisson(c.Models),
        $$"""
        var fit = Model.FitLaplace(Source.Data.Select(d => {{c.Row}}));
        return Source.Of(fit, fit.Coefficients.{{c.Member}});
        """)));

    private static readonly Lazy<double[]> Expected = new(() =>
    {
        int[] rows = [.. Enumerable.Range(0, 60)];
        MixedModelFit fit = MixedModel.Fit(
            "Y ~ X + A + (1 | G)",
            new Table([
                new NumericColumn("Y", [.. rows.Select(i => (double)((i * 11 % 7) + (i % 5)))]),
                new NumericColumn("X", [.. rows.Select(i => i * 7 % 11 * 0.5)]),
                new FactorColumn("A", ["Placebo", "Drug"], [.. rows.Select(i => i * 3 % 7 > 3 ? 1 : 0)]),
                new FactorColumn("G", ["0", "1", "2", "3", "4"], [.. rows.Select(i => i % 5)]),
            ]),
            new FitOptions { Family = Family.Poisson });
        return [.. fit.Coefficients.Select(c => c.Estimate), fit.Coefficients["X"].Estimate];
    });

    public static TheoryData<string> Titles => [.. All.Select(c => c.Title)];

    [Theory]
    [MemberData(nameof(Titles))]
    public void The_model_is_the_same(string title)
    {
        double[] found = Probes.Run<double[]>(Array.FindIndex(All, c => c.Title == title));
        Assert.Equal(Expected.Value.Length, found.Length);
        Assert.All(Expected.Value.Zip(found), p => Assert.Equal(p.First, p.Second, 1e-7));
    }

    /// <summary>The linear models of a case as Poisson models.</summary>
    private static string AsPoisson(string models) =>
        LinearAttribute().Replace(models, "[GeneralizedLinearMixedModel<$1>($2, global::GlmmDsl.Family.Poisson")
            .Replace("FitMl", "FitLaplace", StringComparison.Ordinal)
            .Replace("MlFit", "LaplaceFit", StringComparison.Ordinal);

    [GeneratedRegex("""\[LinearMixedModel<([^"]*)>\(("[^"]*")""")]
    private static partial Regex LinearAttribute();
}
