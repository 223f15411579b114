using GlmmDsl.Fitting.Generalized.Criteria;
using GlmmDsl.Fitting.Generalized.Inner;
using GlmmDsl.Fitting.Generalized.Rows;

namespace GlmmDsl.Fitting.Generalized.Search;

/// <summary>
/// Finds the optimum in stages: the model without random effects, θ with β profiled and the working model's curvature, then (β, θ) jointly by
/// BFGS from that curvature (<see cref="Descent"/>). Where the point found is of a kind that is often not the lowest, it searches again from <see cref="OtherStarts"/>.
/// </summary>
internal sealed class GeneralizedSearch
{
    private readonly InnerProblem inner;
    private readonly GeneralizedRows rows;
    private readonly FirstStage first;
    private readonly Descent descent;
    private readonly OtherStarts others;
    private readonly bool isFast;

    /// <summary>Makes the stages.</summary>
    public GeneralizedSearch(GeneralizedProblem problem, InnerProblem inner, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        this.inner = inner;
        rows = inner.Rows;
        var curvature = new WorkingCurvature(inner);
        bool hasSeveralPredictors = problem.Designs is not null && rows.Thresholds is null;
        isFast = problem.Options.Approximation == Approximation.Fast && problem.Designs is null;
        if (problem.Designs is not null)
        {
            MarginalCriterion criterion = problem.Joint(inner);
            descent = new Descent(inner, criterion, new CountedCriterion(criterion, progress), curvature, hasSeveralPredictors ? new StepLimit(rows, criterion.Parameters) : null, cancellationToken);
            first = new RefreshedStage(inner, descent, cancellationToken);
        }
        else
        {
            var profiled = new ProfiledStage(inner, problem.ProfiledLaplace(inner), curvature, progress, cancellationToken);
            MarginalCriterion criterion = isFast ? profiled.Criterion : problem.Joint(inner);
            descent = new Descent(inner, criterion, isFast ? profiled.Counted : new CountedCriterion(criterion, progress), curvature, null, cancellationToken);
            first = profiled;
        }

        others = new OtherStarts(inner, descent, first, isFast, hasSeveralPredictors, cancellationToken);
    }

    /// <summary>The criterion of the fit: over (β, θ), or over θ for the fast fit.</summary>
    public MarginalCriterion Criterion => descent.Criterion;

    /// <summary>The curvature of the working model.</summary>
    public WorkingCurvature Curvature => descent.Curvature;

    /// <summary>The best point, internal.</summary>
    public double[] Point => descent.Point;

    /// <summary>The optimiser's Hessian at that point.</summary>
    public double[] Hessian => descent.Hessian;

    /// <summary>The criterion at that point.</summary>
    public double Value => descent.Value;

    /// <summary>Whether the search that found it ended by its own test.</summary>
    public bool Converged => descent.Converged;

    /// <summary>The gradient at the optimum, internal.</summary>
    public double[] Gradient => descent.Gradient;

    /// <summary>Evaluations with β profiled.</summary>
    public int FastEvaluations => first.Evaluations;

    /// <summary>Evaluations of the joint criterion.</summary>
    public int JointEvaluations => isFast ? 0 : descent.Counted.Evaluations;

    /// <summary>Where β and θ are in <see cref="Point"/>.</summary>
    public ParameterLayout Parameters => Criterion.Parameters;

    /// <summary>Runs the stages from the inner problem's β, solved at Λ = 0.</summary>
    /// <param name="start">θ to begin at, user units: the search ends with what it finds from there, and tries no other start. Null for moment estimates.</param>
    public void Run(double[]? start = null)
    {
        double[] theta = ThetaStart.Moments(inner, descent.Scales);
        inner.Restart();
        if (start is not null)
        {
            From(rows.Layout.ToInternal(start));
            if (double.IsFinite(Value))
            {
                others.LeaveBoundaries();
                others.FromSimpler();
                descent.Settle();
                return;
            }

            inner.BeginAnew();
        }

        From(theta);
        others.LookElsewhere();
        others.LookFarther();
        others.LeaveBoundaries();
        others.FromSimpler();
        descent.Settle();
    }

    /// <summary>Continues from the point found with its exact Hessian, if the search ended short of an optimum; returns whether that led lower.</summary>
    /// <param name="hessian">The Hessian there, row-major.</param>
    public bool Improve(double[] hessian)
    {
        double before = Value;
        Continue(Point, hessian);
        return Value < before;
    }

    /// <summary>Descends from a point whose Hessian is known.</summary>
    /// <param name="point">The point.</param>
    /// <param name="hessian">The Hessian there, row-major.</param>
    public void Continue(double[] point, double[] hessian)
    {
        descent.From(point, hessian);
        descent.Settle();
    }

    /// <summary>Descends from a given θ, β where it is best for that; from a singular optimum once more, because a loose fast stage can end in the wrong basin.</summary>
    private void From(double[] theta)
    {
        descent.From(isFast ? theta : first.Run(theta));
        descent.Snap();
        if (descent.IsSingular)
        {
            others.LeaveSingular();
        }
    }
}
