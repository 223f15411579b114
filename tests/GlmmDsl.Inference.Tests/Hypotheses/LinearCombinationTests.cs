using GlmmDsl.Data;
using GlmmDsl.Tests.References;

namespace GlmmDsl.Inference.Tests.Hypotheses;

public sealed class LinearCombinationTests
{
    private static readonly MixedModelFit Fit = Sleep();

    [Fact]
    public void Combinations_are_written_with_the_operators_of_arithmetic()
    {
        Coefficient intercept = Fit.Coefficients["(Intercept)"];
        Coefficient days = Fit.Coefficients["Days"];

        LinearCombination combination = (2 * (intercept - days)) + (days / 4) - (-intercept * 3);

        Assert.Equal(new[] { ("(Intercept)", 5.0), ("Days", -1.75) }, combination.Weights.AsEnumerable());
        Assert.Equal("5*(Intercept) - 1.75*Days", combination.ToString());
        Assert.Equal("-Days + (Intercept)", (-days + intercept).ToString());
    }

    [Fact]
    public void Coefficients_of_different_fits_do_not_mix()
    {
        MixedModelFit other = Sleep();

        Assert.Throws<ArgumentException>(() => Fit.Coefficients["Days"] - other.Coefficients["Days"]);
        Assert.Contains("another fit", Assert.Throws<ArgumentException>(() => other.Wald().Test(Fit.Coefficients["Days"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Coefficients_of_equal_fits_are_equal_all_the_same() => Assert.Equal(Fit.Coefficients["Days"], Sleep().Coefficients["Days"]);

    [Fact]
    public void A_coefficient_that_was_dropped_enters_no_combination()
    {
        Table table = Table.ReadCsv(new StringReader("y,x,z\n1,1,2\n2,2,4\n4,3,6\n3,4,8\n6,5,10\n9,6,12"));
        MixedModelFit fit = MixedModel.Fit(Formula.Parse("y ~ x + z"), table);

        Assert.Contains("dropped", Assert.Throws<ArgumentException>(() => fit.Coefficients["x"] + fit.Coefficients["z"]).Message, StringComparison.Ordinal);
        Assert.True(double.IsNaN(fit.Wald().Coefficients["z"].PValue));
    }

    [Fact]
    public void A_test_by_names_is_that_of_the_same_combination()
    {
        FixedEffectsTests tests = Fit.Wald();

        LinearTest byOperators = tests.Test(Fit.Coefficients["(Intercept)"] + (3 * Fit.Coefficients["Days"]), 270);
        LinearTest byNames = tests.Test(tests.Combination(("(Intercept)", 1), ("Days", 3)), 270);

        Assert.Equal(byOperators, byNames);
        Assert.Equal(Fit.Coefficients["(Intercept)"].Estimate + (3 * Fit.Coefficients["Days"].Estimate), byNames.Estimate, 10);
        Assert.Equal((byNames.Estimate - 270) / byNames.StandardError, byNames.Statistic, 12);
        Assert.Contains("did you mean 'Days'", Assert.Throws<KeyNotFoundException>(() => tests.Test(("days", 1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_joint_test_of_one_combination_is_the_square_of_its_t_and_repeated_combinations_count_once()
    {
        FixedEffectsTests tests = Fit.Wald();
        LinearCombination combination = Fit.Coefficients["(Intercept)"] - (5 * Fit.Coefficients["Days"]);

        LinearTest one = tests.Test(combination);
        FTest joint = tests.Test([combination], null);
        FTest twice = tests.Test(combination, 2 * combination);
        FTest matrix = tests.Test(new double[,] { { 1, -5 } });

        Assert.Equal(one.Statistic * one.Statistic, joint.Statistic, 9);
        Assert.Equal(one.PValue, joint.PValue, 12);
        Assert.Equal(1, twice.NumeratorDegreesOfFreedom);
        Assert.Equal(joint.Statistic, twice.Statistic, 9);
        Assert.Equal(joint.Statistic, matrix.Statistic, 12);
    }

    private static MixedModelFit Sleep()
    {
        ReferenceCase sleep = ReferenceCase.Load("sleep_ris");
        return MixedModel.Fit(Formula.Parse(sleep.Formula), sleep.Data(), sleep.Options());
    }
}
