namespace GlmmDsl.Generators.Tests.Columns;

/// <summary>Typed zero inflation and dispersion, and families of the program's own: fits, results and predictions are those of the run-time path.</summary>
public sealed class TypedComponents
{
    private const string Models = """
        using GlmmDsl.Families;
        using GlmmDsl.Formulas;

        public enum Arm { Placebo, Drug }

        public sealed record Row(int Count, double Amount, double? Dose, Arm Arm, string Site, string Nest, double Effort, int Day)
        {
            public static Row[] All { get; } = Enumerable.Range(0, 240).Select(Make).ToArray();

            public static Table Table
            {
                get
                {
                    var text = new System.IO.StringWriter();
                    text.WriteLine("Count,Amount,Dose,Arm,Site,Nest,Effort,Day");
                    foreach (Row row in All)
                    {
                        text.WriteLine(FormattableString.Invariant($"{row.Count},{row.Amount:R},{row.Dose:R},{row.Arm},{row.Site},{row.Nest},{row.Effort:R},{row.Day}"));
                    }

                    return Table.ReadCsv(new System.IO.StringReader(text.ToString())).WithLevels("Arm", new[] { "Placebo", "Drug" });
                }
            }

            private static Row Make(int i)
            {
                var random = new Random(1000 + i);
                int nest = i % 20, arm = i / 20 % 2;
                double dose = i % 7, mean = Math.Exp(0.8 + 0.1 * dose + 0.5 * arm + 0.3 * Math.Sin(nest));
                int count = 0;
                for (double left = Math.Exp(-mean), product = random.NextDouble(); product > left; product *= random.NextDouble())
                {
                    count++;
                }

                bool isZero = random.NextDouble() < 0.15 + (0.2 * arm) + (nest % 3 * 0.1);
                double amount = 5 + (0.4 * dose) + Math.Sin(nest) + ((0.5 + (0.8 * arm)) * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5));
                return new Row(isZero ? 0 : count, amount, dose, (Arm)arm, i % 3 == 0 ? "north" : i % 3 == 1 ? "east" : "south", "n" + nest, 1 + (i % 4), i % 5);
            }
        }

        public sealed class Weibull() : ResponseFamily("weibull", ResponseRange.PositiveNumbers, Link.Log, FamilyParameter.Dispersion)
        {
            protected override T LogDensity<T>(ReadOnlySpan<T> eta, double y, double m)
            {
                T k = Jet.Exp(eta[1]);
                T z = k * (Math.Log(y) - eta[0] + Jet.LogGamma(1 + (1 / k)));
                return eta[1] + z - Jet.Exp(z) - Math.Log(y);
            }
        }

        [GeneralizedLinearMixedModel<Row>("Count ~ Dose + Arm + (1 | Nest)", Family.NegativeBinomial2, ZeroInflation = "~ Arm + Site + (1 | Nest)", Missing = MissingValues.Omit)]
        public sealed partial class Inflated;

        [GeneralizedLinearMixedModel<Row>("Count ~ Dose + Arm + (1 | Nest)", Family.Poisson, Missing = MissingValues.Omit)]
        public sealed partial class Plain;

        [GeneralizedLinearMixedModel<Row>("Count ~ Arm + (1 | Nest)", Family.NegativeBinomial1, Dispersion = "~ Arm + log(Effort)", ZeroInflation = "~ 1")]
        public sealed partial class Both;

        [GeneralizedLinearMixedModel<Row>("Count ~ Arm + (1 | Nest)", Family.TruncatedPoisson, ZeroInflation = "~ Day * Arm")]
        public sealed partial class Hurdle;

        [LinearMixedModel<Row>("Amount ~ Day + (1 | Nest)", Dispersion = "~ Arm")]
        public sealed partial class Uneven;

        [LinearMixedModel<Row>("Amount ~ Day + (1 | Nest)")]
        public sealed partial class Even;

        [GeneralizedLinearMixedModel<Row>("Amount ~ Day + (1 | Nest)", Family.Gaussian, Dispersion = "~ Arm + (0 + Arm | Site)")]
        public sealed partial class UnevenSites;

        [GeneralizedLinearMixedModel<Row>("Count ~ Day + (1 | Nest)", Family.NegativeBinomial2, ZeroInflation = "~ factor(Day) + offset(log(Effort))", Dispersion = "~ 1 + (1 | Arm/Site)")]
        public sealed partial class Several;

        [GeneralizedLinearMixedModel<Row>("Amount ~ Day + (1 | Nest)", Family.StudentT)]
        public sealed partial class Heavy;

        [GeneralizedLinearMixedModel<Row>("Amount ~ Day + (1 | Nest)", typeof(Weibull))]
        public sealed partial class Own;

        [GeneralizedLinearMixedModel<Row>("Amount ~ Day + (1 | Nest)", typeof(Weibull), Dispersion = "~ Arm")]
        public sealed partial class OwnUneven;

        [GeneralizedLinearMixedModel<Row>("Amount ~ Day + (1 | Nest)", Family.Gamma)]
        public sealed partial class Positive;
        """;

    private const string Runs = """
        static MixedModelFit Run(string formula, FitOptions options) => MixedModel.Fit(formula, Row.Table, options);

        static bool Same(MixedModelFit a, MixedModelFit b) => a.LogLikelihood.Value == b.LogLikelihood.Value && a.Fitted.SequenceEqual(b.Fitted) && a.ToString() == b.ToString();
        """;

    private static readonly (string Title, string Body)[] Uses =
    [
        (
            "zero inflation with random effects is that of the run-time fit",
            """
            var fit = Inflated.FitLaplace(Row.All);
            var run = Run("Count ~ Dose + Arm + (1 | Nest)", new() { Family = Family.NegativeBinomial2, ZeroInflation = "~ Arm + Site + (1 | Nest)", Missing = MissingValues.Omit });
            return Same(fit.Result, run)
                && fit.ZeroInflation.Coefficients.ArmDrug.Estimate == run.ZeroInflation!.Coefficients["ArmDrug"].Estimate
                && fit.ZeroInflation.Coefficients.Site["north"].StandardError == run.ZeroInflation.Coefficients["Sitenorth"].StandardError
                && fit.ZeroInflation.Coefficients.Count == 4
                && fit.ZeroInflation.VarianceComponents.Nest.Intercept.Variance == run.ZeroInflation.VarianceComponents[0].Components[0].Variance
                && fit.ZeroInflation.RandomEffects.Nest["n3"].Intercept.Value == run.ZeroInflation.RandomEffects["Nest"]["n3", "(Intercept)"].Value
                && fit.ZeroInflation.RandomEffects.Nest.TryGet("n7", out var mode) && mode.Intercept.StandardDeviation > 0
                && fit.ZeroInflation.RandomEffects.Nest.Count == 20
                && fit.ZeroInflation.ToString() == run.ZeroInflation.ToString() && fit.ZeroInflation.Formula == "~Arm + Site + (1 | Nest)";
            """),
        ("a constant dispersion has its coefficient", "var fit = Inflated.FitLaplace(Row.All); return Math.Exp(fit.Dispersion.Coefficients.Intercept.Estimate) == fit.Sigma && fit.Dispersion.Formula == \"~1\";"),
        (
            "both components are those of the run-time fit",
            """
            var fit = Both.FitLaplace(Row.All);
            var run = Run("Count ~ Arm + (1 | Nest)", new() { Family = Family.NegativeBinomial1, Dispersion = "~ Arm + log(Effort)", ZeroInflation = "~ 1" });
            return Same(fit.Result, run) && fit.Dispersion.Coefficients.log_Effort.Estimate == run.Dispersion!.Coefficients["log(Effort)"].Estimate && fit.ZeroInflation.Coefficients.Intercept.Estimate == run.ZeroInflation!.Coefficients[0].Estimate;
            """),
        (
            "a hurdle has its interactions",
            """
            var fit = Hurdle.FitLaplace(Row.All);
            var run = Run("Count ~ Arm + (1 | Nest)", new() { Family = Family.TruncatedPoisson, ZeroInflation = "~ Day * Arm" });
            return Same(fit.Result, run) && fit.ZeroInflation.Coefficients.Day_ArmDrug.Estimate == run.ZeroInflation!.Coefficients["Day:ArmDrug"].Estimate;
            """),
        (
            "a linear model with a dispersion formula is fitted by maximum likelihood",
            """
            var fit = Uneven.FitMl(Row.All);
            var run = Run("Amount ~ Day + (1 | Nest)", new() { Dispersion = "~ Arm" });
            return Same(fit.Result, run) && fit.Dispersion.Coefficients.ArmDrug.Estimate > 0.4 && fit.Dispersion.Coefficients.ArmDrug.Estimate == run.Dispersion!.Coefficients["ArmDrug"].Estimate
                && fit.VarianceComponents.Nest.Intercept.Variance > 0 && fit.Coefficients.Day.StandardError > 0;
            """),
        ("its criteria are comparable with those of a linear model", "return Uneven.FitMl(Row.All).Aic < Even.FitMl(Row.All).Aic && LikelihoodRatio.Test(Even.FitMl(Row.All), Uneven.FitMl(Row.All)).ToString().Length > 0;"),
        (
            "a Gaussian model whose dispersion has random effects is a generalised one",
            """
            var fit = UnevenSites.FitLaplace(Row.All);
            var run = Run("Amount ~ Day + (1 | Nest)", new() { Dispersion = "~ Arm + (0 + Arm | Site)" });
            return Same(fit.Result, run) && fit.Dispersion.VarianceComponents.Site.ArmDrug.Variance >= 0 && fit.Notices.Single(n => n.Id == NoticeId.Singular).Text.Contains(" in the dispersion") && fit.Dispersion.VarianceComponents.Site.Correlations.ArmPlacebo_ArmDrug.Equals(run.Dispersion!.VarianceComponents[0].Correlation(0, 1))
                && fit.Dispersion.RandomEffects.Site["east"].ArmPlacebo.Value == run.Dispersion.RandomEffects["Site"]["east", "ArmPlacebo"].Value;
            """),
        (
            "a column may be a number in one formula and a factor in another; a component has offsets and nested groups",
            """
            var fit = Several.FitLaplace(Row.All);
            var run = Run("Count ~ Day + (1 | Nest)", new() { Family = Family.NegativeBinomial2, ZeroInflation = "~ factor(Day) + offset(log(Effort))", Dispersion = "~ 1 + (1 | Arm/Site)" });
            return Same(fit.Result, run) && fit.ZeroInflation.Coefficients.factor_Day[3].Estimate == run.ZeroInflation!.Coefficients["factor(Day)3"].Estimate && fit.Coefficients.Day.Estimate == run.Coefficients["Day"].Estimate
                && fit.Dispersion.RandomEffects.Site_Arm["north", Arm.Drug].Intercept.Value == run.Dispersion!.RandomEffects["Site:Arm"]["north:Drug", "(Intercept)"].Value
                && fit.Dispersion.VarianceComponents.Arm.Intercept.Variance >= 0 && fit.Predict(Row.All).SequenceEqual(run.Predict(Row.Table));
            """),
        ("a shape is that of the result", "var fit = Heavy.FitLaplace(Row.All); return fit.Shape > 1 && fit.Shape == fit.Result.Shape && Own.FitLaplace(Row.All).Shape is null;"),
        ("criteria with and without zero inflation are comparable", "return Inflated.FitLaplace(Row.All).Aic < Plain.FitLaplace(Row.All).Aic;"),
        (
            "predictors hold the columns of the components",
            """
            var fit = Inflated.FitLaplace(Row.All);
            Row row = Row.All[9];
            double whole = fit.Predict(row), part = fit.Predict(new Inflated.Predictors(row.Dose, row.Arm, row.Nest, row.Site));
            double population = fit.PredictPopulation(new Inflated.PopulationPredictors(row.Dose, row.Arm, row.Site));
            return Math.Abs(whole - fit.Fitted[9]) < 1e-9 * whole && whole == part && population > 0 && population != whole;
            """),
        ("a prediction with components is that of the run-time fit", "var fit = Inflated.FitLaplace(Row.All); var run = fit.Result; return fit.Predict(Row.All).SequenceEqual(run.Predict(Row.Table)) && fit.Predict(Row.All, scale: PredictionScale.Link).SequenceEqual(run.Predict(Row.Table, scale: PredictionScale.Link));"),
        (
            "a row without a value of a component is left out",
            """
            var rows = Row.All.Select((r, i) => i == 5 ? r with { Dose = null } : r).ToArray();
            return Inflated.FitLaplace(rows).Result.RowCount == 239 && Both.FitLaplace(rows).Result.RowCount == 240;
            """),
        (
            "a family of the program's own is that of the run-time fit",
            """
            var fit = Own.FitLaplace(Row.All);
            var run = Run("Amount ~ Day + (1 | Nest)", new() { ResponseFamily = new Weibull() });
            return Same(fit.Result, run) && fit.Coefficients.Day.Estimate == run.Coefficients["Day"].Estimate && fit.ToString().Contains("weibull") && fit.Result.Family == Family.Custom
                && fit.LogLikelihood.Value <= OwnUneven.FitLaplace(Row.All).LogLikelihood.Value + 1e-9 && OwnUneven.FitLaplace(Row.All).Dispersion.Coefficients.ArmDrug.Estimate < 0;
            """),
        (
            "a saved fit with components is loaded with its type",
            """
            var fit = Several.FitLaplace(Row.All);
            var own = OwnUneven.FitLaplace(Row.All);
            var uneven = Uneven.FitMl(Row.All);
            using System.IO.MemoryStream several = new(), saved = new(), linear = new();
            fit.Save(several);
            own.Save(saved);
            uneven.Save(linear);
            several.Position = saved.Position = linear.Position = 0;
            var loaded = Several.LaplaceFit.Load(several);
            bool isSame = loaded.Predict(Row.All).SequenceEqual(fit.Predict(Row.All)) && loaded.ZeroInflation.ToString() == fit.ZeroInflation.ToString() && loaded.Dispersion.ToString() == fit.Dispersion.ToString()
                && loaded.Dispersion.RandomEffects.Site_Arm["north", Arm.Drug].Intercept.Value == fit.Dispersion.RandomEffects.Site_Arm["north", Arm.Drug].Intercept.Value
                && OwnUneven.LaplaceFit.Load(saved).Predict(Row.All).SequenceEqual(own.Predict(Row.All))
                && Uneven.MlFit.Load(linear).Dispersion.Coefficients.ArmDrug.Estimate == uneven.Dispersion.Coefficients.ArmDrug.Estimate;
            linear.Position = 0;
            try
            {
                Even.MlFit.Load(linear);
                return false;
            }
            catch (System.IO.InvalidDataException refused)
            {
                return isSame && refused.Message.Contains("the formula of its dispersion is '~Arm', and that of this model is missing");
            }
            """),
        ("quadrature fits it too", "return Math.Abs(Own.FitQuadrature(Row.All, 5).LogLikelihood.Value - Own.FitLaplace(Row.All).LogLikelihood.Value) < 1;"),
        ("a density is comparable with a density", "return Own.FitLaplace(Row.All).Aic.Value != Positive.FitLaplace(Row.All).Aic.Value && (Own.FitLaplace(Row.All).Aic < Positive.FitLaplace(Row.All).Aic || true);"),
    ];

    private static readonly ProbeSet Probes = new("TypedComponents", Models, Uses.Select(u => ("", u.Body)), Runs);

    public static TheoryData<string> Titles => [.. Uses.Select(u => u.Title)];

    [Theory]
    [MemberData(nameof(Titles))]
    public void Holds(string title) => Assert.True(Probes.Run<bool>(Array.FindIndex(Uses, u => u.Title == title)));

    [Theory]
    [InlineData("Plain.FitLaplace(Row.All).ZeroInflation")]
    [InlineData("Plain.FitLaplace(Row.All).Dispersion")]
    [InlineData("Even.FitMl(Row.All).Dispersion")]
    [InlineData("Uneven.FitReml(Row.All)")]
    [InlineData("Inflated.FitLaplace(Row.All).ZeroInflation.Coefficients.Dose")]
    [InlineData("Own.FitLaplace(Row.All).Aic < Plain.FitLaplace(Row.All).Aic")]
    public void What_a_model_does_not_have_does_not_compile(string expression) =>
        Assert.NotEmpty(TypedCompilation.Diagnostics(Models, $"public static class Use {{ public static object Run() => {expression}; }}"));
}
