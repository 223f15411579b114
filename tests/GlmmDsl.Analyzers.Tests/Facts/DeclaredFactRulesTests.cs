using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Facts;

public class DeclaredFactRulesTests
{
    [Theory]
    [InlineData("GLMM108", "Score ~ Week + Sex + [|IsMale|] + (1 | Patient)")]
    [InlineData("GLMM108", "Score ~ IsMale * Week + [|Sex|] + (1 | Patient)")]
    [InlineData("GLMM108", "Score ~ Celsius + [|Fahrenheit|] + (1 | Patient)")]
    [InlineData("GLMM207", "Score ~ Week + Age + ([|Age|] | Patient)")]
    [InlineData("GLMM207", "Score ~ Week + Age + (1 + Week + [|Age|] | Patient)")]
    [InlineData("GLMM207", "Score ~ Week + Age + ([|Age|] || Patient)")]
    [InlineData("GLMM207", "Score ~ Week + I(Age^2) + ([|I(Age^2)|] | Patient)")]
    [InlineData("GLMM207", "Score ~ Week + Arm + ([|Arm|] | Patient)")]
    [InlineData("GLMM207", "Score ~ Week + Arm + (0 + [|Arm|] | Patient)")]
    [InlineData("GLMM207", "Score ~ Week + SiteSize + ([|SiteSize|] | Patient)")]
    [InlineData("GLMM207", "Score ~ Week + Age + ([|Age|] | Site:Patient)")]
    [InlineData("GLMM208", "Score ~ Week + (1 | [|Bed|])")]
    [InlineData("GLMM208", "Score ~ Week + (1 | Ward) + (1 | [|Bed|])")]
    [InlineData("GLMM208", "Score ~ Week + (1 | Site/[|Bed|])")]
    [InlineData("GLMM208", "Score ~ Week + (1 | factor([|Bed|]))", "factor(Bed)")]
    [InlineData("GLMM209", "Score ~ Week + (1 | [|Patient/Site|])")]
    [InlineData("GLMM209", "Score ~ Week + (1 | [|Bed/Ward|])")]
    [InlineData("GLMM209", "Score ~ Week + (1 | [|Bed/Site|])")]
    [InlineData("GLMM209", "Score ~ Week + (Week | [|Ward/Bed/Site|])")]
    [InlineData("GLMM214", "Score ~ Week + (1 | Patient) + [|(1 | Id)|]")]
    [InlineData("GLMM214", "Score ~ Week + [|(Week | Patient:Id)|]")]
    public Task A_term_against_a_declared_fact_is_marked(string rule, string formula, string? marked = null)
    {
        // The whole of factor(Bed) is the group.
        string shown = marked is null ? formula : formula.Replace("[|Bed|]", "Bed", StringComparison.Ordinal).Replace(marked, $"[|{marked}|]", StringComparison.Ordinal);
        return RuleTest.VerifyAsync(rule, Linear(shown));
    }

    [Theory]
    [InlineData("Score ~ Week + Sex + (1 | Patient)")]
    [InlineData("Score ~ Week + Sex + Age + (Week | Patient)")]
    [InlineData("Score ~ Week + Age + (Age | Site)")]
    [InlineData("Score ~ Week + Age + (0 + Age | Patient)")]
    [InlineData("Score ~ Week + Arm + diag(0 + Arm | Patient)")]
    [InlineData("Score ~ Week * Age + (Week:Age | Patient)")]
    [InlineData("Score ~ Week + (1 | Ward/Bed)")]
    [InlineData("Score ~ Week + (1 | Ward) + (1 | Ward:Bed)")]
    [InlineData("Score ~ Week + (1 | Bed:Ward)")]
    [InlineData("Score ~ Week + (1 | Site/Patient)")]
    [InlineData("Score ~ Week + (1 | Site) + (1 | Patient)")]
    [InlineData("Score ~ Week + (1 | Patient)")]
    [InlineData("Score ~ Week + Days + (1 | Patient)")]
    public Task A_term_in_keeping_with_them_is_silent(string formula) => RuleTest.SilentAsync(Linear(formula));

    [Theory]
    [InlineData("GLMM109", "Falls ~ Week + [|Days|] + (1 | Patient)", "Poisson")]
    [InlineData("GLMM109", "Falls ~ Week + [|log(Days)|] + (1 | Patient)", "NegativeBinomial2")]
    [InlineData("GLMM109", "Falls ~ Week + [|I(Days / 100)|] + (1 | Patient)", "Poisson")]
    public Task An_exposure_as_a_predictor_is_marked(string rule, string formula, string family) => RuleTest.VerifyAsync(rule, Generalized(formula, family));

    [Theory]
    [InlineData("Falls ~ Week + offset(log(Days)) + (1 | Patient)", "Poisson", "")]
    [InlineData("Falls ~ Week + log(Days) + offset(log(Days)) + (1 | Patient)", "Poisson", "")]
    [InlineData("Falls ~ Week + (1 | Patient)", "Poisson", ", Offset = \"log(Days)\"")]
    [InlineData("Cured ~ Week + Days + (1 | Patient)", "Binomial", "")]
    [InlineData("Falls ~ Week + offset(log(Days)) + (1 | Patient) + (1 | Id)", "Poisson", "")]
    public Task An_exposure_in_the_offset_is_silent(string formula, string family, string settings) => RuleTest.SilentAsync(Generalized(formula, family, settings));

    [Fact]
    public Task A_model_without_the_declared_exposure_is_marked() =>
        RuleTest.VerifyAsync("GLMM116", Generalized("Falls ~ Week + (1 | Patient)", "Poisson").Replace("[GeneralizedLinearMixedModel<Visit>", "[[|GeneralizedLinearMixedModel<Visit>|]", StringComparison.Ordinal));

    [Theory]
    [InlineData("[LinearMixedModel<Survey>(\"Score ~ 1 + (1 | Region)\")]", "[LinearMixedModel<Survey>(\"Score ~ 1 + (1 | Region)\", Weights = nameof(Survey.Weight))]")]
    [InlineData("[GeneralizedLinearMixedModel<Survey>(\"Share ~ 1 + (1 | Region)\", Family.Binomial, Weights = \"Weight\", WeightKind = WeightKind.Trials)]", null)]
    [InlineData("[LinearMixedModel<Survey>(\"Score ~ 1 + (1 | Region)\", Weights = \"Asked\")]", null)]
    public Task A_model_without_the_declared_weights_is_offered_them(string model, string? expected) =>
        expected is null ? RuleTest.SilentAsync(Survey(model)) : FixTest.VerifyAsync("GLMM116", Survey(model), Survey(expected));

    [Fact]
    public Task A_proportion_without_the_declared_trials_is_offered_them() => FixTest.VerifyAsync(
        "GLMM116",
        Proportions("[GeneralizedLinearMixedModel<Herd>(\"Share ~ 1 + (1 | Name)\", Family.Binomial)]"),
        Proportions("[GeneralizedLinearMixedModel<Herd>(\"Share ~ 1 + (1 | Name)\", Family.Binomial, Trials = nameof(Herd.Size))]"));

    [Theory]
    [InlineData("GLMM108", "Score ~ Week + Sex + IsMale + (1 | Patient)", "Score ~ Week + Sex + (1 | Patient)")]
    [InlineData("GLMM207", "Score ~ Week + Age + (Age | Patient)", "Score ~ Week + Age + (1 | Patient)")]
    [InlineData("GLMM207", "Score ~ Week + Age + (Week + Age | Patient)", "Score ~ Week + Age + (Week | Patient)")]
    [InlineData("GLMM208", "Score ~ Week + (1 | Bed)", "Score ~ Week + (1 | Ward:Bed)")]
    [InlineData("GLMM208", "Score ~ Week + (1 | Ward) + (1 | Bed)", "Score ~ Week + (1 | Ward/Bed)")]
    [InlineData("GLMM209", "Score ~ Week + (1 | Ward/Bed/Site)", "Score ~ Week + (1 | Site/Ward/Bed)")]
    [InlineData("GLMM214", "Score ~ Week + (1 | Id) + (1 | Patient)", "Score ~ Week + (1 | Patient)")]
    public Task The_fix_rewrites_the_formula(string rule, string formula, string expected) => FixTest.VerifyAsync(rule, Linear(formula), Linear(expected));

    [Fact]
    public Task The_fix_moves_the_exposure_into_the_offset() => FixTest.VerifyAsync(
        "GLMM109", Generalized("Falls ~ Week + log(Days) + (1 | Patient)", "Poisson"), Generalized("Falls ~ Week + offset(log(Days)) + (1 | Patient)", "Poisson"));

    [Theory]
    [InlineData("[NestedIn([|\"Clinic\"|])] string Patient, string Site")]
    [InlineData("[NestedIn([|nameof(Row.Patient)|])] string Patient, string Site")]
    [InlineData("[ConstantWithin([|\"Tags\"|])] double Age, System.Collections.Generic.List<int> Tags")]
    [InlineData("[Aliases([|\"site\"|])] string Place, string Site")]
    public Task A_fact_of_no_other_column_is_marked(string members) => RuleTest.VerifyAsync("GLMM117", $"public record Row(double Score, {members});\n");

    [Theory]
    [InlineData("[NestedIn(nameof(Row.Site))] string Patient, string Site")]
    [InlineData("[NestedIn(\"The site\")] string Patient, [Column(\"The site\")] string Site")]
    [InlineData("[ConstantWithin(\"Patient\"), ConstantWithin(\"Site\")] double Age, string Patient, string Site")]
    public Task A_fact_of_two_columns_is_silent(string members) => RuleTest.SilentAsync($"public record Row(double Score, {members});\n");

    [Fact]
    public Task Declarations_that_go_round_in_a_circle_do_not_hang() => RuleTest.SilentAsync("""
        public record Row(double Score, [NestedIn("B")] string A, [NestedIn("C")] string B, [NestedIn("B")] string C);
        [LinearMixedModel<Row>("Score ~ 1 + (1 | A) + (1 | C)")] public sealed partial class Model;
        """);

    [Fact]
    public Task The_rows_of_an_abstract_type_may_have_more_columns() => RuleTest.SilentAsync("""
        public abstract class Entity { [NestedIn("Site")] public string Patient { get; init; } = ""; }
        public class Visit : Entity { public double Score { get; init; } public string Site { get; init; } = ""; }
        [LinearMixedModel<Visit>("Score ~ 1 + (1 | Site/Patient)")] public sealed partial class Trial;
        """);

    [Fact]
    public Task A_slope_of_an_alias_varies_about_the_effect_of_the_other() => RuleTest.SilentAsync(Linear("Score ~ Celsius + (Fahrenheit | Site)"));

    [Theory]
    [InlineData("[RowKey] int Entry", "Entry")]
    [InlineData("[NestedIn(\"Site\")] int Bed", "Bed")]
    [InlineData("int SUBJID", "SUBJID")]
    [InlineData("int patient_ID", "patient_ID")]
    public Task A_declared_label_is_no_number(string column, string name) => RuleTest.VerifyAsync(
        "GLMM113", $"public record Row(double Score, {column}, string Site);\n[LinearMixedModel<Row>(\"Score ~ [|{name}|] + (1 | Site)\")] public sealed partial class Trial;\n");

    [Fact]
    public Task A_word_in_capitals_may_end_in_ID() => RuleTest.SilentAsync(
        "public record Row(double Score, int PAID, int COVID, string Site);\n[LinearMixedModel<Row>(\"Score ~ PAID + COVID + (1 | Site)\")] public sealed partial class Trial;\n");

    private static string Linear(string formula) => Rows + $"[LinearMixedModel<Visit>(\"{formula}\")] public sealed partial class Trial;\n";

    private static string Generalized(string formula, string family, string settings = "") =>
        Rows + $"[GeneralizedLinearMixedModel<Visit>(\"{formula}\", Family.{family}{settings})] public sealed partial class Trial;\n";

    private static string Survey(string model) => $"public record Survey(double Score, double Share, int Asked, [Weights] double Weight, string Region);\n{model} public sealed partial class Study;\n";

    private static string Proportions(string model) => $"public record Herd(double Share, [Trials] int Size, string Name);\n{model} public sealed partial class Sick;\n";

    private const string Rows = """
        public enum Sex { Female, Male }
        public enum Arm { Placebo, Drug }
        public record Visit(
            [RowKey] string Id,
            double Score,
            int Falls,
            bool Cured,
            double Week,
            [Exposure] double Days,
            [ConstantWithin("Patient")] double Age,
            Sex Sex,
            [Aliases("Sex")] bool IsMale,
            double Celsius,
            [Aliases("Celsius")] double Fahrenheit,
            [ConstantWithin("Patient")] Arm Arm,
            [ConstantWithin("Site")] double SiteSize,
            [NestedIn("Site")] string Patient,
            [NestedIn("Site")] string Ward,
            [NestedIn("Ward", LabelsRepeat = true)] string Bed,
            string Site);

        """;
}
