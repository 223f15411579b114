using GlmmDsl.Covariance;
using GlmmDsl.Optimization;

namespace GlmmDsl.Fitting.Linear.Criteria;

/// <summary>
/// The profiled criterion for the optimiser, as a function of θ; counts evaluations and reports them. The evaluation differentiates with respect to the
/// entries λ of Λ; where θ is not λ, this class converts its derivatives to θ.
/// </summary>
internal sealed class LinearCriterion(LinearEvaluation evaluation, IProgress<FitProgress>? progress, CancellationToken cancellationToken) : ISmoothCriterion
{
    /// <summary>Sizes (such as a diagonal of Λ) nearer to zero than this are moved to it: at zero, the derivatives of the whole column are zero too.</summary>
    private const double SmallestDiagonal = 1e-6;

    /// <summary>
    /// A residual variance below this share of the response's mean square counts as zero: rounding of the products leaves it few correct digits or none, and
    /// if fixed and random effects reproduce the response, the likelihood has no bound.
    /// </summary>
    public const double NoVariance = 1e-12;

    private readonly double[] current = new double[evaluation.System.Layout.Parameters.Length];
    private readonly EntryMap? map = evaluation.System.Layout.IsIdentity ? null : new EntryMap(evaluation.System.Layout);
    private readonly bool isByDifferences = HessianByDifferences.Pays(evaluation.System.Layout);
    private HessianByDifferences? differences;
    private double[] inEntries = [];
    private double[] entryHessian = [];
    private EvaluatedPoint evaluated;
    private DifferentiatedPoint differentiated;
    private double best = double.NaN;

    /// <summary>Whether an exact Hessian costs much more than an evaluation.</summary>
    public bool HasCostlyHessian => evaluation.HasCostlyHessian;

    /// <summary>Whether there are so many parameters that a Hessian per step would cost more than everything else.</summary>
    public bool HasManyParameters => Count > LinearEvaluation.ManyParameters;

    /// <summary>Whether an evaluation is so cheap that many more of them do not matter.</summary>
    public bool IsSmall { get; } = !evaluation.HasCostlyHessian
        && evaluation.System.Layout.Factors.Sum(f => f.Levels * f.Width) <= 2000
        && evaluation.System.Layout.Factors.Skip(1).Sum(f => f.Levels * f.Width) <= 100;

    /// <summary>Evaluations by the search so far; those inside a Hessian by differences count as gradients.</summary>
    public int Evaluations { get; private set; }

    /// <summary>Gradients so far, including those of a Hessian by differences.</summary>
    public int Gradients { get; private set; }

    /// <summary>Begins anew, as when the system has got another response.</summary>
    public void Restart()
    {
        evaluation.Forget();
        (Evaluations, Gradients, best) = (0, 0, double.NaN);
    }

    /// <summary>What is known at a point; null unless it was the last one evaluated, and its derivatives were computed.</summary>
    public DifferentiatedPoint? FoundAt(ReadOnlySpan<double> point) => differentiated.IsCurrent && point.SequenceEqual(current) ? differentiated : null;

    /// <inheritdoc/>
    public int Count => evaluation.System.Layout.Parameters.Length;

    /// <inheritdoc/>
    /// <remarks>The internal response has mean square 1.</remarks>
    public double Evaluate(ReadOnlySpan<double> point)
    {
        Evaluations++;
        point.CopyTo(current);
        evaluated = evaluation.Evaluate(map is null ? point : map.MoveTo(point), cancellationToken);
        double value = evaluated.Value;
        if (double.IsFinite(value) && evaluated.Variance < NoVariance)
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
        if (map is null)
        {
            differentiated = evaluated.Differentiate(gradient, hessian, cancellationToken);
            return;
        }

        bool isExact = !hessian.IsEmpty && !isByDifferences;
        if (!hessian.IsEmpty && isByDifferences)
        {
            differences ??= new HessianByDifferences(evaluation, map);
            Gradients += differences.Compute(current, hessian, cancellationToken);
            evaluated = evaluation.Evaluate(map.MoveTo(current), cancellationToken);
        }

        Allocate(map.EntryCount, isExact);
        differentiated = evaluated.Differentiate(inEntries, isExact ? entryHessian : [], cancellationToken);
        map.Gradient(inEntries, gradient);
        if (isExact)
        {
            map.Hessian(inEntries, entryHessian, hessian);
        }
    }

    /// <summary>Computes derivatives at a point, after evaluating it if it was not the last point evaluated; the Hessian may be empty.</summary>
    public void DifferentiateAt(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian)
    {
        if (!evaluated.IsIntact || !point.SequenceEqual(current))
        {
            Evaluate(point);
        }

        Differentiate(gradient, hessian);
    }

    /// <inheritdoc/>
    /// <remarks>One by differences is that of the criterion already.</remarks>
    public void MakeExact(Span<double> hessian)
    {
        if (isByDifferences)
        {
            return;
        }

        Gradients += differentiated.MakeExact(map is null ? hessian : entryHessian, cancellationToken);
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

    private void Allocate(int count, bool withHessian)
    {
        if (inEntries.Length == 0)
        {
            inEntries = new double[count];
        }

        if (withHessian && entryHessian.Length == 0)
        {
            entryHessian = new double[count * count];
        }
    }
}
