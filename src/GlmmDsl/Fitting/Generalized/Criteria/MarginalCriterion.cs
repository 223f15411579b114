using GlmmDsl.Covariance;
using GlmmDsl.Families;
using GlmmDsl.Fitting.Generalized.Factor;
using GlmmDsl.Fitting.Generalized.Inner;
using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.Optimization;

namespace GlmmDsl.Fitting.Generalized.Criteria;

/// <summary>
/// −2 log L with the random effects integrated out by an approximation about the solution of the inner problem, over (β, θ) or over θ with β profiled.
/// Approximations differentiate with respect to the entries λ of Λ; where θ is not λ, this class converts their derivatives to θ.
/// </summary>
internal abstract class MarginalCriterion : IDifferentiable
{
    private readonly RowDerivatives information;
    private readonly RowWeights weights;
    private readonly EntryMap? map;
    private readonly double[] inEntries;

    /// <summary>Makes the workspace.</summary>
    /// <param name="inner">The inner problem, which several criteria may share in turn.</param>
    /// <param name="constant">−2 times the part of log f without η.</param>
    /// <param name="information">The information in M.</param>
    /// <param name="parameters">Where β and θ are in a point.</param>
    protected MarginalCriterion(InnerProblem inner, double constant, Information information, ParameterLayout parameters)
    {
        Inner = inner;
        Constant = constant;
        Rows = inner.Rows;
        Inverse = inner.Inverse;
        LeverageSlopes = new LeverageSlopes(inner, new RowLeverages(Rows, Inverse));
        Gradient = new EntryGradient(Rows);
        Slopes = inner.Slopes;
        Dense = new double[inner.StepFactor.Stride];
        Adjoint = Rows.NewEffects();
        Sums = Rows.NewEffects();
        Effects = Rows.NewEffects();
        Parameters = parameters;
        IsExpected = information == Information.Expected && !inner.Likelihood.IsCanonical;
        Determinant = IsExpected ? inner.NewFactor() : inner.StepFactor;
        this.information = IsExpected ? inner.Likelihood.NewDerivatives() : inner.Pass.Derivatives;
        weights = IsExpected ? new RowWeights(this.information) : inner.Pass.Weights;
        map = Rows.Layout.IsIdentity ? null : new EntryMap(Rows.Layout);
        inEntries = new double[map?.EntryCount ?? 0];
    }

    /// <summary>Where β and θ are in a point.</summary>
    public ParameterLayout Parameters { get; }

    /// <inheritdoc/>
    public int Count => Parameters.Count;

    /// <summary>The decrement at which the inner iterations stop.</summary>
    public abstract double InnerTolerance { get; set; }

    /// <summary>The factor of M at the point evaluated last, with the information of the criterion.</summary>
    public PenalizedFactor Determinant { get; }

    /// <summary>The selected inverse at the point evaluated last, until another criterion of the same inner problem is evaluated.</summary>
    public PenalizedInverse Inverse { get; }

    /// <summary>The inner problem.</summary>
    protected InnerProblem Inner { get; }

    /// <summary>Its rows.</summary>
    protected GeneralizedRows Rows { get; }

    /// <summary>−2 times the part of log f without η.</summary>
    protected double Constant { get; }

    /// <summary>Computes h from the selected inverse.</summary>
    protected LeverageSlopes LeverageSlopes { get; }

    /// <summary>Collects the gradient in the entries of Λ.</summary>
    protected EntryGradient Gradient { get; }

    /// <summary>h, then r, for each linear predictor one number per row.</summary>
    protected double[][] Slopes { get; }

    /// <summary>Scratch of the solves with the factor.</summary>
    protected double[] Dense { get; }

    /// <summary>The adjoint's right-hand side, then the adjoint v.</summary>
    protected EffectsVector Adjoint { get; }

    /// <summary>Scratch for sums over rows.</summary>
    protected EffectsVector Sums { get; }

    /// <summary>Scratch for effects.</summary>
    protected EffectsVector Effects { get; }

    /// <summary>Whether M uses the expected information and it differs from the observed one.</summary>
    protected bool IsExpected { get; }

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        ReadOnlySpan<double> beta = point[Parameters.Beta], theta = point[Parameters.Theta];
        if (map is null)
        {
            return Evaluate(beta, theta, gradient[Parameters.Beta], gradient[Parameters.Theta]);
        }

        double value = Evaluate(beta, map.MoveTo(theta), gradient[Parameters.Beta], inEntries);
        map.Gradient(inEntries, gradient[Parameters.Theta]);
        return value;
    }

    /// <summary>How β and the entries of Λ change with a parameter, at the point evaluated last.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="beta">Receives the change of β.</param>
    /// <param name="entries">Receives the change of λ.</param>
    public void Along(int parameter, Span<double> beta, Span<double> entries)
    {
        var direction = new double[Count];
        direction[parameter] = 1;
        direction.AsSpan(Parameters.Beta).CopyTo(beta);
        if (map is null)
        {
            direction.AsSpan(Parameters.Theta).CopyTo(entries);
            return;
        }

        map.Along(direction.AsSpan(Parameters.Theta), entries);
    }

    /// <summary>Fills a curvature in (β, θ) at the point evaluated last.</summary>
    /// <param name="curvature">Receives it, row-major.</param>
    /// <param name="fill">Fills a matrix of the given layout, with the map from θ to λ where the two differ.</param>
    public void FillCurvature(double[] curvature, Action<double[], ParameterLayout, EntryMap?> fill) => fill(curvature, Parameters, map);

    /// <summary>The value with its gradient in β and in the entries of Λ; infinite where the criterion has no value.</summary>
    protected abstract double Evaluate(ReadOnlySpan<double> beta, ReadOnlySpan<double> entries, Span<double> betaGradient, Span<double> entryGradient);

    /// <summary>Makes <see cref="Determinant"/> the factor at the solution of the inner problem; false when it is not positive definite.</summary>
    protected bool FactorDeterminant()
    {
        if (!IsExpected)
        {
            return true;
        }

        Inner.Likelihood.FillExpected(Inner.Pass.Etas, information);
        Determinant.Blocks.Fill(weights, withFixed: false);
        return Determinant.Compute();
    }
}
