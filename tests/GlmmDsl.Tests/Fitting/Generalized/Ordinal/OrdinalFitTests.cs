using GlmmDsl.Data;

namespace GlmmDsl.Tests.Fitting.Generalized.Ordinal;

/// <summary>Fits of ordinal models: what must not change the model, and what is another model in disguise.</summary>
public class OrdinalFitTests
{
    [Theory]
    [InlineData(Link.Logit, 1)]
    [InlineData(Link.Logit, 7)]
    [InlineData(Link.Probit, 1)]
    [InlineData(Link.Cloglog, 1)]
    [InlineData(Link.Cauchit, 1)]
    public void Two_categories_are_a_binomial_model_with_the_threshold_as_minus_the_intercept(Link link, int nodes)
    {
        Table table = OrdinalModel.Data(2);
        Table binary = OrdinalModel.With(table, new NumericColumn("y", [.. OrdinalModel.Codes(table).Select(c => (double)c)]));
        MixedModelFit ordinal = OrdinalModel.Fit(table, "y ~ x + z + f + (1 | g)", link, nodes);
        MixedModelFit binomial = MixedModel.Fit("y ~ x + z + f + (1 | g)", binary, new FitOptions
        {
            Family = Family.Binomial, Link = link, Information = Information.Observed,
            Approximation = nodes > 1 ? Approximation.Quadrature : Approximation.Laplace, QuadratureNodes = nodes,
        });

        Assert.Equal(binomial.MinusTwoLogLikelihood(), ordinal.MinusTwoLogLikelihood(), 1e-6);
        Assert.Equal(binomial.Coefficients["(Intercept)"].Estimate, -ordinal.Thresholds!["c1|c2"].Estimate, 2e-3 * binomial.Coefficients["(Intercept)"].StandardError);
        Assert.Equal(binomial.Coefficients["(Intercept)"].StandardError, ordinal.Thresholds["c1|c2"].StandardError, 2e-3 * binomial.Coefficients["(Intercept)"].StandardError);
        foreach (Coefficient coefficient in ordinal.Coefficients)
        {
            Assert.Equal(binomial.Coefficients[coefficient.Name].Estimate, coefficient.Estimate, 2e-3 * coefficient.StandardError);
            Assert.Equal(binomial.Coefficients[coefficient.Name].StandardError, coefficient.StandardError, 2e-3 * coefficient.StandardError);
        }
    }

    [Theory]
    [InlineData(Link.Logit, Link.Logit)]
    [InlineData(Link.Probit, Link.Probit)]
    [InlineData(Link.Cauchit, Link.Cauchit)]
    [InlineData(Link.Cloglog, Link.Loglog)]
    public void Reversing_the_categories_reverses_the_signs_and_mirrors_the_thresholds(Link link, Link mirrored)
    {
        Table table = OrdinalModel.Data();
        Table reversed = OrdinalModel.With(table, new FactorColumn("y", ["c4", "c3", "c2", "c1"], [.. OrdinalModel.Codes(table).Select(c => 3 - c)], isOrdered: true));
        MixedModelFit one = OrdinalModel.Fit(table, "y ~ x + f + (1 | g)", link), other = OrdinalModel.Fit(reversed, "y ~ x + f + (1 | g)", mirrored);

        Assert.Equal(one.MinusTwoLogLikelihood(), other.MinusTwoLogLikelihood(), 1e-7);
        Assert.Equal(one.Coefficients["x"].Estimate, -other.Coefficients["x"].Estimate, 1e-4);
        Assert.Equal(one.Coefficients["x"].StandardError, other.Coefficients["x"].StandardError, 1e-5);
        Assert.Equal(one.Thresholds!["c1|c2"].Estimate, -other.Thresholds!["c2|c1"].Estimate, 1e-4);
        Assert.Equal(one.Thresholds["c3|c4"].Estimate, -other.Thresholds["c4|c3"].Estimate, 1e-4);
    }

    [Fact]
    public void Names_of_the_categories_change_nothing_but_the_names()
    {
        Table table = OrdinalModel.Data();
        Table renamed = OrdinalModel.With(table, new FactorColumn("y", ["never", "seldom", "often", "always"], OrdinalModel.Codes(table), isOrdered: true));
        MixedModelFit one = OrdinalModel.Fit(table, "y ~ x + (1 | g)"), other = OrdinalModel.Fit(renamed, "y ~ x + (1 | g)");
        Assert.Equal(one.Thresholds!.Select(t => t.Estimate), other.Thresholds!.Select(t => t.Estimate));
        Assert.Equal(["never|seldom", "seldom|often", "often|always"], other.Thresholds!.Select(t => t.Name));
        Assert.Equal("never seldom often always", string.Join(' ', other.Categories));
    }

    [Fact]
    public void Categories_without_rows_are_dropped_with_a_notice()
    {
        Table table = OrdinalModel.Data();
        Table wider = OrdinalModel.With(table, new FactorColumn("y", ["c0", "c1", "c2", "c2b", "c3", "c4"], [.. OrdinalModel.Codes(table).Select(c => c < 2 ? c + 1 : c + 2)], isOrdered: true));
        MixedModelFit one = OrdinalModel.Fit(table, "y ~ x + (1 | g)"), other = OrdinalModel.Fit(wider, "y ~ x + (1 | g)");
        Assert.Equal(one.Thresholds!.Select(t => (t.Name, t.Estimate)), other.Thresholds!.Select(t => (t.Name, t.Estimate)));
        Notice notice = Assert.Single(other.Notices, n => n.Id == NoticeId.LevelsDropped);
        Assert.Equal(["y", "c0", "c2b"], notice.Subjects);
    }

    [Fact]
    public void Frequencies_are_that_many_rows()
    {
        Table table = OrdinalModel.Data(rows: 60);
        double[] w = ((NumericColumn)table.Columns.First(c => c.Name == "w")).Values.ToArray();
        int[] rows = [.. Enumerable.Range(0, 60).SelectMany(i => Enumerable.Repeat(i, (int)w[i]))];
        Table repeated = new([.. table.Columns.Select(c => c is FactorColumn f
            ? new FactorColumn(f.Name, f.Levels, [.. rows.Select(r => f.Codes[r])], f.IsOrdered)
            : (Column)new NumericColumn(c.Name, [.. rows.Select(r => ((NumericColumn)c).Values[r])]))]);
        MixedModelFit counted = MixedModel.Fit("y ~ x + (1 | g)", table, new FitOptions { Family = Family.Cumulative, Weights = "w", WeightKind = WeightKind.Frequency });
        MixedModelFit single = OrdinalModel.Fit(repeated, "y ~ x + (1 | g)");
        Assert.Equal(single.MinusTwoLogLikelihood(), counted.MinusTwoLogLikelihood(), 1e-7);
        Assert.Equal(single.Coefficients["x"].Estimate, counted.Coefficients["x"].Estimate, 1e-5);
        Assert.Equal(single.ObservationCount(), counted.ObservationCount());
    }

    [Fact]
    public void An_offset_is_a_coefficient_of_one_and_a_shifted_one_shifts_the_thresholds()
    {
        Table table = OrdinalModel.Data();
        MixedModelFit plain = OrdinalModel.Fit(table, "y ~ x + offset(o) + (1 | g)"), shifted = OrdinalModel.Fit(table, "y ~ x + offset(o + 3) + (1 | g)");
        Assert.Equal(plain.MinusTwoLogLikelihood(), shifted.MinusTwoLogLikelihood(), 1e-7);
        Assert.Equal(plain.Thresholds!["c1|c2"].Estimate + 3, shifted.Thresholds!["c1|c2"].Estimate, 1e-4);
    }

    [Fact]
    public void Twenty_categories_with_rare_ones_among_them_have_ascending_thresholds_and_a_vanishing_gradient()
    {
        Table table = OrdinalModel.Data(20, 600);
        int[] codes = OrdinalModel.Codes(table);

        // One row each in two of the categories in the middle.
        int[] rare = [.. codes.Select((c, i) => (c is 8 or 9) && i != Array.IndexOf(codes, c) ? 7 : c)];
        MixedModelFit fit = OrdinalModel.Fit(OrdinalModel.With(table, new FactorColumn("y", [.. Enumerable.Range(0, 20).Select(c => FormattableString.Invariant($"k{c:00}"))], rare, isOrdered: true)), "y ~ x + f + (1 | g)");
        double[] thresholds = [.. fit.Thresholds!.Select(t => t.Estimate)];
        Assert.Equal(Verdict.Converged, fit.Verdict);
        Assert.Equal(thresholds.Order(), thresholds);
        Assert.All(fit.Thresholds!, t => Assert.True(t.StandardError is > 0 and < 2));
    }

    [Theory]
    [InlineData("y ~ 0 + x + (1 | g)", "thresholds in the place of the intercept")]
    [InlineData("f ~ x + (1 | g)", "have no order")]
    [InlineData("x ~ f + (1 | g)", "is not a factor")]
    [InlineData("one ~ x + (1 | g)", "is constant")]
    public void A_response_or_formula_that_is_none_of_an_ordinal_model_is_refused(string formula, string words)
    {
        Table table = OrdinalModel.Data(rows: 40);
        table = new Table([.. table.Columns, new FactorColumn("one", ["a", "b"], new int[40], isOrdered: true)]);
        MixedModelException refused = Assert.ThrowsAny<MixedModelException>(() => OrdinalModel.Fit(table, formula));
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_criterion_at_the_estimates_is_the_fit_s_and_no_lower_beside_them()
    {
        MixedModelFit fit = OrdinalModel.Fit(OrdinalModel.Data(), "y ~ x + (1 | g)");
        double[] beta = [.. fit.Coefficients.Select(c => c.Estimate)], theta = [.. fit.Theta];
        Assert.Equal(fit.MinusTwoLogLikelihood(), fit.CriterionAt(new CriterionPoint(theta, beta)), 1e-8);
        double[] whole = [.. beta, .. fit.Thresholds!.Select(t => t.Estimate)];
        Assert.Equal(fit.MinusTwoLogLikelihood(), fit.CriterionAt(new CriterionPoint(theta, whole)), 1e-8);
        for (int j = 0; j < whole.Length; j++)
        {
            double[] moved = [.. whole];
            moved[j] += 0.05;
            Assert.True(fit.CriterionAt(new CriterionPoint(theta, moved)) > fit.MinusTwoLogLikelihood());
        }
    }
}
