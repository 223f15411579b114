using GlmmDsl.Data;

namespace GlmmDsl.Generators.Tests.Awkward;

/// <summary>One model written in many awkward ways: each compiles without a diagnostic and gives the run-time path's estimates.</summary>
public sealed class AwkwardModels
{
    private const string Shared = """
        public enum Arm { Placebo, Drug }

        public static class Source
        {
            public static IEnumerable<(double Y, double X, bool A, int G)> Data =>
                Enumerable.Range(0, 60).Select(i => (Math.Sin(i) + i % 5, i * 7 % 11 * 0.5, i * 3 % 7 > 3, i % 5));

            public static double[] Of(GlmmDsl.Modeling.TypedFit fit, Coefficient slope) => fit.Result.Coefficients.Select(c => c.Estimate).Append(slope.Estimate).ToArray();
        }
        """;

    private static readonly AwkwardCase[] All = [.. AwkwardNames.All, .. AwkwardTypes.All, .. AwkwardShapes.All];

    private static readonly ProbeSet Probes = new("AwkwardModels", Shared, All.Select(c => (
        c.Models,
        $$"""
        var fit = Model.FitMl(Source.Data.Select(d => {{c.Row}}));
        return Source.Of(fit, fit.Coefficients.{{c.Member}});
        """)));

    private static readonly Lazy<double[]> Expected = new(() =>
    {
        int[] rows = [.. Enumerable.Range(0, 60)];
        MixedModelFit fit = MixedModel.Fit(
            "Y ~ X + A + (1 | G)",
            new Table([
                new NumericColumn("Y", [.. rows.Select(i => Math.Sin(i) + (i % 5))]),
                new NumericColumn("X", [.. rows.Select(i => i * 7 % 11 * 0.5)]),
                new FactorColumn("A", ["Placebo", "Drug"], [.. rows.Select(i => i * 3 % 7 > 3 ? 1 : 0)]),
                new FactorColumn("G", ["0", "1", "2", "3", "4"], [.. rows.Select(i => i % 5)]),
            ]),
            new FitOptions { Method = FitMethod.Ml });
        return [.. fit.Coefficients.Select(c => c.Estimate), fit.Coefficients["X"].Estimate];
    });

    public static TheoryData<string> Titles => [.. All.Select(c => c.Title)];

    [Theory]
    [MemberData(nameof(Titles))]
    public void The_model_is_the_same(string title)
    {
        double[] found = Probes.Run<double[]>(Array.FindIndex(All, c => c.Title == title));
        Assert.Equal(Expected.Value.Length, found.Length);
        Assert.All(Expected.Value.Zip(found), p => Assert.Equal(p.First, p.Second, 1e-9));
    }
}
