using GlmmDsl.Covariance;
using GlmmDsl.Fitting.Generalized.Criteria;

namespace GlmmDsl.Fitting.Generalized.Search;

/// <summary>
/// The criterion of a generalised model with the standard deviation of a column of random effects, or the correlation of two, held. A point holds internal β, θ of the
/// other terms, and the free parameters of the term.
/// </summary>
internal sealed class HeldJointCovariance : HeldCriterion
{
    private readonly MarginalCriterion joint;
    private readonly CovarianceLayout layout;
    private readonly HeldTerm held;
    private readonly bool isCorrelation;
    private readonly double[] start;
    private readonly double[] full;
    private readonly double[] fullGradient;
    private readonly double[] jacobian;

    /// <summary>Prepares it.</summary>
    /// <param name="joint">The criterion over (β, θ).</param>
    /// <param name="layout">The random part.</param>
    /// <param name="quantity">What is held.</param>
    /// <param name="estimates">The internal point of the estimates.</param>
    public HeldJointCovariance(MarginalCriterion joint, CovarianceLayout layout, HeldQuantity quantity, double[] estimates)
    {
        this.joint = joint;
        this.layout = layout;
        isCorrelation = quantity.Kind == HeldKind.Correlation;
        held = HeldTerm.Of(layout.Terms.First(t => t.Term == quantity.Term), quantity.Row, quantity.Column);
        full = [.. estimates];
        fullGradient = new double[estimates.Length];
        jacobian = new double[held.Count * (held.Count + 1)];
        (int first, int count) = (First, held.Count + 1);
        start = new double[estimates.Length - 1];
        estimates.AsSpan(0, first).CopyTo(start);
        held.Free(estimates.AsSpan(first, count), start.AsSpan(first, held.Count));
        estimates.AsSpan(first + count).CopyTo(start.AsSpan(first + held.Count));
    }

    /// <inheritdoc/>
    public override int Count => start.Length;

    /// <inheritdoc/>
    public override double Unit => isCorrelation ? 1 : held.UnitDeviation;

    /// <inheritdoc/>
    protected override IEnumerable<int> Sizes => layout.Sizes
        .Select(joint.Parameters.ThetaAt)
        .Where(i => i < First || i > First + held.Count)
        .Select(i => i < First ? i : i - 1)
        .Concat(held.Sizes.Select(i => First + i));

    private int First => joint.Parameters.ThetaAt(held.Term.FirstParameter);

    /// <inheritdoc/>
    public override double[] Start() => [.. start];

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        int rest = full.Length - First - held.Count - 1;
        ReadOnlySpan<double> free = point.Slice(First, held.Count);
        double value = isCorrelation ? Held : Held / held.UnitDeviation;
        held.Fill(free, value, full.AsSpan(First, held.Count + 1));
        if (full.AsSpan(First, held.Count + 1).Contains(double.NaN))
        {
            return double.PositiveInfinity;
        }

        point[..First].CopyTo(full);
        point.Slice(First + held.Count, rest).CopyTo(full.AsSpan(full.Length - rest));
        double result = joint.Evaluate(full, fullGradient);
        if (double.IsNaN(result))
        {
            return double.PositiveInfinity;
        }

        fullGradient.AsSpan(0, First).CopyTo(gradient);
        held.Differentiate(free, value, jacobian);
        for (int i = 0; i < held.Count; i++)
        {
            gradient[First + i] = LinearAlgebra.VectorKernels.Dot(jacobian.AsSpan(i * (held.Count + 1), held.Count + 1), fullGradient.AsSpan(First, held.Count + 1));
        }

        fullGradient.AsSpan(full.Length - rest).CopyTo(gradient[(First + held.Count)..]);
        return result;
    }
}
