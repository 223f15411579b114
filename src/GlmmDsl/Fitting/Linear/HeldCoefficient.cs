using GlmmDsl.Fitting.Columns;
using GlmmDsl.Fitting.Linear.Criteria;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Linear;

/// <summary>
/// −2 log L of a linear model with a coefficient held, as a function of internal θ. In internal columns the coefficient is aᵀγ + c, so that γ = a(v − c)/|a|² + Nδ with
/// N a basis of what is orthogonal to a: a model of the columns XN for the response y − Xa(v − c)/|a|², whose cross-products follow from those of X and y. Where a column that
/// was taken out of the response has a part in the coefficient, it is put back first.
/// </summary>
internal sealed class HeldCoefficient : HeldCriterion
{
    private readonly LinearProblem problem;
    private readonly LinearSystem system;
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
        var weights = new double[problem.Basis.Kept.Length];
        weights[coefficient] = 1;
        FixedCombination combination = problem.Basis.Combination(weights);
        constant = combination.Constant;
        direction = combination.Rest == 0 ? combination.Direction : [.. combination.Direction, combination.Rest];
        system = combination.Rest == 0 ? problem.System : problem.System.WithColumn(combination.RestProduct);
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

        evaluation = new HeldEvaluation(problem.Evaluation(system.WithFixedPart(map)));
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
