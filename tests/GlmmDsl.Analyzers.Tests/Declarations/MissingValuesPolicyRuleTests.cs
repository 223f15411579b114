using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Declarations;

public class MissingValuesPolicyRuleTests
{
    [Theory]
    [InlineData("Score ~ [|Week|] + (1 | Patient)")]
    [InlineData("Score ~ log([|Week|]) + Site + (1 | Patient)")]
    [InlineData("Score ~ (1 | [|Site|])")]
    public Task A_nullable_column_without_a_policy_is_marked_at_the_first(string formula) => RuleTest.VerifyAsync("GLMM003", Model(formula));

    [Theory]
    [InlineData("Score ~ 1 + (1 | Patient)", "")]
    [InlineData("Score ~ Week + (1 | Patient)", ", Missing = MissingValues.Omit")]
    [InlineData("Score ~ Week + (1 | Patient)", ", Missing = MissingValues.Fail")]
    public Task A_policy_or_no_nullable_column_is_silent(string formula, string policy) => RuleTest.SilentAsync(Model(formula, policy));

    [Theory]
    [InlineData("Leave out rows with missing values", "Omit")]
    [InlineData("Fail at the first missing value", "Fail")]
    public Task The_fix_states_the_policy(string title, string policy) => FixTest.VerifyAsync(
        "GLMM003", Model("Score ~ Week + (1 | Patient)"), Model("Score ~ Week + (1 | Patient)", ", Missing = MissingValues." + policy), title);

    private static string Model(string formula, string policy = "") => $$"""
        public record Visit(double Score, double? Week, string? Site, string Patient);

        [LinearMixedModel<Visit>("{{formula}}"{{policy}})]
        public sealed partial class Trial;
        """;
}
