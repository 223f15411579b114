using GlmmDsl.Fitting.Generalized.Criteria;
using GlmmDsl.Fitting.Generalized.Inner;
using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.Optimization;

namespace GlmmDsl.Fitting.Generalized.Search;

/// <summary>
/// The best point of the criterion of a fit so far, and descents to lower ones: BFGS from the curvature of the working model, or from a known Hessian. Variances near zero are set to exactly 0 where that is
/// not worse.
/// </summary>
internal sealed class Descent
{
    private const double JointTolerance = 1e-8;

    /// <summary>
    /// The decrement at which the inner problem stops. Value and gradient are corrected for the rest: a decrement of d leaves an error of about d^(3/2)
    /// in the value and of √d times the leverages in the gradient, far below the tolerance.
    /// </summary>
    private const double JointInnerTolerance = 1e-7;
    private const int MaxEvaluations = 500;

    /// <summary>How often the search goes on from a lower conditional mode.</summary>
    private const int MostModes = 2;

    /// <summary>A diagonal of Λ below this share of the standard deviation at which a level is shrunk by half is tested as 0.</summary>
    private const double NearlyZero = 0.1;

    /// <summary>A diagonal of Λ below this share of that standard deviation makes a fit singular, for the search.</summary>
    private const double Singular = 0.02;

    /// <summary>How far a point with parameters set to zero may lie above the best one: what the optimiser's tolerance allows.</summary>
    private const double NotWorse = 5e-7;

    private readonly InnerProblem inner;
    private readonly GeneralizedRows rows;
    private readonly StepLimit? limit;
    private readonly bool prefersConverged;
    private readonly CancellationToken cancellationToken;

    /// <summary>Makes the workspace.</summary>
    /// <param name="inner">The inner problem.</param>
    /// <param name="criterion">The criterion: over (β, θ), or over θ for the fast fit.</param>
    /// <param name="counted">The same, counted.</param>
    /// <param name="curvature">The curvature of the working model.</param>
    /// <param name="limit">How long a step may be; null for any length.</param>
    /// <param name="cancellationToken">Checked between evaluations.</param>
    public Descent(InnerProblem inner, MarginalCriterion criterion, CountedCriterion counted, WorkingCurvature curvature, StepLimit? limit, CancellationToken cancellationToken)
    {
        this.inner = inner;
        rows = inner.Rows;
        this.cancellationToken = cancellationToken;
        Criterion = criterion;
        Counted = counted;
        Curvature = curvature;
        this.limit = limit;
        Limit = limit is null ? null : step => limit.Of(step);
        prefersConverged = rows.PredictorCount > 1 && rows.Thresholds is null;
        Scales = new double[rows.Layout.Parameters.Length];
        Point = new double[criterion.Count];
        Hessian = new double[Point.Length * Point.Length];
    }

    /// <summary>The criterion.</summary>
    public MarginalCriterion Criterion { get; }

    /// <summary>The same, counted.</summary>
    public CountedCriterion Counted { get; }

    /// <summary>The curvature of the working model.</summary>
    public WorkingCurvature Curvature { get; }

    /// <summary>For a step, the share of it that may be taken; null for any length.</summary>
    public Func<double[], double>? Limit { get; }

    /// <summary>For every θ, the standard deviation at which a level is shrunk by half.</summary>
    public double[] Scales { get; }

    /// <summary>The best point, internal.</summary>
    public double[] Point { get; private set; }

    /// <summary>The optimiser's Hessian at that point.</summary>
    public double[] Hessian { get; private set; }

    /// <summary>The criterion at that point.</summary>
    public double Value { get; private set; } = double.PositiveInfinity;

    /// <summary>Whether the search that found it ended by its own test.</summary>
    public bool Converged { get; private set; }

    /// <summary>The gradient at the point; after <see cref="Settle"/>.</summary>
    public double[] Gradient { get; private set; } = [];

    /// <summary>Where β and θ are in <see cref="Point"/>.</summary>
    public ParameterLayout Parameters => Criterion.Parameters;

    /// <summary>Whether a variance is zero or nearly so, or a structure's correlations are at the end of their range.</summary>
    public bool IsSingular => rows.Layout.Sizes.Any(j => Math.Abs(Point[Parameters.ThetaAt(j)]) < Singular * Scales[j])
        || (!rows.Layout.IsIdentity && double.IsFinite(Value) && !OptimumVerdict.OfOptimum(rows.Layout, Point[Parameters.Theta]).Vanished.IsEmpty);

    /// <summary>Another one of the same criterion, without a best point.</summary>
    public Descent Fresh() => new(inner, Criterion, Counted, Curvature, limit, cancellationToken);

    /// <summary>Descends with the curvature of the working model; keeps the lower point.</summary>
    public void From(double[] start)
    {
        Criterion.InnerTolerance = Math.Min(Criterion.InnerTolerance, JointInnerTolerance);
        Minimise(start, b => Criterion.FillCurvature(b, Curvature.Fill));
    }

    /// <summary>Descends from a point whose Hessian is known; keeps the lower point.</summary>
    /// <param name="point">The point.</param>
    /// <param name="hessian">The Hessian there, row-major.</param>
    public void From(double[] point, double[] hessian)
    {
        Criterion.InnerTolerance = JointInnerTolerance;
        Minimise(point, b => hessian.CopyTo(b, 0));
    }

    /// <summary>Sets small diagonals of Λ, and the entries below them if those are small too, to 0 where that is not worse.</summary>
    public void Snap()
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
            double value = Counted.Evaluate(point, gradient);
            if (value <= Value + NotWorse)
            {
                Point = point;
                Value = value;
            }
        }
    }

    /// <summary>
    /// From here on solves the inner problem to rounding, where it has a solution: the value will be reported and the gradient differenced. The search followed one conditional mode; where another one is
    /// lower at the point found, it goes on from that one.
    /// </summary>
    public void Settle()
    {
        Evaluate();
        for (int round = 0; round < MostModes && double.IsFinite(Value) && prefersConverged; round++)
        {
            bool isLower = MoveToLowestMode();
            Evaluate();
            if (!isLower)
            {
                return;
            }

            Converged = false;
            From(Point);
            Evaluate();
        }
    }

    private void Evaluate()
    {
        Criterion.InnerTolerance = GeneralizedProblem.TightTolerance;
        var gradient = new double[Point.Length];
        Value = Criterion.Evaluate(Point, gradient);
        Gradient = gradient;
    }

    private bool MoveToLowestMode()
    {
        EffectsVector modes = rows.NewEffects();
        modes.CopyFrom(inner.U);
        return LowestMode.Begin(inner, Point.AsSpan(Parameters.Beta), rows.Layout.ToEntries(Point[Parameters.Theta]), modes);
    }

    private void Minimise(double[] start, Action<double[]> curvature)
    {
        var search = new QuasiNewton(Counted) { TakesLastStep = true, Limit = Limit };
        bool converged = search.Minimise(start, curvature, refresh: false, JointTolerance, MaxEvaluations, cancellationToken);
        if (IsBetter(search.Value, converged))
        {
            (Point, Hessian, Value, Converged) = ([.. search.Point], [.. search.Curvature], search.Value, converged);
        }
    }

    /// <summary>
    /// Whether a point takes the place of the best one. With several predictors conditional modes can part or merge as parameters change: where they do, M is singular and log|M| falls without bound. A search
    /// that ends there has found nothing, however low, so a minimum goes before it.
    /// </summary>
    private bool IsBetter(double value, bool converged) => prefersConverged && double.IsFinite(value) && double.IsFinite(Value) && converged != Converged
        ? converged
        : value < Value;

    private bool IsSmall(int first, int length)
    {
        for (int j = first; j < first + length; j++)
        {
            if (!(Math.Abs(Point[Parameters.ThetaAt(j)]) < NearlyZero * Scales[j]))
            {
                return false;
            }
        }

        return true;
    }
}
