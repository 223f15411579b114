using GlmmDsl.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Tests.Facts;

/// <summary>What the compiler makes of <c>[Time]</c>, and of structures over time.</summary>
public class TimeRulesTests
{
    [Theory]
    [InlineData("GLMM119", "[|Week|] ~ Score + (1 | Patient)")]
    [InlineData("GLMM119", "[|log(Week)|] ~ Score + (1 | Patient)")]
    [InlineData("GLMM214", "Score ~ Week + [|(1 | Patient:Visit)|]")]
    [InlineData("GLMM214", "Score ~ Week + [|(1 | Patient/Visit)|]")]
    public Task A_model_against_the_declared_time_is_marked(string rule, string formula) => RuleTest.VerifyAsync(rule, Trial(formula));

    [Theory]
    [InlineData("Score ~ Week + (Week | Patient)")]
    [InlineData("Score ~ Visit + (0 + Visit | Patient)")]
    [InlineData("Score ~ Week + (1 | Patient) + (1 | Site:Visit)")]
    [InlineData("I(Score / Week) ~ 1 + (1 | Patient)")]
    public Task A_model_in_keeping_with_it_is_silent(string formula) => RuleTest.SilentAsync(Trial(formula));

    [Theory]
    [InlineData("[[|Time|]] string Month")]
    [InlineData("[[|Time|]] bool IsLater")]
    [InlineData("[[|Time|](Within = \"Patient\")] Guid At")]
    [InlineData("[[|Time|](Within = \"Patient\"), ConstantWithin(\"Patient\")] double Week")]
    public Task A_column_that_is_no_time_is_marked(string member) => RuleTest.VerifyAsync("GLMM118", $"public record Row(double Score, {member}, string Patient);\n");

    [Theory]
    [InlineData("[Time] double Week")]
    [InlineData("[Time(Within = \"Patient\")] DateOnly Day")]
    [InlineData("[Time(Within = nameof(Row.Patient))] DateTime At")]
    [InlineData("[Time, Factor(\"before\", \"after\")] string When")]
    [InlineData("[Time] DayOfWeek Day")]
    [InlineData("[Time, ConstantWithin(\"Patient\")] double Year")]
    public Task A_column_that_can_be_a_time_is_silent(string member) => RuleTest.SilentAsync($"public record Row(double Score, {member}, string Patient);\n");

    [Theory]
    [InlineData("[Time(Within = [|\"Patent\"|])] double Week")]
    [InlineData("[Time(Within = [|nameof(Row.Week)|])] double Week")]
    public Task A_unit_that_is_no_other_column_is_marked(string member) => RuleTest.VerifyAsync("GLMM117", $"public record Row(double Score, {member}, string Patient);\n");

    [Theory]
    [InlineData("ar1(0 + Week | Patient)", "yet; write (Week | Patient) for an intercept and a slope of 'Week' in each level of 'Patient'. Such a structure is of a factor with a level for each time, and 'Week' is a number (double): an enum of the visits would be one.")]
    [InlineData("ar1(Visit | Patient)", "yet; write (0 + Visit | Patient) for a variance of each time and all correlations, or diag(0 + Visit | Patient) for variances alone. It is of the times without an intercept.")]
    [InlineData("toep(0 + Label | Patient)", "or diag(0 + Label | Patient) for variances alone. Such a structure is of times in order: 'Label' is not one, it is text, whose levels are in alphabetical order: make it a number, a date or an enum, or give the order of its levels, [Factor(\"first\", \"second\")].")]
    [InlineData("hetar1(1 | Patient)", "yet; write (1 | Patient), or one with a slope of the time. Such a structure is of one column of times without an intercept, (0 + time | Patient).")]
    [InlineData("cs(0 + Visit | Patient)", "'cs(..)' is part of the language but cannot be fitted yet; write (0 + Visit | Patient) for unstructured or diag(0 + Visit | Patient) for independent random effects.")]
    public async Task A_structure_over_time_is_refused_with_the_type_of_its_column(string term, string advice)
    {
        Diagnostic found = Assert.Single(await RuleTest.VerifyAsync("GLMM101", Trial($"Score ~ Week + [|{term}|]")));
        Assert.EndsWith(advice, found.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    private static string Trial(string formula) => $$"""
        public enum Visit { Screening, Week4, Week8 }
        public record Row(double Score, [Time] double Week, [Time(Within = nameof(Row.Patient))] Visit Visit, string Label, string Patient, string Site);
        [LinearMixedModel<Row>("{{formula}}")] public sealed partial class Trial;
        """;
}
