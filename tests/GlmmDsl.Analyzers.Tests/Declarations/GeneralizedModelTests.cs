using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Declarations;

/// <summary>The rules on classes, formulas and random effects hold for generalised models as for linear ones.</summary>
public class GeneralizedModelTests
{
    [Theory]
    [InlineData("GLMM102", "Sick ~ [|Wek|] + (1 | Herd)")]
    [InlineData("GLMM101", "Sick ~ Week + (1 | Herd[||]")]
    [InlineData("GLMM103", "Sick ~ [|When|] + (1 | Herd)")]
    [InlineData("GLMM104", "Sick ~ [|lgo|](Week) + (1 | Herd)")]
    [InlineData("GLMM105", "Sick ~ Week + [|Sick|] + (1 | Herd)")]
    [InlineData("GLMM201", "Sick ~ Week + (1 | [|Week|])")]
    [InlineData("GLMM202", "Sick ~ Arm + ([|Arm|] || Herd)")]
    [InlineData("GLMM203", "Sick ~ Week + (1 | Herd) + [|(Week | Herd)|]")]
    [InlineData("GLMM204", "Sick ~ Week + (1 | Herd) + [|(1 | Herd)|]")]
    [InlineData("GLMM205", "Sick ~ Arm + ([|Week|] | Herd)")]
    [InlineData("GLMM003", "Sick ~ [|Dose|] + (1 | Herd)")]
    public Task A_formula_is_checked(string rule, string formula) => RuleTest.VerifyAsync(rule, Model(formula));

    [Theory]
    [InlineData("GLMM102", ", Trials = \"[|Trails|]\"")]
    [InlineData("GLMM103", ", Trials = \"[|Herd|]\"")]
    [InlineData("GLMM102", ", Weights = \"[|Trails|]\", WeightKind = WeightKind.Frequency")]
    [InlineData("GLMM102", ", Offset = \"log([|Wek|])\"")]
    [InlineData("GLMM104", ", Contrasts = \"Arm=[|sun|]\"")]
    public Task So_are_the_attributes_other_texts(string rule, string arguments) => RuleTest.VerifyAsync(rule, Model("Share ~ Arm + (1 | Herd)", "Family.Binomial" + arguments));

    [Theory]
    [InlineData("Sick ~ Week * Arm + (Week | Herd)", "Family.Binomial")]
    [InlineData("Arm ~ Week + (1 | Herd)", "Family.Binomial, Link = Link.Cloglog")]
    [InlineData("Herd ~ Week", "Family.Binomial")]
    [InlineData("cbind(Cases, Trials - Cases) ~ Week + (1 | Herd)", "Family.Binomial")]
    [InlineData("Share ~ Week + (1 | Herd)", "Family.Binomial, Trials = nameof(Visit.Trials)")]
    [InlineData("Cases ~ Week + (1 | Herd)", "Family.Poisson, Offset = \"log(Trials)\"")]
    [InlineData("Cases ~ Week + (1 | Herd)", "family: Family.Poisson")]
    public Task Responses_of_the_family_are_fine(string formula, string arguments) => RuleTest.SilentAsync(Model(formula, arguments));

    [Theory]
    [InlineData("[|Arm|] ~ Week + (1 | Herd)", "Family.Poisson")]
    [InlineData("[|cbind(Cases, Trials - Cases)|] ~ Week + (1 | Herd)", "Family.Poisson")]
    public Task Responses_of_another_are_not(string formula, string arguments) => RuleTest.VerifyAsync("GLMM103", Model(formula, arguments));

    [Theory]
    [InlineData("public class [|Trial|];")]
    [InlineData("public static partial class [|Trial|] { }")]
    public Task A_class_that_cannot_be_completed_is_marked(string declaration) =>
        RuleTest.VerifyAsync("GLMM001", Model("Sick ~ Week + (1 | Herd)").Replace("public sealed partial class Trial;", declaration, StringComparison.Ordinal));

    [Fact]
    public Task A_row_type_without_columns_is_marked() => RuleTest.VerifyAsync("GLMM002", """
        public class Nothing { }

        [GeneralizedLinearMixedModel<[|Nothing|]>("y ~ 1", Family.Binomial)]
        public sealed partial class Trial;
        """);

    [Fact]
    public Task A_class_is_one_model() => RuleTest.VerifyAsync(
        "GLMM001", Model("Sick ~ Week + (1 | Herd)").Replace("partial class Trial;", "partial class [|Trial|];", StringComparison.Ordinal).Replace("[Generalized", "[LinearMixedModel<Visit>(\"Week ~ 1\")]\n[Generalized", StringComparison.Ordinal));

    [Theory]
    [InlineData("GLMM102", "Sick ~ Wek + (1 | Herd)", "Sick ~ Week + (1 | Herd)")]
    [InlineData("GLMM202", "Sick ~ Arm + (Arm || Herd)", "Sick ~ Arm + diag(Arm | Herd)")]
    [InlineData("GLMM204", "Sick ~ Week + (1 | Herd) + (1 | Herd)", "Sick ~ Week + (1 | Herd)")]
    [InlineData("GLMM205", "Sick ~ Arm + (Week | Herd)", "Sick ~ Arm + Week + (Week | Herd)")]
    public Task So_are_the_fixes_offered(string rule, string formula, string expected) => FixTest.VerifyAsync(rule, Model(formula), Model(expected));

    [Fact]
    public Task The_policy_is_stated_behind_the_family() => FixTest.VerifyAsync(
        "GLMM003", Model("Sick ~ Dose + (1 | Herd)"), Model("Sick ~ Dose + (1 | Herd)", "Family.Binomial, Missing = MissingValues.Omit"), "Leave out rows with missing values");

    [Theory]
    [InlineData("[GeneralizedLinearMixedModel<Visit>(\"Sick ~ Week\")] public sealed partial class Trial;")]
    [InlineData("[GeneralizedLinearMixedModel<Visit>(\"Sick ~ Week\", )] public sealed partial class Trial;")]
    [InlineData("[GeneralizedLinearMixedModel<Visit>(\"Sick ~ Week\", Family.)] public sealed partial class Trial;")]
    [InlineData("[GeneralizedLinearMixedModel<Visit>(\"Sick / Week ~ Week\", (Family)17, Weights = , Link = (Link)99)] public sealed partial class Trial;")]
    [InlineData("[GeneralizedLinearMixedModel<Visit>(Family.Binomial, \"Sick ~ Week\")] public sealed partial class Trial;")]
    [InlineData("[GeneralizedLinearMixedModel<Visit>] public sealed partial class Trial;")]
    [InlineData("class C { object M(Table t) => MixedModel.Fit(\"y / n ~ x + (1 | g) + (1 | h)\", t, new FitOptions { Family = Family.Binomial, Approximation = , Weights = \"n\" ")]
    [InlineData("class C { object M(Table t) => MixedModel.Fit(\"y ~ \", t, new FitOptions { Family = Family.Binomial }).PredictPopulation( ")]
    public async Task Incomplete_code_makes_no_rule_fail(string declaration)
    {
        var found = await TestCompilation.DiagnoseAsync(TestCompilation.Create(Rows + declaration));
        Assert.DoesNotContain(found, d => d.Id == "AD0001");
    }

    private const string Rows = """
        public enum Arm { Placebo, Drug }
        public record Visit(bool Sick, int Cases, int Trials, double Share, double Week, double? Dose, Arm Arm, string Herd, DateTime When);

        """;

    private static string Model(string formula, string arguments = "Family.Binomial") => Rows + $$"""
        [GeneralizedLinearMixedModel<Visit>("{{formula}}", {{arguments}})]
        public sealed partial class Trial;
        """;
}
