using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using GlmmDsl.Tests.Results;
using VerifyXunit;

namespace GlmmDsl.Tests.Snapshots;

public sealed partial class SummarySnapshots
{
    [Fact]
    public Task Correlated_slopes() => Verify(Fits.Sleepstudy.ToString());

    [Fact]
    public Task Nested_groups_by_maximum_likelihood() =>
        Verify(MixedModel.Fit("strength ~ 1 + (1 | batch/cask)", Fits.Data("Pastes"), new FitOptions { Method = FitMethod.Ml }).ToString());

    [Fact]
    public Task A_singular_fit() => Verify(MixedModel.Fit("Yield ~ 1 + (1 | Batch)", Fits.Data("Dyestuff2")).ToString());

    [Fact]
    public Task Aliased_columns_weights_and_an_offset() =>
        Verify(MixedModel.Fit("y ~ x + twice + (1 | g)", Fits.Small(), new FitOptions { Weights = "w", Offset = "x / 10" }).ToString());

    [Fact]
    public Task A_linear_model() => Verify(MixedModel.Fit("y ~ x", Fits.Small()).ToString());

    // How many evaluations a fit takes is the optimiser's affair, not the summary's.
    private static Task Verify(string summary, [CallerFilePath] string sourceFile = "", [CallerMemberName] string method = "") =>
        Verifier.Verify(Evaluations().Replace(summary, "({n} evaluations)"), sourceFile, method);

    [GeneratedRegex(@"\(\d+ evaluations?\)")]
    private static partial Regex Evaluations();
}
