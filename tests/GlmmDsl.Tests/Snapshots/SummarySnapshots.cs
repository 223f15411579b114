using System.Text.RegularExpressions;
using VerifyXunit;

namespace GlmmDsl.Tests.Snapshots;

public sealed partial class SummarySnapshots
{
    [Fact]
    public Task Correlated_slopes() => Verifier.Verify(Text(Fits.Sleepstudy));

    [Fact]
    public Task Nested_groups_by_maximum_likelihood() =>
        Verifier.Verify(Text(MixedModel.Fit("strength ~ 1 + (1 | batch/cask)", Fits.Data("Pastes"), new FitOptions { Method = FitMethod.Ml })));

    [Fact]
    public Task A_singular_fit() => Verifier.Verify(Text(MixedModel.Fit("Yield ~ 1 + (1 | Batch)", Fits.Data("Dyestuff2"))));

    [Fact]
    public Task Aliased_columns_weights_and_an_offset() =>
        Verifier.Verify(Text(MixedModel.Fit("y ~ x + twice + (1 | g)", Fits.Small(), new FitOptions { Weights = "w", Offset = "x / 10" })));

    [Fact]
    public Task A_linear_model() => Verifier.Verify(Text(MixedModel.Fit("y ~ x", Fits.Small())));

    [Fact]
    public Task A_binomial_model() => Verifier.Verify(Text(Fits.Cbpp));

    [Fact]
    public Task An_overdispersed_Poisson_model() =>
        Verifier.Verify(Text(MixedModel.Fit("TICKS ~ factor(YEAR) + cHEIGHT + (1 | BROOD)", Fits.Data("grouseticks"), new FitOptions { Family = Family.Poisson })));

    [Fact]
    public Task A_generalised_linear_model() =>
        Verifier.Verify(Text(MixedModel.Fit("cbind(incidence, size - incidence) ~ factor(period)", Fits.Data("cbpp"), new FitOptions { Family = Family.Binomial })));

    /// <summary>How many evaluations a fit takes is the engine's business, and may change.</summary>
    private static string Text(MixedModelFit fit) => EvaluationCount().Replace(fit.ToString(), "(n evaluations)");

    [GeneratedRegex(@"\(\d+ evaluations?\)")]
    private static partial Regex EvaluationCount();
}
