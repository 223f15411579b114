namespace GlmmDsl.Generators.Tests.Columns;

/// <summary>The members of fits of typed generalised models.</summary>
public sealed class GeneralizedUses
{
    private const string Models = GeneralizedRows.Source + """

        [GeneralizedLinearMixedModel<Row>("cbind(Good, Size - Good) ~ log(Size) + X * Arm + (1 | G)", Family.Binomial)]
        public sealed partial class Sized;

        [GeneralizedLinearMixedModel<Row>("Good ~ X + (1 | G)", Family.Poisson, Offset = "log(Exposure)")]
        public sealed partial class Rate;

        [GeneralizedLinearMixedModel<Row>("Good ~ X", Family.Poisson, Link = Link.Sqrt)]
        public sealed partial class FixedOnly;

        [GeneralizedLinearMixedModel<Row>("Perhaps ~ X + (1 | G)", Family.Binomial, Missing = MissingValues.Omit)]
        public sealed partial class Gapped;

        [GeneralizedLinearMixedModel<Row>("Good ~ X + (1 | G)", Family.NegativeBinomial2)]
        public sealed partial class Spread;

        [GeneralizedLinearMixedModel<Row>("I(Exposure + Good / 7) ~ X + (1 | G)", Family.Gamma)]
        public sealed partial class Positive;
        """;

    private static readonly (string Title, string Body)[] Uses =
    [
        ("predictions of the rows are the fitted values", "var fit = Sized.FitLaplace(Row.All); return fit.Predict(Row.All).Zip(fit.Result.Fitted, (a, b) => Math.Abs(a - b)).Max() < 1e-9;"),
        ("the link takes the one scale to the other", "var fit = Sized.FitLaplace(Row.All); return fit.Predict(Row.All, scale: PredictionScale.Link).Zip(fit.Predict(Row.All.Select(r => r)), (eta, p) => Math.Abs(1 / (1 + Math.Exp(-eta)) - p)).Max() < 1e-9;"),
        ("a size on the right-hand side is a predictor", "var fit = Sized.FitLaplace(Row.All); Row row = Row.All[5]; return Math.Abs(fit.Predict(new Sized.Predictors(row.Size, row.X, row.Arm, row.G)) - fit.Predict(row)) < 1e-12;"),
        ("a new level is in the middle of the population", "var fit = Sized.FitLaplace(Row.All); return fit.Predict(Row.All[0] with { G = \"new\" }, NewLevels.Population, PredictionScale.Link) < 99;"),
        ("the attribute's offset counts in predictions", "var fit = Rate.FitLaplace(Row.All); Row row = Row.All[7]; return Math.Abs(fit.Predict(row with { Exposure = 2 * row.Exposure }) / fit.Predict(row) - 2) < 1e-9;"),
        (
            "the population average of a log link is its middle times exp(v/2)",
            """
            var fit = Rate.FitLaplace(Row.All);
            double half = fit.VarianceComponents.G.Intercept.Variance / 2;
            double middle = fit.Coefficients.Intercept.Estimate + 3 * fit.Coefficients.X.Estimate + Math.Log(4);
            return half > 0 && Math.Abs(fit.PredictPopulationAverage(new Rate.Predictors(3, "", 4)) / Math.Exp(middle + half) - 1) < 1e-9;
            """),
        ("rows as they come give the same fit", "return Rate.FitLaplace(Row.All).Result.LogLikelihood.Value == Rate.FitLaplaceAsync(Stream()).Result.Result.LogLikelihood.Value;"),
        ("quadrature with one node is the Laplace approximation", "return Math.Abs(Rate.FitQuadrature(Row.All, 1).LogLikelihood.Value - Rate.FitLaplace(Row.All).LogLikelihood.Value) < 1e-6;"),
        ("nodes are options, nine by default", "double nine = Rate.FitQuadrature(Row.All).LogLikelihood.Value; return Rate.FitQuadrature(Row.All, nodes: 9).LogLikelihood.Value == nine && Rate.FitQuadrature(Row.All.ToList(), new() { Nodes = 9 }).LogLikelihood.Value == nine && Rate.FitQuadratureAsync(Stream(), new() { Nodes = 5 }).Result.LogLikelihood.Value == Rate.FitQuadrature(Row.All, 5).LogLikelihood.Value;"),
        ("the options' notices count", "var rows = Row.All.Select((r, i) => i == 4 ? r with { Perhaps = null } : r).ToArray(); var quiet = NoticePolicy.Default.With(NoticeId.RowsOmitted, NoticeAction.Ignore); return Gapped.FitLaplace(rows).Notices.Any(n => n.Id == NoticeId.RowsOmitted) && !Gapped.FitLaplace(rows, new() { Notices = quiet }).Notices.Any(n => n.Id == NoticeId.RowsOmitted) && !Gapped.FitFast(rows, new() { Notices = quiet }).Notices.Any(n => n.Id == NoticeId.RowsOmitted);"),
        ("predictions can be cancelled", "var fit = Rate.FitLaplace(Row.All); var token = new CancellationToken(true); try { fit.Predict(Row.All, cancellationToken: token); return false; } catch (OperationCanceledException) { } try { fit.PredictPopulationAverage(Row.All.Select(r => new Rate.Predictors(r.X, r.G, r.Exposure)), token); return false; } catch (OperationCanceledException) { return true; }"),
        ("the fast fit is no better than the joint one", "return Rate.FitFast(Row.All).LogLikelihood.Value <= Rate.FitLaplace(Row.All).LogLikelihood.Value + 1e-9;"),
        ("without random terms all ways are one", "return FixedOnly.FitQuadrature(Row.All, 5).Coefficients.X.Estimate == FixedOnly.FitLaplace(Row.All).Coefficients.X.Estimate;"),
        ("a prior draws the coefficients to zero", "return Math.Abs(Rate.FitLaplace(Row.All, new() { CoefficientPrior = new NormalPrior(0.01) }).Coefficients.X.Estimate) < Math.Abs(Rate.FitLaplace(Row.All).Coefficients.X.Estimate);"),
        ("modes and coefficients have names", "var fit = Sized.FitLaplace(Row.All); return fit.RandomEffects.G.TryGet(\"g3\", out var mode) && mode.Intercept.Value == fit.Result.RandomEffects[\"G\"][\"g3\", \"(Intercept)\"].Value && fit.Coefficients[\"X:ArmDrug\"].Estimate == fit.Coefficients.X_ArmDrug.Estimate;"),
        ("a missing answer is left out", "return Gapped.FitLaplace(Row.All.Select((r, i) => i == 4 ? r with { Perhaps = null } : r)).Result.RowCount == 143;"),
        (
            "the population average has coefficients of the same names",
            """
            var fit = Rate.FitLaplace(Row.All);
            var average = fit.PopulationAverageCoefficients();
            double shift = average.Intercept.Estimate - fit.Coefficients.Intercept.Estimate - fit.VarianceComponents.G.Intercept.Variance / 2;
            return Math.Abs(shift) < 1e-6 && Math.Abs(average.X.Estimate - fit.Coefficients.X.Estimate) < 1e-6 && average.Count == 2 && average["X"].Name == "X";
            """),
        ("a dispersion is found with the coefficients", "var fit = Spread.FitLaplace(Row.All); return fit.Result.Dispersion!.Coefficients[0].Estimate == Math.Log(fit.Sigma) && fit.LogLikelihood.Value >= Rate.FitLaplace(Row.All.Select(r => r with { Exposure = 1 })).LogLikelihood.Value - 1e-3 && fit.ToString().Contains(\"nbinom2\");"),
        ("positive numbers have a family of their own", "var fit = Positive.FitLaplace(Row.All); return fit.Predict(Row.All).Zip(fit.Result.Fitted, (a, b) => Math.Abs(a - b)).Max() < 1e-9 && fit.Sigma > 0;"),
        ("summary and JSON are those of the result", "return Rate.FitLaplace(Row.All).ToString().Contains(\"Poisson\", StringComparison.OrdinalIgnoreCase) && Rate.FitLaplace(Row.All).ToJson().Contains(\"\\\"beta\\\"\");"),
    ];

    private static readonly ProbeSet Probes = new("GeneralizedUses", Models, Uses.Select(u => ("", u.Body)), """
        private static async IAsyncEnumerable<Row> Stream()
        {
            foreach (Row row in Row.All)
            {
                await Task.Yield();
                yield return row;
            }
        }
        """);

    public static TheoryData<string> Titles => [.. Uses.Select(u => u.Title)];

    [Theory]
    [MemberData(nameof(Titles))]
    public void Holds(string title) => Assert.True(Probes.Run<bool>(Array.FindIndex(Uses, u => u.Title == title)));
}
