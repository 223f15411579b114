using System.Globalization;
using GlmmDsl.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Tests.Facts;

/// <summary>Structures over time: one factor of times in order, one step apart, without an intercept.</summary>
public class TimeStructureRuleTests
{
    [Theory]
    [InlineData("ar1([|Visit|] | Patient)", "has an intercept, and a structure over time is of one factor without an intercept: write ar1(0 + Visit | Patient).")]
    [InlineData("hetar1([|1 + Visit|] | Site/Patient)", "write hetar1(0 + Visit | Site/Patient).")]
    [InlineData("ar1([|Visit|] | Patient, hom = FALSE)", "write hetar1(0 + Visit | Patient).")]
    [InlineData("toep([|0 + Week|] | Patient)", "'toep(0 + Week | Patient)' takes one factor of times, and 'Week' is a number: write toep(0 + factor(Week) | Patient).")]
    [InlineData("homtoep([|Week|] | Patient)", "without an intercept, and 'Week' is a number: write homtoep(0 + factor(Week) | Patient).")]
    [InlineData("ar1([|0 + Day|] | Patient)", "'Day' is a number of days: write ar1(0 + factor(Day) | Patient).")]
    [InlineData("ar1([|1|] | Patient)", "has no factor of times: write ar1(0 + time | Patient) with the column of times, or (1 | Patient) for a random intercept.")]
    [InlineData("ar1([|0 + Visit + Arm|] | Patient)", "has 2 terms")]
    [InlineData("ar1([|0 + Visit:Arm|] | Patient)", "has an interaction")]
    [InlineData("ar1(0 + [|Label|] | Patient)", "takes times in order, and 'Label' is not one: it is text, whose levels are in alphabetical order: make it a number, a date or an enum, or give the order of its levels, [Factor(\"first\", \"second\")]")]
    [InlineData("toep(0 + [|factor(Label)|] | Patient)", "it is text")]
    [InlineData("ar1(0 + [|IsLate|] | Patient)", "it is a bool")]
    [InlineData("ar1(0 + [|Key|] | Patient)", "it is a Guid")]
    public async Task A_structure_without_a_factor_of_times_is_marked(string term, string part)
    {
        Diagnostic found = Assert.Single(await RuleTest.VerifyAsync("GLMM210", Trial($"Score ~ Visit + {term}")));
        Assert.Contains(part, found.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ar1(0 + [|Hour|] | Patient)", "(double)")]
    [InlineData("hetar1(0 + [|factor(Hour)|] | Patient)", "(double)")]
    [InlineData("toep(0 + [|Fraction|] | Patient)", "(decimal)")]
    [InlineData("homtoep([|Marked|] - 1 | Patient)", "(float)")]
    [InlineData("ar1(0 + [|At|] | Patient)", "(DateTime)")]
    [InlineData("ar1(0 + [|factor(At)|] | Patient)", "(DateTime)")]
    [InlineData("ar1(0 + [|Length|] | Site/Patient)", "(TimeSpan)")]
    public async Task Times_at_any_distance_are_marked(string term, string type)
    {
        Diagnostic found = Assert.Single(await RuleTest.VerifyAsync("GLMM211", Trial($"Score ~ Visit + {term}")));
        Assert.Contains(type, found.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Score ~ Visit + ar1(Hour | Patient)")]
    [InlineData("Score ~ Visit + ar1(At | Patient)")]
    public async Task An_intercept_is_another_mistake_than_an_irregular_time(string formula)
    {
        var found = await TestCompilation.DiagnoseAsync(TestCompilation.Create(Trial(formula)));
        Assert.Equal(["GLMM210", "GLMM211"], found.Select(d => d.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_moment_elsewhere_in_the_formula_is_still_no_column()
    {
        var found = await TestCompilation.DiagnoseAsync(TestCompilation.Create(Trial("Score ~ At + ar1(0 + At | Patient)")));
        Assert.Equal("GLMM103", Assert.Single(found).Id);
    }

    [Theory]
    [InlineData("ar1(0 + Visit | Patient)")]
    [InlineData("ar1(Visit - 1 | Site:Patient)")]
    [InlineData("hetar1(0 + factor(Week) | Patient)")]
    [InlineData("ar1(0 + Wave | Patient)")]
    [InlineData("toep(0 + factor(Day) | Patient)")]
    [InlineData("homtoep(0 + Stage | Patient)")]
    [InlineData("ar1(0 + Dose | Patient)")]
    [InlineData("toep(0 + Visit | Patient, hom = TRUE)")]
    [InlineData("cs(0 + Visit | Patient)")]
    [InlineData("cs(Visit | Patient)")]
    [InlineData("homcs(0 + Label | Patient)")]
    [InlineData("homdiag(Hour | Patient) + Hour")]
    [InlineData("diag(0 + Visit | Patient, hom = FALSE)")]
    [InlineData("ar1(0 + Visit | Patient) + (1 | Patient)")]
    public Task A_structure_with_what_it_takes_is_silent(string term) => RuleTest.SilentAsync(Trial($"Score ~ Visit + {term}"));

    [Fact]
    public Task Models_of_the_dispersion_are_checked_too() => RuleTest.VerifyAsync(
        "GLMM210", Trial("Count ~ Visit + (1 | Patient)").Replace("LinearMixedModel<Row>(\"Count ~ Visit + (1 | Patient)\")", "GeneralizedLinearMixedModel<Row>(\"Count ~ Visit + (1 | Patient)\", Family.NegativeBinomial2, ZeroInflation = \"~ ar1([|Visit|] | Patient)\")", StringComparison.Ordinal));

    [Theory]
    [InlineData("MixedModel.Fit(\"y ~ x + ar1([|t|] | g)\", table);")]
    [InlineData("MixedModel.Fit(\"y ~ x + toep([|0 + t + s|] | g)\", table);")]
    [InlineData("MixedModel.Fit(\"y ~ x + ar1([|0 + log(t)|] | g)\", table);")]
    public Task Fits_at_run_time_are_told_what_needs_no_types(string statement) => RuleTest.VerifyAsync("GLMM210", Program(statement));

    [Theory]
    [InlineData("MixedModel.Fit(\"y ~ x + ar1(0 + t | g)\", table);")]
    [InlineData("MixedModel.Fit(\"y ~ x + ar1(0 + factor(t) | g) + cs(x | h, hom = TRUE)\", table);")]
    [InlineData("Formula.Parse(\"y ~ x + ar1(t | g)\");")]
    public Task Fits_at_run_time_are_silent_where_the_column_decides(string statement) => RuleTest.SilentAsync(Program(statement));

    [Theory]
    [InlineData("us(Visit | Patient, [|hom = TRUE|])")]
    [InlineData("cs(Visit | Patient, [|homo|] = TRUE)")]
    [InlineData("cs(Visit | Patient, hom = [|1|])")]
    [InlineData("ar1(0 + Visit | Patient, hom = TRUE, [|hom = FALSE|])")]
    public Task A_wrong_argument_of_a_structure_is_marked(string term) => RuleTest.VerifyAsync("GLMM101", Trial($"Score ~ Visit + {term}"));

    [Theory]
    [InlineData("Score ~ Visit + ar1(Visit | Patient)", "Score ~ Visit + ar1(0 + Visit | Patient)")]
    [InlineData("Score ~ Visit + ar1( 1 + Visit|Patient, hom=FALSE)", "Score ~ Visit + ar1( 0 + Visit|Patient, hom=FALSE)")]
    [InlineData("Score ~ Week + toep(Week | Patient)", "Score ~ Week + toep(0 + factor(Week) | Patient)")]
    [InlineData("Score ~ 1 + ar1(Hour | Patient)", "Score ~ 1 + ar1(0 + Hour | Patient)")]
    public Task The_fix_writes_the_factor_of_times(string formula, string expected) => FixTest.VerifyAsync("GLMM210", Trial(formula), Trial(expected));

    [Fact]
    public Task The_fix_reaches_fits_at_run_time() =>
        FixTest.VerifyAsync("GLMM210", Program("MixedModel.Fit(\"y ~ x + ar1(t | g)\", table);"), Program("MixedModel.Fit(\"y ~ x + ar1(0 + t | g)\", table);"));

    // Every other rule on random effects, for terms under a structure.
    [Theory]
    [InlineData("GLMM203", "Score ~ Week + (1 | Patient) + [|diag(Week | Patient)|]")]
    [InlineData("GLMM203", "Score ~ Week + cs(1 | Patient) + [|(Week | Patient)|]")]
    [InlineData("GLMM204", "Score ~ Visit + ar1(0 + Visit | Patient) + [|ar1(0 + Visit | Patient, hom = TRUE)|]")]
    [InlineData("GLMM205", "Score ~ 1 + cs([|Week|] | Patient)")]
    [InlineData("GLMM205", "Score ~ Visit + homdiag(0 + [|Week|] | Patient)")]
    [InlineData("GLMM206", "Score ~ Arm + Visit + [|cs(Visit | Arm)|]")]
    [InlineData("GLMM214", "Score ~ Visit + [|homdiag(0 + Timed | Patient)|]")]
    [InlineData("GLMM214", "Score ~ Visit + [|homcs(0 + Timed | Patient)|]")]
    [InlineData("GLMM214", "Score ~ Visit + [|cs(0 + Timed | Site:Patient, hom = TRUE)|]")]
    [InlineData("GLMM214", "Score ~ Visit + [|homtoep(0 + Timed | Patient)|]")]
    public Task Other_rules_look_into_structures(string rule, string formula) => RuleTest.VerifyAsync(rule, Trial(formula));

    [Theory]
    [InlineData("Score ~ Week + (1 | Patient) + homdiag(Week | Patient)")]
    [InlineData("Score ~ Week + (1 | Patient) + homcs(Week | Patient)")]
    [InlineData("Score ~ Visit + ar1(0 + Visit | Patient) + hetar1(0 + Visit | Patient)")]
    [InlineData("Score ~ 1 + cs(0 + Visit | Patient)")]
    [InlineData("Score ~ 1 + homdiag(Visit | Patient)")]
    [InlineData("Score ~ OfFixed + homdiag(OfFixed | Fixed)")]
    [InlineData("Score ~ Visit + ar1(0 + Timed | Patient)")]
    [InlineData("Score ~ Visit + toep(0 + Timed | Patient)")]
    [InlineData("Score ~ Visit + cs(0 + Timed | Patient)")]
    [InlineData("Score ~ Visit + homcs(0 + Timed | Site)")]
    [InlineData("Score ~ Visit + homcs(0 + Visit | Patient)")]
    public Task Other_rules_are_silent_where_a_structure_tells_things_apart(string formula) => RuleTest.SilentAsync(Trial(formula));

    [Fact]
    public Task Weights_tell_the_residual_from_the_effects_of_times() =>
        RuleTest.SilentAsync(Trial("Score ~ Visit + homcs(0 + Timed | Patient)").Replace("| Patient)\")", "| Patient)\", Weights = \"Count\")", StringComparison.Ordinal));

    [Theory]
    [InlineData("GLMM214", "Score ~ Visit + homdiag(0 + Timed | Patient)", "Score ~ Visit", "Remove homdiag(0 + Timed | Patient)")]
    [InlineData("GLMM214", "Score ~ Visit + homcs(0 + Timed | Patient)", "Score ~ Visit + (1 | Patient)", "Write (1 | Patient)")]
    [InlineData("GLMM212", "Score ~ Item + (Item | Patient)", "Score ~ Item + cs(Item | Patient)", "Write cs(Item | Patient)")]
    [InlineData("GLMM212", "Score ~ Item + us(Item | Patient)", "Score ~ Item + diag(Item | Patient)", "Write diag(Item | Patient)")]
    public Task Other_fixes_write_structures(string rule, string formula, string expected, string title) => FixTest.VerifyAsync(rule, Trial(formula), Trial(expected), title);

    [Theory]
    [InlineData("cs")]
    [InlineData("ar1")]
    [InlineData("homtoep")]
    public Task A_structure_with_few_parameters_has_not_too_many(string structure) => RuleTest.SilentAsync(Trial($"Score ~ Item + {structure}(0 + Item | Patient)"));

    private static string Trial(string formula) => $$"""
        public enum Visit { Screening, Week4, Week8 }
        public enum Arm { Placebo, Drug, Both, Neither, Other }
        public enum Item { A, B, C, D, E, F }
        public record Row(
            double Score, int Count, int Week, [Factor] int Wave, DateOnly Day, double Hour, decimal Fraction, [Factor] float Marked, [Factor("0", "0.5", "1")] double Dose, DateTime At, TimeSpan Length,
            Visit Visit, [Time(Within = nameof(Row.Patient))] Visit Timed, Item Item, string Label, [Factor("before", "after")] string Stage, bool IsLate, Guid Key, Arm Arm, [ConstantWithin(nameof(Row.Fixed))] Arm OfFixed, string Fixed, string Patient, string Site);
        [LinearMixedModel<Row>("{{formula}}")] public sealed partial class Trial;
        """;

    private static string Program(string statement) => $$"""
        public static class Program
        {
            public static void Run(Table table)
            {
                {{statement}}
            }
        }
        """;
}
