using GlmmDsl.Data;

namespace GlmmDsl.Tests.Results;

/// <summary>The matrices of a fit are those from which its fitted values are computed.</summary>
public class ModelMatrixTests
{
    public static TheoryData<string> Models => ["y ~ x + (1 | g)", "y ~ x + twice + (x | g)", "y ~ x + (x || g)", "y ~ 0 + x + (1 | g) + (0 + x | g)", "y ~ x"];

    [Theory]
    [MemberData(nameof(Models))]
    public void Fitted_values_are_X_times_the_coefficients_plus_Z_times_the_modes(string formula)
    {
        MixedModelFit fit = MixedModel.Fit(formula, Fits.Small());
        FixedEffectsMatrix x = fit.FixedEffectsMatrix;
        RandomEffectsMatrix z = fit.RandomEffectsMatrix;

        Assert.Equal((fit.RowCount, fit.Coefficients.Count), (x.RowCount, x.ColumnCount));
        Assert.Equal(fit.Coefficients.Select(c => c.Name), x.ColumnNames.AsEnumerable());
        Assert.Equal(fit.RowCount, z.RowCount);
        for (int row = 0; row < fit.RowCount; row++)
        {
            double sum = 0;
            for (int j = 0; j < x.ColumnCount; j++)
            {
                sum += fit.Coefficients[j].IsAliased ? 0 : x[row, j] * fit.Coefficients[j].Estimate;
            }

            foreach ((int column, double value) in z.Row(row))
            {
                RandomEffectsColumn whose = z.Column(column);
                sum += value * fit.RandomEffects[whose.Group][whose.Level, whose.Name].Value;
            }

            Assert.Equal(fit.Fitted[row], sum, 1e-10);
        }
    }

    /// <summary>Also of a model that has more random effects than rows can tell apart, which no fit takes.</summary>
    [Theory]
    [InlineData("y ~ x + twice + (x | g)", false)]
    [InlineData("y ~ 0 + x + (1 | g)", false)]
    [InlineData("y ~ x", false)]
    [InlineData("y ~ 1 + (factor(w) | g)", true)]
    public void Matrices_can_be_had_without_a_fit(string formula, bool cannotBeFitted)
    {
        DesignMatrices matrices = MixedModel.Matrices(formula, Fits.Small());

        Assert.Equal(Enumerable.Range(0, 12), matrices.SourceRows.AsEnumerable());
        if (cannotBeFitted)
        {
            Assert.Throws<ModelDataException>(() => MixedModel.Fit(formula, Fits.Small()));
            return;
        }

        MixedModelFit fit = MixedModel.Fit(formula, Fits.Small());
        Assert.Equal(fit.FixedEffectsMatrix.ColumnNames.AsEnumerable(), matrices.FixedEffects.ColumnNames.AsEnumerable());
        Assert.Equal(fit.FixedEffectsMatrix.ToArray(), matrices.FixedEffects.ToArray());
        Assert.Equal(fit.RandomEffectsMatrix.ToArray(), matrices.RandomEffects.ToArray());
    }

    [Fact]
    public void The_arrays_hold_the_elements()
    {
        MixedModelFit fit = MixedModel.Fit("y ~ x + (x | g)", Fits.Small());
        double[,] x = fit.FixedEffectsMatrix.ToArray();
        double[,] z = fit.RandomEffectsMatrix.ToArray();
        Assert.Equal((12, 2, 6), (x.GetLength(0), x.GetLength(1), z.GetLength(1)));
        Assert.Equal(fit.FixedEffectsMatrix.Column("x"), Enumerable.Range(0, 12).Select(i => x[i, 1]));
        for (int row = 0; row < 12; row++)
        {
            for (int column = 0; column < 6; column++)
            {
                Assert.Equal(fit.RandomEffectsMatrix[row, column], z[row, column]);
                Assert.Equal(column / 2 == row / 4 ? x[row, column % 2] : 0, z[row, column]);
            }
        }
    }

    [Fact]
    public void A_place_outside_the_matrix_and_an_unknown_name_are_refused()
    {
        MixedModelFit fit = MixedModel.Fit("y ~ x + (x | g)", Fits.Small());
        Assert.Throws<ArgumentOutOfRangeException>(() => fit.RandomEffectsMatrix[0, 6]);
        Assert.Throws<ArgumentOutOfRangeException>(() => fit.RandomEffectsMatrix.Row(12));
        Assert.Throws<KeyNotFoundException>(() => fit.FixedEffectsMatrix.Column("z"));
    }

    [Fact]
    public void Group_coefficients_are_fixed_effects_plus_modes()
    {
        GroupCoefficients subjects = Fits.Sleepstudy.GroupCoefficients["Subject"];

        // R: coef(lmer(Reaction ~ Days + (Days | Subject), sleepstudy))$Subject["308", ]
        Assert.Equal(["(Intercept)", "Days"], subjects.Columns.AsEnumerable());
        Assert.Equal(253.6637, subjects["308", "(Intercept)"], 1e-2);
        Assert.Equal(19.66626, subjects["308", "Days"], 1e-3);
        Assert.Equal(subjects["308", "Days"], Fits.Sleepstudy.Coefficients["Days"].Estimate + Fits.Sleepstudy.RandomEffects["Subject"]["308", "Days"].Value);
    }

    [Fact]
    public void A_random_effect_without_a_fixed_one_stands_behind_the_fixed_and_terms_of_one_group_are_added()
    {
        MixedModelFit fit = MixedModel.Fit("y ~ 1 + (1 | g) + (0 + x | g)", Fits.Small());
        GroupCoefficients groups = fit.GroupCoefficients["g"];
        Assert.Equal(["(Intercept)", "x"], groups.Columns.AsEnumerable());
        Assert.Equal(fit.RandomEffects["g"]["b", "x"].Value, groups["b", "x"]);
        Assert.Throws<KeyNotFoundException>(() => groups["b", "z"]);
    }

    [Fact]
    public void Collections_print_as_tables()
    {
        MixedModelFit fit = Fits.Sleepstudy;
        Assert.Contains("Subject  (Intercept)", fit.VarianceComponents.ToString(), StringComparison.Ordinal);
        Assert.Contains("Residual", fit.VarianceComponents.ToString(), StringComparison.Ordinal);
        Assert.Contains("Days", fit.VarianceComponents["Subject"].ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Residual", fit.VarianceComponents["Subject"].ToString(), StringComparison.Ordinal);
        Assert.Contains("Std. Error", fit.Coefficients.ToString(), StringComparison.Ordinal);
        Assert.Contains("\n308 ", fit.RandomEffects.ToString(), StringComparison.Ordinal);
        Assert.Contains("... and 4 more levels", MixedModel.Fit("Yield ~ 1 + (1 | Batch)", ManyLevels(24)).RandomEffects.ToString(), StringComparison.Ordinal);
        Assert.Contains("\n308 ", fit.GroupCoefficients.ToString(), StringComparison.Ordinal);
        Assert.Contains("Pr(>|z|)", Fits.Cbpp.PopulationAverageCoefficients().ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Residual", Fits.Cbpp.VarianceComponents.ToString(), StringComparison.Ordinal);
        Assert.Equal("", MixedModel.Fit("y ~ x", Fits.Small()).RandomEffects.ToString());
    }

    private static Table ManyLevels(int levels)
    {
        int[] rows = [.. Enumerable.Range(0, 3 * levels)];
        return new Table([new NumericColumn("Yield", [.. rows.Select(i => Math.Sin(i * 1.7) + (i % levels))]), new NumericColumn("Batch", [.. rows.Select(i => (double)(i % levels))])]);
    }
}
