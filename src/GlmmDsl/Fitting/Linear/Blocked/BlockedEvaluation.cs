using GlmmDsl.Covariance;
using GlmmDsl.Fitting.Linear.Criteria;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Linear.Blocked;

/// <summary>
/// The blocked path: criterion by <see cref="BlockedFactor"/>, derivatives by the full inverse of its trailing matrix. REML is the same computation
/// with X inside the inverted matrix (M̃ instead of M, P instead of V⁻¹). A gradient costs two factorisations.
/// </summary>
internal sealed class BlockedEvaluation : LinearEvaluation
{
    /// <summary>Above this order of the trailing system an exact Hessian is costly.</summary>
    private const int LargeOrder = 300;

    /// <summary>From this many coefficients on, (R_XᵀR_X)⁻¹ is computed by the blocked kernel and not column by column.</summary>
    private const int ManyCoefficients = 200;

    private readonly BlockedFactor factor;
    private readonly BlockedSystem system;
    private Workspace? derivatives;

    /// <summary>Makes the workspace for evaluations; the workspace for derivatives is made when they are first asked for.</summary>
    /// <param name="system">The cross-products in internal columns.</param>
    /// <param name="reml">Whether REML is used; otherwise ML.</param>
    /// <param name="constant">What is added to give the criterion in user units: scales of the response and of X, −Σ log wᵢ.</param>
    public BlockedEvaluation(BlockedSystem system, bool reml, double constant)
        : base(system, reml, constant)
    {
        this.system = system;
        factor = new BlockedFactor(system, reml);
    }

    /// <inheritdoc/>
    public override bool HasCostlyHessian => system.Order > LargeOrder || system.Layout.Entries.Length > ManyParameters;

    /// <inheritdoc/>
    protected override double ResidualSquare => factor.ResidualSquare;

    /// <inheritdoc/>
    protected internal override ConditionalEstimates Estimates => Derivatives.Estimates;

    /// <inheritdoc/>
    protected internal override double[] FixedInverse => Derivatives.FixedInverse;

    private Workspace Derivatives => derivatives ??= new Workspace(factor);

    /// <inheritdoc/>
    protected override double Factor(ReadOnlySpan<double> entries, CancellationToken cancellationToken) => factor.Evaluate(entries, cancellationToken);

    /// <inheritdoc/>
    protected override void Differentiate(Span<double> gradient, Span<double> hessian, CancellationToken cancellationToken)
    {
        Workspace workspace = Derivatives;
        workspace.Estimates.Compute();
        InvertFixed(workspace, cancellationToken);
        workspace.Sums.SumScores(workspace.Estimates);
        if (!hessian.IsEmpty)
        {
            workspace.Information.Compute(workspace.Sums.Products, cancellationToken);
        }

        workspace.Traces.Compute(IsReml, cancellationToken);
        if (IsReml && system.FixedCount >= ManyCoefficients)
        {
            CopyFixedInverse(workspace);
        }

        workspace.Sums.Gradient(Variance, gradient);
        if (!hessian.IsEmpty)
        {
            workspace.Sums.AverageInformation(Variance, Denominator, hessian);
        }
    }

    /// <summary>H = Ĥ + q/σ̂² − tr(QVᵢQVⱼ). For its cost see <see cref="ExpectedInformation"/>.</summary>
    /// <inheritdoc/>
    protected override int MakeExact(Span<double> hessian, CancellationToken cancellationToken)
    {
        Workspace workspace = Derivatives;
        int count = system.Layout.Entries.Length;
        workspace.ExpectedInformation ??= new ExpectedInformation(factor, workspace.Traces.ScaledInverse);
        double[] expected = workspace.Expected;
        workspace.ExpectedInformation.Compute(expected, cancellationToken);
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                hessian[(i * count) + j] += (workspace.Sums.Products[(i * count) + j] / Variance) - expected[(i * count) + j];
                hessian[(j * count) + i] = hessian[(i * count) + j];
            }
        }

        return 0;
    }

    /// <inheritdoc/>
    protected internal override double[] TemplateGradient(int factor) => Derivatives.Sums.TemplateGradient(factor, Variance);

    /// <inheritdoc/>
    protected override double[][] ConditionalCovariances(CancellationToken cancellationToken) =>
        BlockedCovariances.Of(factor, cancellationToken);

    /// <inheritdoc/>
    protected internal override double[] RandomInformation(int factor) => Derivatives.Sums.Information[factor];

    /// <inheritdoc/>
    protected override RandomSolver Solver() => new BlockedSolver(factor);

    /// <inheritdoc/>
    protected override bool TryTraces(IReadOnlyList<InformationDirection> directions, Span<double> traces, CancellationToken cancellationToken)
    {
        new ExpectedInformation(factor, Derivatives.Traces.ScaledInverse, directions).Compute(traces, cancellationToken);
        return true;
    }

    private void InvertFixed(Workspace workspace, CancellationToken cancellationToken)
    {
        int p = system.FixedCount;
        int start = (system.RandomCount * factor.Stride) + system.RandomCount;
        if (p >= ManyCoefficients)
        {
            if (!IsReml)
            {
                for (int j = 0; j < p; j++)
                {
                    factor.Factor.AsSpan(start + (j * factor.Stride), p).CopyTo(workspace.FixedInverse.AsSpan(j * p));
                }

                DenseCholesky.Invert(workspace.FixedInverse, new double[p * p], p, p, cancellationToken);
            }

            return;
        }

        for (int j = 0; j < p; j++)
        {
            Span<double> column = workspace.FixedInverse.AsSpan(j * p, p);
            column.Clear();
            column[j] = 1;
            DenseCholesky.SolveLower(factor.Factor, factor.Stride, start, p, column);
            DenseCholesky.SolveLowerTransposed(factor.Factor, factor.Stride, start, p, column);
        }
    }

    /// <summary>Copies the block of X from the inverse that REML computes anyway: the inverse of the Schur complement of the random effects.</summary>
    private void CopyFixedInverse(Workspace workspace)
    {
        int p = system.FixedCount;
        int start = (system.RandomCount * factor.Stride) + system.RandomCount;
        for (int j = 0; j < p; j++)
        {
            factor.Factor.AsSpan(start + (j * factor.Stride), p).CopyTo(workspace.FixedInverse.AsSpan(j * p));
        }
    }

    /// <summary>The workspace that derivatives need in addition to the factor.</summary>
    private sealed class Workspace
    {
        private double[]? expected;

        public Workspace(BlockedFactor factor)
        {
            CovarianceLayout layout = factor.System.Layout;
            Sums = new CriterionDerivatives(layout);
            Estimates = new BlockedEstimates(factor);
            Traces = new InverseTraces(factor, Sums);
            Information = new AverageInformation(factor, Estimates);
            FixedInverse = new double[factor.System.FixedCount * factor.System.FixedCount];
        }

        public CriterionDerivatives Sums { get; }

        public BlockedEstimates Estimates { get; }

        public InverseTraces Traces { get; }

        public AverageInformation Information { get; }

        public ExpectedInformation? ExpectedInformation { get; set; }

        public double[] Expected => expected ??= new double[Sums.Products.Length];

        public double[] FixedInverse { get; }
    }
}
