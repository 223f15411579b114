using GlmmDsl.Fits;

namespace GlmmDsl.Inference.Hypotheses;

/// <summary>Wald's tests: estimates over standard errors are taken as normal, sums of squares as chi-square. They ignore that variances are estimated.</summary>
/// <param name="model">The fit.</param>
internal sealed class WaldMethod(FittedModel model) : FixedEffectsMethod(model, model.Solution.Covariance)
{
    /// <inheritdoc/>
    public override string Name => "Wald";

    /// <inheritdoc/>
    public override bool HasDegreesOfFreedom => false;

    /// <inheritdoc/>
    public override double DegreesOfFreedom(ReadOnlySpan<double> combination) => double.PositiveInfinity;

    /// <inheritdoc/>
    public override JointTest Joint(double[,] combinations, double[]? values = null)
    {
        JointQuadratic quadratic = JointQuadratic.Of(this, combinations, values);
        return new JointTest(quadratic.Rank == 0 ? double.NaN : quadratic.Square / quadratic.Rank, quadratic.Rank, double.PositiveInfinity);
    }
}
