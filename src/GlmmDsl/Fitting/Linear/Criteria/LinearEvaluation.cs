namespace GlmmDsl.Fitting.Linear.Criteria;

/// <summary>
/// The profiled criterion of a linear mixed model at one Λ, given by its entries λ (internal columns), with everything that follows from it: conditional estimates,
/// exact gradient, average information, exact Hessian, conditional covariances. Its users do not know which factorisation is behind it.
/// Owns all the memory it needs; one instance serves one thread.
/// </summary>
internal abstract class LinearEvaluation(LinearSystem system, bool reml)
{
    /// <summary>With more covariance parameters than this, the number for 24 correlated columns, the search uses gradients only.</summary>
    public const int ManyParameters = 300;

    /// <summary>The cross-products.</summary>
    public LinearSystem System { get; } = system;

    /// <summary>Whether REML is used; otherwise ML.</summary>
    public bool IsReml { get; } = reml;

    /// <summary>Whether an exact Hessian costs much more than an evaluation, so that the search must use few of them.</summary>
    public abstract bool HasCostlyHessian { get; }

    /// <summary>r²(θ), the penalised residual sum of squares in internal units, at the θ last evaluated.</summary>
    public abstract double ResidualSquare { get; }

    /// <summary>n, or n − p under REML.</summary>
    public double Denominator => System.RowCount - (IsReml ? System.FixedCount : 0);

    /// <summary>σ̂² in internal units.</summary>
    public double Variance => ResidualSquare / Denominator;

    /// <summary>β̂, û and ZᵀWe at the point differentiated last.</summary>
    public abstract ConditionalEstimates Estimates { get; }

    /// <summary>(R_XᵀR_X)⁻¹ at the point differentiated last, p × p: vcov(β̂) in internal units is σ̂² times it.</summary>
    public abstract double[] FixedInverse { get; }

    /// <summary>
    /// d(θ) = log|L|² (+ log|R_X|²) + N[1 + log(2πr²/N)] + constant; infinite where the factorisation fails (θ beyond the precision of
    /// numbers) or nothing is left of the response.
    /// </summary>
    /// <param name="entries">λ, the entries of Λ about the internal columns.</param>
    /// <param name="cancellationToken">Checked inside the factorisation.</param>
    public abstract double Evaluate(ReadOnlySpan<double> entries, CancellationToken cancellationToken = default);

    /// <summary>
    /// Exact gradient and average information of the criterion at the θ last evaluated, by the selected inverse: no division by Λ in the gradient,
    /// so it holds at a singular Λ. The factor is consumed: evaluate again before another use.
    /// </summary>
    /// <param name="gradient">Receives the gradient.</param>
    /// <param name="hessian">Receives the average information Ĥ, row-major; empty when it is not needed.</param>
    /// <param name="cancellationToken">Checked inside the selected inverse.</param>
    public abstract void Differentiate(Span<double> gradient, Span<double> hessian, CancellationToken cancellationToken = default);

    /// <summary>The exact Hessian at the point differentiated last. The estimates stay those of that point.</summary>
    /// <param name="hessian">Ĥ of that point, row-major; becomes H.</param>
    /// <param name="cancellationToken">Checked inside factorisations.</param>
    /// <returns>How many further gradients it took.</returns>
    public abstract int MakeExact(Span<double> hessian, CancellationToken cancellationToken = default);

    /// <summary>∂d/∂Λ_rc for every entry of a factor's template, row-major, including those above the diagonal: a change of basis needs them.</summary>
    public abstract double[] TemplateGradient(int factor);

    /// <summary>ΛM⁻¹_llΛᵀ at the θ last evaluated: for each factor, levels × k × k. The factorisation is consumed.</summary>
    public abstract double[][] ConditionalCovariances(CancellationToken cancellationToken = default);
}
