using System.Collections.Immutable;
using GlmmDsl.Analyzers.Tests.Comparisons;
using GlmmDsl.Analyzers.Tests.Harness;
using GlmmDsl.Analyzers.Tests.Inference;
using GlmmDsl.Analyzers.Tests.Specifications;

namespace GlmmDsl.Analyzers.Tests.Rules;

/// <summary>"Fix all" applies a rule's fix to all its diagnostics in a file, leaves none of them, and writes nothing twice where two of them want the same.</summary>
public class FixAllTests
{
    private const string Fit = "var fit = Cure.FitLaplace(visits); ";
    private const string Anova = "var anova = RepeatedMeasures.Anova(table, \"y ~ week + Error(patient/week)\"); ";
    private const string Binomial = "new FitOptions { Family = Family.Binomial";

    /// <summary>The rule, the fix's title where there are several, a source with several diagnostics, and what it becomes.</summary>
    private static readonly ImmutableArray<(string Rule, string? Title, string Before, string After)> Cases =
    [
        ("GLMM001", null,
            Rows + "public class Outer { " + Attribute("Score ~ Week + (1 | Patient)") + "public class A; " + Attribute("Score ~ Week + (1 | Patient)") + "public static class B { } }",
            Rows + "public partial class Outer { " + Attribute("Score ~ Week + (1 | Patient)") + "public sealed partial class A; " + Attribute("Score ~ Week + (1 | Patient)") + "public sealed partial class B { } }"),
        ("GLMM003", "Leave out rows with missing values",
            Rows + Model("Score ~ Dose + (1 | Patient)") + Model("Score ~ Dose + Maybe + (1 | Patient)", "", 'B'),
            Rows + Model("Score ~ Dose + (1 | Patient)", ", Missing = MissingValues.Omit") + Model("Score ~ Dose + Maybe + (1 | Patient)", ", Missing = MissingValues.Omit", 'B')),
        Formulas("GLMM101", null, "Score ∼ Week + (1 | Patient)", "Score ~ Week + (1 | Patient)", "Score ~ Week (1 | Site)", "Score ~ Week + (1 | Site)"),
        Formulas("GLMM102", null, "Score ~ Wek + Arn + (1 | Patien)", "Score ~ Week + Arm + (1 | Patient)", "Scor ~ Week + (1 | Site)", "Score ~ Week + (1 | Site)"),
        Formulas("GLMM104", null, "Score ~ lgo(Week) + Math.Log(Days) + (1 | Patient)", "Score ~ log(Week) + log(Days) + (1 | Patient)", "Score ~ sqtr(Week) + (1 | Site)", "Score ~ sqrt(Week) + (1 | Site)"),
        Formulas("GLMM106", null, "Score ~ Week + Arm + Week + Arm", "Score ~ Week + Arm", "Score ~ Days + Days + Days + (1 | Site)", "Score ~ Days + (1 | Site)"),
        Formulas("GLMM107", null, "Score ~ Week:Days + Days:Exposure", "Score ~ Week * Days + Days * Exposure", "Score ~ Arm:Week + (1 | Site)", "Score ~ Arm * Week + (1 | Site)"),
        Formulas("GLMM108", null, "Score ~ Week + Ward + Centre + (1 | Patient)", "Score ~ Week + (1 | Patient)", "Score ~ Centre + Week", "Score ~ Week"),
        Declared("GLMM109", "Falls ~ Week + Days + (1 | Patient)", "Falls ~ Week + offset(log(Days)) + (1 | Patient)", "Falls ~ log(Days) + (1 | Site)", "Falls ~ offset(log(Days)) + (1 | Site)", "GeneralizedLinearMixedModel", ", Family.Poisson"),
        Formulas("GLMM110", null, "Score ~ Week + Week^2 + Days^2 + (1 | Patient)", "Score ~ Week + I(Week^2) + I(Days^2) + (1 | Patient)", "Score ~ Week^3 + (1 | Site)", "Score ~ I(Week^3) + (1 | Site)"),
        Formulas("GLMM111", null, "Score ~ Week/Exposure + Days/Exposure + (1 | Patient)", "Score ~ I(Week/Exposure) + I(Days/Exposure) + (1 | Patient)", "Score ~ Week - Days + (1 | Site)", "Score ~ I(Week - Days) + (1 | Site)"),
        ("GLMM113", null,
            Rows + Model("Score ~ SiteId + TeamId + (1 | Patient)") + Model("Score ~ Week + SiteId + (1 | Patient)", "", 'B'),
            Rows.Replace("int SiteId", "[Factor] int SiteId", StringComparison.Ordinal).Replace("int TeamId", "[Factor] int TeamId", StringComparison.Ordinal) + Model("Score ~ SiteId + TeamId + (1 | Patient)") + Model("Score ~ Week + SiteId + (1 | Patient)", "", 'B')),
        Formulas("GLMM114", null, "Score ~ (Week + Days) * Exposure + (1 | Patient)", "Score ~ I((Week + Days) * Exposure) + (1 | Patient)", "Score ~ Exposure * (Days + Week) + (1 | Site)", "Score ~ I(Exposure * (Days + Week)) + (1 | Site)"),
        Formulas("GLMM115", null, "Score ~ Seen + (1 | Patient)", "Score ~ I(Seen - min(Seen)) + (1 | Patient)", "Score ~ Arm + Seen + Left", "Score ~ Arm + I(Seen - min(Seen)) + I(Left - min(Left))"),
        Declared("GLMM116", "Falls ~ Week + (1 | Patient)", "Falls ~ Week + (1 | Patient) + offset(log(Days))", "Falls ~ 1 + (1 | Site)", "Falls ~ 1 + (1 | Site) + offset(log(Days))", "GeneralizedLinearMixedModel", ", Family.Poisson"),
        ("GLMM201", null,
            Rows + Model("Score ~ Week + (1 | Exposure)") + Model("Score ~ 1 + (1 | Exposure) + (1 | Week)", "", 'B'),
            Rows.Replace("double Exposure", "[Factor] double Exposure", StringComparison.Ordinal).Replace("double Week", "[Factor] double Week", StringComparison.Ordinal) + Model("Score ~ Week + (1 | Exposure)") + Model("Score ~ 1 + (1 | Exposure) + (1 | Week)", "", 'B')),
        Formulas("GLMM202", null, "Score ~ Arm + (Arm || Patient)", "Score ~ Arm + diag(Arm | Patient)", "Score ~ Arm + (Arm || Patient) + (Arm || Site)", "Score ~ Arm + diag(Arm | Patient) + diag(Arm | Site)"),
        Formulas("GLMM203", "Write 0 + in (Week | Patient)", "Score ~ Week + (1 | Patient) + (Week | Patient)", "Score ~ Week + (1 | Patient) + (0 + Week | Patient)", "Score ~ Days + (1 | Site) + (Days | Site)", "Score ~ Days + (1 | Site) + (0 + Days | Site)"),
        Formulas("GLMM203", "Merge into (Week | Patient)", "Score ~ Week + (1 | Patient) + (Week | Patient)", "Score ~ Week + (Week | Patient)", "Score ~ Days + (1 | Site) + (Days | Site)", "Score ~ Days + (Days | Site)"),
        Formulas("GLMM204", null, "Score ~ Week + (1 | Patient) + (1 | Patient)", "Score ~ Week + (1 | Patient)", "Score ~ Week + (1 | Site) + (1 | Site) + (1 | Site)", "Score ~ Week + (1 | Site)"),
        Formulas("GLMM205", null, "Score ~ 1 + (Week | Patient) + (Week | Site)", "Score ~ 1 + Week + (Week | Patient) + (Week | Site)", "Score ~ 1 + (Week + Days | Site)", "Score ~ 1 + Week + Days + (Week + Days | Site)"),
        Formulas("GLMM206", "Take Site out of the fixed effects", "Score ~ Site + Week + (1 | Site)", "Score ~ Week + (1 | Site)", "Score ~ Patient + Week + Site + (1 | Patient) + (1 | Site)", "Score ~ Week + (1 | Patient) + (1 | Site)"),
        Formulas("GLMM206", "Remove the random intercept of Site", "Score ~ Site + Week + (1 | Site)", "Score ~ Site + Week", "Score ~ Patient + Site + (1 | Patient) + (1 | Site)", "Score ~ Patient + Site"),
        Declared("GLMM207", "Score ~ Age + (Age | Patient)", "Score ~ Age + (1 | Patient)", "Score ~ Week + Age + (Week + Age | Patient)", "Score ~ Week + Age + (Week | Patient)"),
        Declared("GLMM208", "Score ~ Week + (1 | Bed) + (1 | Patient)", "Score ~ Week + (1 | Site:Bed) + (1 | Patient)", "Score ~ Week + (1 | Site) + (1 | Bed)", "Score ~ Week + (1 | Site/Bed)"),
        Declared("GLMM209", "Score ~ Week + (1 | Patient/Site)", "Score ~ Week + (1 | Site/Patient)", "Score ~ Week + (Week | Bed/Site)", "Score ~ Week + (Week | Site/Bed)"),
        Formulas("GLMM210", null, "Score ~ 1 + ar1(Item | Patient) + toep(1 + Item | Site)", "Score ~ 1 + ar1(0 + Item | Patient) + toep(0 + Item | Site)", "Score ~ 1 + hetar1(Days | Patient)", "Score ~ 1 + hetar1(0 + factor(Days) | Patient)"),
        Formulas("GLMM212", "Write cs(Item | Patient)", "Score ~ Item + (Item | Patient)", "Score ~ Item + cs(Item | Patient)", "Score ~ Item + (0 + Item | Site) + (Item | Patient)", "Score ~ Item + cs(0 + Item | Site) + cs(Item | Patient)"),
        Formulas("GLMM212", "Write diag(Item | Patient)", "Score ~ Item + (Item | Patient)", "Score ~ Item + diag(Item | Patient)", "Score ~ Item + (0 + Item | Site) + (Item | Patient)", "Score ~ Item + diag(0 + Item | Site) + diag(Item | Patient)"),
        Formulas("GLMM213", null, "Score ~ Week + (1 | Arm) + (1 | Patient)", "Score ~ Week + Arm + (1 | Patient)", "Score ~ Week + (1 | Arm) + (1 | Sex)", "Score ~ Week + Arm + Sex"),
        Declared("GLMM214", "Score ~ Week + (1 | Patient) + (1 | Id)", "Score ~ Week + (1 | Patient)", "Score ~ Week + (1 | Id) + (1 | Site)", "Score ~ Week + (1 | Site)"),
        Formulas("GLMM215", null, "Score ~ Week + (Patient | Week)", "Score ~ Week + (Week | Patient)", "Score ~ Days + (1 + Site | Days)", "Score ~ Days + (1 + Days | Site)"),
        ("GLMM301", null,
            SpecificationSource.Linear("IsSick ~ Period + (1 | Name)") + "\n[LinearMixedModel<Herd>(\"IsSick ~ 1 + (1 | Name)\")] public sealed partial class Other;",
            SpecificationSource.Model("IsSick ~ Period + (1 | Name)").TrimEnd() + "\n[GeneralizedLinearMixedModel<Herd>(\"IsSick ~ 1 + (1 | Name)\", Family.Binomial)] public sealed partial class Other;"),
        ("GLMM302", null, Herds("Incidence / Days", "Family.Poisson"), Herds("Incidence", "Family.Poisson", offset: " + offset(log(Days))")),
        ("GLMM303", "Take Size as the trials", Herds("Incidence / Size", "Family.Binomial"), Herds("Incidence / Size", "Family.Binomial, Trials = \"Size\"")),
        ("GLMM304", "The rows are proportions of that many trials", Herds("IsSick", "Family.Binomial, Weights = \"Size\""), Herds("IsSick", "Family.Binomial, Weights = \"Size\", WeightKind = WeightKind.Trials")),
        ("GLMM305", null, SpecificationSource.Run($"var a = {Binomial}, Method = FitMethod.Reml }}; var b = {Binomial}, Method = FitMethod.Reml }};"), SpecificationSource.Run($"var a = {Binomial}, Approximation = Approximation.Laplace }}; var b = {Binomial}, Approximation = Approximation.Laplace }};")),
        ("GLMM306", "Fit by the Laplace approximation", Quadrature("Quadrature", ""), Quadrature("Laplace", "")),
        ("GLMM306", "Use one node", Quadrature("Quadrature", ""), Quadrature("Quadrature", ", QuadratureNodes = 1")),
        ("GLMM308", null,
            SpecificationSource.Model("Days ~ Period + (1 | Name)", "Family.Gaussian", "[GeneralizedLinearMixedModel<Herd>(\"Days ~ 1 + (1 | Name)\", Family.Gaussian)] public sealed partial class Other;"),
            SpecificationSource.Linear("Days ~ Period + (1 | Name)") + "\n[LinearMixedModel<Herd>(\"Days ~ 1 + (1 | Name)\")] public sealed partial class Other;"),
        ("GLMM309", null, Painful("Poisson"), Painful("Cumulative")),
        ("GLMM312", null, Herds("IsSick", "Family.Gamma"), Herds("IsSick", "Family.Binomial")),
        ("GLMM401", null, Compared("FitReml", "_ = a.Aic.Value < b.Aic.Value; _ = b.Bic.Value - c.Bic.Value;"), Compared("FitMl", "_ = a.Aic.Value < b.Aic.Value; _ = b.Bic.Value - c.Bic.Value;")),
        ("GLMM402", null, ComparisonSource.Of("var a = Plain.FitReml(rows); _ = a.Aic.Value - Full.FitMl(rows).Aic.Value; _ = a.Bic.Value - Full.FitMl(rows).Bic.Value;"), ComparisonSource.Of("var a = Plain.FitMl(rows); _ = a.Aic.Value - Full.FitMl(rows).Aic.Value; _ = a.Bic.Value - Full.FitMl(rows).Bic.Value;")),
        Statements("GLMM404", null, "_ = Slopes.FitReml(visits).DropRandomTerms()[0].PValue; _ = LikelihoodRatio.Test(Plain.FitReml(visits), Slopes.FitReml(visits)).Tests[0].PValue;", "_ = Slopes.FitReml(visits).DropRandomTerms()[0].MixturePValue!.Value; _ = LikelihoodRatio.Test(Plain.FitReml(visits), Slopes.FitReml(visits)).Tests[0].MixturePValue!.Value;"),
        Statements("GLMM405", null, "_ = seen.WaldIntervals(0.9)[\"sigma\"]; _ = seen.WaldIntervals(0.95)[\"sd_(Intercept)|g\"];", "_ = seen.Profile().Intervals(0.9)[\"sigma\"]; _ = seen.Profile().Intervals(0.95)[\"sd_(Intercept)|g\"];"),
        Statements("GLMM407", "Fit by REML", "Plain.MlFit fit = Plain.FitMl(visits); _ = fit.KenwardRoger(); _ = fit.KenwardRoger(); _ = Full.FitMl(visits).KenwardRoger();", "Plain.RemlFit fit = Plain.FitReml(visits); _ = fit.KenwardRoger(); _ = fit.KenwardRoger(); _ = Full.FitReml(visits).KenwardRoger();"),
        Statements("GLMM407", "Test by Satterthwaite's method", "var fit = Plain.FitMl(visits); _ = fit.KenwardRoger(); _ = fit.KenwardRoger();", "var fit = Plain.FitMl(visits); _ = fit.Satterthwaite(); _ = fit.Satterthwaite();"),
        ("GLMM408", null,
            InferenceSource.Of("_ = Full.FitReml(visits).Wald().Terms; _ = Full.FitMl(visits).Wald().Anova(); _ = Cure.FitLaplace(visits).Wald().Terms;"),
            InferenceSource.Of("_ = Full.FitReml(visits).Wald().Terms; _ = Full.FitMl(visits).Wald().Anova(); _ = Cure.FitLaplace(visits).Wald().Terms;")
                .Replace("Week * Arm + (1 | Patient)\")] public sealed partial class Full", "Week * Arm + (1 | Patient)\", Contrasts = \"Arm=sum\")] public sealed partial class Full", StringComparison.Ordinal)
                .Replace("Family.Binomial)] public sealed partial class Cure", "Family.Binomial, Contrasts = \"Arm=sum\")] public sealed partial class Cure", StringComparison.Ordinal)),
        Statements("GLMM410", null, Fit + "_ = fit.Result.PredictPopulation(table); _ = fit.Result.PredictPopulation(table, PredictionScale.Response);", Fit + "_ = fit.Result.PredictPopulationAverage(table); _ = fit.Result.PredictPopulationAverage(table);"),
        Statements("GLMM411", null, "_ = seen.WaldIntervals(95); _ = seen.WaldIntervals(99);", "_ = seen.WaldIntervals(0.95); _ = seen.WaldIntervals(0.99);"),
        Statements("GLMM412", null, Fit + "_ = fit.RandomizedQuantileResiduals(Environment.TickCount); _ = fit.RandomizedQuantileResiduals(Random.Shared.Next());", Fit + "_ = fit.RandomizedQuantileResiduals(1); _ = fit.RandomizedQuantileResiduals(1);"),
        Statements("GLMM413", null,
            "var folds = Folds.ByRow(5); _ = Plain.FitReml(visits).CrossValidate(folds, 1); _ = Slopes.FitReml(visits).CrossValidate(folds, 1); _ = BySite.FitReml(visits).CrossValidate(Folds.ByRow(10), 1);",
            "var folds = Folds.ByGroup(\"Patient\", 5); _ = Plain.FitReml(visits).CrossValidate(folds, 1); _ = Slopes.FitReml(visits).CrossValidate(folds, 1); _ = BySite.FitReml(visits).CrossValidate(Folds.ByGroup(\"Site\", 10), 1);"),
        Statements("GLMM414", "Adjust by Holm's method", "var means = seen.Wald().Means(\"Site\"); _ = means.Pairs(Adjustment.None); _ = means.Pairs().Adjusted(Adjustment.None);", "var means = seen.Wald().Means(\"Site\"); _ = means.Pairs(Adjustment.Holm); _ = means.Pairs().Adjusted(Adjustment.Holm);"),
        Statements("GLMM416", null,
            Anova + "var test = anova.Tests[\"week\"]; _ = test.PValue; _ = test.PValue < 0.05;",
            Anova + "var test = anova.Tests[\"week\"]; _ = (test.Sphericity?.GreenhouseGeisserPValue ?? test.PValue); _ = (test.Sphericity?.GreenhouseGeisserPValue ?? test.PValue) < 0.05;"),
    ];

    public static TheoryData<string, string?, int> Fixes
    {
        get
        {
            var data = new TheoryData<string, string?, int>();
            for (int i = 0; i < Cases.Length; i++)
            {
                data.Add(Cases[i].Rule, Cases[i].Title, i);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Fixes))]
    public Task All_are_fixed_at_once(string rule, string? title, int place)
    {
        Assert.Equal(rule, Cases[place].Rule);
        return FixTest.VerifyAllAsync(rule, Cases[place].Before, Cases[place].After, title);
    }

    [Fact]
    public void Every_rule_that_has_a_fix_is_among_them() => Assert.Equal(FixTest.FixableRules, Cases.Select(c => c.Rule).Distinct().Order(StringComparer.Ordinal));

    private const string Rows = """
        public enum Arm { Placebo, Drug }
        public enum Sex { Female, Male }
        public enum Item { A, B, C, D, E, F }
        public enum Centre { Main }
        public record Visit(Sex Sex, Item Item, Centre Centre, [Factor("East")] string Ward, DateOnly Seen, DateOnly Left, double Score, double Week, int Days, double Exposure, double? Dose, double? Maybe, int SiteId, int TeamId, Arm Arm, string Patient, string Site);

        """;

    private static string Attribute(string formula) => $"[LinearMixedModel<Visit>(\"{formula}\")] ";

    private static string Model(string formula, string arguments = "", char name = 'A') => $"[LinearMixedModel<Visit>(\"{formula}\"{arguments})] public sealed partial class {name};\n";

    private static (string, string?, string, string) Formulas(string rule, string? title, string first, string firstFixed, string second, string secondFixed) =>
        (rule, title, Rows + Model(first) + Model(second, "", 'B'), Rows + Model(firstFixed) + Model(secondFixed, "", 'B'));

    private static (string, string?, string, string) Declared(string rule, string first, string firstFixed, string second, string secondFixed, string attribute = "LinearMixedModel", string arguments = "")
    {
        return (rule, null, Models(first, second), Models(firstFixed, secondFixed));

        string Models(string a, string b) =>
            "public record Visit([RowKey] string Id, double Score, int Falls, double Week, [Exposure] double Days, [ConstantWithin(\"Patient\")] double Age, [NestedIn(\"Site\")] string Patient, [NestedIn(\"Site\", LabelsRepeat = true)] string Bed, string Site);\n"
            + $"[{attribute}<Visit>(\"{a}\"{arguments})] public sealed partial class A;\n[{attribute}<Visit>(\"{b}\"{arguments})] public sealed partial class B;\n";
    }

    private static (string, string?, string, string) Statements(string rule, string? title, string before, string after) => (rule, title, InferenceSource.Of(before), InferenceSource.Of(after));

    private static string Painful(string family) =>
        "[Ordered] public enum Pain { None, Mild, Severe }\npublic record Visit(Pain Pain, double Dose, string Patient);\n"
        + $"[GeneralizedLinearMixedModel<Visit>(\"Pain ~ Dose + (1 | Patient)\", Family.{family})] public sealed partial class A;\n"
        + $"[GeneralizedLinearMixedModel<Visit>(\"Pain ~ 1 + (1 | Patient)\", Family.{family})] public sealed partial class B;\n";

    private static string Herds(string response, string arguments, string offset = "") =>
        SpecificationSource.Model($"{response} ~ Period + (1 | Name){offset}", arguments, $"[GeneralizedLinearMixedModel<Herd>(\"{response} ~ 1 + (1 | Name){offset}\", {arguments})] public sealed partial class Other;");

    private static string Quadrature(string approximation, string nodes)
    {
        string options = $"{Binomial}, Approximation = Approximation.{approximation}{nodes} }}";
        return SpecificationSource.Run($"MixedModel.Fit(\"y ~ x + (1 | g) + (1 | h)\", table, {options}); MixedModel.Fit(\"y ~ x + (1 | g/h)\", table, {options});");
    }

    private static string Compared(string way, string comparisons) => ComparisonSource.Of($"var a = Plain.{way}(rows); var b = Full.{way}(rows); var c = Curve.{way}(rows); {comparisons}");
}
