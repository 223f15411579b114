namespace GlmmDsl.Inference.CrossValidation;

/// <summary>The scores of one row.</summary>
/// <param name="Log">−log f.</param>
/// <param name="Crps">The continuous ranked probability score.</param>
/// <param name="Brier">Σ over the trials of the squared difference.</param>
/// <param name="Trials">The number of trials.</param>
/// <param name="Error">Observation less mean.</param>
internal readonly record struct RowScore(double Log, double Crps, double Brier, double Trials, double Error)
{
    /// <summary>The ranked probability score of an ordinal prediction; NaN of any other.</summary>
    public double RankedProbability { get; init; } = double.NaN;

    /// <summary>The means over rows.</summary>
    public static FoldScores Mean(string name, IReadOnlyCollection<RowScore> rows)
    {
        double n = rows.Count;
        return new FoldScores(
            name,
            rows.Count,
            rows.Sum(r => r.Log) / n,
            rows.Sum(r => r.Crps) / n,
            rows.Sum(r => r.Brier) / rows.Sum(r => r.Trials),
            Math.Sqrt(rows.Sum(r => r.Error * r.Error) / n),
            rows.Sum(r => Math.Abs(r.Error)) / n)
        {
            RankedProbability = rows.Sum(r => r.RankedProbability) / n,
        };
    }
}
