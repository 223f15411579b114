using GlmmDsl.Data;
using GlmmDsl.Tests.References;

namespace GlmmDsl.Inference.Tests.CrossValidation;

/// <summary>Cross-validation against fits to the rows that are left, made from scratch.</summary>
public sealed class CrossValidationTests
{
    private static readonly Lazy<MixedModelFit> Sleep = new(() => Fit("sleep_ris"));

    /// <summary>Subject 335 without its rows is a new level: the population's mean, and its variance Σ added.</summary>
    [Fact]
    public void A_group_left_out_is_predicted_as_a_new_one()
    {
        string path = Path.Combine(GlmmDsl.Tests.Architecture.RepositoryRoot.Path, "tests", "Reference", "data", "sleepstudy.csv");
        string[] lines = File.ReadAllLines(path);
        MixedModelFit without = MixedModel.Fit("Reaction ~ Days + (Days | Subject)", Read(lines.Where(l => !l.Contains(",335,", StringComparison.Ordinal))));
        Table left = Read(lines.Where((l, i) => i == 0 || l.Contains(",335,", StringComparison.Ordinal)));
        var predictions = without.PredictInterval(left, PredictionOf.NewObservation, newLevels: NewLevels.Population);
        double[] observed = [.. lines.Skip(1).Where(l => l.Contains(",335,", StringComparison.Ordinal)).Select(l => double.Parse(l.Split(',')[0], System.Globalization.CultureInfo.InvariantCulture))];

        FoldScores scores = Sleep.Value.CrossValidate(Folds.LeaveOneOut("Subject"), seed: 1).Scores.Single(s => s.Name == "335");

        double[] errors = [.. observed.Zip(predictions, (y, p) => y - p.Value)];
        Assert.Equal(10, scores.RowCount);
        Assert.Equal(Math.Sqrt(errors.Average(e => e * e)), scores.RootMeanSquaredError, 1e-4);
        Assert.Equal(errors.Average(Math.Abs), scores.MeanAbsoluteError, 1e-4);
        Assert.Equal(errors.Zip(predictions, (e, p) => -MathNet.Numerics.Distributions.Normal.PDFLn(0, p.StandardError, e)).Average(), scores.LogScore, 1e-5);
        Assert.Equal(errors.Zip(predictions, Crps).Average(), scores.Crps, 1e-3);
    }

    [Fact]
    public void The_same_seed_gives_the_same_folds_and_groups_stay_together()
    {
        CrossValidationResult first = Sleep.Value.CrossValidate(Folds.ByGroup("Subject", 4), seed: 3);
        CrossValidationResult second = Sleep.Value.CrossValidate(Folds.ByGroup("Subject", 4), seed: 3);
        CrossValidationResult other = Sleep.Value.CrossValidate(Folds.ByGroup("Subject", 4), seed: 4);

        Assert.Equal(first.FoldOfRow.AsEnumerable(), second.FoldOfRow);
        Assert.NotEqual(first.FoldOfRow.AsEnumerable(), other.FoldOfRow);
        Assert.Equal(first.Pooled, second.Pooled);
        Assert.All(Enumerable.Range(0, 18), s => Assert.Single(first.FoldOfRow.Skip(10 * s).Take(10).Distinct()));
        Assert.Equal(180, first.Scores.Sum(s => s.RowCount));
        Assert.Equal(first.Scores.Sum(s => s.RowCount * s.LogScore) / 180, first.Pooled.LogScore, 1e-12);
    }

    [Fact]
    public void Rows_of_known_groups_are_predicted_better_than_new_groups() =>
        Assert.True(Sleep.Value.CrossValidate(Folds.ByRow(10), seed: 2).Pooled.Crps < Sleep.Value.CrossValidate(Folds.ByGroup("Subject", 10), seed: 2).Pooled.Crps);

    [Fact]
    public void Binomial_models_have_Briers_score_and_no_CRPS()
    {
        CrossValidationResult result = Fit("cbpp").CrossValidate(Folds.ByGroup("herd", 5), seed: 1);

        Assert.InRange(result.Pooled.Brier, 0.05, 0.25);
        Assert.True(double.IsNaN(result.Pooled.Crps));
        Assert.True(result.Pooled.LogScore > 0);
        Assert.Contains("Brier", result.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("CRPS", result.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Only g2 has x: without it the slope has no estimate, and its rows no prediction.</summary>
    [Fact]
    public void Rows_that_need_a_coefficient_no_other_row_can_estimate_are_counted()
    {
        string rows = string.Join('\n', Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"{(i % 5) + Math.Sin(i)},g{i % 6},{(i % 6 == 2 ? i : 0)}")));
        MixedModelFit fit = MixedModel.Fit("y ~ x + (1 | g)", Table.ReadCsv(new StringReader("y,g,x\n" + rows)));

        CrossValidationResult result = fit.CrossValidate(Folds.LeaveOneOut("g"), seed: 1);

        Assert.Equal(10, result.UnpredictedRows);
        Assert.Equal(50, result.Pooled.RowCount);
        Assert.Contains("10 rows have no scores", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_divided_is_refused()
    {
        Assert.Contains("18", Assert.Throws<ArgumentException>(() => Sleep.Value.CrossValidate(Folds.ByGroup("Subject", 19), seed: 1)).Message, StringComparison.Ordinal);
        Assert.Contains("Subject", Assert.Throws<KeyNotFoundException>(() => Sleep.Value.CrossValidate(Folds.ByGroup("Subjekt", 3), seed: 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Folds.ByRow(1));
    }

    /// <summary>∫(F(x) − 1{x ≥ y})² dx, summed.</summary>
    private static double Crps(double error, Prediction prediction)
    {
        double sum = 0;
        const double Step = 0.01;
        for (double x = -800 + (Step / 2); x < 800; x += Step)
        {
            double below = MathNet.Numerics.Distributions.Normal.CDF(0, prediction.StandardError, x);
            sum += Step * Math.Pow(below - (x >= error ? 1 : 0), 2);
        }

        return sum;
    }

    private static Table Read(IEnumerable<string> lines) => Table.ReadCsv(new StringReader(string.Join('\n', lines)), new CsvOptions { Factors = ["Subject"] });

    private static MixedModelFit Fit(string id)
    {
        var reference = ReferenceCase.Load(id);
        return MixedModel.Fit(reference.Formula, reference.Data(), reference.Options());
    }
}
