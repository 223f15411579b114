namespace GlmmDsl.Optimization;

/// <summary>What the trust region minimises.</summary>
internal interface ISmoothCriterion
{
    /// <summary>Number of parameters.</summary>
    int Count { get; }

    /// <summary>The value at a point; positive infinity where there is none, negative infinity where it falls without bound: there the search ends.</summary>
    double Evaluate(ReadOnlySpan<double> point);

    /// <summary>Gradient and (approximate) Hessian, row-major, at the point evaluated last.</summary>
    void Differentiate(Span<double> gradient, Span<double> hessian);

    /// <summary>Replaces the approximate Hessian by the exact one, at the point differentiated last; nothing may have been evaluated since.</summary>
    void MakeExact(Span<double> hessian);

    /// <summary>Moves a trial point off places where derivatives mislead.</summary>
    void Adjust(Span<double> point);
}
