using GlmmDsl.Fitting.Linear.Criteria;

namespace GlmmDsl.Fitting.Linear.Sparse;

/// <summary>
/// The sparse path: criterion by <see cref="SparseFactor"/>, derivatives by the selected inverse. A gradient costs about two factorisations. The exact
/// Hessian would need M⁻¹ off the selected pattern so it is computed by central differences of the exact gradient: for d covariance parameters,
/// 2d evaluations and gradients, about 6d factorisations.
/// </summary>
internal sealed class SparseEvaluation : LinearEvaluation
{
    /// <summary>The step of the differences relative to a parameter, and the smallest step: truncation error grows with its square, rounding error falls as it grows.</summary>
    private const double RelativeStep = 1e-4, SmallestStep = 1e-5;

    private readonly SparseFactor factor;
    private readonly int count;
    private readonly double[] current;
    private readonly double[] differentiated;
    private Point? point;
    private Point? neighbour;
    private SparseTraces? traces;
    private SparseInformation? information;

    /// <summary>Makes the workspace for evaluations; the workspace for derivatives is made when they are first asked for.</summary>
    /// <param name="system">The cross-products in internal columns.</param>
    /// <param name="reml">Whether REML is used; otherwise ML.</param>
    /// <param name="constant">What is added to give the criterion in user units: scales of the response and of X, −Σ log wᵢ.</param>
    public SparseEvaluation(SparseSystem system, bool reml, double constant)
        : base(system, reml, constant)
    {
        factor = new SparseFactor(system, reml);
        count = system.Layout.Entries.Length;
        current = new double[count];
        differentiated = new double[count];
    }

    /// <inheritdoc/>
    public override bool HasCostlyHessian => true;

    /// <inheritdoc/>
    protected override double ResidualSquare => factor.ResidualSquare;

    /// <inheritdoc/>
    protected internal override ConditionalEstimates Estimates => Centre.Estimates;

    /// <inheritdoc/>
    protected internal override double[] FixedInverse => Centre.Estimates.FixedInverse;

    private Point Centre => point ??= new Point(factor);

    /// <inheritdoc/>
    protected override double Factor(ReadOnlySpan<double> entries, CancellationToken cancellationToken)
    {
        entries.CopyTo(current);
        return factor.Evaluate(entries, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void Differentiate(Span<double> gradient, Span<double> hessian, CancellationToken cancellationToken)
    {
        current.CopyTo(differentiated, 0);
        Differentiate(Centre, gradient, hessian, cancellationToken);
    }

    /// <summary>Computes H by central differences of the gradient; keeps Ĥ if the criterion does not exist near the point.</summary>
    /// <inheritdoc/>
    protected override int MakeExact(Span<double> hessian, CancellationToken cancellationToken)
    {
        Point aside = neighbour ??= new Point(factor);
        double centre = factor.ResidualSquare;
        var differences = new double[count * count];
        var up = new double[count];
        var down = new double[count];
        double[] moved = [.. differentiated];
        bool exists = true;
        for (int i = 0; i < count && exists; i++)
        {
            double step = Math.Max(SmallestStep, RelativeStep * Math.Abs(differentiated[i]));
            exists = GradientAt(aside, moved, i, step, up, cancellationToken) && GradientAt(aside, moved, i, -step, down, cancellationToken);
            for (int j = 0; j < count; j++)
            {
                differences[(i * count) + j] = (up[j] - down[j]) / (2 * step);
            }
        }

        factor.ResidualSquare = centre;
        for (int i = 0; i < hessian.Length && exists; i++)
        {
            hessian[i] = 0.5 * (differences[i] + differences[(i % count * count) + (i / count)]);
        }

        return 2 * count;
    }

    /// <inheritdoc/>
    protected internal override double[] TemplateGradient(int factor) => Centre.Sums.TemplateGradient(factor, Variance);

    /// <inheritdoc/>
    protected override double[][] ConditionalCovariances(CancellationToken cancellationToken) =>
        (traces ??= new SparseTraces(factor)).ConditionalCovariances(cancellationToken);

    /// <inheritdoc/>
    protected internal override double[] RandomInformation(int factor) => Centre.Sums.Information[factor];

    /// <inheritdoc/>
    protected override RandomSolver Solver() => new SparseSolver(factor);

    private bool GradientAt(Point aside, double[] moved, int parameter, double step, double[] gradient, CancellationToken cancellationToken)
    {
        moved[parameter] = differentiated[parameter] + step;
        bool exists = double.IsFinite(factor.Evaluate(moved, cancellationToken));
        moved[parameter] = differentiated[parameter];
        if (exists)
        {
            Differentiate(aside, gradient, [], cancellationToken);
        }

        return exists;
    }

    private void Differentiate(Point target, Span<double> gradient, Span<double> hessian, CancellationToken cancellationToken)
    {
        traces ??= new SparseTraces(factor);
        target.Estimates.Compute();
        target.Sums.SumScores(target.Estimates);
        if (!hessian.IsEmpty)
        {
            information ??= new SparseInformation(factor);
            information.Compute(target.Estimates, target.Sums.Products, cancellationToken);
        }

        traces.Compute(target.Sums, IsReml, !hessian.IsEmpty, cancellationToken);
        target.Sums.Gradient(Variance, gradient);
        if (!hessian.IsEmpty)
        {
            target.Sums.AverageInformation(Variance, Denominator, hessian);
        }
    }

    /// <summary>The results at a point: the search's current one, and a second one for differences.</summary>
    private sealed class Point(SparseFactor factor)
    {
        public SparseEstimates Estimates { get; } = new(factor);

        public CriterionDerivatives Sums { get; } = new(factor.System.Layout);
    }
}
