namespace GlmmDsl.Generators.Tests.Columns;

/// <summary>The members of a typed fit other than its named ones: they agree with the result without types.</summary>
public sealed class TypedResults
{
    private const string Models = GeneralizedRows.Source + """

        [LinearMixedModel<Row>("X ~ Exposure * Arm + (Exposure | G)")]
        public sealed partial class Linear;

        [GeneralizedLinearMixedModel<Row>("Good ~ X * Arm + offset(log(Exposure)) + (1 | G)", Family.Poisson)]
        public sealed partial class Rate;

        [GeneralizedLinearMixedModel<Row>("cbind(Good, Size - Good) ~ X + (1 | G)", Family.Binomial)]
        public sealed partial class Sized;

        [LinearMixedModel<Row>("X ~ 1 + (1 | G)")]
        public sealed partial class Means;
        """;

    private static readonly (string Title, string Body)[] Uses =
    [
        ("residuals and fitted values add up", "var fit = Linear.FitReml(Row.All); return fit.Fitted.Zip(fit.Residuals(), (f, r) => f + r).Zip(Row.All, (y, row) => Math.Abs(y - row.X)).Max() < 1e-9 && fit.Sigma == fit.Result.Sigma;"),
        ("shares of variance are the result's", "var fit = Linear.FitMl(Row.All); return fit.RSquared == fit.Result.RSquared && fit.IntraclassCorrelation == fit.Result.IntraclassCorrelation && fit.VarianceDecomposition().RSquared == fit.RSquared;"),
        ("quantile residuals are the result's", "var fit = Sized.FitLaplace(Row.All); return fit.RandomizedQuantileResiduals(7).SequenceEqual(fit.Result.RandomizedQuantileResiduals(7));"),
        ("matrices are the result's", "var fit = Linear.FitReml(Row.All); return fit.FixedEffectsMatrix[3, 1] == Row.All[3].Exposure && fit.RandomEffectsMatrix.ColumnCount == 2 * fit.RandomEffects.G.Count;"),
        ("a linear refit to the fitted response is of its own type", "Linear.RemlFit fit = Linear.FitReml(Row.All); Linear.RemlFit again = fit.Refit(Row.All.Select(r => r.X).ToArray()); return Math.Abs(again.LogLikelihood.Value - fit.LogLikelihood.Value) < 1e-9;"),
        ("a generalised refit to the same response is the same fit", "Rate.LaplaceFit fit = Rate.FitLaplace(Row.All); return Math.Abs(fit.Refit(Row.All.Select(r => (double)r.Good).ToArray()).Aic - fit.Aic) < 1e-9;"),
        ("a quadrature refit keeps its nodes", "var fit = Sized.FitQuadrature(Row.All, 5); return Math.Abs(fit.Refit(Row.All.Select(r => (double)r.Good).ToArray()).Bic - fit.Bic) < 1e-9;"),
        ("a new group needs no identifier", "var fit = Linear.FitReml(Row.All); Row row = Row.All[9]; return Math.Abs(fit.PredictPopulation(new Linear.PopulationPredictors(row.Exposure, row.Arm)) - fit.Predict(row with { G = \"none such\" }, NewLevels.Population)) < 1e-12;"),
        ("population predictions ignore the group of a row", "var fit = Rate.FitLaplace(Row.All); return fit.PredictPopulation(Row.All).SequenceEqual(fit.PredictPopulation(Row.All.Select(r => r with { G = \"none such\" }))) && fit.PredictPopulation(Row.All[2]) == fit.Result.PredictPopulation(new Table([.. Columns()]))[0];"),
        ("the population average of a new group needs no identifier", "var fit = Sized.FitLaplace(Row.All); return fit.PredictPopulationAverage(new Sized.PopulationPredictors(1.5)) == fit.PredictPopulationAverage(Row.All[0] with { X = 1.5 });"),
        ("the scale of population predictions can be the link's", "var fit = Sized.FitLaplace(Row.All); double eta = fit.PredictPopulation(new Sized.PopulationPredictors(1.5), PredictionScale.Link); return Math.Abs(eta - fit.Coefficients.Intercept.Estimate - 1.5 * fit.Coefficients.X.Estimate) < 1e-12;"),
        ("a model without predictors predicts rows", "var fit = Means.FitReml(Row.All); return fit.PredictPopulation(Row.All[0]) == fit.Coefficients.Intercept.Estimate;"),
        ("coefficients of a level are fixed effects plus modes", "var fit = Linear.FitReml(Row.All); var g = fit.RandomEffects.G[\"g3\"]; return g.Coefficients.Exposure.Estimate == fit.Coefficients.Exposure.Estimate + g.Exposure.Value && g.Coefficients.ArmDrug.Estimate == fit.Coefficients.ArmDrug.Estimate && double.IsNaN(g.Coefficients.Exposure.StandardError);"),
        ("tests of coefficients and terms have the names of the model", "var fit = Linear.FitReml(Row.All); Linear.Tests wald = fit.Wald(); return wald.Coefficients.Exposure_ArmDrug == fit.Result.Wald().Coefficients[\"Exposure:ArmDrug\"] && wald.Terms.Exposure_Arm == wald.Anova().Exposure_Arm && wald.Anova(TestType.II).Arm == fit.Result.Wald().Anova(TestType.II)[\"Arm\"] && wald.Terms[\"Arm\"] == wald.Terms.Arm && wald.Coefficients.Count == 4;"),
        ("a linear combination is written with the model's names", "var fit = Rate.FitLaplace(Row.All); var c = fit.Coefficients; return Math.Abs(fit.Wald().Test(c.X_ArmDrug + 2 * c.X).Estimate - c.X_ArmDrug.Estimate - 2 * c.X.Estimate) < 1e-12 && fit.Wald().Test(c.X, c.X_ArmDrug).NumeratorDegreesOfFreedom == 2;"),
        ("tests print and write what the result does", "var fit = Sized.FitLaplace(Row.All); return fit.Wald().ToString() == fit.Result.Wald().ToString() && fit.Wald().ToJson() == fit.Result.Wald().ToJson() && fit.Wald().Method == \"Wald\" && fit.Wald().Covariance.Names.Length == 2;"),
        ("a REML fit has the tests with degrees of freedom", "var fit = Linear.FitReml(Row.All); return fit.KenwardRoger().Coefficients.Exposure == fit.Result.KenwardRoger().Coefficients[\"Exposure\"] && fit.KenwardRoger(Information.Observed).Terms.Arm == fit.Result.KenwardRoger(Information.Observed).Terms[\"Arm\"] && Linear.FitMl(Row.All).Satterthwaite().Terms.Exposure_Arm.DenominatorDegreesOfFreedom > 1;"),
        ("predictions have intervals", "var fit = Linear.FitReml(Row.All); Prediction one = fit.PredictInterval(Row.All[2], PredictionOf.NewObservation, 0.9); return one == fit.PredictInterval(Row.All, PredictionOf.NewObservation, 0.9)[2] && Math.Abs(one.Value - fit.Predict(Row.All[2])) < 1e-12 && one.Interval.Lower < one.Value && fit.PredictInterval(new Linear.Predictors(1, Arm.Drug, \"none such\"), PredictionOf.ConditionalMean, newLevels: NewLevels.Population).StandardError > 0;"),
        ("predictions of a generalised model have intervals on both scales", "var fit = Sized.FitLaplace(Row.All); return fit.PredictInterval(Row.All[2], PredictionOf.Mean, scale: PredictionScale.Link).Interval.Lower < fit.PredictPopulation(Row.All[2], PredictionScale.Link) && fit.PredictInterval(Row.All, PredictionOf.ConditionalMean)[2].Value == fit.Predict(Row.All[2]);"),
        ("influence is the result's", "var fit = Linear.FitReml(Row.All); return fit.Influence().CooksDistances.SequenceEqual(fit.Result.Influence().CooksDistances);"),
        ("profiles have the names of coefficients and variance components", "var fit = Linear.FitReml(Row.All); Linear.Profiles profile = fit.Profile(); return profile.Coefficients.Exposure == profile.Result.Coefficients[\"Exposure\"] && profile.VarianceComponents.G.Exposure == profile.Result.VarianceComponents[\"sd_Exposure|G\"] && profile.VarianceComponents.G.Correlations.Intercept_Exposure == profile.Result.VarianceComponents[\"cor_Exposure.(Intercept)|G\"] && profile.VarianceComponents.Residual == profile.Result.VarianceComponents[\"sigma\"] && profile.VarianceComponents.G.Count == 2 && profile.ToString() == profile.Result.ToString() && profile.VarianceComponents.G.Correlations[\"Exposure\", \"(Intercept)\"] == profile.VarianceComponents.G.Correlations.Intercept_Exposure;"),
        ("one parameter can be profiled alone", "var profile = Sized.FitLaplace(Row.All).Profile([\"sd_(Intercept)|G\"]); return profile.VarianceComponents.G.Intercept.Interval(0.9).Upper > profile.VarianceComponents.G.Intercept.Estimate && profile.Coefficients.Count == 0;"),
        ("a REML fit is fitted again by ML", "Linear.MlFit ml = Linear.FitReml(Row.All).RefitMl(); return Math.Abs(ml.Aic - Linear.FitMl(Row.All).Aic) < 1e-6 && ml.WaldIntervals().Exposure.Interval.Level == 0.95;"),
        ("terms are dropped", "var fit = Linear.FitReml(Row.All); return fit.DropFixedTerms().Names.Contains(\"Exposure:Arm\") && fit.DropRandomTerms().Count == 1;"),
        ("likelihood ratios take typed fits", "var t = LikelihoodRatio.Test(Means.FitMl(Row.All), Linear.FitMl(Row.All)); return t.Tests[0].IsNested && t.Tests[0].DegreesOfFreedom == 5;"),
        ("a saved fit is loaded with its type", "Linear.RemlFit fit = Linear.FitReml(Row.All); using var file = new System.IO.MemoryStream(); fit.Save(file); file.Position = 0; Linear.RemlFit again = Linear.RemlFit.Load(file); return Math.Abs(again.Predict(Row.All[3]) - fit.Predict(Row.All[3])) < 1e-9 && again.Coefficients.Exposure.Estimate == fit.Coefficients.Exposure.Estimate && again.KenwardRoger().Terms.Arm.PValue > 0;"),
        ("a saved generalised fit is loaded with its type", "var fit = Sized.FitLaplace(Row.All); using var file = new System.IO.MemoryStream(); fit.Save(file); file.Position = 0; return Math.Abs(Sized.LaplaceFit.Load(file).Coefficients.X.Estimate - fit.Coefficients.X.Estimate) < 1e-12;"),
        ("a fit of another model or way is not loaded", "using var file = new System.IO.MemoryStream(); Linear.FitReml(Row.All).Save(file); int refused = 0; foreach (Action load in new Action[] { () => Linear.MlFit.Load(file), () => Means.RemlFit.Load(file), () => Sized.LaplaceFit.Load(file) }) { file.Position = 0; try { load(); } catch (System.IO.InvalidDataException) { refused++; } } return refused == 3;"),
        ("a bootstrap has the names of coefficients and variance components", "var boot = Linear.FitReml(Row.All).Bootstrap(20, seed: 1); return boot.Coefficients.Exposure == boot.Result.Coefficients[\"Exposure\"] && boot.VarianceComponents.G.Exposure == boot.Result.VarianceComponents[\"sd_Exposure|G\"] && boot.VarianceComponents.Residual.Replicates.Length == boot.Of(f => f.Sigma).Replicates.Length;"),
        ("simulation and cross-validation are the result's", "var fit = Linear.FitReml(Row.All); return fit.Simulate(2, 3)[1].SequenceEqual(fit.Result.Simulate(2, 3)[1]) && fit.CrossValidate(Folds.ByGroup(\"G\", 3), 1).ToString() == fit.Result.CrossValidate(Folds.ByGroup(\"G\", 3), 1).ToString();"),
        ("views print as tables", "var fit = Linear.FitReml(Row.All); return fit.VarianceComponents.ToString().Contains(\"Std.Dev.\") && fit.VarianceComponents.G.ToString().Contains(\"Exposure\") && fit.RandomEffects.ToString().Contains(\"g3\") && fit.RandomEffects.G.ToString().Contains(\"g3\") && fit.RandomEffects.G[\"g3\"].ToString().StartsWith(\"g3: (Intercept) = \") && fit.Coefficients.ToString().Contains(\"Exposure:ArmDrug\") && Rate.FitLaplace(Row.All).VarianceComponents.ToString().Contains(\"Std.Dev.\");"),
    ];

    private static readonly ProbeSet Probes = new("TypedResults", Models, Uses.Select(u => ("", u.Body)), """
        private static IEnumerable<Column> Columns()
        {
            Row row = Row.All[2];
            yield return new NumericColumn("X", [row.X]);
            yield return new NumericColumn("Exposure", [row.Exposure]);
            yield return new FactorColumn("Arm", ["Placebo", "Drug"], [(int)row.Arm]);
        }
        """);

    public static IEnumerable<object[]> Cases => Uses.Select((u, i) => new object[] { i, u.Title });

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_typed_fit_gives_what_its_result_gives(int index, string title) => Assert.True(Probes.Run<bool>(index), title);

    /// <summary>Members and types added to typed models keep out of the way of columns and of what the user wrote.</summary>
    [Fact]
    public void Names_of_the_members_hide_no_column() => Assert.Empty(TypedCompilation.Diagnostics("""
        public sealed record Row(double Y, double Coefficients, double CoefficientsOf, double Refit, double Sigma, double Fitted, double RSquared, string PopulationPredictors, string PredictPopulation);

        [LinearMixedModel<Row>("Y ~ Coefficients + CoefficientsOf + Refit + Sigma + Fitted + RSquared + (Coefficients + CoefficientsOf + Sigma | PopulationPredictors) + (1 | PredictPopulation)")]
        public sealed partial class Model
        {
            private static double PopulationColumns(double x) => x;
        }

        [LinearMixedModel<Row>("Y ~ Sigma + (1 | PredictPopulation)")]
        public sealed partial class PopulationPredictors;

        public static class Use
        {
            public static double Of(Model.RemlFit fit, PopulationPredictors.MlFit other) =>
                fit.RandomEffects.PopulationPredictors["a"].Coefficients_.Value + fit.RandomEffects.PopulationPredictors["a"].CoefficientsOf_.Value
                + fit.RandomEffects.PopulationPredictors["a"].Coefficients.Coefficients.Estimate + fit.Coefficients.Refit.Estimate + fit.VarianceComponents.PopulationPredictors.Sigma.Variance
                + fit.PredictPopulation(new Model.PopulationPredictors(1, 2, 3, 4, 5, 6)) + other.PredictPopulation(new PopulationPredictors.PopulationPredictors_(1));
        }
        """));
}
