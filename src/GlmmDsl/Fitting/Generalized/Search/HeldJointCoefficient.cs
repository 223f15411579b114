using GlmmDsl.Covariance;
using GlmmDsl.Fitting.Columns;
using GlmmDsl.Fitting.Generalized.Criteria;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Search;

/// <summary>
/// The criterion of a generalised model with a coefficient held. The coefficient is aᵀγ of the internal ones, so γ = av/|a|² + Nδ, N the Householder reflection that
/// takes a to an axis without that axis; a point holds δ and internal θ.
/// </summary>
internal sealed class HeldJointCoefficient : HeldCriterion
{
    private readonly MarginalCriterion joint;
    private readonly CovarianceLayout layout;
    private readonly double[] start;
    private readonly double[] direction;
    private readonly double[] reflector;
    private readonly int axis;
    private readonly double[] full;
    private readonly double[] fullGradient;

    /// <summary>Prepares it.</summary>
    /// <param name="joint">The criterion over (β, θ).</param>
    /// <param name="basis">The internal columns.</param>
    /// <param name="layout">The random part.</param>
    /// <param name="coefficient">The place of the coefficient among the kept ones.</param>
    /// <param name="estimates">The internal point of the estimates.</param>
    public HeldJointCoefficient(MarginalCriterion joint, StackedBasis basis, CovarianceLayout layout, int coefficient, double[] estimates)
    {
        this.joint = joint;
        this.layout = layout;
        int p = joint.Parameters.FixedCount;
        direction = new double[p];
        for (int j = 0; j < p; j++)
        {
            var unit = new double[p];
            unit[j] = 1;
            direction[j] = basis.Coefficients(unit)[coefficient];
        }

        axis = Enumerable.Range(0, p).MaxBy(j => Math.Abs(direction[j]));
        reflector = [.. direction];
        reflector[axis] += Math.CopySign(Math.Sqrt(VectorKernels.Dot(direction, direction)), direction[axis]);
        full = new double[estimates.Length];
        fullGradient = new double[estimates.Length];
        double[] beta = [.. estimates[joint.Parameters.Beta]];
        Reflect(beta);
        start = [.. beta.Where((_, j) => j != axis), .. estimates[p..]];
    }

    /// <inheritdoc/>
    public override int Count => start.Length;

    /// <inheritdoc/>
    protected override IEnumerable<int> Sizes => layout.Sizes.Select(i => joint.Parameters.ThetaAt(i) - 1);

    /// <inheritdoc/>
    public override double[] Start() => [.. start];

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        Span<double> beta = full.AsSpan(joint.Parameters.Beta);
        point[..axis].CopyTo(beta);
        beta[axis] = 0;
        point[axis..(beta.Length - 1)].CopyTo(beta[(axis + 1)..]);
        Reflect(beta);
        VectorKernels.AddScaled(Held / VectorKernels.Dot(direction, direction), direction, beta);
        point[(beta.Length - 1)..].CopyTo(full.AsSpan(beta.Length));
        double value = joint.Evaluate(full, fullGradient);
        Span<double> inBeta = fullGradient.AsSpan(joint.Parameters.Beta);
        Reflect(inBeta);
        inBeta[..axis].CopyTo(gradient);
        inBeta[(axis + 1)..].CopyTo(gradient[axis..]);
        fullGradient.AsSpan(beta.Length).CopyTo(gradient[(beta.Length - 1)..]);
        return double.IsNaN(value) ? double.PositiveInfinity : value;
    }

    /// <summary>x ← x − 2v(vᵀx)/|v|².</summary>
    private void Reflect(Span<double> x) =>
        VectorKernels.AddScaled(-2 * VectorKernels.Dot(reflector, x) / VectorKernels.Dot(reflector, reflector), reflector, x);
}
