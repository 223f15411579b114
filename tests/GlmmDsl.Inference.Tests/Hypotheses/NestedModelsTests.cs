using GlmmDsl.Tests.References;

namespace GlmmDsl.Inference.Tests.Hypotheses;

/// <summary>Tests of a fit against a smaller one, with the values of pbkrtest.</summary>
public sealed class NestedModelsTests
{
    // a <- lmer(Reaction ~ Days + I(Days^2) + (Days | Subject), sleepstudy); b <- lmer(Reaction ~ 1 + (Days | Subject), sleepstudy); KRmodcomp(a, b); SATmodcomp(a, b)
    private static readonly MixedModelFit Larger = Sleep("Reaction ~ Days + I(Days^2) + (Days | Subject)");
    private static readonly MixedModelFit Smaller = Sleep("Reaction ~ 1 + (Days | Subject)");

    [Fact]
    public void Kenward_and_Rogers_test_of_nested_models_is_that_of_KRmodcomp()
    {
        FTest test = Larger.KenwardRoger().Test(Smaller);

        Assert.Equal(23.36451808, test.Statistic, 1e-4);
        Assert.Equal(39.81704244, test.DenominatorDegreesOfFreedom, 1e-3);
        Assert.Equal(0.98358889, test.Scaling, 1e-7);
        Assert.Equal(2, test.NumeratorDegreesOfFreedom);
        Assert.Equal(1.93766e-07, test.PValue, 1e-11);
    }

    [Fact]
    public void Satterthwaites_test_of_nested_models_is_that_of_SATmodcomp()
    {
        FTest test = Larger.Satterthwaite().Test(Smaller);

        Assert.Equal(23.754353, test.Statistic, 1e-4);
        Assert.Equal(51.563034, test.DenominatorDegreesOfFreedom, 1e-2);
        Assert.Equal(4.876067e-08, test.PValue, 1e-11);
    }

    [Fact]
    public void Nesting_is_decided_from_column_spaces_not_from_names()
    {
        MixedModelFit written = Sleep("Reaction ~ I(7 - 2*Days) + (Days | Subject)");
        FTest test = Larger.KenwardRoger().Test(written);

        Assert.Equal(1, test.NumeratorDegreesOfFreedom);
        Assert.Equal(Math.Pow(Larger.KenwardRoger().Coefficients["I(Days^2)"].Statistic, 2), test.Statistic, 8);
    }

    [Fact]
    public void Models_that_are_not_nested_are_refused_with_the_column_that_is_outside()
    {
        MixedModelFit other = Sleep("Reaction ~ I(Days^3) + (Days | Subject)");

        Assert.Contains("I(Days^3)", Assert.Throws<IncomparableFitsException>(() => Larger.KenwardRoger().Test(other)).Message, StringComparison.Ordinal);
        Assert.Contains("nothing to test", Assert.Throws<IncomparableFitsException>(() => Larger.KenwardRoger().Test(Larger)).Message, StringComparison.Ordinal);
        Assert.Throws<IncomparableFitsException>(() => Larger.Wald().Test(Sleep("log(Reaction) ~ 1 + (Days | Subject)")));
    }

    private static MixedModelFit Sleep(string formula)
    {
        ReferenceCase sleep = ReferenceCase.Load("sleep_ris");
        return MixedModel.Fit(Formula.Parse(formula), sleep.Data(), sleep.Options());
    }
}
