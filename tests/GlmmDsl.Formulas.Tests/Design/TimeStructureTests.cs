namespace GlmmDsl.Formulas.Tests.Design;

public class TimeStructureTests
{
    [Theory]
    [InlineData("ar1(arm | patient)", "arm", "has an intercept, and a structure over time is of one factor without an intercept: write ar1(0 + arm | patient).", "0 + arm")]
    [InlineData("toep(1 + arm | site/patient)", "1 + arm", "write toep(0 + arm | site/patient).", "0 + arm")]
    [InlineData("ar1(0 + week | patient)", "0 + week", "takes one factor of times, and 'week' is a number: write ar1(0 + factor(week) | patient).", "0 + factor(week)")]
    [InlineData("hetar1(week | patient)", "week", "takes one factor of times without an intercept, and 'week' is a number: write hetar1(0 + factor(week) | patient).", "0 + factor(week)")]
    [InlineData("ar1(week | patient, hom = FALSE)", "week", "write hetar1(0 + factor(week) | patient).", "0 + factor(week)")]
    [InlineData("homtoep(0 + log(week + 1) | patient)", "0 + log(week + 1)", "'log(week + 1)' is a number: write homtoep(0 + factor(week) | patient).", "0 + factor(week)")]
    [InlineData("ar1(0 + I(week/age) | patient)", "0 + I(week/age)", "is a number: write ar1(0 + factor(time) | patient) with the column of times.", null)]
    [InlineData("ar1(1 | patient)", "1", "has no factor of times: write ar1(0 + time | patient) with the column of times, or (1 | patient) for a random intercept.", null)]
    [InlineData("ar1(0 + week + grade | patient)", "0 + week + grade", "has 2 terms, and a structure over time takes one factor, that of the times: write ar1(0 + grade | patient), and put other columns in a term of their own.", null)]
    [InlineData("toep(0 + grade:arm | patient)", "0 + grade:arm", "has an interaction, and a structure over time takes one factor, that of the times: write toep(0 + grade | patient), and put other columns in a term of their own.", null)]
    public void A_structure_over_time_is_of_one_factor_without_an_intercept(string term, string place, string end, string? suggestion)
    {
        string formula = "y ~ week + " + term;

        FormulaDiagnostic error = Assert.Single(TimeStructures.Find(Planning.Plan(formula)));

        Assert.Equal(FormulaErrorKind.TimeStructure, error.Kind);
        Assert.Equal(place, formula.Substring(error.Span.Start, error.Span.Length));
        Assert.EndsWith(end, error.Message, StringComparison.Ordinal);
        Assert.Equal(suggestion, error.Suggestion);
    }

    [Theory]
    [InlineData("ar1(0 + arm | patient)")]
    [InlineData("ar1(arm - 1 | site:patient)")]
    [InlineData("hetar1(0 + factor(week) | patient)")]
    [InlineData("toep(0 + grade | patient, hom = TRUE)")]
    [InlineData("homtoep(0 + smoker | patient)")]
    [InlineData("cs(week | patient)")]
    [InlineData("homdiag(1 | patient)")]
    [InlineData("(0 + week | patient)")]
    public void Other_terms_are_fine(string term) => Assert.Empty(TimeStructures.Find(Planning.Plan("y ~ week + " + term)));

    [Theory]
    [InlineData("ar1(t | g)", "0 + t")]
    [InlineData("ar1(0 + as.numeric(t) | g)", "0 + factor(t)")]
    [InlineData("ar1(1 | g)", null)]
    [InlineData("ar1(0 + t + s | g)", null)]
    public void Some_faults_are_seen_before_the_columns_are_known(string term, string? suggestion) =>
        Assert.Equal(suggestion, Assert.Single(TimeStructures.Find(Terms.Expanding.Terms("y ~ " + term))).Suggestion);

    [Theory]
    [InlineData("ar1(0 + t | g)")]
    [InlineData("ar1(0 + factor(t) | g)")]
    [InlineData("ar1(0 + mine(t) | g)")]
    public void What_depends_on_the_column_is_left_to_the_run(string term) => Assert.Empty(TimeStructures.Find(Terms.Expanding.Terms("y ~ " + term)));

    [Fact]
    public void The_suggestion_in_its_place_mends_the_term()
    {
        const string formula = "y ~ week + ar1( 1 + week|site/patient , hom=FALSE ) + (1 | arm)";
        FormulaDiagnostic error = Assert.Single(TimeStructures.Find(Planning.Plan(formula)));

        string mended = formula[..error.Span.Start] + error.Suggestion + formula[error.Span.End..];

        Assert.Equal("y ~ week + ar1( 0 + factor(week)|site/patient , hom=FALSE ) + (1 | arm)", mended);
        Assert.Empty(TimeStructures.Find(Planning.Plan(mended)));
    }
}
