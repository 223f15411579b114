using GlmmDsl.Optimization;

namespace GlmmDsl.Fitting;

/// <summary>The profiled criterion as the optimiser sees it; counts evaluations and reports them.</summary>
internal sealed class LinearCriterion(LinearEvaluation evaluation, IProgress<FitProgress>? progress) : ISmoothCriterion
{
    /// <summary>A diagonal of Λ nearer to zero than this is moved to it: at zero a whole column's derivatives vanish with it.</summary>
    private const double SmallestDiagonal = 1e-6;

    private readonly LinearDerivatives derivatives = new(evaluation);
    private readonly double[] current = new double[evaluation.System.Layout.Parameters.Length];
    private bool isIntact;
    private double best = double.NaN;

    /// <summary>β̂, û and scores at the point differentiated last.</summary>
    public LinearDerivatives Derivatives => derivatives;

    /// <summary>Order of the dense trailing system: what derivatives cost goes with its third power.</summary>
    public int Order => evaluation.System.Order;

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
        point.CopyTo(current);
        isIntact = true;
        double value = evaluation.Evaluate(point);
        best = best <= value ? best : value;
        progress?.Report(new FitProgress("optimising", Evaluations, best));
        return value;
    }

    /// <inheritdoc/>
    public void Differentiate(Span<double> gradient, Span<double> hessian)
    {
        Gradients++;
        isIntact = false;
        derivatives.Compute(gradient, hessian);
    }

    /// <summary>Derivatives at a point, which is evaluated first unless it was the last one to be.</summary>
    public void DifferentiateAt(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian)
    {
        if (!isIntact || !point.SequenceEqual(current))
        {
            Evaluate(point);
        }

        Differentiate(gradient, hessian);
    }

    /// <inheritdoc/>
    public void MakeExact(Span<double> hessian) => derivatives.MakeExact(hessian);

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
