namespace GlmmDsl.Fitting.Linear;

/// <summary>−2 log L of a linear model with σ held, as a function of internal θ: log|L|² + n log 2πσ² + r²/σ², another function than the one with σ profiled out.</summary>
/// <param name="problem">The model.</param>
/// <param name="start">Internal θ̂.</param>
internal sealed class HeldSigma(LinearProblem problem, double[] start) : HeldCriterion
{
    private readonly HeldEvaluation evaluation = new(problem.Evaluation(problem.System));

    /// <inheritdoc/>
    public override int Count => start.Length;

    /// <inheritdoc/>
    protected override IEnumerable<int> Sizes => problem.Layout.Sizes;

    /// <inheritdoc/>
    public override double[] Start() => [.. start];

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        double deviation = Held / problem.Basis.ResponseScale;
        double value = evaluation.Evaluate(point, deviation * deviation);
        if (double.IsFinite(value))
        {
            evaluation.Differentiate(gradient);
        }

        return value;
    }
}
