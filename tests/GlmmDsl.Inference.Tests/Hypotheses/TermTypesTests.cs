using GlmmDsl.Data;
using GlmmDsl.Tests.References;

namespace GlmmDsl.Inference.Tests.Hypotheses;

/// <summary>What tests of terms do and do not depend on.</summary>
public sealed class TermTypesTests
{
    private static readonly FixedEffectsTests Plain = UnbalancedSleep.Fit().KenwardRoger();

    [Theory]
    [InlineData(Coding.Sum, "abc")]
    [InlineData(Coding.Helmert, "abc")]
    [InlineData(Coding.Polynomial, "abc")]
    [InlineData(Coding.Treatment, "cab")]
    [InlineData(Coding.Sum, "bca")]
    public void F_tests_do_not_depend_on_the_coding_of_factors(Coding coding, string levels)
    {
        FixedEffectsTests recoded = UnbalancedSleep.Fit(rows: UnbalancedSleep.Rows(coding, levels)).KenwardRoger();

        foreach (TestType type in Enum.GetValues<TestType>())
        {
            Same(Plain.Anova(type), recoded.Anova(type));
        }
    }

    [Fact]
    public void Walds_type_III_is_that_of_the_coding_and_its_type_II_is_not()
    {
        MixedModelFit treatment = UnbalancedSleep.Fit();
        MixedModelFit sum = UnbalancedSleep.Fit(rows: UnbalancedSleep.Rows(Coding.Sum));

        Same(treatment.Wald().Anova(TestType.II), sum.Wald().Anova(TestType.II));
        Assert.NotEqual(treatment.Wald().Terms["Days"].Statistic, sum.Wald().Terms["Days"].Statistic, 1.0);
        Assert.Equal(["(Intercept)", "Days", "grp", "Days:grp"], treatment.Wald().Terms.Names.AsEnumerable());
        Assert.Equal(["Days", "grp", "Days:grp"], Plain.Terms.Names.AsEnumerable());
    }

    [Fact]
    public void Tests_depend_neither_on_the_units_of_columns_nor_on_the_order_of_rows()
    {
        Same(Plain.Terms, UnbalancedSleep.Fit(rows: UnbalancedSleep.Rows(scale: 1000)).KenwardRoger().Terms);
        Same(Plain.Terms, UnbalancedSleep.Fit(rows: UnbalancedSleep.Rows(isReversed: true)).KenwardRoger().Terms);
    }

    [Fact]
    public void Cells_without_rows_leave_fewer_degrees_of_freedom()
    {
        // lmerTest: anova(lmer(y ~ a * b + (1 | g), d), type = 3) has 2, 1 and 1 numerator degrees of freedom where one of the six cells is empty.
        var text = new System.Text.StringBuilder("y,a,b,g\n");
        for (int i = 0; i < 60; i++)
        {
            (char a, char b) = ("pqr"[i % 3], "uv"[i / 3 % 2]);
            if ((a, b) != ('r', 'v'))
            {
                text.Append(FormattableString.Invariant($"{(i * i % 17) + (i % 3)},{a},{b},{"klmno"[i * i % 23 % 5]}\n"));
            }
        }

        NamedResults<FTest> tests = MixedModel.Fit(Formula.Parse("y ~ a * b + (1 | g)"), Table.ReadCsv(new StringReader(text.ToString()))).Satterthwaite().Terms;

        Assert.Equal([2, 1, 1], tests.Select(t => t.NumeratorDegreesOfFreedom));
        Assert.All(tests, t => Assert.InRange(t.PValue, 0, 1));
    }

    [Fact]
    public void Tables_print_as_R_prints_them()
    {
        MixedModelFit fit = MixedModel.Fit(Formula.Parse("Reaction ~ Days + (Days | Subject)"), ReferenceCase.Load("sleep_ris").Data());

        Assert.Equal(
            """
            Fixed effects (t and p: Satterthwaite):
                        Estimate Std. Error    df t value Pr(>|t|)
            (Intercept)  251.405      6.825 17.00  36.838  < 2e-16
            Days          10.467      1.546 17.00   6.771 3.26e-06

            Type III analysis of variance table with Satterthwaite degrees of freedom:
                 Sum Sq Mean Sq NumDF DenDF F value    Pr(>F)
            Days  30031   30031     1 17.00  45.853 3.264e-06

            """.ReplaceLineEndings("\n"),
            fit.Satterthwaite().ToString());
        Assert.Equal(
            """
            Type II Wald chi-square tests:
                  Chisq Df Pr(>Chisq)
            Days 45.853  1  1.275e-11

            """.ReplaceLineEndings("\n"),
            fit.Wald().Anova(TestType.II).ToString());
    }

    private static void Same(NamedResults<FTest> expected, NamedResults<FTest> actual)
    {
        Assert.Equal(expected.Names.AsEnumerable(), actual.Names);
        for (int i = 0; i < expected.Count; i++)
        {
            Assert.Equal(expected[i].NumeratorDegreesOfFreedom, actual[i].NumeratorDegreesOfFreedom);
            Assert.Equal(expected[i].Statistic, actual[i].Statistic, 1e-4 * expected[i].Statistic);
            if (!expected[i].IsChiSquare)
            {
                Assert.Equal(expected[i].DenominatorDegreesOfFreedom, actual[i].DenominatorDegreesOfFreedom, 1e-3);
            }
        }
    }
}
