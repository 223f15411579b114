using Microsoft.CodeAnalysis;

namespace GlmmDsl.Generators.Tests.Pipeline;

/// <summary>The stand-in for a wrong generalised model has the shape of a correct one.</summary>
public sealed class GeneralizedSkeletons
{
    private static readonly string[] WrongAttributes =
    [
        "\"Y ~ Weak + (1 | G)\", Family.Binomial",
        "\"Y ~ X + (1 | \", Family.Binomial",
        "\"cbind(Y, 1 - Why) ~ X + (1 | G)\", Family.Binomial",
        "\"Y ~ X + (1 | G)\", Family.Gaussian",
        "\"Y ~ X + (1 | G)\", Family.Binomial, Trials = \"Sizes\"",
        "\"Y ~ X + (1 | G)\", Family.Poisson, Offset = \"log(Exposed)\"",
        "\"Y ~ X + (1 | G)\", Family.NegativeBinomial2, ZeroInflation = \"~ Weak\"",
        "\"Y ~ X + (1 | G)\", Family.NegativeBinomial2, Dispersion = \"~ X +\"",
        "\"Y ~ X + (1 | G)\", Family.NegativeBinomial2, Dispersion = \"Y ~ X\"",
        "\"Y ~ X + (1 | G)\", Family.Gaussian, ZeroInflation = \"~ 1\"",
        "\"Y ~ X + (1 | G)\", Family.Custom",
        "\"Y ~ X + (1 | G)\", typeof(string)",
    ];

    private static readonly Lazy<ILookup<string, string>> Said = new(() =>
        TypedCompilation.Diagnostics([.. WrongAttributes.Select((a, i) => $"namespace Wrong{i};\n" + Uses(a))])
            .ToLookup(d => Path.GetFileName(d.Location.SourceTree!.FilePath), d => d.ToString()));

    public static TheoryData<string> Attributes => [.. WrongAttributes];

    [Theory]
    [MemberData(nameof(Attributes))]
    public void Uses_of_a_wrong_model_add_no_error(string attribute) =>
        Assert.Empty(Said.Value[$"Source{Array.IndexOf(WrongAttributes, attribute)}.cs"]);

    [Fact]
    public void Generated_files_have_no_error() => Assert.DoesNotContain(Said.Value, g => g.Key.EndsWith(".g.cs", StringComparison.Ordinal));

    [Fact]
    public void A_family_not_written_yet_is_the_one_error()
    {
        const string Source = """
            public sealed record Row(int Y, double X, string G);

            [GeneralizedLinearMixedModel<Row>("Y ~ X + (1 | G)")]
            public sealed partial class Model;

            public static class Use
            {
                public static double Run(Row[] rows) => Model.FitLaplace(rows).Coefficients.X.Estimate;
            }
            """;
        Assert.Equal(["CS1729"], TypedCompilation.Diagnostics(Source).Select(d => d.Id));
    }

    [Theory]
    [InlineData("\"Y ~ X + (1 | G)\", Family.NegativeBinomial2, ZeroInflation = \"~ Weak\"")]
    [InlineData("\"Y ~ Weak + (1 | G)\", Family.NegativeBinomial2, ZeroInflation = \"~ X\"")]
    public void Uses_of_its_components_add_no_error(string attribute) => Assert.Empty(TypedCompilation.Diagnostics($$"""
        public sealed record Row(int Y, double X, string G);

        [GeneralizedLinearMixedModel<Row>({{attribute}})]
        public sealed partial class Model;

        public static class Use
        {
            public static double Run(Row[] rows)
            {
                var fit = Model.FitLaplace(rows);
                return fit.ZeroInflation.Coefficients.Weak.Estimate + fit.ZeroInflation.RandomEffects.G["a"].Intercept.Value + fit.ZeroInflation.VarianceComponents.G.Intercept.Variance
                    + fit.Dispersion.Coefficients.Intercept.Estimate;
            }
        }
        """));

    [Fact]
    public void A_linear_model_is_not_fitted_as_a_generalised_one_nor_the_other_way_round()
    {
        const string Source = """
            public sealed record Row(int Y, double X, string G);

            [LinearMixedModel<Row>("Y ~ X + (1 | G)")] public sealed partial class Linear;
            [GeneralizedLinearMixedModel<Row>("Y ~ X + (1 | G)", Family.Poisson)] public sealed partial class Counts;

            public static class Use
            {
                public static object[] Run(Row[] rows) => new object[]
                {
                    Linear.FitLaplace(rows),
                    Counts.FitReml(rows),
                    Counts.FitMl(rows),
                    Counts.FitLaplace(rows).VarianceComponents.Residual,
                };
            }
            """;
        Assert.Equal(["CS0117", "CS0117", "CS0117", "CS1061"], TypedCompilation.Diagnostics(Source).Select(d => d.Id).Order(StringComparer.Ordinal));
    }

    /// <summary>A program of every member a typed generalised model has, of a wrong model beside a right one.</summary>
    private static string Uses(string attribute) => $$"""
        public sealed record Row(int Y, double X, string G, int Size);

        [GeneralizedLinearMixedModel<Row>({{attribute}})]
        public sealed partial class Model;

        [GeneralizedLinearMixedModel<Row>("Y ~ X + (1 | G)", Family.Binomial)]
        public sealed partial class Right;

        public static class Use
        {
            public static async Task<double> Run(Row[] rows)
            {
                var fit = Model.FitLaplace(rows);
                Model.QuadratureFit quadrature = Model.FitQuadrature(rows.AsEnumerable(), new() { Nodes = 9, Information = Information.Expected });
                Model.FastFit fast = Model.FitFast(new ReadOnlySpan<Row>(rows), new FastFitOptions { CoefficientPrior = new NormalPrior(2.5), Notices = NoticePolicy.Default });
                Model.Fit any = quadrature;
                double slope = fit.Coefficients.Weak.Estimate + fit.RandomEffects.G["a"].Intercept.Value;
                double deviation = fast.VarianceComponents.G.Weak.StandardDeviation;
                bool better = fit.Aic > fit.Aic || quadrature.Bic > quadrature.Bic;
                double[] predicted = fit.Predict(rows, NewLevels.Population, PredictionScale.Link);
                predicted = any.Predict(new[] { new Model.Predictors(X: 1, G: "a") }, scale: PredictionScale.Link);
                predicted = any.PredictPopulationAverage(rows);
                slope += any.PopulationAverageCoefficients().Weak.Estimate;
                predicted[0] += any.PredictPopulationAverage(new Model.Predictors(X: 1));
                IModelFit[] all = [fit, quadrature, fast, Right.FitLaplace(rows)];
                Show(fit);
                Model.LaplaceFit later = await Model.FitLaplaceAsync(Stream(rows), new() { Information = Information.Observed }, cancellationToken: default);
                return slope + deviation + (better ? 1 : 0) + predicted[0] + fit.Predict(rows[0]) + later.Aic.Value + all.Length
                    + (await Model.FitQuadratureAsync(Stream(rows), 5)).Bic.Value + (await Model.FitFastAsync(Stream(rows))).LogLikelihood.Value;
            }

            private static void Show<TResponse>(IMlFit<TResponse> fit) => Console.WriteLine(fit.Aic.Value);

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
}
