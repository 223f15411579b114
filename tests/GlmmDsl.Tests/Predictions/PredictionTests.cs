using GlmmDsl.Data;

namespace GlmmDsl.Tests.Predictions;

public sealed class PredictionTests
{
    // lme4's predict of sleep_ris, with allow.new.levels.
    private static readonly double[] Conditional = [253.6636710200797, 249.64704325962873, 404.7354321890143, 288.0406057070715];
    private static readonly double[] Population = [251.405104848484, 303.7415346464661, 377.01253636364106, 288.0406057070715];

    private static Table NewRows() => Fits.Csv("Days,Subject\n0,308\n5,335\n12,372\n3.5,NEW\n").WithFactor("Subject");

    [Fact]
    public void Predictions_of_new_rows_are_lme4s()
    {
        double[] conditional = Fits.Sleepstudy.Predict(NewRows(), NewLevels.Population);
        double[] population = Fits.Sleepstudy.PredictPopulation(NewRows());

        for (int i = 0; i < Conditional.Length; i++)
        {
            Assert.Equal(Conditional[i], conditional[i], 3);
            Assert.Equal(Population[i], population[i], 6);
        }
    }

    [Fact]
    public void A_new_level_is_refused_by_name_and_row_unless_the_population_is_asked_for()
    {
        var error = Assert.Throws<ModelDataException>(() => Fits.Sleepstudy.Predict(NewRows()));

        Assert.Contains("'NEW' in row 4", error.Message, StringComparison.Ordinal);
        Assert.Contains("NewLevels.Population", error.Message, StringComparison.Ordinal);
        Assert.Equal("Subject", error.Column);
    }

    [Fact]
    public void A_missing_group_is_predicted_as_a_new_one_is()
    {
        Table rows = Fits.Csv("Days,Subject\n3.5,\n5,335\n").WithFactor("Subject");

        Assert.Equal(Population[3], Fits.Sleepstudy.Predict(rows, NewLevels.Population)[0], 6);
        Assert.True(double.IsNaN(Fits.Sleepstudy.Predict(rows)[0]));
    }

    [Fact]
    public void The_population_needs_no_groups()
    {
        double[] prediction = Fits.Sleepstudy.PredictPopulation(Fits.Csv("Days\n0\n5\n"));

        Assert.Equal(Population[0], prediction[0], 6);
        Assert.Equal(Population[1], prediction[1], 6);
    }

    [Theory]
    [InlineData("sleepstudy", "Reaction ~ poly(Days, 2) + scale(z) + (Days | Subject)")]
    [InlineData("sleepstudy", "Reaction ~ Days * grp + offset(z) + (0 + grp | Subject)")]
    [InlineData("Pastes", "strength ~ 1 + (1 | batch/cask)")]
    [InlineData("sleepstudy", "Reaction ~ I(Days > 2) + (Days || Subject)")]
    public void Predictions_of_the_training_rows_are_the_fitted_values(string data, string formula)
    {
        Table rows = Fits.Data(data);
        MixedModelFit fit = MixedModel.Fit(formula, rows);

        double[] prediction = fit.Predict(rows);

        for (int i = 0; i < prediction.Length; i++)
        {
            Assert.Equal(fit.Fitted[i], prediction[i], 8);
        }
    }

    [Fact]
    public void A_missing_value_makes_its_prediction_missing()
    {
        double[] prediction = Fits.Sleepstudy.Predict(Fits.Csv("Days,Subject\n,308\n1,\n1,308\n"));

        Assert.True(double.IsNaN(prediction[0]));
        Assert.True(double.IsNaN(prediction[1]));
        Assert.True(double.IsFinite(prediction[2]));
    }
}
