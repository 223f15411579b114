using GlmmDsl.Tests.Results;
using VerifyXunit;

namespace GlmmDsl.Tests.Snapshots;

public sealed class SummarySnapshots
{
    [Fact]
    public Task Correlated_slopes() => Verifier.Verify(Fits.Sleepstudy.ToString());

    [Fact]
    public Task Nested_groups_by_maximum_likelihood() =>
        Verifier.Verify(MixedModel.Fit("strength ~ 1 + (1 | batch/cask)", Fits.Data("Pastes"), new FitOptions { Method = FitMethod.Ml }).ToString());

    [Fact]
    public Task A_singular_fit() => Verifier.Verify(MixedModel.Fit("Yield ~ 1 + (1 | Batch)", Fits.Data("Dyestuff2")).ToString());

    [Fact]
    public Task Aliased_columns_weights_and_an_offset() =>
        Verifier.Verify(MixedModel.Fit("y ~ x + twice + (1 | g)", Fits.Small(), new FitOptions { Weights = "w", Offset = "x / 10" }).ToString());

    [Fact]
    public Task A_linear_model() => Verifier.Verify(MixedModel.Fit("y ~ x", Fits.Small()).ToString());
}
