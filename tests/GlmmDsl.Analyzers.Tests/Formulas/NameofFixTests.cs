using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Formulas;

/// <summary>Fixes beside <c>nameof(..)</c> leave it whole: they write outside the hole of an interpolated string, or in the literals beside it, or in the hole's place.</summary>
public class NameofFixTests
{
    [Theory]
    [InlineData("GLMM110", "$\"Score ~ Week + {nameof(Visit.Week)}^2 + (1 | Patient)\"", "$\"Score ~ Week + I({nameof(Visit.Week)}^2) + (1 | Patient)\"")]
    [InlineData("GLMM110", "$\"\"\"Score ~ Week + {nameof(Visit.Week)} ^ 2\"\"\"", "$\"\"\"Score ~ Week + I({nameof(Visit.Week)} ^ 2)\"\"\"")]
    [InlineData("GLMM110", "\"Score ~ Week + \" + nameof(Visit.Week) + \"^2 + (1 | Patient)\"", "\"Score ~ Week + I(\" + nameof(Visit.Week) + \"^2) + (1 | Patient)\"")]
    [InlineData("GLMM111", "$@\"Score ~ {nameof(Visit.Week)} / {nameof(Visit.Dose)} + (1 | Patient)\"", "$@\"Score ~ I({nameof(Visit.Week)} / {nameof(Visit.Dose)}) + (1 | Patient)\"")]
    [InlineData("GLMM111", "$\"Score ~ {nameof(Visit.Week)} - {nameof(Visit.Dose)}\"", "$\"Score ~ I({nameof(Visit.Week)} - {nameof(Visit.Dose)})\"")]
    [InlineData("GLMM106", "$\"Score ~ {nameof(Visit.Week)} + Dose + {nameof(Visit.Week)} + (1 | Patient)\"", "$\"Score ~ {nameof(Visit.Week)} + Dose + (1 | Patient)\"")]
    [InlineData("GLMM107", "$\"Score ~ {nameof(Visit.Week)}:{nameof(Visit.Dose)} + (1 | Patient)\"", "$\"Score ~ {nameof(Visit.Week)} * {nameof(Visit.Dose)} + (1 | Patient)\"")]
    [InlineData("GLMM115", "$\"Score ~ {nameof(Visit.Seen)} + (1 | Patient)\"", "$\"Score ~ I({nameof(Visit.Seen)} - min({nameof(Visit.Seen)})) + (1 | Patient)\"")]
    [InlineData("GLMM205", "\"Score ~ 1 + (\" + nameof(Visit.Week) + \" | Patient)\"", "\"Score ~ 1 + Week + (\" + nameof(Visit.Week) + \" | Patient)\"")]
    [InlineData("GLMM215", "$\"Score ~ Week + ({nameof(Visit.Patient)} | {nameof(Visit.Week)})\"", "$\"Score ~ Week + ({nameof(Visit.Week)} | {nameof(Visit.Patient)})\"")]
    public Task A_fix_leaves_the_name_whole(string rule, string before, string after) => FixTest.VerifyAsync(rule, Model(before), Model(after));

    [Fact]
    public async Task Where_only_code_could_be_removed_there_is_no_fix() =>
        Assert.Empty(await FixTest.TitlesAsync("GLMM106", Model("\"Score ~ \" + nameof(Visit.Week) + \" + Dose + \" + nameof(Visit.Week) + \" + (1 | Patient)\"")));

    private static string Model(string formula) => $$"""
        public record Visit(double Score, double Week, double Dose, DateOnly Seen, string Patient);

        [LinearMixedModel<Visit>({{formula}} /* kept */)] // kept
        public sealed partial class Trial;
        """;
}
