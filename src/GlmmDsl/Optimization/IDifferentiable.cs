namespace GlmmDsl.Optimization;

/// <summary>What the quasi-Newton method minimises.</summary>
internal interface IDifferentiable
{
    /// <summary>Number of parameters.</summary>
    int Count { get; }

    /// <summary>The value at a point, and its gradient; infinite where there is none (the gradient then has no meaning).</summary>
    double Evaluate(ReadOnlySpan<double> point, Span<double> gradient);
}
