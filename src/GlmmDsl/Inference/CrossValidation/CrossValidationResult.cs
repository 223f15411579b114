using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using GlmmDsl.Printing;

namespace GlmmDsl.Inference;

/// <summary>
/// How well a model predicts rows that it was not fitted to. Predictive distributions count the errors of β̂ and the conditional modes; groups that a fit did not
/// see are predicted for the middle of the population, with the variance of their effects. Functions of the data in the formula, such as <c>poly</c> and
/// <c>scale</c>, keep their columns of all rows.
/// </summary>
public sealed class CrossValidationResult
{
    internal CrossValidationResult(Folds folds, ImmutableArray<FoldScores> scores, FoldScores pooled, ImmutableArray<int> foldOfRow, int failedFolds, int unpredictedRows)
    {
        Folds = folds;
        Scores = scores;
        Pooled = pooled;
        FoldOfRow = foldOfRow;
        FailedFolds = failedFolds;
        UnpredictedRows = unpredictedRows;
    }

    /// <summary>How the rows were divided.</summary>
    public Folds Folds { get; }

    /// <summary>The scores of each fold.</summary>
    public ImmutableArray<FoldScores> Scores { get; }

    /// <summary>The scores over the rows of all folds.</summary>
    public FoldScores Pooled { get; }

    /// <summary>For each row used its fold, from 0.</summary>
    public ImmutableArray<int> FoldOfRow { get; }

    /// <summary>Folds without which no model could be fitted; their rows have no scores.</summary>
    public int FailedFolds { get; }

    /// <summary>Rows without scores: of failed folds, or whose prediction needs a coefficient that the other rows cannot estimate.</summary>
    public int UnpredictedRows { get; }

    /// <summary>A table of the scores.</summary>
    public override string ToString()
    {
        (string Name, Func<FoldScores, double> Of)[] columns = [.. Columns().Where(c => !double.IsNaN(c.Of(Pooled)))];
        int?[] decimals = [.. columns.Select(c => NumberColumn.Decimals(Scores.Append(Pooled).Select(c.Of)))];
        var table = new TextTable([true, .. Enumerable.Repeat(false, 1 + columns.Length)], ["Fold", "Rows", .. columns.Select(c => c.Name)]);
        foreach (FoldScores scores in Scores.Append(Pooled))
        {
            table.Add([scores.Name, FormattableString.Invariant($"{scores.RowCount}"), .. columns.Select((c, i) => NumberColumn.Format(c.Of(scores), decimals[i]))]);
        }

        var text = new StringBuilder();
        text.Append("Cross-validation, ").Append(Folds).Append(": mean scores of rows left out, the smaller the better\n");
        table.WriteTo(text, "");
        if (UnpredictedRows > 0)
        {
            text.Append(FormattableString.Invariant($"{UnpredictedRows} rows have no scores: the other rows could not predict them.\n"));
        }

        return text.ToString();
    }

    /// <summary>The object <c>{folds: [{name rows logScore crps brier rps rmse mae}], pooled, failedFolds, unpredictedRows}</c>.</summary>
    public string ToJson() => JsonObject.Write(json =>
    {
        json.WriteStartArray("folds");
        foreach (FoldScores scores in Scores)
        {
            Write(json, scores);
        }

        json.WriteEndArray();
        json.WritePropertyName("pooled");
        Write(json, Pooled);
        json.WriteNumber("failedFolds", FailedFolds);
        json.WriteNumber("unpredictedRows", UnpredictedRows);
    });

    private static (string Name, Func<FoldScores, double> Of)[] Columns() =>
        [("Log score", s => s.LogScore), ("CRPS", s => s.Crps), ("Brier", s => s.Brier), ("RPS", s => s.RankedProbability), ("RMSE", s => s.RootMeanSquaredError), ("MAE", s => s.MeanAbsoluteError)];

    private static void Write(Utf8JsonWriter json, FoldScores scores)
    {
        json.WriteStartObject();
        json.WriteString("name", scores.Name);
        json.WriteNumber("rows", scores.RowCount);
        json.WriteFinite("logScore", scores.LogScore);
        json.WriteFinite("crps", scores.Crps);
        json.WriteFinite("brier", scores.Brier);
        json.WriteFinite("rps", scores.RankedProbability);
        json.WriteFinite("rmse", scores.RootMeanSquaredError);
        json.WriteFinite("mae", scores.MeanAbsoluteError);
        json.WriteEndObject();
    }
}
