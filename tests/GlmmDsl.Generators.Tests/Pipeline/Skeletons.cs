namespace GlmmDsl.Generators.Tests.Pipeline;

/// <summary>What is generated where a model is wrong: one mistake must not show at every use.</summary>
public sealed class Skeletons
{
    [Theory]
    [InlineData("Y ~ Weak + (1 | G)")]
    [InlineData("Y ~ X + (1 | ")]
    [InlineData("")]
    [InlineData("~ X")]
    [InlineData("Y ~ When + (1 | G)")]
    [InlineData("Y ~ Flags + (1 | G)")]
    [InlineData("Y ~ Tags + (1 | G)")]
    [InlineData("Y ~ Y + (1 | G)")]
    [InlineData("Y ~ nonsense(X) + (1 | G)")]
    public void Uses_of_a_model_with_a_wrong_formula_add_no_error(string formula) =>
        Assert.Empty(TypedCompilation.Diagnostics($$"""
            [Flags]
            public enum Flag { A = 1, B = 2 }

            public sealed record Row(double Y, double X, string G, DateTime When, Flag Flags, List<string> Tags);

            [LinearMixedModel<Row>("{{formula}}")]
            public sealed partial class Model;

            [LinearMixedModel<Row>("Y ~ X + (1 | G)")]
            public sealed partial class Right;

            public static class Use
            {
                public static async Task<double> Run(Row[] rows)
                {
                    var fit = Model.FitReml(rows);
                    Model.MlFit ml = Model.FitMl(rows.AsEnumerable());
                    double slope = fit.Coefficients.Weak.Estimate + fit.RandomEffects.G["a"].Intercept.Value;
                    double deviation = ml.VarianceComponents.G.Weak.StandardDeviation;
                    bool better = ml.Aic < Right.FitMl(rows).Aic;
                    Console.WriteLine(fit);
                    return slope + deviation + (better ? 1 : 0) + fit.Predict(rows[0]) + (await Model.FitRemlAsync(null!)).Aic.Value;
                }
            }
            """));

    [Theory]
    [InlineData("public sealed class Model { }")]
    [InlineData("public static partial class Model { }")]
    [InlineData("public partial class Model { }")]
    [InlineData("public sealed partial class Model<T> { }")]
    [InlineData("public sealed partial class Model { public Model(int x) { } }")]
    [InlineData("public sealed partial record Model;")]
    [InlineData("public class Outer { [LinearMixedModel<Row>(\"Y ~ X + (1 | G)\")] public sealed partial class Inner; }")]
    public void A_class_that_cannot_be_a_model_gets_no_error_from_generated_code(string declaration) =>
        Assert.Empty(TypedCompilation.Diagnostics($$"""
            public sealed record Row(double Y, double X, string G);

            {{(declaration.Contains("LinearMixedModel", StringComparison.Ordinal) ? "" : "[LinearMixedModel<Row>(\"Y ~ X + (1 | G)\")]")}}
            {{declaration}}
            """));

    [Theory]
    [InlineData("internal sealed record Row(double Y, double X, string G);", "Row")]
    [InlineData("file sealed record Row(double Y, double X, string G);", "Row")]
    [InlineData("public sealed record Row;", "NoSuchRow")]
    public void A_row_type_that_cannot_be_used_gives_no_diagnostic_in_generated_code(string declaration, string row) =>
        Assert.DoesNotContain(
            TypedCompilation.Diagnostics($"{declaration} [LinearMixedModel<{row}>(\"Y ~ X + (1 | G)\")] public sealed partial class Model;"),
            d => d.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true);

    [Fact]
    public void A_model_run_in_spite_of_its_errors_says_what_they_are() =>
        Assert.Contains("Weak", Probe.Run<string>(
            "public sealed record Row(double Y, double Week, string G); [LinearMixedModel<Row>(\"Y ~ Weak + (1 | G)\")] public sealed partial class Model;",
            """
            try
            {
                return Model.FitReml(new Row[0]).ToString();
            }
            catch (InvalidOperationException e)
            {
                return e.Message;
            }
            """), StringComparison.Ordinal);
}
