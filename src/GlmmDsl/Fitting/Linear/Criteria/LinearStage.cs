namespace GlmmDsl.Fitting.Linear.Criteria;

/// <summary>What a workspace holds of the point evaluated last.</summary>
internal enum LinearStage
{
    /// <summary>Nothing that can be used: no point was evaluated, its factorisation was consumed, or a computation ended early.</summary>
    None,

    /// <summary>The factorisation.</summary>
    Evaluated,

    /// <summary>The estimates, the gradient, and what the exact Hessian needs.</summary>
    Differentiated,

    /// <summary>The estimates and the gradient; the Hessian was made exact.</summary>
    Exact,
}
