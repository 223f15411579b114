using GlmmDsl.Optimization;

namespace GlmmDsl.Fitting;

/// <summary>The profiled criterion as the optimiser sees it; counts evaluations and reports them.</summary>
internal sealed class LinearCriterion(LinearEvaluation evaluation, IProgress<FitProgress>? progress) : ISmoothCriterion
{
    /// <summary>A diagonal of Λ nearer to zero than this is moved to it: at zero a whole column's derivatives vanish with it.</summary>
    private const double SmallestDiagonal = 1e-6;

    private readonly LinearDerivatives derivatives = new(evaluation);
    private double best = double.NaN;

    /// <summary>β̂, û and scores at the point differentiated last.</summary>
    public ConditionalEstimates Estimates => derivatives.Estimates;

    /// <summary>Evaluations so far.</summary>
    public int Evaluations { get; private set; }

    /// <summary>Gradients so far.</summary>
    public int Gradients { get; private set; }

    /// <inheritdoc/>
    public int Count => evaluation.System.Layout.Parameters.Length;

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> point)
    {
        Evaluations++;
        double value = evaluation.Evaluate(point);
        best = best <= value ? best : value;
        progress?.Report(new FitProgress("optimising", Evaluations, best));
        return value;
    }

    /// <inheritdoc/>
    public void Differentiate(Span<double> gradient, Span<double> hessian)
    {
        Gradients++;
        derivatives.Compute(gradient, hessian);
    }

    /// <inheritdoc/>
    public void Adjust(Span<double> point)
    {
        CovarianceParameter[] parameters = evaluation.System.Layout.Parameters;
        for (int i = 0; i < point.Length; i++)
        {
            if (parameters[i].Row == parameters[i].Column && Math.Abs(point[i]) < SmallestDiagonal)
            {
                point[i] = point[i] < 0 ? -SmallestDiagonal : SmallestDiagonal;
            }
        }
    }
}
