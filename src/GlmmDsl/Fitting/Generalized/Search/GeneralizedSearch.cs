using GlmmDsl.Covariance;
using GlmmDsl.Fitting.Generalized.Criteria;
using GlmmDsl.Fitting.Generalized.Inner;
using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.LinearAlgebra;
using GlmmDsl.Optimization;

namespace GlmmDsl.Fitting.Generalized.Search;

/// <summary>
/// Finds the optimum in stages: the model without random effects, θ with β profiled and the working model's curvature, then (β, θ) jointly by
/// BFGS from that curvature. Variances near zero are set to exactly 0 where that is not worse. From a singular optimum the search starts again
/// away from the boundary, because a loose fast stage can end in the wrong basin.
/// </summary>
internal sealed class GeneralizedSearch
{
    private const double JointTolerance = 1e-8;

    /// <summary>
    /// The decrement at which the inner problem stops. Value and gradient are corrected for the rest: a decrement of d leaves an error of about d^(3/2)
    /// in the value and of √d times the leverages in the gradient, far below the tolerance.
    /// </summary>
    private const double JointInnerTolerance = 1e-7;
    private const int MaxEvaluations = 500;

    /// <summary>A diagonal of Λ below this share of the standard deviation at which a level is shrunk by half is tested as 0.</summary>
    private const double NearlyZero = 0.1;

    /// <summary>How far a point with parameters set to zero may lie above the best one: what the optimiser's tolerance allows.</summary>
    private const double NotWorse = 5e-7;

    /// <summary>A standard deviation of η above this is suspicious: means of levels would range from 0 to 1, or over four orders of magnitude.</summary>
    private const double Huge = 10;

    /// <summary>A standard deviation of η above this is large: if the outcomes are almost separated, the minimum may be much farther out.</summary>
    private const double Large = 2;

    /// <summary>How far, as a multiple of the point found, the criterion is looked at beyond it, and how far it may rise before that ends.</summary>
    private const double Farthest = 16, Hill = 10;

    /// <summary>A small start, as a share of the standard deviation at which a level is shrunk by half.</summary>
    private const double Small = 0.1;

    /// <summary>Predictors from which to search again where one has run to a boundary.</summary>
    private static readonly double[] Middles = [-1, 1];

    /// <summary>The least decrease by which a fast stage from another start shows that it found another minimum and not the same one loosely.</summary>
    private const double Lower = 0.02;

    private readonly InnerProblem inner;
    private readonly GeneralizedRows rows;
    private readonly FirstStage first;
    private readonly CountedCriterion joint;
    private readonly bool isFast;

    /// <summary>Whether the family has a dispersion or other predictors: then random effects may be in units of the response.</summary>
    private readonly bool hasSeveralPredictors;
    private readonly CancellationToken cancellationToken;
    private readonly double[] scales;

    /// <summary>Makes the stages.</summary>
    public GeneralizedSearch(GeneralizedProblem problem, InnerProblem inner, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        this.inner = inner;
        this.cancellationToken = cancellationToken;
        rows = inner.Rows;
        scales = new double[rows.Layout.Parameters.Length];
        Curvature = new WorkingCurvature(inner);
        bool isFast = problem.Options.Approximation == Approximation.Fast;
        if (problem.Designs is not null)
        {
            Criterion = problem.Joint(inner);
            joint = new CountedCriterion(Criterion, progress);
            first = new RefreshedStage(inner, Criterion, joint, Curvature, cancellationToken);
        }
        else
        {
            var profiled = new ProfiledStage(inner, problem.ProfiledLaplace(inner), Curvature, progress, cancellationToken);
            Criterion = isFast ? profiled.Criterion : problem.Joint(inner);
            joint = isFast ? profiled.Counted : new CountedCriterion(Criterion, progress);
            first = profiled;
        }

        hasSeveralPredictors = problem.Designs is not null && rows.Thresholds is null;
        this.isFast = isFast && problem.Designs is null;
        Point = new double[Criterion.Count];
        Hessian = new double[Point.Length * Point.Length];
    }

    /// <summary>The criterion of the fit: over (β, θ), or over θ for the fast fit.</summary>
    public MarginalCriterion Criterion { get; }

    /// <summary>The curvature of the working model.</summary>
    public WorkingCurvature Curvature { get; }

    /// <summary>The best point, internal.</summary>
    public double[] Point { get; private set; }

    /// <summary>The optimiser's Hessian at that point.</summary>
    public double[] Hessian { get; private set; }

    /// <summary>The criterion at that point.</summary>
    public double Value { get; private set; } = double.PositiveInfinity;

    /// <summary>Whether the last search ended by its own test.</summary>
    public bool Converged { get; private set; }

    /// <summary>Evaluations with β profiled.</summary>
    public int FastEvaluations => first.Evaluations;

    /// <summary>Evaluations of the joint criterion.</summary>
    public int JointEvaluations => isFast ? 0 : joint.Evaluations;

    /// <summary>Where β and θ are in <see cref="Point"/>.</summary>
    public ParameterLayout Parameters => Criterion.Parameters;

    /// <summary>Runs the stages from the inner problem's β, solved at Λ = 0.</summary>
    /// <param name="start">θ to begin at, user units: the search ends with what it finds from there, and tries no other start. Null for moment estimates.</param>
    public void Run(double[]? start = null)
    {
        double[] theta = ThetaStart.Moments(inner, scales);
        inner.Restart();
        if (start is not null && RunFrom(rows.Layout.ToInternal(start)))
        {
            Settle();
            return;
        }

        Minimise(isFast ? theta : first.Run(theta), MaxEvaluations);

        Snap();
        if (IsSingular())
        {
            Retry(MaxEvaluations);
        }

        LookElsewhere(MaxEvaluations);
        LookFarther(MaxEvaluations);
        LeaveBoundaries(MaxEvaluations);
        Settle();
    }

    /// <summary>The gradient at the optimum, internal.</summary>
    public double[] Gradient { get; private set; } = [];

    /// <summary>Descends from a given θ, β where it is best for that; whether the criterion has a value there.</summary>
    private bool RunFrom(double[] start)
    {
        Minimise(isFast ? start : first.Run(start), MaxEvaluations);

        Snap();
        if (IsSingular())
        {
            Retry(MaxEvaluations);
        }

        if (double.IsFinite(Value))
        {
            return true;
        }

        BeginAnew();
        return false;
    }

    private void Minimise(double[] start, int limit)
    {
        Criterion.InnerTolerance = Math.Min(Criterion.InnerTolerance, JointInnerTolerance);
        var search = new QuasiNewton(joint) { TakesLastStep = true };
        bool converged = search.Minimise(
            start, b => Criterion.FillCurvature(b, Curvature.Fill), refresh: false, JointTolerance, limit, cancellationToken);
        if (search.Value < Value)
        {
            (Point, Hessian, Value, Converged) = (search.Point, search.Curvature, search.Value, converged);
        }
    }

    /// <summary>Sets small diagonals of Λ, and the entries below them if those are small too, to 0 where that is not worse.</summary>
    private void Snap()
    {
        var gradient = new double[Point.Length];
        foreach (int j in rows.Layout.Sizes)
        {
            int at = Parameters.ThetaAt(j);
            if (Point[at] == 0 || !IsSmall(j, 1))
            {
                continue;
            }

            int vanishing = rows.Layout.Parameters[j].Vanishing;
            double[] point = [.. Point];
            point.AsSpan(at, IsSmall(j, vanishing) ? vanishing : 1).Clear();
            cancellationToken.ThrowIfCancellationRequested();
            double value = joint.Evaluate(point, gradient);
            if (value <= Value + NotWorse)
            {
                Point = point;
                Value = value;
            }
        }
    }

    private bool IsSmall(int first, int length)
    {
        for (int j = first; j < first + length; j++)
        {
            if (!(Math.Abs(Point[Parameters.ThetaAt(j)]) < NearlyZero * scales[j]))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsSingular()
    {
        return rows.Layout.Sizes.Any(j => Math.Abs(Point[Parameters.ThetaAt(j)]) < 0.02 * scales[j]);
    }

    /// <summary>Starts again with all of θ away from the boundary, and keeps the lower point.</summary>
    private void Retry(int limit)
    {
        double[] start = [.. Point];
        CovarianceParameter[] parameters = rows.Layout.Parameters;
        for (int j = 0; j < parameters.Length; j++)
        {
            int at = Parameters.ThetaAt(j);
            start[at] = parameters[j].IsSize ? Math.Max(Math.Abs(start[at]), scales[j]) : parameters[j].IsEntry ? 0 : start[at];
        }

        double before = Value;
        inner.Restart();
        Minimise(start, limit);
        if (Value < before)
        {
            Snap();
        }
    }

    /// <summary>
    /// Descends from other starts if there is often a lower minimum than a point of the kind found: with an enormous variance; with a variance hardly distinguishable
    /// from zero, where the minimum may be at a perfect correlation; with links whose mode may lie on either side of a pole.
    /// </summary>
    private void LookElsewhere(int limit)
    {
        bool isSplit = inner.Pole is not null && rows.Layout.Parameters.Any(p => p.Row > p.Column);
        bool isHuge = !hasSeveralPredictors && rows.Layout.Sizes.Any(j => Math.Abs(Point[Parameters.ThetaAt(j)]) > Huge);
        if (isSplit || isHuge)
        {
            Descend(Start((p, j) => p.IsSize ? scales[j] : 0), limit, isCertain: isHuge);
        }

        if (isSplit)
        {
            Descend(Start((p, j) => p.IsSize ? Small * scales[j] : 0), limit, isCertain: false);
        }

        if (isSplit || HasUncertainColumn())
        {
            double[] theta = Point[Parameters.Theta];
            Descend(Start((p, j) => Correlated(theta, p, j)), limit, isCertain: false);
        }
    }

    /// <summary>
    /// Outcomes that are almost separated can make a second minimum, with coefficients and standard deviations several times as large. Follows the criterion outwards, all
    /// of them growing alike, and descends from where it falls again.
    /// </summary>
    private void LookFarther(int limit)
    {
        if (hasSeveralPredictors || !rows.Layout.Sizes.Any(j => Math.Abs(Point[Parameters.ThetaAt(j)]) > Large))
        {
            return;
        }

        double[] found = [.. Point];
        double before = Value, last = Value;
        var gradient = new double[found.Length];
        for (double scale = 2; scale <= Farthest && last < before + Hill; scale *= 2)
        {
            double[] farther = Scaled(found, scale);
            cancellationToken.ThrowIfCancellationRequested();
            double value = joint.Evaluate(farther, gradient);
            if (value < last)
            {
                Minimise(farther, limit);
                break;
            }

            last = value;
        }

        if (Value < before)
        {
            Snap();
        }
    }

    /// <summary>A point with coefficients and standard deviations multiplied and correlations kept.</summary>
    private double[] Scaled(double[] point, double scale)
    {
        double[] result = [.. point];
        VectorKernels.Scale(scale, point[Parameters.Beta], result.AsSpan(Parameters.Beta));
        CovarianceParameter[] parameters = rows.Layout.Parameters;
        for (int j = 0; j < parameters.Length; j++)
        {
            result[Parameters.ThetaAt(j)] *= parameters[j].IsEntry ? scale : 1;
        }

        return result;
    }

    /// <summary>
    /// Starts again where a predictor beside the conditional one has run off in some rows, with that predictor in the middle of its range, and keeps the lower point: a mixture's likelihood often
    /// rises to both sides of such a middle.
    /// </summary>
    private void LeaveBoundaries(int limit)
    {
        for (int k = 1; k < rows.PredictorCount && rows.Thresholds is null; k++)
        {
            if (!BoundaryCheck.IsFarSomewhere(rows, Point, k))
            {
                continue;
            }

            foreach (double middle in Middles)
            {
                double[] start = BoundaryCheck.WithConstant(rows, Point, k, middle);
                double before = Value;
                inner.Restart();
                Minimise(start, limit);
                if (Value < before)
                {
                    Snap();
                }
            }
        }
    }

    /// <summary>The columns after the first vary with it, with the opposite sign from the point found, and little on their own.</summary>
    private double Correlated(double[] theta, CovarianceParameter parameter, int j) =>
        parameter.Row > parameter.Column ? (theta[j] < 0 ? 0.5 : -0.5) * scales[j]
        : parameter.Column == 0 ? Math.Max(Math.Abs(theta[j]), Small * scales[j])
        : 0.5 * Small * scales[j];

    private double[] Start(Func<CovarianceParameter, int, double> value) => [.. rows.Layout.Parameters.Select(value)];

    /// <summary>Whether a column that could be correlated with another has a standard deviation of less than two of its standard errors.</summary>
    private bool HasUncertainColumn() => rows.Layout.Sizes.Any(j =>
    {
        int at = Parameters.ThetaAt(j);
        return rows.Layout.Parameters[j].Column > 0 && Point[at] != 0
            && rows.Layout.Parameters.Any(p => p.Factor == rows.Layout.Parameters[j].Factor && p.Row == rows.Layout.Parameters[j].Row && p.Row > p.Column)
            && 0.5 * Point[at] * Point[at] * Hessian[(at * Point.Length) + at] < 4;
    });

    /// <summary>Descends from another θ, with β from its usual start; keeps the lower point.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="limit">The most evaluations.</param>
    /// <param name="isCertain">Whether the joint stage always runs; otherwise only if the fast stage ends lower than the best point by more than its tolerance.</param>
    private void Descend(double[] theta, int limit, bool isCertain)
    {
        double before = Value;
        BeginAnew();
        if (isFast)
        {
            Minimise(theta, limit);
        }
        else
        {
            double here = first.ValueAt(Point, Parameters);
            BeginAnew();
            double[] loose = first.Run(theta);
            if (isCertain || !Converged || !double.IsFinite(here) || first.Value < here - Lower)
            {
                Minimise(loose, limit);
            }
        }

        if (Value < before)
        {
            Snap();
        }
    }

    private void BeginAnew()
    {
        inner.StartingBeta.CopyTo(inner.Beta, 0);
        inner.Restart();
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
        double before = Value;
        Criterion.InnerTolerance = JointInnerTolerance;
        var search = new QuasiNewton(joint) { TakesLastStep = true };
        bool converged = search.Minimise(point, b => hessian.CopyTo(b, 0), refresh: false, JointTolerance, MaxEvaluations, cancellationToken);
        if (search.Value < before)
        {
            (Point, Hessian, Value, Converged) = ([.. search.Point], [.. search.Curvature], search.Value, converged);
        }

        Settle();
    }

    /// <summary>From here on solves the inner problem to rounding, where it has a solution: the value will be reported and the gradient differenced.</summary>
    private void Settle()
    {
        Criterion.InnerTolerance = GeneralizedProblem.TightTolerance;
        var gradient = new double[Point.Length];
        Value = Criterion.Evaluate(Point, gradient);
        Gradient = gradient;
    }
}
