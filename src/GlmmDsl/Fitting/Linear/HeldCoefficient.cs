using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Linear;

/// <summary>
/// −2 log L of a linear model with a coefficient held, as a function of internal θ. In internal columns the coefficient is aᵀγ + c, so that γ = a(v − c)/|a|² + Nδ with
/// N a basis of what is orthogonal to a: a model of the columns XN for the response y − Xa(v − c)/|a|², whose cross-products follow from those of X and y.
/// </summary>
internal sealed class HeldCoefficient : HeldCriterion
{
    private readonly LinearProblem problem;
    private readonly double[] start;
    private readonly double[] direction;
    private readonly double constant;
    private readonly double[] map;
    private HeldEvaluation? evaluation;

    /// <summary>Prepares it.</summary>
    /// <param name="problem">The model.</param>
    /// <param name="coefficient">The place of the coefficient among the kept ones.</param>
    /// <param name="start">Internal θ̂.</param>
    public HeldCoefficient(LinearProblem problem, int coefficient, double[] start)
    {
        this.problem = problem;
        this.start = start;
        int p = problem.Basis.Kept.Length;
        direction = new double[p];
        constant = problem.Basis.Coefficients(new double[p])[coefficient];
        for (int j = 0; j < p; j++)
        {
            var unit = new double[p];
            unit[j] = 1;
            direction[j] = problem.Basis.Coefficients(unit)[coefficient] - constant;
        }

        map = Map(direction);
    }

    /// <inheritdoc/>
    public override int Count => start.Length;

    /// <inheritdoc/>
    protected override IEnumerable<int> Sizes => problem.Layout.Sizes;

    /// <inheritdoc/>
    public override void Hold(double value)
    {
        base.Hold(value);
        int p = direction.Length;
        double along = (value - constant) / VectorKernels.Dot(direction, direction);
        for (int j = 0; j < p; j++)
        {
            map[(j * p) + p - 1] = -along * direction[j];
        }

        evaluation = new HeldEvaluation(problem.Evaluation(problem.System.WithFixedPart(map)));
    }

    /// <inheritdoc/>
    public override double[] Start() => [.. start];

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        double value = evaluation!.Evaluate(point, null);
        if (double.IsFinite(value))
        {
            evaluation.Differentiate(gradient);
        }

        return value;
    }

    /// <summary>[X y] → [XN y], (p + 1) × p: N is the identity less the reflection that takes a to an axis, without that axis (Householder).</summary>
    private static double[] Map(double[] a)
    {
        int p = a.Length;
        int axis = Enumerable.Range(0, p).MaxBy(j => Math.Abs(a[j]));
        double[] v = [.. a];
        v[axis] += Math.CopySign(Math.Sqrt(VectorKernels.Dot(a, a)), a[axis]);
        double square = VectorKernels.Dot(v, v);
        var map = new double[(p + 1) * p];
        int column = 0;
        for (int c = 0; c < p; c++)
        {
            if (c == axis)
            {
                continue;
            }

            for (int j = 0; j < p; j++)
            {
                map[(j * p) + column] = (j == c ? 1 : 0) - (2 * v[j] * v[c] / square);
            }

            column++;
        }

        map[^1] = 1;
        return map;
    }
}
