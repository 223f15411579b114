using System.Text.RegularExpressions;

namespace GlmmDsl.Generators.Tests.Documentation;

/// <summary>What editors show of a model and of its coefficients: the documentation that the generator writes.</summary>
public sealed partial class ModelDocumentation
{
    private const string Rows = """
        namespace Trials;
        public enum Arm { Placebo, Active, Both }
        public enum Sex { F, M }
        public sealed record Visit(double Score, double Week, double Dose, Arm Arm, Sex Sex, [property: Ordered] Arm Grade, bool IsLate, string Patient, string Site, int Count);

        """;

    [Theory]
    [InlineData("Score ~ Week * Arm", "Week", "per Week at Arm = Placebo")]
    [InlineData("Score ~ Week * Arm", "ArmActive", "Active minus Placebo at Week = 0")]
    [InlineData("Score ~ Week * Arm", "Week:ArmBoth", "Both minus Placebo, per Week")]
    [InlineData("Score ~ Week * Arm", "(Intercept)", "the mean of Score at Week = 0, Arm = Placebo")]
    [InlineData("Score ~ Week + Arm", "Week", "per Week")]
    [InlineData("Score ~ Week * Dose", "Week:Dose", "per Week and per Dose")]
    [InlineData("Score ~ Week * Dose", "Week", "per Week at Dose = 0")]
    [InlineData("Score ~ Arm * Sex", "ArmActive:SexM", "Active minus Placebo, by M minus F")]
    [InlineData("Score ~ Arm * Sex", "SexM", "M minus F at Arm = Placebo")]
    [InlineData("Score ~ 0 + Arm", "ArmBoth", "Arm = Both")]
    [InlineData("Score ~ Week + Week:Arm", "Week", "per Week at Arm = Placebo")]
    [InlineData("Score ~ IsLate", "IsLateTRUE", "TRUE minus FALSE")]
    [InlineData("Score ~ log(Dose)", "log(Dose)", "per log(Dose)")]
    [InlineData("Score ~ poly(Week, 2)", "poly(Week, 2)2", "per column 2 of poly(Week, 2)")]
    [InlineData("Score ~ Grade", "Grade.Q", "the quadratic trend over the levels of Grade")]
    [InlineData("Score ~ Week * Grade", "Week", "per Week on average over the levels of Grade")]
    [InlineData("Score ~ Week * Site", "Site", "the level of Site minus its first at Week = 0")]
    [InlineData("Score ~ Week * Site", "Week", "per Week at the first level of Site")]
    public void A_coefficient_says_what_it_means(string formula, string name, string meaning) => Assert.Equal(meaning, Meanings($"LinearMixedModel<Visit>(\"{formula}\")")[name]);

    [Theory]
    [InlineData("sum", "Arm2", "Active minus the mean of the levels of Arm at Week = 0")]
    [InlineData("helmert", "Arm1", "Active against the mean of the levels of Arm before it at Week = 0")]
    [InlineData("sum", "Week", "per Week on average over the levels of Arm")]
    public void Its_meaning_is_that_of_its_coding(string coding, string name, string meaning) =>
        Assert.Equal(meaning, Meanings($"LinearMixedModel<Visit>(\"Score ~ Week * Arm\", Contrasts = \"Arm={coding}\")")[name]);

    [Fact]
    public void The_intercept_of_a_generalised_model_is_a_linear_predictor() =>
        Assert.Equal("the linear predictor at Week = 0", Meanings("GeneralizedLinearMixedModel<Visit>(\"Count ~ Week\", Family.Poisson)")["(Intercept)"]);

    [Fact]
    public void A_model_shows_its_mathematics() =>
        Assert.Equal(
            """
            <summary>A linear mixed model: <c>Score ~ Week * Arm + (Week | Patient) + (1 | Site)</c>.</summary>
            In full: <c>Score ~ 1 + Week + Arm + Week:Arm + (1 + Week | Patient) + (1 | Site)</c>
            In matrices: <c>y = Xβ + Zb + ε</c>, <c>b ~ N(0, G)</c>, <c>ε ~ N(0, σ²I)</c>
            Fixed effects, 6 columns: <c>(Intercept)</c>, <c>Week</c>, <c>ArmActive</c>, <c>ArmBoth</c>, <c>Week:ArmActive</c>, <c>Week:ArmBoth</c>
            Random effects by <c>Patient</c>, 2 variances and 1 correlation: <c>(Intercept)</c>, <c>Week</c>
            Random effects by <c>Site</c>, one variance: <c>(Intercept)</c>
            Levels of <c>Arm</c>: Placebo, Active, Both
            Levels of <c>Patient</c>: those of the rows
            Levels of <c>Site</c>: those of the rows
            Parameters: 11, of them 6 coefficients, 4 variances and covariances and the residual variance
            """,
            Shown("", "LinearMixedModel<Visit>(\"Score ~ Week * Arm + (Week | Patient) + (1 | Site)\")"));

    [Theory]
    [InlineData("homdiag(0 + Arm | Patient)", "one variance, independent, <c>Σ = s²I</c>: <c>ArmPlacebo</c>, <c>ArmActive</c>, <c>ArmBoth</c>", 1)]
    [InlineData("cs(0 + Arm | Patient)", "3 variances and one correlation, <c>Σ_ij = s_i s_j ρ</c> for i ≠ j", 4)]
    [InlineData("cs(0 + Arm | Patient, hom = TRUE)", "one variance and one correlation, <c>Σ_ij = s²ρ</c> for i ≠ j", 2)]
    [InlineData("ar1(0 + Arm | Patient)", "one variance and one correlation, <c>Σ_ij = s²ρ^|i−j|</c>", 2)]
    [InlineData("hetar1(0 + Arm | Patient)", "3 variances and one correlation, <c>Σ_ij = s_i s_j ρ^|i−j|</c>", 4)]
    [InlineData("toep(0 + Arm | Patient)", "3 variances and 2 correlations, <c>Σ_ij = s_i s_j ρ_|i−j|</c> for i ≠ j", 5)]
    [InlineData("homtoep(0 + Arm | Patient)", "one variance and 2 correlations, <c>Σ_ij = s²ρ_|i−j|</c> for i ≠ j", 3)]
    [InlineData("diag(0 + Arm | Patient)", "3 variances, independent", 3)]
    [InlineData("homcs(1 | Patient)", "one variance: <c>(Intercept)</c>", 1)]
    public void A_structure_shows_its_matrix_and_its_parameters(string term, string words, int parameters)
    {
        string shown = Shown("", $"LinearMixedModel<Visit>(\"Score ~ 1 + {term}\")");
        Assert.Contains($"Random effects by <c>Patient</c>, {words}", shown, StringComparison.Ordinal);
        Assert.Contains($"Parameters: {parameters + 2}, of them 1 coefficient, {parameters} variance", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ar1(0 + Site | Patient)", "one variance and one correlation, <c>Σ_ij = s²ρ^|i−j|</c>: <c>Site[level]</c>", true)]
    [InlineData("cs(0 + Site | Patient)", "a variance for each level and one correlation", false)]
    [InlineData("homtoep(0 + Site | Patient)", "one variance and a correlation for each distance", false)]
    [InlineData("us(0 + Site | Patient)", "as many as there are levels, correlated", false)]
    [InlineData("diag(0 + Site | Patient)", "as many as there are levels, independent", false)]
    public void Parameters_of_levels_known_only_from_the_rows_are_counted_where_their_number_is_fixed(string term, string words, bool isCounted)
    {
        string shown = Shown("", $"LinearMixedModel<Visit>(\"Score ~ 1 + {term}\")");
        Assert.Contains($"Random effects by <c>Patient</c>, {words}", shown, StringComparison.Ordinal);
        Assert.Equal(isCounted, shown.Contains("Parameters: 4", StringComparison.Ordinal));
    }

    [Fact]
    public void The_formula_in_full_keeps_structures() =>
        Assert.Contains("In full: <c>Score ~ 1 + Week + homcs(0 + Arm | Patient) + (1 | Site)</c>", Shown("", "LinearMixedModel<Visit>(\"Score ~ Week + cs(0 + Arm | Patient, hom = TRUE) + cs(1 | Site)\")"), StringComparison.Ordinal);

    [Fact]
    public void A_generalised_model_shows_its_link_and_distribution()
    {
        string shown = Shown("", "GeneralizedLinearMixedModel<Visit>(\"Count ~ Week + offset(Dose) + (Week || Patient)\", Family.Poisson)");
        Assert.Contains("<summary>A generalised linear mixed model: ", shown, StringComparison.Ordinal);
        Assert.Contains("In matrices: <c>log(μ) = Xβ + Zb + o</c>, <c>b ~ N(0, G)</c>; given b, the response is Poisson with mean μ", shown, StringComparison.Ordinal);
        Assert.Contains("Parameters besides those of the distribution: 4, of them 2 coefficients, 2 variances and covariances", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_whose_number_only_the_rows_know_are_not_counted()
    {
        string shown = Shown("", "LinearMixedModel<Visit>(\"Score ~ Week + Site + (1 | Patient)\")");
        Assert.Contains("Fixed effects, 2 columns and those of the levels of <c>Site</c>: <c>(Intercept)</c>, <c>Week</c>, <c>Site[level]</c>", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameters", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void The_summary_of_a_model_that_is_documented_is_kept() =>
        Assert.DoesNotContain("<summary>", Shown("/// <summary>The trial.</summary>\n", "LinearMixedModel<Visit>(\"Score ~ Week\")"), StringComparison.Ordinal);

    private static Dictionary<string, string> Meanings(string attribute) =>
        Meaning().Matches(Files("", attribute)["Trials.Trial.Coefficients.g.cs"]).ToDictionary(match => System.Net.WebUtility.HtmlDecode(match.Groups[1].Value), match => System.Net.WebUtility.HtmlDecode(match.Groups[2].Value), StringComparer.Ordinal);

    private static string Shown(string documentation, string attribute) =>
        string.Join(
            "\n",
            Files(documentation, attribute)["Trials.Trial.Design.g.cs"].Split('\n').Select(line => line.Trim())
                .SkipWhile(line => !line.StartsWith("///", StringComparison.Ordinal)).TakeWhile(line => line.StartsWith("///", StringComparison.Ordinal))
                .Select(line => line[4..].Replace("<item><description>", "", StringComparison.Ordinal).Replace("</description></item>", "", StringComparison.Ordinal))
                .Where(line => !line.Contains("remarks>", StringComparison.Ordinal) && !line.Contains("list", StringComparison.Ordinal)));

    private static IReadOnlyDictionary<string, string> Files(string documentation, string attribute) =>
        TypedCompilation.Generate(Rows + documentation + "[" + attribute + "] public sealed partial class Trial;");

    [GeneratedRegex("The coefficient of <c>([^<]*)</c>(?:, by level)?: (.*)\\.</summary>")]
    private static partial Regex Meaning();
}
