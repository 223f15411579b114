using GlmmDsl.Fitting.Generalized.Criteria;
using GlmmDsl.Fitting.Generalized.Inner;
using GlmmDsl.Optimization;

namespace GlmmDsl.Fitting.Generalized.Search;

/// <summary>The stage of the search that comes near the optimum, with the curvature of the working model at every point; the joint search begins where it ends.</summary>
internal abstract class FirstStage
{
    /// <summary>The predicted decrease at which it stops.</summary>
    protected const double Tolerance = 0.05;

    /// <summary>Evaluations after which it stops.</summary>
    protected const int MaxEvaluations = 50;

    /// <summary>
    /// The decrement at which the inner problem stops. Value and gradient are corrected for the rest: a decrement of d leaves an error of about d^(3/2)
    /// in the value and of √d times the leverages in the gradient, far below the tolerance.
    /// </summary>
    protected const double InnerTolerance = 1e-3;

    /// <summary>Its own evaluations so far.</summary>
    public abstract int Evaluations { get; }

    /// <summary>The value where it ended last.</summary>
    public double Value { get; protected set; } = double.PositiveInfinity;

    /// <summary>Runs from a θ, with β from the inner problem.</summary>
    /// <returns>The point of the joint criterion to go on from.</returns>
    public abstract double[] Run(double[] theta);

    /// <summary>Its value for a point of the joint criterion, to be compared with <see cref="Value"/>.</summary>
    public abstract double ValueAt(double[] point, ParameterLayout parameters);
}

/// <summary>The stage of a model with one linear predictor: over θ, with β profiled.</summary>
internal sealed class ProfiledStage(InnerProblem inner, ProfiledLaplaceCriterion criterion, WorkingCurvature curvature, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    : FirstStage
{
    /// <summary>Its criterion.</summary>
    public ProfiledLaplaceCriterion Criterion => criterion;

    /// <summary>The same, counted.</summary>
    public CountedCriterion Counted { get; } = new(criterion, progress);

    /// <inheritdoc/>
    public override int Evaluations => Counted.Evaluations;

    /// <inheritdoc/>
    public override double[] Run(double[] theta)
    {
        criterion.InnerTolerance = InnerTolerance;
        var stage = new QuasiNewton(Counted) { TakesLastStep = true };
        bool found = stage.Minimise(theta, b => criterion.FillCurvature(b, curvature.Fill), refresh: true, Tolerance, MaxEvaluations, cancellationToken);
        Value = stage.Value;
        return ParameterLayout.Joint(inner.Rows).Point(inner.Beta, found || double.IsFinite(stage.Value) ? stage.Point : theta);
    }

    /// <inheritdoc/>
    public override double ValueAt(double[] point, ParameterLayout parameters)
    {
        criterion.InnerTolerance = InnerTolerance;
        ReadOnlySpan<double> theta = point.AsSpan(parameters.Theta);
        return Counted.Evaluate(theta, new double[theta.Length]);
    }
}

/// <summary>The stage of a model with several linear predictors: over (β, θ).</summary>
internal sealed class RefreshedStage(InnerProblem inner, Descent descent, CancellationToken cancellationToken)
    : FirstStage
{
    /// <inheritdoc/>
    /// <remarks>They count as those of the joint criterion, which it is.</remarks>
    public override int Evaluations => 0;

    /// <inheritdoc/>
    public override double[] Run(double[] theta)
    {
        MarginalCriterion criterion = descent.Criterion;
        double[] start = criterion.Parameters.Point(inner.StartingBeta, theta);
        var stage = new QuasiNewton(descent.Counted) { TakesLastStep = true, Limit = descent.Limit };
        bool found = stage.Minimise(start, b => criterion.FillCurvature(b, descent.Curvature.Fill), refresh: true, Tolerance, MaxEvaluations, cancellationToken);
        Value = stage.Value;
        return found || double.IsFinite(stage.Value) ? stage.Point : start;
    }

    /// <inheritdoc/>
    public override double ValueAt(double[] point, ParameterLayout parameters) => descent.Counted.Evaluate(point, new double[point.Length]);
}
