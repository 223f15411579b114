using GlmmDsl.Data;
using GlmmDsl.Tests.References;

namespace GlmmDsl.Inference.Tests.Hypotheses;

/// <summary>Values of lmerTest, pbkrtest and SAS, and what must hold whatever the data.</summary>
public sealed class DegreesOfFreedomTests
{
    [Fact]
    public void Satterthwaites_method_takes_fits_by_maximum_likelihood()
    {
        // coef(summary(lmer(Reaction ~ Days * grp + (Days | Subject), s, REML = FALSE))), anova(type = 3)
        FixedEffectsTests tests = UnbalancedSleep.Fit(method: FitMethod.Ml).Satterthwaite();

        Near([19.2277172, 18.4029092, 19.0380608, 19.0380608, 18.1963816, 18.1963816], tests.Coefficients.Select(c => c.DegreesOfFreedom));
        Near([11.1265188545, 2.64746775], tests.Coefficients.Take(2).Select(c => c.StandardError));
        Near([18.1277724, 18.9742881, 18.1268408], tests.Terms.Select(t => t.DenominatorDegreesOfFreedom));
        Near([44.45452, 0.40261, 1.57309], tests.Terms.Select(t => t.Statistic));
    }

    [Fact]
    public void Joint_tests_are_those_of_lmerTests_contest()
    {
        // contest(m, rbind(c(0,0,1,-1,0,0), c(0,1,0,0,3,0)), ddf = "Kenward-Roger"); the same with rhs = c(2, 10) and Satterthwaite's method
        MixedModelFit fit = UnbalancedSleep.Fit();
        CoefficientCollection c = fit.Coefficients;

        FTest kenwardRoger = fit.KenwardRoger().Test(c["grpb"] - c["grpc"], c["Days"] + (3 * c["Days:grpb"]));
        FTest satterthwaite = fit.Satterthwaite().Test([c["grpb"] - c["grpc"], c["Days"] + (3 * c["Days:grpb"])], [2, 10]);

        Near([3.73657563598, 17.0532440908], [kenwardRoger.Statistic, kenwardRoger.DenominatorDegreesOfFreedom]);
        Near([1.66147135117, 16.0359065022], [satterthwaite.Statistic, satterthwaite.DenominatorDegreesOfFreedom]);
    }

    [Theory]
    [InlineData(Information.Expected, 18.187)]
    [InlineData(Information.Observed, 18.156)]
    public void The_information_is_pbkrtests_or_that_of_SAS(Information information, double df)
    {
        ReferenceCase sleep = ReferenceCase.Load("sleep_ris");
        MixedModelFit fit = MixedModel.Fit(Formula.Parse("Reaction ~ Days + (Days || Subject)"), sleep.Data(), sleep.Options());

        Assert.Equal(df, fit.KenwardRoger(information).Coefficients["Days"].DegreesOfFreedom, 5e-4);
    }

    [Fact]
    public void Without_random_terms_tests_are_exact()
    {
        MixedModelFit fit = UnbalancedSleep.Fit("Reaction ~ Days * grp");
        double rest = fit.RowCount - 6;

        Assert.All(fit.KenwardRoger().Coefficients, c => Assert.Equal(rest, c.DegreesOfFreedom, 1e-6));
        Assert.All(fit.Satterthwaite().Coefficients, c => Assert.Equal(rest, c.DegreesOfFreedom, 1e-6));
        Assert.All(fit.KenwardRoger().Terms, t => Assert.Equal((Math.Round(rest, 6), 1.0), (Math.Round(t.DenominatorDegreesOfFreedom, 6), Math.Round(t.Scaling, 9))));
        Assert.Equal(fit.Covariance["Days", "grpb"], fit.KenwardRoger().Covariance["Days", "grpb"], 1e-12);
    }

    [Theory]
    [InlineData("y ~ a + (1 | s)", 2, 6)]
    [InlineData("y ~ a + (1 | s) + (1 | t)", 2, 6)]
    public void In_balanced_designs_both_methods_give_the_exact_F(string formula, double numerator, double denominator)
    {
        // 4 subjects by 3 treatments, and the repetitions of a Latin square where there is a third factor.
        var text = new System.Text.StringBuilder("y,a,s,t\n");
        double[] y = [3.1, 4.7, 5.9, 2.2, 4.9, 7.4, 5.3, 5.1, 8.8, 1.9, 3.2, 4.1];
        for (int i = 0; i < 12; i++)
        {
            text.Append(FormattableString.Invariant($"{y[i]},{"pqr"[i % 3]},{"klmn"[i / 3]},{"uvw"[((i / 3) + i) % 3]}\n"));
        }

        Table table = Table.ReadCsv(new StringReader(text.ToString()));
        MixedModelFit fit = MixedModel.Fit(Formula.Parse(formula), table);
        if (fit.Verdict == Verdict.Singular)
        {
            return;
        }

        FTest kenwardRoger = fit.KenwardRoger().Terms["a"];
        FTest satterthwaite = fit.Satterthwaite().Terms["a"];

        Assert.Equal(numerator, kenwardRoger.NumeratorDegreesOfFreedom);
        Assert.Equal(denominator, kenwardRoger.DenominatorDegreesOfFreedom, 1e-4);
        Assert.Equal(1, kenwardRoger.Scaling, 1e-6);
        Assert.Equal(denominator, satterthwaite.DenominatorDegreesOfFreedom, 1e-4);
        Assert.Equal(kenwardRoger.Statistic, satterthwaite.Statistic, 1e-6);
    }

    [Fact]
    public void A_joint_test_of_one_combination_is_the_square_of_its_t()
    {
        MixedModelFit fit = UnbalancedSleep.Fit();
        foreach (FixedEffectsTests tests in new[] { fit.KenwardRoger(), fit.KenwardRoger(Information.Observed), fit.Satterthwaite() })
        {
            LinearCombination combination = fit.Coefficients["grpb"] - (2 * fit.Coefficients["Days:grpc"]);
            LinearTest one = tests.Test(combination, 5);
            FTest joint = tests.Test([combination], [5]);

            Assert.Equal(one.Statistic * one.Statistic, joint.Statistic, 1e-9);
            Assert.Equal(one.DegreesOfFreedom, joint.DenominatorDegreesOfFreedom, 1e-7);
            Assert.Equal(one.PValue, joint.PValue, 1e-10);
        }
    }

    [Fact]
    public void Weights_are_rows_in_other_units()
    {
        // Multiplied by √w, rows of precision w are rows of precision 1.
        var weighted = new System.Text.StringBuilder("y,x,g,w\n");
        var scaled = new System.Text.StringBuilder("y,x,one,g\n");
        for (int i = 0; i < 40; i++)
        {
            double w = 0.5 + (i % 5);
            double x = i * 7 % 11;
            double y = 3 + (0.4 * x) + (i % 6) + (i * i % 13 / 5.0);
            weighted.Append(FormattableString.Invariant($"{y:R},{x:R},{"abcdef"[i % 6]},{w:R}\n"));
            scaled.Append(FormattableString.Invariant($"{y * Math.Sqrt(w):R},{x * Math.Sqrt(w):R},{Math.Sqrt(w):R},{"abcdef"[i % 6]}\n"));
        }

        MixedModelFit byWeights = MixedModel.Fit(
            Formula.Parse("y ~ x + (x || g)"), Table.ReadCsv(new StringReader(weighted.ToString())), new FitOptions { Weights = "w", WeightKind = WeightKind.Precision });
        MixedModelFit byUnits = MixedModel.Fit(Formula.Parse("y ~ 0 + one + x + (0 + one | g) + (0 + x | g)"), Table.ReadCsv(new StringReader(scaled.ToString())));
        foreach (Func<MixedModelFit, FixedEffectsTests> method in new Func<MixedModelFit, FixedEffectsTests>[] { f => f.KenwardRoger(), f => f.Satterthwaite(), f => f.KenwardRoger(Information.Observed) })
        {
            Assert.Equal(method(byUnits).Coefficients["x"].DegreesOfFreedom, method(byWeights).Coefficients["x"].DegreesOfFreedom, 1e-4);
            Assert.Equal(method(byUnits).Coefficients["one"].StandardError, method(byWeights).Coefficients["(Intercept)"].StandardError, 1e-7);
        }
    }

    [Fact]
    public void Fits_to_cross_products_have_the_same_tests()
    {
        MixedModelFit fit = UnbalancedSleep.Fit();
        MixedModelFit summed = MixedModel.Fit(CrossProducts.Of(Formula.Parse(UnbalancedSleep.Model), UnbalancedSleep.Rows()));

        foreach (Func<MixedModelFit, FixedEffectsTests> method in new Func<MixedModelFit, FixedEffectsTests>[] { f => f.KenwardRoger(), f => f.Satterthwaite(), f => f.Wald() })
        {
            foreach (TestType type in Enum.GetValues<TestType>())
            {
                Assert.Equal(method(fit).Anova(type).Select(t => Math.Round(t.PValue, 8)), method(summed).Anova(type).Select(t => Math.Round(t.PValue, 8)));
            }

            Assert.Equal(method(fit).Coefficients.Select(c => Math.Round(c.DegreesOfFreedom, 3)), method(summed).Coefficients.Select(c => Math.Round(c.DegreesOfFreedom, 3)));
        }
    }

    [Fact]
    public void A_singular_fit_has_tests_by_both_methods()
    {
        // Dyestuff2's variance between batches is 0: Satterthwaite counts all rows, Kenward and Roger what estimating the variance costs (pbkrtest: 5).
        ReferenceCase dyestuff = ReferenceCase.Load("dyestuff2");
        MixedModelFit fit = MixedModel.Fit(Formula.Parse(dyestuff.Formula), dyestuff.Data(), dyestuff.Options());

        Assert.Equal(Verdict.Singular, fit.Verdict);
        Assert.Equal(5, fit.KenwardRoger().Coefficients["(Intercept)"].DegreesOfFreedom, 1e-6);
        Assert.Equal(29, fit.Satterthwaite().Coefficients["(Intercept)"].DegreesOfFreedom, 1e-6);
    }

    [Fact]
    public void What_a_fit_cannot_have_is_refused_with_what_to_do()
    {
        MixedModelFit ml = UnbalancedSleep.Fit(method: FitMethod.Ml);
        ReferenceCase binomial = ReferenceCase.Load(ReferenceCase.Ids("glmer").First());
        MixedModelFit generalised = MixedModel.Fit(Formula.Parse(binomial.Formula), binomial.Data(), binomial.Options());

        Assert.Contains("Satterthwaite()", Assert.Throws<InvalidOperationException>(() => ml.KenwardRoger()).Message, StringComparison.Ordinal);
        Assert.Contains("Wald()", Assert.Throws<InvalidOperationException>(() => generalised.KenwardRoger()).Message, StringComparison.Ordinal);
        Assert.Contains("Wald()", Assert.Throws<InvalidOperationException>(() => generalised.Satterthwaite()).Message, StringComparison.Ordinal);
        Assert.True(generalised.Wald().Coefficients[0].PValue >= 0);
    }

    /// <summary>Near enough for optima that two programs stopped at.</summary>
    private static void Near(IEnumerable<double> expected, IEnumerable<double> actual)
    {
        foreach ((double e, double a) in expected.Zip(actual))
        {
            Assert.InRange(a, e * (1 - 1e-4), e * (1 + 1e-4));
        }

        Assert.Equal(expected.Count(), actual.Take(expected.Count()).Count());
    }
}
