using GlmmDsl.Covariance;
using GlmmDsl.Optimization;

namespace GlmmDsl.Fitting.Linear.Criteria;

/// <summary>
/// The profiled criterion as the optimiser sees it, in θ; counts evaluations and reports them. The evaluation differentiates in the entries λ of Λ: where θ
/// is not λ, its derivatives are taken to θ here.
/// </summary>
internal sealed class LinearCriterion(LinearEvaluation evaluation, IProgress<FitProgress>? progress, CancellationToken cancellationToken) : ISmoothCriterion
{
    /// <summary>A diagonal of Λ, or another size, nearer to zero than this is moved to it: at zero a whole column's derivatives vanish with it.</summary>
    private const double SmallestDiagonal = 1e-6;

    /// <summary>
    /// A residual variance below this share of the response's mean square is none: rounding of the products leaves it few digits or none, and a
    /// response that fixed and random effects reproduce has a likelihood without bound.
    /// </summary>
    public const double NoVariance = 1e-12;

    private readonly double[] current = new double[evaluation.System.Layout.Parameters.Length];
    private readonly EntryMap? map = evaluation.System.Layout.IsIdentity ? null : new EntryMap(evaluation.System.Layout);
    private double[] inEntries = [];
    private double[] entryHessian = [];
    private bool isIntact;
    private double best = double.NaN;

    /// <summary>Whether an exact Hessian costs much more than an evaluation.</summary>
    public bool HasCostlyHessian => evaluation.HasCostlyHessian;

    /// <summary>Whether there are so many parameters that a Hessian a step would cost more than all else.</summary>
    public bool HasManyParameters => Count > LinearEvaluation.ManyParameters;

    /// <summary>Whether an evaluation is so cheap that more of them are not felt.</summary>
    public bool IsSmall { get; } = !evaluation.HasCostlyHessian
        && evaluation.System.Layout.Factors.Sum(f => f.Levels * f.Width) <= 2000
        && evaluation.System.Layout.Factors.Skip(1).Sum(f => f.Levels * f.Width) <= 100;

    /// <summary>Evaluations so far by the search; a Hessian by differences counts among the gradients it is made of.</summary>
    public int Evaluations { get; private set; }

    /// <summary>Gradients so far, those of a Hessian by differences included.</summary>
    public int Gradients { get; private set; }

    /// <inheritdoc/>
    public int Count => evaluation.System.Layout.Parameters.Length;

    /// <inheritdoc/>
    /// <remarks>The internal response has mean square 1.</remarks>
    public double Evaluate(ReadOnlySpan<double> point)
    {
        Evaluations++;
        point.CopyTo(current);
        isIntact = true;
        double value = evaluation.Evaluate(map is null ? point : map.MoveTo(point), cancellationToken);
        if (double.IsFinite(value) && evaluation.Variance < NoVariance)
        {
            value = double.NegativeInfinity;
        }

        best = best <= value ? best : value;
        progress?.Report(new FitProgress(FitStage.Optimization, Evaluations, best));
        return value;
    }

    /// <inheritdoc/>
    public void Differentiate(Span<double> gradient, Span<double> hessian)
    {
        Gradients++;
        isIntact = false;
        if (map is null)
        {
            evaluation.Differentiate(gradient, hessian, cancellationToken);
            return;
        }

        Allocate(map.EntryCount);
        evaluation.Differentiate(inEntries, hessian.IsEmpty ? [] : entryHessian, cancellationToken);
        map.Gradient(inEntries, gradient);
        if (!hessian.IsEmpty)
        {
            map.Hessian(inEntries, entryHessian, hessian);
        }
    }

    /// <summary>Derivatives at a point, which is evaluated first unless it was the last one to be; the Hessian may be empty.</summary>
    public void DifferentiateAt(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian)
    {
        if (!isIntact || !point.SequenceEqual(current))
        {
            Evaluate(point);
        }

        Differentiate(gradient, hessian);
    }

    /// <inheritdoc/>
    public void MakeExact(Span<double> hessian)
    {
        Gradients += evaluation.MakeExact(map is null ? hessian : entryHessian, cancellationToken);
        map?.Hessian(inEntries, entryHessian, hessian);
    }

    /// <inheritdoc/>
    public void Adjust(Span<double> point)
    {
        CovarianceParameter[] parameters = evaluation.System.Layout.Parameters;
        for (int i = 0; i < point.Length; i++)
        {
            if (parameters[i].IsSize && Math.Abs(point[i]) < SmallestDiagonal)
            {
                point[i] = point[i] < 0 ? -SmallestDiagonal : SmallestDiagonal;
            }
        }
    }

    private void Allocate(int count)
    {
        if (inEntries.Length == 0)
        {
            inEntries = new double[count];
            entryHessian = new double[count * count];
        }
    }
}
