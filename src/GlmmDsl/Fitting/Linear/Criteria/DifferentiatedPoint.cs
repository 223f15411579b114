namespace GlmmDsl.Fitting.Linear.Criteria;

/// <summary>What a workspace knows at a point where it has computed derivatives. The next evaluation overwrites it: after that the members throw.</summary>
internal readonly struct DifferentiatedPoint
{
    private readonly LinearEvaluation evaluation;
    private readonly long stamp;

    /// <summary>Takes the numbers of the point from the workspace.</summary>
    internal DifferentiatedPoint(LinearEvaluation evaluation, long stamp, double residualSquare)
    {
        this.evaluation = evaluation;
        this.stamp = stamp;
        ResidualSquare = residualSquare;
    }

    /// <summary>The cross-products.</summary>
    public LinearSystem System => evaluation.System;

    /// <summary>r²(θ), the penalised residual sum of squares in internal units.</summary>
    public double ResidualSquare { get; }

    /// <summary>σ̂² in internal units.</summary>
    public double Variance => ResidualSquare / evaluation.Denominator;

    /// <summary>β̂, û and ZᵀWe.</summary>
    /// <exception cref="InvalidOperationException">Another point was evaluated since.</exception>
    public ConditionalEstimates Estimates => Current.Estimates;

    /// <summary>(R_XᵀR_X)⁻¹, p × p: vcov(β̂) in internal units is σ̂² times it.</summary>
    /// <exception cref="InvalidOperationException">Another point was evaluated since.</exception>
    public double[] FixedInverse => Current.FixedInverse;

    /// <summary>Whether no other point was evaluated since; false for a default value.</summary>
    public bool IsCurrent => evaluation is not null && (evaluation.IsAt(stamp, LinearStage.Differentiated) || evaluation.IsAt(stamp, LinearStage.Exact));

    private LinearEvaluation Current => evaluation.At(stamp);

    /// <summary>∂d/∂Λ_rc for every entry of a factor's template, row-major, including those above the diagonal: a change of basis needs them.</summary>
    /// <exception cref="InvalidOperationException">Another point was evaluated since.</exception>
    public double[] TemplateGradient(int factor) => Current.TemplateGradient(factor);

    /// <summary>The exact Hessian, once. The estimates stay those of the point.</summary>
    /// <param name="hessian">Ĥ of the point, row-major; becomes H.</param>
    /// <param name="cancellationToken">Checked inside factorisations.</param>
    /// <returns>How many further gradients it took.</returns>
    /// <exception cref="InvalidOperationException">Another point was evaluated since, or the Hessian was made exact already.</exception>
    public int MakeExact(Span<double> hessian, CancellationToken cancellationToken = default) => evaluation.MakeExact(stamp, hessian, cancellationToken);

    /// <summary>Σ(ZᵀQZ)_ll over the levels of a factor, k × k row-major, Q the projection P under REML, else H⁻¹; where the average information was asked for.</summary>
    /// <exception cref="InvalidOperationException">Another point was evaluated since.</exception>
    public double[] RandomInformation(int factor) => Current.RandomInformation(factor);

    /// <summary>tr(QVᵢQVⱼ) for directions Vᵢ = ZSᵢZᵀ, by a formula where the path has one. The estimates stay those of the point.</summary>
    /// <param name="directions">The directions.</param>
    /// <param name="traces">Receives the traces, row-major.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>Whether the path has a formula; where it has none, they are the derivatives of <see cref="RandomInformation"/>.</returns>
    /// <exception cref="InvalidOperationException">Another point was evaluated since, or what is left of the factorisation was used.</exception>
    public bool TryTraces(IReadOnlyList<InformationDirection> directions, Span<double> traces, CancellationToken cancellationToken) =>
        evaluation.TryTraces(stamp, directions, traces, cancellationToken);
}
