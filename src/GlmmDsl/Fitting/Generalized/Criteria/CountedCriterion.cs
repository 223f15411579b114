using GlmmDsl.Optimization;

namespace GlmmDsl.Fitting.Generalized.Criteria;

/// <summary>Counts the evaluations of a criterion and reports them.</summary>
internal sealed class CountedCriterion(IDifferentiable criterion, IProgress<FitProgress>? progress) : IDifferentiable
{
    private double best = double.NaN;

    /// <summary>Evaluations so far, each with its gradient.</summary>
    public int Evaluations { get; private set; }

    /// <inheritdoc/>
    public int Count => criterion.Count;

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        double value = criterion.Evaluate(point, gradient);
        Evaluations++;
        best = double.IsNaN(best) ? value : Math.Min(best, value);
        progress?.Report(new FitProgress(FitStage.Optimization, Evaluations, best));
        return value;
    }
}
