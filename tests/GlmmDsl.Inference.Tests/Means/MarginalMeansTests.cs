using GlmmDsl.Data;

namespace GlmmDsl.Inference.Tests.Means;

/// <summary>Marginal means and slopes against R's emmeans 1.8.4.1, with lme4's fits and asymptotic degrees of freedom.</summary>
public sealed class MarginalMeansTests
{
    // m <- lmer(distance ~ age * Sex + I(age^2) + (1 | Subject), Orthodont[-c(1,2,7,30,31,33,99), ]); emmeans(m, ~ Sex)
    [Theory]
    [InlineData("Female", 22.6078669880, 0.616862039780, 21.3988396066, 23.8168943694)]
    [InlineData("Male", 25.0464592472, 0.526314790303, 24.0149012136, 26.0780172807)]
    public void A_numeric_column_is_at_its_mean_and_so_are_functions_of_it(string sex, double estimate, double error, double lower, double upper)
    {
        MarginalEstimate mean = Fitted.Ortho.Wald().Means("Sex")[sex];
        Check(mean, estimate, error);
        Fitted.Near(lower, mean.Interval().Lower);
        Fitted.Near(upper, mean.Interval().Upper);
    }

    // emmeans(m, ~ Sex, at = list(age = 9))
    [Theory]
    [InlineData("Female", 21.6730727890, 0.619796471568)]
    [InlineData("Male", 23.4760103545, 0.525214754129)]
    public void A_reference_value_takes_the_place_of_the_mean(string sex, double estimate, double error)
    {
        Check(Fitted.Ortho.Wald().Means("Sex").At(("age", 9))[sex], estimate, error);
        Check(Fitted.Ortho.Wald().Means("Sex", null, ("age", 9))[sex], estimate, error);
    }

    /// <summary>Numbers made a factor whose levels a double does not name: the means are those of the same rows with texts in their place.</summary>
    [Theory]
    [InlineData("9007199254740992", "9007199254740993", "9007199254740994")]
    [InlineData("100000000000000000000001", "100000000000000000000002", "100000000000000000000003")]
    [InlineData("2024-01-30", "2024-01-31", "2024-02-01")]
    public void Long_identifiers_and_dates_have_a_mean_each(params string[] levels)
    {
        MixedModelFit exact = Fit(levels);
        MixedModelFit texts = Fit("a", "b", "c");
        using var file = new MemoryStream();
        exact.Save(file);
        file.Position = 0;
        foreach (MixedModelFit fit in new[] { exact, MixedModelFit.Load(file) })
        {
            for (int i = 0; i < 3; i++)
            {
                Assert.Equal(texts.Wald().Means("f")[i].Estimate, fit.Wald().Means("f")[levels[i]].Estimate, 1e-12);
            }
        }

        Assert.Equal(texts.Wald().Means("1").Weighted(Weighting.Proportional)[0].Estimate, exact.Wald().Means("1").Weighted(Weighting.Proportional)[0].Estimate, 1e-12);
        Assert.Equal(levels, exact.AveragePredictions("f").Select(a => a.By["f"]));
        Assert.Equal(texts.AveragePredictions("f").Select(a => a.Estimate), exact.AveragePredictions("f").Select(a => a.Estimate));

        static MixedModelFit Fit(params string[] levels)
        {
            var text = new System.Text.StringBuilder("y,f,g\n");
            for (int i = 0; i < 40; i++)
            {
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{(i * 7 % 11) + (i % 5)},{(i == 17 ? "" : levels[i * i % 7 % 3])},g{i % 5}\n");
            }

            return MixedModel.Fit("y ~ factor(f) + (1 | g)", Table.ReadCsv(new StringReader(text.ToString())), new FitOptions { Missing = MissingValues.Omit });
        }
    }

    // emmeans(m, ~ age, at = list(age = c(8, 14)), weights = "proportional")
    [Theory]
    [InlineData("8", 22.1086244307, 0.447577405829)]
    [InlineData("14", 26.0459776417, 0.439244611810)]
    public void Reference_values_are_levels_and_others_can_be_weighed_by_their_rows(string age, double estimate, double error) =>
        Check(Fitted.Ortho.Wald().Means("age", null, ("age", 8), ("age", 14)).Weighted(Weighting.Proportional)[age], estimate, error);

    [Fact]
    public void Weighed_by_the_rows_of_its_own_cells_a_mean_of_all_is_that_of_the_predictors()
    {
        // The mean of Xb over the rows, of a model whose columns are indicators of the cells.
        MixedModelFit fit = Fitted.Cake;
        double[] beta = [.. fit.Coefficients.Select(c => c.Estimate)];
        double sum = 0;
        for (int i = 0; i < fit.RowCount; i++)
        {
            for (int j = 0; j < beta.Length; j++)
            {
                sum += fit.FixedEffectsMatrix[i, j] * beta[j] / fit.RowCount;
            }
        }

        Fitted.Near(sum, fit.Wald().Means("1").Weighted(Weighting.Cells)[0].Estimate, 1e-9);
    }

    // emtrends(m, ~ Sex, "age"), which differs by its forward difference: with the quadratic term it is the slope at 0.003 above the mean.
    [Fact]
    public void Slopes_are_derivatives_through_functions_of_the_column()
    {
        MixedModelFit fit = Fitted.Ortho;
        double age = ((NumericColumn)Fitted.Orthodont().Columns.Single(c => c.Name == "age")).Values.ToArray().Average();
        double common = fit.Coefficients["age"].Estimate + (2 * age * fit.Coefficients["I(age^2)"].Estimate);
        MarginalEstimates slopes = fit.Wald().Slopes("age", by: "Sex");
        Assert.Equal("age", slopes.SlopeOf);
        Fitted.Near(common + SexSlope(fit, "Female"), slopes["Female"].Estimate, 1e-9);
        Fitted.Near(common + SexSlope(fit, "Male"), slopes["Male"].Estimate, 1e-9);
        Fitted.Near(0.479304465572, slopes["Female"].Estimate, 1e-3);
        Fitted.Near(0.0950956137334, slopes["Female"].StandardError, 1e-3);
        ContrastTest pair = slopes.Pairs()["Female", "Male"];
        Fitted.Near(-0.310150357797, pair.Estimate);
        Fitted.Near(0.0138549159473, pair.PValue, 1e-4);
    }

    [Fact]
    public void Slopes_of_transformed_columns_are_theirs_at_the_reference_value()
    {
        MixedModelFit fit = MixedModel.Fit("distance ~ log(age) + Sex + (1 | Subject)", Fitted.Orthodont());
        Fitted.Near(fit.Coefficients["log(age)"].Estimate / 10, fit.Wald().Slopes("age", null, null, ("age", 10))[0].Estimate, 1e-9);
    }

    // emmeans(g, ~ period, type = "response"), g <- qdrg(~ period, data = cbpp, coef = beta, vcov = V, df = Inf, link = "logit") with beta and V of tests/Reference/cases/cbpp.json
    [Theory]
    [InlineData("1", 0.1980491396359, 0.0369225100178, 0.1353841815126, 0.280315822677)]
    [InlineData("4", 0.0483907396165, 0.0198044050617, 0.0214201333036, 0.105654202993)]
    public void On_the_scale_of_the_response_limits_are_those_of_the_link_transformed(string period, double estimate, double error, double lower, double upper)
    {
        MarginalEstimate mean = Fitted.Cbpp.Wald().Means("period").OnResponse()[period];
        Fitted.Near(estimate, mean.Estimate, 1e-4);
        Fitted.Near(error, mean.StandardError, 1e-4);
        Fitted.Near(lower, mean.Interval().Lower, 1e-4);
        Fitted.Near(upper, mean.Interval().Upper, 1e-4);
    }

    [Fact]
    public void Cells_of_several_factors_vary_by_the_first_one_fastest()
    {
        MarginalEstimates means = Fitted.Cake.Wald().Means("recipe:temperature");
        Assert.Equal(18, means.Count);
        Assert.Equal("recipe = B, temperature = 175", means[1].Cell.ToString());
        Assert.Equal(means[1], means["B", "175"]);
        Assert.Equal("B", means[1].Cell["recipe"]);
        Assert.False(means.IsInInteraction);
        Assert.True(Fitted.Cake.Wald().Means("recipe").IsInInteraction);
        Assert.Equal("temperature", Assert.Single(Fitted.Cake.Wald().Means("recipe").AveragedOver));
    }

    [Fact]
    public void A_numeric_column_of_two_values_counts_as_a_factor()
    {
        Table table = Fitted.Orthodont();
        var sex = (FactorColumn)table.Columns.Single(c => c.Name == "Sex");
        var with = new Table([.. table.Columns, new NumericColumn("male", [.. sex.Codes.ToArray().Select(c => (double)c)])]);
        MarginalEstimates means = MixedModel.Fit("distance ~ age + male + (1 | Subject)", with).Wald().Means("1");
        Fitted.Near(MixedModel.Fit("distance ~ age + Sex + (1 | Subject)", with).Wald().Means("1")[0].Estimate, means[0].Estimate, 1e-9);
        Assert.Equal("male", Assert.Single(means.AveragedOver));
    }

    [Fact]
    public void What_aliased_columns_leave_open_is_not_estimable()
    {
        // No row of Female at age 8.
        Table table = Fitted.Orthodont().WithFactor("age");
        var sex = (FactorColumn)table.Columns.Single(c => c.Name == "Sex");
        double[] age = [.. ((NumericColumn)Fitted.Orthodont().Columns.Single(c => c.Name == "age")).Values];
        int female = sex.Levels.IndexOf("Female");
        int[] rows = [.. Enumerable.Range(0, table.RowCount).Where(i => !(age[i] == 8 && sex.Codes[i] == female))];
        FixedEffectsTests tests = MixedModel.Fit("distance ~ Sex * factor(age) + (1 | Subject)", Fitted.Rows(Fitted.Orthodont(), rows)).Wald();
        MarginalEstimates means = tests.Means("Sex");
        Assert.False(means["Female"].IsEstimable);
        Assert.True(double.IsNaN(means["Female"].Interval().Lower));
        Assert.True(means["Male"].IsEstimable);
        Assert.False(tests.Means("Sex").Pairs()[0].IsEstimable);
        Assert.Contains("nonEst", means.ToString(), StringComparison.Ordinal);
        ContrastTests within = tests.Means("age", by: "Sex").Pairs();
        Assert.False(within["8", "10", "Female"].IsEstimable);
        Assert.True(within["10", "12", "Female"].IsEstimable);
        Assert.True(within["8", "10", "Male"].IsEstimable);
    }

    [Fact]
    public void Without_rows_means_are_the_same_and_an_unknown_mean_is_asked_for()
    {
        Table table = Fitted.Orthodont();
        FixedEffectsTests products = MixedModel.Fit(CrossProducts.Of(Formula.Parse("distance ~ age * Sex + (1 | Subject)"), table)).Wald();
        FixedEffectsTests rows = MixedModel.Fit("distance ~ age * Sex + (1 | Subject)", table).Wald();
        Fitted.Near(rows.Means("Sex")["Male"].Estimate, products.Means("Sex")["Male"].Estimate, 1e-8);
        Fitted.Near(rows.Slopes("age", by: "Sex")["Male"].StandardError, products.Slopes("age", by: "Sex")["Male"].StandardError, 1e-8);

        FixedEffectsTests logs = MixedModel.Fit(CrossProducts.Of(Formula.Parse("distance ~ log(age) + Sex + (1 | Subject)"), table)).Wald();
        var unknown = Assert.Throws<InvalidOperationException>(() => logs.Means("Sex"));
        Assert.Contains("'age'", unknown.Message, StringComparison.Ordinal);
        Fitted.Near(
            MixedModel.Fit("distance ~ log(age) + Sex + (1 | Subject)", table).Wald().Means("Sex", null, ("age", 10))["Male"].Estimate,
            logs.Means("Sex", null, ("age", 10))["Male"].Estimate,
            1e-8);
    }

    [Fact]
    public void Names_and_values_that_do_not_exist_are_refused_by_name()
    {
        FixedEffectsTests tests = Fitted.Ortho.Wald();
        Assert.Contains("'Sex'", Assert.Throws<KeyNotFoundException>(() => tests.Means("Sx")).Message, StringComparison.Ordinal);
        Assert.Contains("\"Sx\"", Assert.Throws<KeyNotFoundException>(() => tests.Means("Sex").At(("Sx", 1))).Message.Replace('\'', '"'), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => tests.Slopes("Sex"));
        Assert.Throws<KeyNotFoundException>(() => tests.Means("Sex")["Mal"]);
        Assert.Throws<InvalidOperationException>(() => tests.Slopes("age").OnResponse());
    }

    [Fact]
    public void The_table_is_that_of_emmeans() => Assert.Equal(
        """
        NOTE: Results may be misleading due to involvement in interactions
         Sex    emmean    SE  df asymp.LCL asymp.UCL
         Male     25.0 0.526 Inf      24.0      26.1
         Female   22.6 0.617 Inf      21.4      23.8

        Degrees-of-freedom method: asymptotic
        Confidence level used: 0.95

        """.ReplaceLineEndings("\n"),
        Fitted.Ortho.Wald().Means("Sex").ToString());

    [Fact]
    public void The_JSON_holds_the_levels_by_factor() => Assert.StartsWith(
        """{"means":[{"levels":{"Sex":"Male"},"estimate":25.0""", Fitted.Ortho.Wald().Means("Sex").ToJson(), StringComparison.Ordinal);

    private static void Check(MarginalEstimate mean, double estimate, double error)
    {
        Fitted.Near(estimate, mean.Estimate);
        Fitted.Near(error, mean.StandardError);
        Assert.True(double.IsPositiveInfinity(mean.DegreesOfFreedom));
    }

    private static double SexSlope(MixedModelFit fit, string sex) => fit.Coefficients.TryGet("age:Sex" + sex, out Coefficient? slope) ? slope.Estimate : 0;
}
