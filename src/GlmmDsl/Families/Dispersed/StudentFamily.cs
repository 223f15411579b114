using GlmmDsl.Families.Densities;
using MathNet.Numerics.Distributions;

namespace GlmmDsl.Families.Dispersed;

/// <summary>Student's t about the location μ with scale φ and ν degrees of freedom: V(μ) = φ²ν/(ν − 2) where ν is above 2, else infinite.</summary>
internal sealed class StudentFamily(FamilyConstants constants) : DispersedFamily(Family.StudentT, constants)
{
    public override FamilyDefinition With(FamilyConstants constants) => new StudentFamily(constants);

    public override string? ShapeName => "Student-t df";

    protected override double[] ConstantPredictors => [Math.Log(Phi), Math.Log(Constants.Shape)];

    public override string? LimitOf(Predictor predictor, bool isInfinite) => predictor == Predictor.Shape && isInfinite ? "no row lies farther out than a normal distribution allows, and the model is a Gaussian one: fit that (Family.Gaussian, --family gaussian)" : base.LimitOf(predictor, isInfinite);

    public override double VarianceOf(double mean) => Constants.Shape > 2 ? Phi * Phi * Constants.Shape / (Constants.Shape - 2) : double.PositiveInfinity;

    public override double StartingMean(double y, double m) => y;

    public override double Draw(Random random, double mean, double m) => StudentT.Sample(random, mean, Phi, Constants.Shape);

    public override TailInterval Tails(double y, double m, double mean) =>
        TailInterval.At(StudentT.CDF(mean, Phi, Constants.Shape, y), StudentT.CDF(mean, Phi, Constants.Shape, (2 * mean) - y));

    /// <remarks>With the identity link the variance of a row itself; with another link by the delta method.</remarks>
    /// <exception cref="InvalidOperationException">At most 2 degrees of freedom: the variance is infinite.</exception>
    protected override double LatentVarianceOf(Link link, LatentVariance kind, double dispersion, Func<double> nullMean) =>
        !(Constants.Shape > 2)
            ? throw new InvalidOperationException(FormattableString.Invariant($"A t distribution with {Constants.Shape:G4} degrees of freedom has no variance: intraclass correlation and R² are not defined."))
            : link == Link.Identity ? VarianceOf(0) : DeltaVariance(link, nullMean());

    protected override FamilyKernels KernelsOf(Link link) => link switch
    {
        Link.Log => Make<StudentDensity<LogMeanLink>, LogMeanLink>(hasSingleMode: false),
        Link.Inverse => Make<StudentDensity<InverseMeanLink>, InverseMeanLink>(hasSingleMode: false),
        _ => Make<StudentDensity<SameMeanLink>, SameMeanLink>(hasSingleMode: false),
    };
}
