using Microsoft.CodeAnalysis;

namespace GlmmDsl.Generators.Tests.Pipeline;

/// <summary>The code generated for a wrong model: one mistake must not cause an error at every use.</summary>
public sealed class Skeletons
{
    private static readonly string[] WrongFormulas =
    [
        "Y ~ Weak + (1 | G)", "Y ~ X + (1 | ", "", "~ X", "Y ~ When + (1 | G)", "Y ~ Flags + (1 | G)", "Y ~ Tags + (1 | G)", "Y ~ Y + (1 | G)",
        "Y ~ nonsense(X) + (1 | G)", "Why ~ X + (1 | G)", "Y ~ X + (1 | Gee)",
    ];

    private static readonly string[] WrongModels =
    [
        "public sealed class Model { }",
        "public static partial class Model { }",
        "public partial class Model { }",
        "public sealed partial class Model<T> { }",
        "public sealed partial class Model { public Model(int x) { } }",
        "public sealed partial record Model;",
        "public class Outer { [LinearMixedModel<Row>(\"Y ~ X + (1 | G)\")] public sealed partial class Inner; }",
    ];

    /// <summary>All of them in one compilation: what the compiler says, by the namespace it says it of.</summary>
    private static readonly Lazy<ILookup<string, string>> Said = new(() =>
    {
        IEnumerable<string> formulas = WrongFormulas.Select((f, i) => $"namespace Formula{i};\n" + Uses(f));
        IEnumerable<string> models = WrongModels.Select((m, i) =>
            $$"""
            namespace Model{{i}};
            public sealed record Row(double Y, double X, string G);

            {{(m.Contains("LinearMixedModel", StringComparison.Ordinal) ? "" : "[LinearMixedModel<Row>(\"Y ~ X + (1 | G)\")]")}}
            {{m}}
            """);
        string[] sources = [.. formulas, .. models];
        return TypedCompilation.Diagnostics(sources).ToLookup(d => SourceOf(d), d => d.ToString());
    });

    public static TheoryData<string> Formulas => [.. WrongFormulas];

    public static TheoryData<string> Models => [.. WrongModels];

    [Theory]
    [MemberData(nameof(Formulas))]
    public void Uses_of_a_model_with_a_wrong_formula_add_no_error(string formula) =>
        Assert.Empty(Said.Value["Formula" + Array.IndexOf(WrongFormulas, formula)]);

    [Theory]
    [MemberData(nameof(Models))]
    public void A_class_that_cannot_be_a_model_gets_no_error_from_generated_code(string declaration) =>
        Assert.Empty(Said.Value["Model" + Array.IndexOf(WrongModels, declaration)]);

    [Theory]
    [InlineData("internal sealed record Row(double Y, double X, string G);", "Row")]
    [InlineData("file sealed record Row(double Y, double X, string G);", "Row")]
    [InlineData("public sealed record Row;", "NoSuchRow")]
    public void A_row_type_that_cannot_be_used_gives_no_diagnostic_in_generated_code(string declaration, string row) =>
        Assert.Empty(TypedCompilation.Generate($"{declaration} [LinearMixedModel<{row}>(\"Y ~ X + (1 | G)\")] public sealed partial class Model;"));

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

    /// <summary>A program of every member a typed model has, of a model of that formula beside a right one.</summary>
    private static string Uses(string formula) => $$"""
        [Flags]
        public enum Flag { A = 1, B = 2 }

        public sealed record Row(double Y, double X, string G, DateTime When, Flag Flags, List<string> Tags);

        [LinearMixedModel<Row>("{{formula}}")]
        public sealed partial class Model;

        [LinearMixedModel<Row>("Y ~ X + (1 | G)")]
        public sealed partial class Right;

        public abstract class Exhibit<TRow, TFit>
            where TFit : GlmmDsl.Modeling.TypedFit
        {
            protected abstract TFit FitRows(TRow[] rows);
        }

        public sealed class ModelExhibit : Exhibit<Row, Model.RemlFit>
        {
            protected override Model.RemlFit FitRows(Row[] rows) => Model.FitReml(rows, new() { Notices = NoticePolicy.Default }, cancellationToken: default);
        }

        public static class Use
        {
            public static async Task<double> Run(Row[] rows)
            {
                var fit = Model.FitReml(rows);
                Model.MlFit ml = Model.FitMl(rows.AsEnumerable());
                Model.Fit either = ml;
                double slope = fit.Coefficients.Weak.Estimate + fit.RandomEffects.G["a"].Intercept.Value;
                double deviation = ml.VarianceComponents.G.Weak.StandardDeviation;
                bool better = ml.Aic < Right.FitMl(rows).Aic || fit.Bic > fit.Bic;
                MixedModelFit result = fit.Result;
                string text = fit.ToJson() + either + string.Join(", ", fit.Notices.Select(n => n.Id)) + fit.Verdict + Model.FormulaText;
                double[] predicted = fit.Predict(rows, newLevels: NewLevels.Population);
                predicted = fit.Predict(rows.Select(r => r));
                predicted = ml.Predict(new[] { new Model.Predictors(X: 1, G: "a") });
                IModelFit[] all = [fit, ml, Right.FitReml(rows)];
                foreach (Coefficient coefficient in fit.Coefficients)
                {
                    slope += coefficient.Estimate;
                }

                slope += fit.Coefficients.Where(c => !c.IsAliased).Select(c => c.Estimate).Max() + fit.Coefficients.Sum(c => c.StandardError);
                slope += fit.Coefficients.TryGet("Weak", out Coefficient? weak) ? weak.Estimate : fit.Coefficients["X"].Estimate;
                slope += fit.Profile().Coefficients.Weak.Interval().Lower + fit.Profile().VarianceComponents.G.Weak.Estimate + fit.RefitMl().WaldIntervals().Weak.Estimate + fit.KenwardRoger().Terms.Weak.PValue + fit.DropRandomTerms().Aic;
                slope += fit.Wald().Coefficients.Weak.PValue + ml.Wald().Terms.Weak.PValue + fit.Wald().Anova(TestType.II)["Weak"].Statistic + fit.Wald().Test(fit.Coefficients.Weak - fit.Coefficients.X).PValue;
                slope += fit.KenwardRoger().Means.Weak[3].Estimate + fit.Wald().Means.WeakByG.At(new() { X = 1 }).Pairs()["a", "b", 2].PValue + fit.Wald().Slopes.Weak.Overall.Estimate + fit.Wald().Slopes.X.At(new() { X = 2 }).G["a"].Estimate;
                slope += fit.AveragePredictions().Weak[3].Estimate + fit.AverageComparisons().Weak.Estimate + fit.AverageSlopes(RandomEffectsAre.Integrated).X.Weak[true].Estimate + Model.Pool(new[] { fit, fit }).Coefficients.Weak.Estimate;
                slope += Model.CrossValidate(rows, Model.Folds.ByG(3), 1).ToString().Length + Model.Matrices(rows).X.Weak[0] + fit.Bootstrap(9, 1).Of(f => f.Coefficients.Weak.Estimate / f.VarianceComponents.G.Weak.Variance).Estimate + fit.Power("test", f => f.Wald().Coefficients.Weak.PValue, 9, 1).Level;
                slope += fit.Coefficients.Site["Oslo"].Estimate + (fit.Coefficients.Week_Site.TryGet("Oslo", 2019, out var oslo) ? oslo.Estimate : 0);
                slope += predicted.Append(fit.Coefficients.Weak.Estimate).Aggregate(fit.Coefficients.Weak.Estimate, (sum, value) => sum + value);
                slope += fit.VarianceComponents.G.Select(v => v.Variance).Sum() + fit.VarianceComponents.Residual.Variance + fit.VarianceComponents.G.Correlations.Intercept_Weak;
                slope += fit.RandomEffects.G.Select(m => m.Intercept.Value).Average() + (fit.RandomEffects.G.TryGet("a", out var a) ? a.Weak.Value + a.Coefficients.Weak.Estimate : 0);
                var coefficients = fit.Coefficients;
                slope += coefficients.Weak.Estimate + (coefficients is { Weak.Estimate: > 0 } ? 1 : 0) + fit.Residuals().Zip(fit.Fitted, (r, f) => r * f).Sum();
                Coefficient[] chosen = [fit.Coefficients.Weak, coefficients.Intercept];
                slope += chosen.Length + ml.Refit(predicted).PredictPopulation(new Model.PopulationPredictors(X: 1)) + fit.RandomEffects.G_Day["a", 2].Intercept.Value;
                IModelFit best = all.MinBy(f => f.Aic.Value)!;
                Show(fit);
                await foreach (var row in Stream(rows))
                {
                    slope += row.X;
                }

                Console.WriteLine(fit.Covariance + text);
                return slope + deviation + (better ? 1 : 0) + fit.Predict(rows[0]) + (await Model.FitRemlAsync(Stream(rows))).Aic.Value + best.Bic.Value;
            }

            private static void Show<TFixedDesign>(IRemlFit<TFixedDesign> fit) => Console.WriteLine(fit.Aic.Value);

            private static async IAsyncEnumerable<Row> Stream(IEnumerable<Row> rows)
            {
                foreach (Row row in rows)
                {
                    await Task.Yield();
                    yield return row;
                }
            }
        }
        """;

    private static string SourceOf(Diagnostic diagnostic)
    {
        string file = Path.GetFileName(diagnostic.Location.SourceTree!.FilePath);
        if (!file.StartsWith("Source", StringComparison.Ordinal))
        {
            return file.Split('.')[0];
        }

        int index = int.Parse(file["Source".Length..^".cs".Length], System.Globalization.CultureInfo.InvariantCulture);
        return index < WrongFormulas.Length ? "Formula" + index : "Model" + (index - WrongFormulas.Length);
    }
}
