using GlmmDsl.Completion.Tests.Harness;

namespace GlmmDsl.Completion.Tests;

public sealed class ResultNameCompletionTests
{
    private const string Model = """
        public enum Arm { Placebo, Active }
        public sealed record Visit(double Score, double Week, Arm Arm, [property: Factor("low", "high")] string Dose, [property: Factor("P1", "P2")] string Patient, string Site);
        [LinearMixedModel<Visit>("Score ~ Week * Arm + Dose + (Week | Patient) + (1 | Site)")]
        public sealed partial class Trial;
        """;

    [Theory]
    [InlineData("fit.Coefficients[\"$$\"]", "(Intercept),Week,ArmActive,Dosehigh,Week:ArmActive")]
    [InlineData("fit.Coefficients[\"We$$\"]", "(Intercept),Week,ArmActive,Dosehigh,Week:ArmActive")]
    [InlineData("fit.Satterthwaite().Coefficients[\"$$\"]", "(Intercept),Week,ArmActive,Dosehigh,Week:ArmActive")]
    [InlineData("fit.Satterthwaite().Terms[\"$$\"]", "Week,Arm,Dose,Week:Arm")]
    [InlineData("fit.RandomEffects.Patient[\"$$\"]", "P1,P2")]
    [InlineData("fit.RandomEffects.Site[\"$$\"]", "")]
    [InlineData("fit.RandomEffects.Patient[\"P1\"][\"$$\"]", "(Intercept),Week")]
    [InlineData("fit.VarianceComponents.Patient[\"$$\"]", "(Intercept),Week")]
    [InlineData("fit.Satterthwaite().Means.Dose[\"$$\"]", "low,high")]
    [InlineData("fit.Result.Coefficients[\"$$\"]", "(Intercept),Week,ArmActive,Dosehigh,Week:ArmActive")]
    [InlineData("fit.Result.RandomEffects[\"$$\"]", "Patient,Site")]
    [InlineData("fit.Result.VarianceComponents[\"Patient\"][\"$$\"]", "(Intercept),Week")]
    [InlineData("fit.Result.KenwardRoger().Means(\"$$\")", "Arm,Dose")]
    [InlineData("fit.Result.KenwardRoger().Means(\"Dose\", by: \"$$\")", "Arm,Dose")]
    [InlineData("fit.Result.Satterthwaite().Slopes(\"$$\", by: \"Arm\")", "Week")]
    [InlineData("fit.Result.Satterthwaite().Slopes(\"Week\", \"$$\")", "Arm,Dose")]
    [InlineData("fit.ToString().Split(\"$$\")", "")]
    public async Task Names_of_results_of_a_typed_fit_are_completed(string lookup, string expected)
    {
        string source = "static class Run { static void Show(Visit[] rows) { var fit = Trial.FitReml(rows); _ = " + lookup + "; } }";
        Assert.Equal(expected, string.Join(",", (await EditorDocument.CompleteAsync(source, Model)).Select(item => item.DisplayText)));
    }

    [Fact]
    public async Task The_codings_of_a_model_name_its_coefficients()
    {
        string model = Model.Replace("Site)\")", "Site)\", Contrasts = \"Arm=sum\")", StringComparison.Ordinal);
        Assert.Contains("Arm1", (await EditorDocument.CompleteAsync("static class Run { static void Show(Trial.RemlFit fit) { _ = fit.Coefficients[\"$$\"]; } }", model)).Select(item => item.DisplayText));
    }

    [Fact]
    public async Task Coefficients_of_a_constant_formula_are_completed()
    {
        const string source = """static class Run { static void Show(Table table) { var fit = MixedModel.Fit("Reaction ~ Days + I(Days^2) + (Days | Subject)", table); _ = fit.Coefficients["$$"]; } }""";
        Assert.Equal(["(Intercept)", "Days", "I(Days^2)"], (await EditorDocument.CompleteAsync(source)).Select(item => item.DisplayText));
    }

    [Fact]
    public async Task A_choice_replaces_the_text_of_the_look_up() =>
        Assert.Contains("fit.Coefficients[\"Week:ArmActive\"]", await EditorDocument.CommitAsync("static class Run { static void Show(Trial.MlFit fit) { _ = fit.Coefficients[\"Week$$ly\"]; } }", "Week:ArmActive", Model));
}
