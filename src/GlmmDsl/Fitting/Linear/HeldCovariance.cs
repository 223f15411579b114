using GlmmDsl.Covariance;

namespace GlmmDsl.Fitting.Linear;

/// <summary>
/// −2 log L of a linear model with the standard deviation of a column of random effects, or the correlation of two, held. A point holds internal θ of the other terms,
/// the free parameters of the term, and for a standard deviation log σ²: it fixes Λ′₁₁ only together with σ, which is then a parameter.
/// </summary>
internal sealed class HeldCovariance : HeldCriterion
{
    private readonly LinearProblem problem;
    private readonly HeldEvaluation evaluation;
    private readonly HeldTerm held;
    private readonly bool isCorrelation;
    private readonly double[] start;
    private readonly double[] theta;
    private readonly double[] inTheta;
    private readonly double[] template;

    /// <summary>Prepares it.</summary>
    /// <param name="problem">The model.</param>
    /// <param name="quantity">What is held.</param>
    /// <param name="theta">Internal θ̂.</param>
    /// <param name="sigma">σ̂, user's units.</param>
    public HeldCovariance(LinearProblem problem, HeldQuantity quantity, double[] theta, double sigma)
    {
        this.problem = problem;
        this.theta = [.. theta];
        evaluation = new HeldEvaluation(problem.Evaluation(problem.System));
        isCorrelation = quantity.Kind == HeldKind.Correlation;
        held = HeldTerm.Of(problem.Layout.Terms.First(t => t.Term == quantity.Term), quantity.Row, quantity.Column);
        inTheta = new double[theta.Length];
        template = new double[held.Term.Width * held.Term.Width];
        Count = theta.Length - 1 + (isCorrelation ? 0 : 1);
        start = new double[Count];
        (int first, int end) = (held.Term.FirstParameter, held.Term.FirstParameter + held.Count + 1);
        theta.AsSpan(0, first).CopyTo(start);
        held.Free(theta.AsSpan(held.Term.Parameters), start.AsSpan(first, held.Count));
        theta.AsSpan(end).CopyTo(start.AsSpan(first + held.Count));
        if (!isCorrelation)
        {
            start[^1] = 2 * Math.Log(sigma / problem.Basis.ResponseScale);
        }

        Unit = isCorrelation ? 1 : held.UnitDeviation * sigma;
    }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <inheritdoc/>
    public override double Unit { get; }

    /// <inheritdoc/>
    protected override IEnumerable<int> Sizes
    {
        get
        {
            (int first, int end) = (held.Term.FirstParameter, held.Term.FirstParameter + held.Count + 1);
            return problem.Layout.Sizes.Where(i => i < first || i >= end).Select(i => i < first ? i : i - 1).Concat(held.Sizes.Select(i => first + i));
        }
    }

    /// <inheritdoc/>
    public override double[] Start() => [.. start];

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        int first = held.Term.FirstParameter;
        int rest = theta.Length - first - held.Count - 1;
        ReadOnlySpan<double> free = point.Slice(first, held.Count);
        double? variance = isCorrelation ? null : Math.Exp(point[^1]);
        double unit = isCorrelation ? 1 : problem.Basis.ResponseScale * held.UnitDeviation * Math.Sqrt(variance!.Value);
        double value = Held / unit;
        held.Fill(free, value, theta.AsSpan(held.Term.Parameters));
        if (theta.AsSpan(held.Term.Parameters).Contains(double.NaN))
        {
            return double.PositiveInfinity;
        }

        point[..first].CopyTo(theta);
        point.Slice(first + held.Count, rest).CopyTo(theta.AsSpan(theta.Length - rest));
        double result = evaluation.Evaluate(theta, variance);
        if (!double.IsFinite(result))
        {
            return double.PositiveInfinity;
        }

        evaluation.Differentiate(inTheta);
        evaluation.Template(held.Term, template);
        inTheta.AsSpan(0, first).CopyTo(gradient);
        double ofHeld = held.Gradient(free, template, inTheta.AsSpan(held.Term.Parameters), value, gradient.Slice(first, held.Count));
        inTheta.AsSpan(theta.Length - rest).CopyTo(gradient[(first + held.Count)..]);
        if (variance is { } square)
        {
            gradient[^1] = evaluation.Freedom - (evaluation.ResidualSquare / square) - (0.5 * ofHeld);
        }

        return result;
    }
}
