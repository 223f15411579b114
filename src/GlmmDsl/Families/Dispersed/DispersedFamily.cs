using GlmmDsl.Families.Densities;

namespace GlmmDsl.Families.Dispersed;

/// <summary>
/// A family whose density depends on more than the mean: on a dispersion, and perhaps on a shape, which are estimated. An instance has values of them, 1 until a fit binds
/// it to its estimates (<see cref="FamilyDefinition.With"/>), so that variances, tails and random responses are those of the fit.
/// </summary>
internal abstract class DispersedFamily : FamilyDefinition
{
    /// <summary>Takes the family and the values of its constants.</summary>
    protected DispersedFamily(Family family, FamilyConstants constants)
        : base(family) => Constants = constants;

    /// <inheritdoc/>
    public override bool HasDispersion => true;

    /// <summary>The dispersion and shape that this instance has.</summary>
    public FamilyConstants Constants { get; }

    /// <summary>The dispersion φ.</summary>
    protected double Phi => Constants.Dispersion;

    /// <summary>Whether the dispersion is a precision, so that the responses do not vary where it is infinite; else they do not where it is 0.</summary>
    protected virtual bool IsPrecision => false;

    /// <inheritdoc/>
    public override string? LimitOf(Predictor predictor, bool isInfinite) => predictor == Predictor.Dispersion && isInfinite == IsPrecision
        ? "the responses do not vary about their means, which the predictors and the groups determine. Leave out what tells single rows apart"
        : null;

    /// <summary>The variance of a row with a mean, of one trial.</summary>
    public abstract override double VarianceOf(double mean);

    /// <summary>A mean inside the range near an observation.</summary>
    public abstract double StartingMean(double y, double m);

    /// <summary>Twice what log f loses at a mean against the best mean for the row.</summary>
    /// <exception cref="NotSupportedException">A family for which deviance residuals are not defined.</exception>
    public virtual double UnitDevianceOf(double y, double m, double mean) => throw new NotSupportedException(
        $"Deviance residuals are not defined for the {Words} family: ask for response, Pearson or quantile residuals.");

    /// <summary>The kernels of a link.</summary>
    protected abstract FamilyKernels KernelsOf(Link link);

    /// <summary>The values of the predictors beside the conditional one that give these constants.</summary>
    protected virtual double[] ConstantPredictors => [Math.Log(Phi)];

    /// <inheritdoc/>
    protected override LikelihoodKernel KernelOf(Link link) => KernelsOf(link).Bound;

    /// <inheritdoc/>
    protected sealed override PredictorsKernel PredictorsKernelOf(Link link) => KernelsOf(link).Joint;

    /// <summary>The kernels of a density with a link.</summary>
    /// <param name="hasSingleMode">Whether log f is concave in η.</param>
    protected FamilyKernels Make<TDensity, TLink>(bool hasSingleMode)
        where TDensity : struct, IRowDensity
        where TLink : struct, IMeanLink => new(
            new DensityKernel<TDensity>(TLink.Link, HasTrials, hasSingleMode, StartingMean),
            new BoundKernel<TDensity, TLink>(this, ConstantPredictors, hasSingleMode));

    /// <summary>Whether the variance of a row on the scale of the linear predictor is defined: where it is, log(1 + V(μ)/μ²) at the null mean with a log link.</summary>
    protected virtual bool HasLatentVariance => false;

    /// <inheritdoc/>
    /// <remarks>Nakagawa, Johnson and Schielzeth 2017, J. R. Soc. Interface 14: the lognormal approximation with a log link, the delta method with any other.</remarks>
    /// <exception cref="InvalidOperationException">A family for which it is not defined.</exception>
    protected override double LatentVarianceOf(Link link, LatentVariance kind, double dispersion, Func<double> nullMean)
    {
        if (!HasLatentVariance)
        {
            throw new InvalidOperationException($"For the {Words} family no variance of a row on the scale of the linear predictor is in common use: intraclass correlation and R² are not given.");
        }

        double mean = nullMean(), variance = VarianceOf(mean);
        return link == Link.Log ? LinearAlgebra.SmallNumbers.Log1P(variance / (mean * mean)) : DeltaVariance(link, mean);
    }

    /// <summary>The variance of a row with a mean, on the scale of the linear predictor by the delta method.</summary>
    protected double DeltaVariance(Link link, double mean)
    {
        LikelihoodKernel kernel = Kernel(link);
        double slope = kernel.MeanDerivative(kernel.Link(mean));
        return VarianceOf(mean) / (slope * slope);
    }
}
