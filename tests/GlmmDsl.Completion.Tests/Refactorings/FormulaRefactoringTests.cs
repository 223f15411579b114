using GlmmDsl.Completion.Tests.Harness;

namespace GlmmDsl.Completion.Tests.Refactorings;

public sealed class FormulaRefactoringTests
{
    private const string Rows = "public enum Arm { Placebo, Active }\npublic sealed record Visit(double Score, double Week, double Age, Arm Arm, string Patient);\n\n";

    [Theory]
    [InlineData("Score ~ Week + (We$$ek | Patient)", "Remove correlations", "Score ~ Week + (Week || Patient)")]
    [InlineData("Score ~ Week + (Week |$$| Patient)", "Add correlations", "Score ~ Week + (Week | Patient)")]
    [InlineData("Score ~ Arm + (Arm | $$Patient)", "Remove correlations", "Score ~ Arm + diag(Arm | Patient)")]
    [InlineData("Score ~ Arm + diag(Arm | $$Patient)", "Add correlations", "Score ~ Arm + (Arm | Patient)")]
    [InlineData("Score ~ Arm + cs(Week $$* Arm | Patient, hom = TRUE)", "Expand", "Score ~ Arm + cs(Week + Arm + Week:Arm | Patient, hom = TRUE)")]
    [InlineData("Score ~ Week $$* Arm + (1 | Patient)", "Expand", "Score ~ Week + Arm + Week:Arm + (1 | Patient)")]
    [InlineData("Score ~ Week * Arm$$ * Age", "Expand", "Score ~ Week + Arm + Age + Week:Arm + Week:Age + Arm:Age + Week:Arm:Age")]
    [InlineData("Score ~ (Week $$* Arm):Age", "Expand", "Score ~ (Week + Arm + Week:Arm):Age")]
    [InlineData("Score ~ Age - Week $$* Arm", "Expand", "Score ~ Age - (Week + Arm + Week:Arm)")]
    [InlineData("Score ~ 1 + (log(Week) * Arm$$ | Patient)", "Expand", "Score ~ 1 + (log(Week) + Arm + log(Week):Arm | Patient)")]
    [InlineData("Score ~ Week + Age + Arm + $$Week:Arm + (1 | Patient)", "Write Week * Arm", "Score ~ Week * Arm + Age + (1 | Patient)")]
    [InlineData("Score ~ Week + Arm$$ + Arm:Week", "Write Week * Arm", "Score ~ Week * Arm")]
    [InlineData("Score ~ Week + Arm + Age + Week:Arm + Week:Age + Arm:Age + Week:Arm:A$$ge", "Write Week * Arm * Age", "Score ~ Week * Arm * Age")]
    [InlineData("Score ~ Week:$$Arm + (1 | Patient)", "Add the main effect of Arm", "Score ~ Arm + Week:Arm + (1 | Patient)")]
    [InlineData("Score ~ Week + Week:$$Arm", "Add the main effect of Arm", "Score ~ Week + Arm + Week:Arm")]
    [InlineData("Score ~ We$$ek", "Write the names of columns with nameof", "{nameof(Visit.Score)} ~ {nameof(Visit.Week)}")]
    public async Task A_formula_is_rewritten(string formula, string title, string expected)
    {
        string changed = await RefactoringTest.ApplyAsync(Model(formula), title);
        string dollar = expected.Contains("nameof", StringComparison.Ordinal) ? "$" : "";
        Assert.Equal(Model("").Replace("\"\"", dollar + "\"" + expected + "\"", StringComparison.Ordinal), changed);
    }

    [Theory]
    [InlineData("Score ~ Week + (1 | $$Patient)", "correlations")]
    [InlineData("Score ~ Week + ar1(0 + Week | $$Patient)", "correlations")]
    [InlineData("Score ~ Week + cs((Week | $$Patient))", "correlations")]
    [InlineData("Score ~ Week + homdiag(Week | $$Patient)", "correlations")]
    [InlineData("Score ~ Week + diag(Week | $$Patient, hom = TRUE)", "correlations")]
    [InlineData("Score ~ Week + $$Arm", "Expand")]
    [InlineData("Score ~ Week + Week:$$Arm", "Write Week")]
    [InlineData("Score ~ Week + Arm + Week:$$Arm", "main effect")]
    [InlineData("Score ~ I(Week $$* Age)", "Expand")]
    [InlineData("Score ~ Wek * $$Arm +", "Expand")]
    public async Task What_does_not_apply_is_not_offered(string formula, string title) =>
        Assert.DoesNotContain(await RefactoringTest.TitlesAsync(Model(formula)), offered => offered.Contains(title, StringComparison.Ordinal));

    [Fact]
    public async Task Names_of_columns_are_written_as_text_again()
    {
        const string source = Rows + "[LinearMixedModel<Visit>($\"{nameof(Visit.Score)} ~ $$I({nameof(Visit.Week)} > 1)\")]\npublic sealed partial class Trial;\n";
        Assert.Equal(Model("Score ~ I(Week > 1)"), await RefactoringTest.ApplyAsync(source, "Write the names of columns as text"));
    }

    [Fact]
    public async Task The_members_of_other_notations_keep_their_meaning()
    {
        string changed = await RefactoringTest.ApplyAsync(Model("""Score ~ I(Arm == \"Act$$ive\")"""), "Write the names of columns with nameof");
        Assert.Contains("""($"{nameof(Visit.Score)} ~ I({nameof(Visit.Arm)} == \"Active\")")""", changed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_null_model_has_the_same_random_effects_and_settings()
    {
        string source = Rows + "[LinearMixedModel<Visit>(\"log(Score) ~ Week$$ * Arm + offset(Age) + (Week | Patient)\", Missing = MissingValues.Omit, Contrasts = \"Arm=sum\")]\npublic sealed partial class Trial;\n";
        string expected = source.Replace("$$", "", StringComparison.Ordinal).TrimEnd() + "\n\n[LinearMixedModel<Visit>(\"log(Score) ~ 1 + offset(Age) + (Week | Patient)\", Missing = MissingValues.Omit)]\npublic sealed partial class TrialNull;\n";
        Assert.Equal(expected, await RefactoringTest.ApplyAsync(source, "Make a null model"));
    }

    [Theory]
    [InlineData("Score ~ Week + A$$ge + (1 | Patient)", "Age", "Score ~ Week + (1 | Patient)")]
    [InlineData("Score ~ Week * A$$rm + Age + (1 | Patient)", "Arm", "Score ~ Week + Age + (1 | Patient)")]
    [InlineData("Score ~ Week + Arm + Week:Arm$$ + (1 | Patient)", "Week:Arm", "Score ~ Week + Arm + (1 | Patient)")]
    public async Task A_model_without_the_term_at_the_caret_is_made(string formula, string term, string expected)
    {
        string changed = await RefactoringTest.ApplyAsync(Model(formula), $"Make a model without {term} to compare with");
        Assert.EndsWith($"[LinearMixedModel<Visit>(\"{expected}\")]\npublic sealed partial class TrialWithout{term.Replace(':', '_')};\n", changed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Formulas_for_tables_are_rewritten_too() =>
        Assert.Contains("Formula.Parse(\"y ~ a + b + a:b\")", await RefactoringTest.ApplyAsync("static class Run { static void Show() { Formula.Parse(\"y ~ a *$$ b\"); } }", "Expand"), StringComparison.Ordinal);

    private static string Model(string formula) => Rows + "[LinearMixedModel<Visit>(\"" + formula + "\")]\npublic sealed partial class Trial;\n";
}
