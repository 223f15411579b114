using System.Globalization;
using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Formulas;

/// <summary>A model that can be fitted to no rows is a compile-time error; the wording at run time, where types are not known, is shorter.</summary>
public class UnfittableModelTests
{
    [Theory]
    [InlineData("[|Stage|] ~ Week + (1 | Patient)", "has 3 levels ('First', 'Second', 'Third'), and a binomial response has two")]
    [InlineData("[|factor(Stage)|] ~ Week + (1 | Patient)", "has 3 levels")]
    [InlineData("[|log(Count)|] ~ Week + (1 | Patient)", "is a transform")]
    [InlineData("[|scale(Share)|] ~ Week + (1 | Patient)", "is a transform")]
    public async Task A_binomial_response_that_is_none_is_an_error(string formula, string part)
    {
        var found = await RuleTest.VerifyAsync("GLMM103", Binomial(formula));
        Assert.Contains(part, Assert.Single(found).GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Arm ~ Week + (1 | Patient)")]
    [InlineData("Site ~ Week + (1 | Patient)")]
    [InlineData("I(Stage == 'First') ~ Week + (1 | Patient)")]
    [InlineData("Count ~ Week + (1 | Patient)")]
    [InlineData("cbind(Count, Count) ~ Week + (1 | Patient)")]
    [InlineData("I(Count > 2) ~ Week + (1 | Patient)")]
    public Task Other_binomial_responses_are_fine(string formula) => RuleTest.SilentAsync(Binomial(formula));

    [Theory]
    [InlineData("[LinearMixedModel<Visit>([|null|])]")]
    [InlineData("[LinearMixedModel<Visit>([|null!|])]")]
    [InlineData("[GeneralizedLinearMixedModel<Visit>([|default!|], Family.Binomial)]")]
    public Task A_null_formula_is_an_error(string attribute) => RuleTest.VerifyAsync("GLMM101", Rows + attribute + "\npublic sealed partial class Trial;");

    [Fact]
    public Task A_null_formula_of_the_run_time_path_is_an_error() => RuleTest.VerifyAsync("GLMM101", Program("Formula.Parse([|null!|]);"));

    [Theory]
    [InlineData("Score ~ Week + (1 | Patient)", ", Weights = [|\"Exposure\"|]", "the nullable column 'Exposure'")]
    [InlineData("Score ~ Week + (1 | Patient)", ", Offset = [|\"log(Exposure)\"|]", "the nullable column 'Exposure'")]
    [InlineData("Score ~ Week + [|Dose|] + (1 | Patient)", ", Weights = \"Exposure\"", "the nullable columns 'Dose', 'Exposure'")]
    public async Task A_nullable_column_outside_the_formula_needs_a_policy_too(string formula, string arguments, string named)
    {
        var found = await RuleTest.VerifyAsync("GLMM003", Linear(formula, arguments));
        Assert.Contains(named, Assert.Single(found).GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        await RuleTest.SilentAsync(Linear(formula.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal), arguments.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal) + ", Missing = MissingValues.Omit"));
    }

    [Fact]
    public Task Nullable_trials_need_a_policy() => RuleTest.VerifyAsync("GLMM003", Binomial("Share ~ Week + (1 | Patient)", ", Trials = [|\"Size\"|]"));

    [Theory]
    [InlineData("Score ~ Week + (1 | Dosage) + [|(1 | factor(Dosage))|]")]
    [InlineData("Score ~ Week + (1 | Site/Dosage) + [|(1 | as.factor(Dosage):Site)|]")]
    public Task A_column_and_the_factor_of_it_are_one_group(string formula) => RuleTest.VerifyAsync("GLMM204", Linear(formula));

    private const string Rows = """
        public enum Arm { Placebo, Drug }
        public enum Stage { First, Second, Third }
        public record Visit(double Score, double Week, double Share, int Count, Arm Arm, Stage Stage, string Patient, string Site, double? Exposure, double? Dose, int? Size, int Dosage);

        """;

    private static string Linear(string formula, string arguments = "") => Rows + $$"""
        [LinearMixedModel<Visit>("{{formula}}"{{arguments}})]
        public sealed partial class Trial;
        """;

    private static string Binomial(string formula, string arguments = "") => Rows + $$"""
        [GeneralizedLinearMixedModel<Visit>("{{formula}}", Family.Binomial{{arguments}})]
        public sealed partial class Trial;
        """;

    private static string Program(string statements) => $$"""
        public static class Program
        {
            public static void Run(Table table)
            {
                {{statements}}
            }
        }
        """;
}
