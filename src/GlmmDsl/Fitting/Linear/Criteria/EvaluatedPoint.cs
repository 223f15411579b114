namespace GlmmDsl.Fitting.Linear.Criteria;

/// <summary>
/// The criterion at a point that a workspace has evaluated, and what can be computed from the factorisation there. Either computation consumes the
/// factorisation, and so does the next evaluation: after that they throw.
/// </summary>
internal readonly struct EvaluatedPoint
{
    private readonly LinearEvaluation evaluation;
    private readonly long stamp;

    /// <summary>Takes the numbers of the point from the workspace.</summary>
    internal EvaluatedPoint(LinearEvaluation evaluation, long stamp, double value, double residualSquare)
    {
        this.evaluation = evaluation;
        this.stamp = stamp;
        Value = value;
        ResidualSquare = residualSquare;
    }

    /// <summary>
    /// d(θ) = log|L|² (+ log|R_X|²) + N[1 + log(2πr²/N)] + constant; infinite where the factorisation fails (θ beyond the precision of
    /// numbers) or nothing is left of the response.
    /// </summary>
    public double Value { get; }

    /// <summary>r²(θ), the penalised residual sum of squares in internal units.</summary>
    public double ResidualSquare { get; }

    /// <summary>σ̂² in internal units.</summary>
    public double Variance => ResidualSquare / evaluation.Denominator;

    /// <summary>Whether the factorisation of the point is still there; false for a default value.</summary>
    public bool IsIntact => evaluation is not null && evaluation.IsAt(stamp, LinearStage.Evaluated);

    /// <summary>
    /// Exact gradient and average information of the criterion, by the selected inverse: no division by Λ in the gradient, so it holds at a singular Λ.
    /// </summary>
    /// <param name="gradient">Receives the gradient.</param>
    /// <param name="hessian">Receives the average information Ĥ, row-major; empty when it is not needed.</param>
    /// <param name="cancellationToken">Checked inside the selected inverse.</param>
    /// <exception cref="InvalidOperationException">The factorisation is no longer there.</exception>
    public DifferentiatedPoint Differentiate(Span<double> gradient, Span<double> hessian, CancellationToken cancellationToken = default)
    {
        evaluation.Differentiate(stamp, gradient, hessian, cancellationToken);
        return new DifferentiatedPoint(evaluation, stamp, ResidualSquare);
    }

    /// <summary>ΛM⁻¹_llΛᵀ: for each factor, levels × k × k.</summary>
    /// <param name="cancellationToken">Checked inside the selected inverse.</param>
    /// <exception cref="InvalidOperationException">The factorisation is no longer there.</exception>
    public double[][] ConditionalCovariances(CancellationToken cancellationToken = default) => evaluation.ConditionalCovariances(stamp, cancellationToken);

    /// <summary>Products and solutions with the matrices of the random effects; they leave the factorisation as it is.</summary>
    /// <exception cref="InvalidOperationException">The factorisation is no longer there.</exception>
    public RandomSolver Solver() => evaluation.Solver(stamp);
}
