using GlmmDsl.Fits;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Inference.Hypotheses;

/// <summary>
/// Wald's tests of means of an ordinal model's latent variable, in units in which its thresholds have the mean 0 (emmeans: <c>mode = "latent"</c>). A combination has a weight for the intercept, which
/// is minus that mean, before those of the kept coefficients.
/// </summary>
internal sealed class LatentMethod : FixedEffectsMethod
{
    private readonly double[] coefficients;

    /// <summary>Reads an ordinal fit.</summary>
    public LatentMethod(FittedModel model)
        : this(model, model.Solution.Thresholds!.LatentIntercept())
    {
    }

    private LatentMethod(FittedModel model, (double Intercept, double[,] Covariance) latent)
        : base(model, latent.Covariance) => coefficients = [latent.Intercept, .. model.Solution.Beta];

    /// <inheritdoc/>
    public override string Name => "Wald";

    /// <inheritdoc/>
    public override bool HasDegreesOfFreedom => false;

    /// <inheritdoc/>
    public override double DegreesOfFreedom(ReadOnlySpan<double> combination) => double.PositiveInfinity;

    /// <inheritdoc/>
    public override double Estimate(ReadOnlySpan<double> combination) => VectorKernels.Dot(combination, coefficients);

    /// <inheritdoc/>
    public override JointTest Joint(double[,] combinations, double[]? values = null)
    {
        JointQuadratic quadratic = JointQuadratic.Of(this, combinations, values);
        return new JointTest(quadratic.Rank == 0 ? double.NaN : quadratic.Square / quadratic.Rank, quadratic.Rank, double.PositiveInfinity);
    }
}
