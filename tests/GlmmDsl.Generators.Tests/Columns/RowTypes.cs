using GlmmDsl.Data;

namespace GlmmDsl.Generators.Tests.Columns;

/// <summary>The shapes a row type may have: each model is compiled without a diagnostic and run.</summary>
public sealed class RowTypes
{
    private const string Data = """
            public static IEnumerable<(double Y, double X, string G)> Data =>
                Enumerable.Range(0, 30).Select(i => (Math.Sin(i) * 2 + i % 5, i * 0.5, "g" + i % 5));
        """;

    [Theory]
    [InlineData("public sealed record Row(double Y, double X, string G);", "new Row(d.Y, d.X, d.G)", "Row")]
    [InlineData("public readonly record struct Row(double Y, double X, string G);", "new Row(d.Y, d.X, d.G)", "Row")]
    [InlineData("public struct Row { public double Y; public double X { get; set; } public string G { readonly get; set; } }", "new Row { Y = d.Y, X = d.X, G = d.G }", "Row")]
    [InlineData("public class Row { public double Y { get; init; } public double X; public required string G { get; init; } public double Secret { private get; set; } public double this[int i] => i; public static double S => 1; }", "new Row { Y = d.Y, X = d.X, G = d.G }", "Row")]
    [InlineData("public class Base { public double Y { get; set; } public virtual double X => 0; public int G { get; set; } } public class Row : Base { public double Given; public override double X => Given; public new string G = \"\"; }", "new Row { Y = d.Y, Given = d.X, G = d.G }", "Row")]
    [InlineData("public interface IBase { double Y { get; } } public interface IRow : IBase { double X { get; } string G { get; } } public sealed record Row(double Y, double X, string G) : IRow;", "(IRow)new Row(d.Y, d.X, d.G)", "IRow")]
    [InlineData("public static class Study { public sealed record Row(double Y, double X, string G); }", "new Study.Row(d.Y, d.X, d.G)", "Study.Row")]
    [InlineData("public sealed record Pair<T>(double Y, T X, string G);", "new Pair<double>(d.Y, d.X, d.G)", "Pair<double>")]
    public void A_model_of_any_shape_of_row_gives_the_same_fit(string declaration, string row, string type)
    {
        double slope = Probe.Run<double>(
            $$"""
            {{declaration}}

            [LinearMixedModel<{{type}}>("Y ~ X + (1 | G)")]
            public sealed partial class Model;

            public static class Source
            {
            {{Data}}
            }
            """,
            $"return Model.FitReml(Source.Data.Select(d => {row})).Coefficients.X.Estimate;");
        Assert.Equal(Expected(), slope, 1e-10);
    }

    [Fact]
    public void Spans_arrays_lists_sequences_and_streams_of_rows_give_the_same_fit()
    {
        double[] slopes = Probe.Run<double[]>(
            $$"""
            public sealed record Row(double Y, double X, string G);

            [LinearMixedModel<Row>("Y ~ X + (1 | G)")]
            public sealed partial class Model;

            public static class Source
            {
            {{Data}}
                public static async IAsyncEnumerable<Row> Stream(IEnumerable<Row> rows)
                {
                    foreach (Row row in rows)
                    {
                        await Task.Yield();
                        yield return row;
                    }
                }
            }
            """,
            """
            Row[] rows = Source.Data.Select(d => new Row(d.Y, d.X, d.G)).ToArray();
            ReadOnlySpan<Row> span = rows;
            return new[]
            {
                Model.FitReml(span).Coefficients.X.Estimate,
                Model.FitReml(rows).Coefficients.X.Estimate,
                Model.FitReml(rows.ToList()).Coefficients.X.Estimate,
                Model.FitReml(rows.Where(r => true)).Coefficients.X.Estimate,
                Model.FitReml(System.Collections.Immutable.ImmutableArray.Create(rows)).Coefficients.X.Estimate,
                Model.FitReml([.. rows]).Coefficients.X.Estimate,
                Model.FitRemlAsync(Source.Stream(rows)).GetAwaiter().GetResult().Coefficients.X.Estimate,
            };
            """);
        Assert.All(slopes, s => Assert.Equal(Expected(), s, 1e-10));
    }

    [Fact]
    public void A_row_type_of_another_assembly_can_be_modelled()
    {
        (_, Microsoft.CodeAnalysis.MetadataReference rows) = TypedCompilation.Load("RowsElsewhere", [
            """
            namespace Elsewhere;

            public enum Arm { Placebo, Drug }

            public sealed record Row(double Y, [Factor("z", "a")] string X, Arm Arm, [Column("The group")] string G);
            """]);
        (System.Reflection.Assembly models, _) = TypedCompilation.Load("ModelsHere", [
            """
            [LinearMixedModel<Elsewhere.Row>("Y ~ X * Arm + (1 | `The group`)")]
            public sealed partial class Model;

            public static class Probe
            {
                public static object Run() => Model.FitMl(Enumerable.Range(0, 40).Select(i =>
                    new Elsewhere.Row(Math.Sin(i) + i % 4, i % 3 == 0 ? "z" : "a", (Elsewhere.Arm)(i % 2), "g" + i % 4))).Coefficients.Xa_ArmDrug.Name;
            }
            """], rows);
        Assert.Equal("Xa:ArmDrug", Probe.Run<string>(models));
    }

    [Fact]
    public void A_row_type_private_to_the_type_round_the_model_can_be_modelled() =>
        Assert.Empty(TypedCompilation.Diagnostics("""
            public partial class Outer
            {
                private sealed record Row(double Y, double X, string G);

                [LinearMixedModel<Row>("Y ~ X + (1 | G)")]
                private sealed partial class Model;

                internal partial struct Inner
                {
                    [LinearMixedModel<Row>("Y ~ X + (1 | G)")]
                    private sealed partial class Model;
                }

                public static double Slope() => Model.FitMl(new List<Row>()).Coefficients.X.Estimate;
            }
            """));

    private static double Expected()
    {
        IEnumerable<int> rows = Enumerable.Range(0, 30);
        var table = new Table([
            new NumericColumn("Y", [.. rows.Select(i => (Math.Sin(i) * 2) + (i % 5))]),
            new NumericColumn("X", [.. rows.Select(i => i * 0.5)]),
            new FactorColumn("G", ["g0", "g1", "g2", "g3", "g4"], [.. rows.Select(i => i % 5)]),
        ]);
        return MixedModel.Fit("Y ~ X + (1 | G)", table).Coefficients["X"].Estimate;
    }
}
