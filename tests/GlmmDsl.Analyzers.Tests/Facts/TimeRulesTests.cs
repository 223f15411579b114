using GlmmDsl.Analyzers.Tests.Harness;

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

    private static string Trial(string formula) => $$"""
        public enum Visit { Screening, Week4, Week8 }
        public record Row(double Score, [Time] double Week, [Time(Within = nameof(Row.Patient))] Visit Visit, string Label, string Patient, string Site);
        [LinearMixedModel<Row>("{{formula}}")] public sealed partial class Trial;
        """;
}
