namespace GlmmDsl.Fitting.Linear.Criteria;

/// <summary>
/// The workspace of a linear mixed model's profiled criterion. It evaluates the criterion at a Λ, given by its entries λ (internal columns), and from there
/// everything that follows: <see cref="EvaluatedPoint"/>, then <see cref="DifferentiatedPoint"/>. Its users do not know which factorisation is behind it.
/// Owns all the memory it needs; one instance serves one thread.
/// </summary>
internal abstract class LinearEvaluation(LinearSystem system, bool reml, double constant)
{
    /// <summary>With more covariance parameters than this, the number for 24 correlated columns, the search uses gradients only.</summary>
    public const int ManyParameters = 300;

    private long last;
    private LinearStage stage;

    /// <summary>The cross-products.</summary>
    public LinearSystem System { get; } = system;

    /// <summary>Whether REML is used; otherwise ML.</summary>
    public bool IsReml { get; } = reml;

    /// <summary>Whether an exact Hessian costs much more than an evaluation, so that the search must use few of them.</summary>
    public abstract bool HasCostlyHessian { get; }

    /// <summary>What is added to give the criterion in user units: scales of the response and of X, −Σ log wᵢ. It changes with the response of the system.</summary>
    public double Constant { get; set; } = constant;

    /// <summary>n, or n − p under REML.</summary>
    public double Denominator => System.RowCount - (IsReml ? System.Rank : 0);

    /// <summary>A residual variance that is held, internal units: derivatives are then those of log|L|² + N log σ² + r²/σ²; null where it is profiled out.</summary>
    public double? HeldVariance { get; set; }

    /// <summary>See <see cref="DifferentiatedPoint.Estimates"/>.</summary>
    protected internal abstract ConditionalEstimates Estimates { get; }

    /// <summary>See <see cref="DifferentiatedPoint.FixedInverse"/>.</summary>
    protected internal abstract double[] FixedInverse { get; }

    /// <summary>See <see cref="EvaluatedPoint.ResidualSquare"/>.</summary>
    protected abstract double ResidualSquare { get; }

    /// <summary>σ̂², or the one held, in internal units.</summary>
    protected double Variance => HeldVariance ?? (ResidualSquare / Denominator);

    /// <summary>Evaluates the criterion; what was known of other points is lost.</summary>
    /// <param name="entries">λ, the entries of Λ for the internal columns.</param>
    /// <param name="cancellationToken">Checked inside the factorisation.</param>
    public EvaluatedPoint Evaluate(ReadOnlySpan<double> entries, CancellationToken cancellationToken = default)
    {
        last++;
        stage = LinearStage.None;
        double value = Factor(entries, cancellationToken) + Constant;
        stage = LinearStage.Evaluated;
        return new EvaluatedPoint(this, last, value, ResidualSquare);
    }

    /// <summary>Forgets the point evaluated last, as when the system has got another response.</summary>
    public void Forget() => stage = LinearStage.None;

    /// <summary>Whether the workspace is at a stage of a point.</summary>
    internal bool IsAt(long stamp, LinearStage at) => stamp == last && stage == at;

    /// <summary>This workspace, while it holds the derivatives at a point.</summary>
    internal LinearEvaluation At(long stamp) =>
        IsAt(stamp, LinearStage.Differentiated) || IsAt(stamp, LinearStage.Exact) ? this : throw MovedOn();

    /// <summary>See <see cref="EvaluatedPoint.Differentiate"/>.</summary>
    internal void Differentiate(long stamp, Span<double> gradient, Span<double> hessian, CancellationToken cancellationToken)
    {
        Begin(stamp, LinearStage.Evaluated);
        Differentiate(gradient, hessian, cancellationToken);
        stage = LinearStage.Differentiated;
    }

    /// <summary>See <see cref="DifferentiatedPoint.MakeExact"/>.</summary>
    internal int MakeExact(long stamp, Span<double> hessian, CancellationToken cancellationToken)
    {
        Begin(stamp, LinearStage.Differentiated);
        int gradients = MakeExact(hessian, cancellationToken);
        stage = LinearStage.Exact;
        return gradients;
    }

    /// <summary>See <see cref="EvaluatedPoint.ConditionalCovariances"/>.</summary>
    internal double[][] ConditionalCovariances(long stamp, CancellationToken cancellationToken)
    {
        Begin(stamp, LinearStage.Evaluated);
        return ConditionalCovariances(cancellationToken);
    }

    /// <summary>See <see cref="EvaluatedPoint.Solver"/>.</summary>
    internal RandomSolver Solver(long stamp) => IsAt(stamp, LinearStage.Evaluated) ? Solver() : throw MovedOn();

    /// <summary>See <see cref="DifferentiatedPoint.TryTraces"/>.</summary>
    internal bool TryTraces(long stamp, IReadOnlyList<InformationDirection> directions, Span<double> traces, CancellationToken cancellationToken)
    {
        Begin(stamp, LinearStage.Differentiated);
        bool isKnown = TryTraces(directions, traces, cancellationToken);
        stage = LinearStage.Exact;
        return isKnown;
    }

    /// <summary>See <see cref="DifferentiatedPoint.RandomInformation"/>.</summary>
    protected internal abstract double[] RandomInformation(int factor);

    /// <summary>See <see cref="DifferentiatedPoint.TemplateGradient"/>.</summary>
    protected internal abstract double[] TemplateGradient(int factor);

    /// <summary>Factors at λ; returns <see cref="EvaluatedPoint.Value"/> without the constant.</summary>
    protected abstract double Factor(ReadOnlySpan<double> entries, CancellationToken cancellationToken);

    /// <summary>Computes derivatives at the point factored last, and consumes the factorisation.</summary>
    protected abstract void Differentiate(Span<double> gradient, Span<double> hessian, CancellationToken cancellationToken);

    /// <summary>Makes Ĥ exact at the point differentiated last.</summary>
    protected abstract int MakeExact(Span<double> hessian, CancellationToken cancellationToken);

    /// <summary>Computes the conditional covariances at the point factored last, and consumes the factorisation.</summary>
    protected abstract double[][] ConditionalCovariances(CancellationToken cancellationToken);

    /// <summary>Solves with the point factored last.</summary>
    protected abstract RandomSolver Solver();

    /// <summary>Computes tr(QVᵢQVⱼ) at the point differentiated last, where the path has a formula for it.</summary>
    protected virtual bool TryTraces(IReadOnlyList<InformationDirection> directions, Span<double> traces, CancellationToken cancellationToken) => false;

    // A computation that ends early leaves nothing that can be used.
    private void Begin(long stamp, LinearStage needed)
    {
        if (!IsAt(stamp, needed))
        {
            throw MovedOn();
        }

        stage = LinearStage.None;
    }

    private static InvalidOperationException MovedOn() =>
        new("The workspace no longer holds this point: its factorisation was used, or another point was evaluated. Evaluate the point again.");
}
