using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Formulas;

public class TooManyMembersRuleTests
{
    [Theory]
    [InlineData("Score ~ Code + [|(Code | Patient)|]")]
    [InlineData("Score ~ poly(Week, 20) * Code + [|(poly(Week, 20) * Code | Patient)|]")]
    [InlineData("Score ~ {|GLMM107:[|poly(Week, 30):Code|]|} + (1 | Patient)")]
    public Task A_term_of_too_many_columns_or_correlations_is_marked(string formula) => RuleTest.VerifyAsync("GLMM112", Model(formula));

    [Theory]
    [InlineData("Score ~ Code + (1 | Code)")]
    [InlineData("Score ~ Code + diag(Code | Patient)")]
    [InlineData("Score ~ Week + (Site * Patient | Patient)")]
    public async Task A_term_whose_members_can_be_generated_is_not(string formula) =>
        Assert.DoesNotContain("GLMM112", (await TestCompilation.DiagnoseAsync(TestCompilation.Generate(TestCompilation.Create(Model(formula))))).Select(d => d.Id));

    [Fact]
    public async Task The_message_names_the_term_its_size_and_the_way_round_it()
    {
        string message = (await TestCompilation.DiagnoseAsync(TestCompilation.Generate(TestCompilation.Create(Model("Score ~ Code + (Code | Patient)"))))).Single(d => d.Id == "GLMM112").GetMessage(null);
        Assert.All(["'(1 + Code | Patient)'", "400 columns", "79,800 correlations", "diag(..)", "MixedModel.Fit"], part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    private static string Model(string formula) => $$"""
        public enum Code { {{string.Join(", ", Enumerable.Range(1, 400).Select(i => "C" + i))}} }

        public record Visit(double Score, double Week, Code Code, string Patient, string Site);

        [LinearMixedModel<Visit>("{{formula}}")]
        public sealed partial class Trial;
        """;
}
