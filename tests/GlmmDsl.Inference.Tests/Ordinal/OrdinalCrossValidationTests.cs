using GlmmDsl.Data;

namespace GlmmDsl.Inference.Tests.Ordinal;

/// <summary>Cross-validation of ordinal models.</summary>
public sealed class OrdinalCrossValidationTests
{
    /// <summary>The ranked probability score of two categories is the Brier score.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void With_two_categories_scores_are_those_of_the_binomial_model(bool byGroup)
    {
        Table two = WineData.Halved();
        Folds folds = byGroup ? Folds.LeaveOneOut("judge") : Folds.ByRow(24);
        CrossValidationResult binomial = MixedModel.Fit("high ~ contact + (1 | judge)", two, new FitOptions { Family = Family.Binomial }).CrossValidate(folds, 3);
        CrossValidationResult ordinal = MixedModel.Fit("level ~ contact + (1 | judge)", two, new FitOptions { Family = Family.Cumulative }).CrossValidate(folds, 3);
        Assert.Equal(0, binomial.FailedFolds);
        Assert.Equal(binomial.Scores.Select(s => s.Name), ordinal.Scores.Select(s => s.Name));
        foreach ((FoldScores expected, FoldScores found) in binomial.Scores.Append(binomial.Pooled).Zip(ordinal.Scores.Append(ordinal.Pooled)))
        {
            Assert.Equal(expected.LogScore, found.LogScore, 2e-4);
            Assert.Equal(expected.Brier, found.RankedProbability, 2e-4);
            Assert.Equal(expected.RootMeanSquaredError, found.RootMeanSquaredError, 2e-4);
            Assert.True(double.IsNaN(expected.RankedProbability) && double.IsNaN(found.Brier));
        }
    }

    [Fact]
    public void A_better_model_has_the_better_scores()
    {
        CrossValidationResult full = WineData.Fit.CrossValidate(Folds.ByGroup("judge", 3), 1), less = WineData.Fitted("rating ~ 1 + (1 | judge)").CrossValidate(Folds.ByGroup("judge", 3), 1);
        Assert.True(full.Pooled.LogScore < less.Pooled.LogScore);
        Assert.True(full.Pooled.RankedProbability < less.Pooled.RankedProbability);
        Assert.Equal(0, full.UnpredictedRows);
        Assert.Contains("RPS", full.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"rps\"", full.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_category_that_the_other_rows_lack_has_an_infinite_log_score_and_a_finite_ranked_one()
    {
        Table rows = Table.ReadCsv(
            new StringReader("y,g\n" + string.Concat(Enumerable.Range(0, 24).Select(i => FormattableString.Invariant($"{(i == 5 ? "c" : i * 7 % 4 < 2 ? "a" : "b")},g{i % 4}\n")))),
            new CsvOptions { Ordered = System.Collections.Immutable.ImmutableDictionary<string, System.Collections.Immutable.ImmutableArray<string>>.Empty.Add("y", ["a", "b", "c"]) });
        CrossValidationResult result = MixedModel.Fit("y ~ 1 + (1 | g)", rows, new FitOptions { Family = Family.Cumulative }).CrossValidate(Folds.LeaveOneOut("g"), 1);
        Assert.Equal(0, result.FailedFolds);
        Assert.Equal(double.PositiveInfinity, result.Pooled.LogScore);
        Assert.InRange(result.Pooled.RankedProbability, 0, 2);
        Assert.True(double.IsFinite(result.Scores[0].LogScore));
    }
}
