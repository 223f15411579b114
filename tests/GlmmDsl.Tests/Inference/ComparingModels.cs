using GlmmDsl.Data;
using GlmmDsl.Inference;

namespace GlmmDsl.Tests.Inference;

/// <summary>The run-time check of whether two fits' criteria measure the same thing.</summary>
public sealed class ComparingModels
{
    private static readonly Table Rows = Make(i => i);

    [Fact]
    public void Reml_fits_of_one_space_in_two_bases_are_compared_in_one_basis()
    {
        MixedModelFit orthogonal = MixedModel.Fit("y ~ poly(x, 2) + (1 | g)", Rows);
        MixedModelFit powers = MixedModel.Fit("y ~ x + I(x^2) + (1 | g)", Rows);
        Assert.True(Math.Abs(orthogonal.Aic.Value - powers.Aic.Value) > 1);
        Assert.Equal(0, ModelComparison.Aic(orthogonal, powers).Difference, 1e-6);
        Assert.Equal(0, ModelComparison.LogLikelihood(powers, orthogonal).Difference, 1e-6);
    }

    [Fact]
    public void The_order_of_rows_does_not_matter()
    {
        MixedModelFit first = MixedModel.Fit("y ~ poly(x, 2) + (1 | g)", Rows);
        MixedModelFit reversed = MixedModel.Fit("y ~ x + I(x^2) + (1 | g)", Make(i => 59 - i));
        Assert.Equal(0, ModelComparison.Bic(first, reversed).Difference, 1e-6);
    }

    [Theory]
    [InlineData("y ~ x + (1 | g)", "y ~ 1 + (1 | g)", FitMethod.Reml, FitMethod.Reml, IncomparableFits.FixedEffects)]
    [InlineData("y ~ x + (1 | g)", "y ~ x + (1 | g)", FitMethod.Reml, FitMethod.Ml, IncomparableFits.Criterion)]
    [InlineData("y ~ x + (1 | g)", "log(y + 9) ~ x + (1 | g)", FitMethod.Ml, FitMethod.Ml, IncomparableFits.Response)]
    public void Incomparable_fits_throw_and_say_what_differs(string first, string second, FitMethod method, FitMethod other, IncomparableFits difference)
    {
        MixedModelFit a = MixedModel.Fit(first, Rows, new FitOptions { Method = method });
        MixedModelFit b = MixedModel.Fit(second, Rows, new FitOptions { Method = other });
        Assert.Equal(difference, Assert.Throws<IncomparableFitsException>(() => ModelComparison.Aic(a, b)).Difference);
    }

    [Fact]
    public void Criteria_of_any_fits_have_an_order_that_refuses_incomparable_ones()
    {
        var ml = new FitOptions { Method = FitMethod.Ml };
        MixedModelFit line = MixedModel.Fit("y ~ x + (1 | g)", Rows, ml);
        MixedModelFit flat = MixedModel.Fit("y ~ 1 + (1 | g)", Rows, ml);
        IModelFit reml = MixedModel.Fit("y ~ x + (1 | g)", Rows);

        Assert.Same(ModelComparison.Aic(line, flat).IsFirstBetter ? line : flat, new IModelFit[] { flat, line }.MinBy(fit => fit.Aic));
        Assert.Equal(IncomparableFits.Criterion, Assert.Throws<IncomparableFitsException>(() => new IModelFit[] { line, reml }.MinBy(fit => fit.Aic)).Difference);
        Assert.Throws<IncomparableFitsException>(() => line.Aic.CompareTo(flat.Bic));
        Assert.Throws<IncomparableFitsException>(() => line.Aic.CompareTo(default));
        Assert.Equal(Math.Sign(line.Aic.Value - flat.Aic.Value), Math.Sign(((IComparable)line.Aic).CompareTo(flat.Aic)));
        Assert.Throws<ArgumentException>(() => ((IComparable)line.Aic).CompareTo("1"));
    }

    [Fact]
    public void Different_fixed_effects_are_comparable_by_maximum_likelihood() =>
        Assert.True(ModelComparison.Aic(
            MixedModel.Fit("y ~ x + (1 | g)", Rows, new FitOptions { Method = FitMethod.Ml }),
            MixedModel.Fit("y ~ 1 + (1 | g)", Rows, new FitOptions { Method = FitMethod.Ml })).IsFirstBetter);

    private static Table Make(Func<int, int> order)
    {
        int[] rows = [.. Enumerable.Range(0, 60).Select(order)];
        return new Table([
            new NumericColumn("y", [.. rows.Select(i => Math.Sin(i) + (i * 7 % 11) + (i % 4))]),
            new NumericColumn("x", [.. rows.Select(i => (double)(i * 7 % 11))]),
            new FactorColumn("g", ["a", "b", "c", "d"], [.. rows.Select(i => i % 4)]),
        ]);
    }
}
