namespace GlmmDsl;

/// <summary>How far a fit has got.</summary>
public readonly record struct FitProgress
{
    internal FitProgress(FitStage stage, int evaluations = 0, double criterion = double.NaN) => (Stage, Evaluations, Criterion) = (stage, evaluations, criterion);

    /// <summary>What is being done.</summary>
    public FitStage Stage { get; init; }

    /// <summary>Evaluations of the criterion so far; 0 before <see cref="FitStage.Optimization"/>.</summary>
    public int Evaluations { get; init; }

    /// <summary>The best criterion so far; NaN before the first evaluation.</summary>
    public double Criterion { get; init; }
}
