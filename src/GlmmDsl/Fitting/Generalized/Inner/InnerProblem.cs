using GlmmDsl.Families;
using GlmmDsl.Fitting.Generalized.Factor;
using GlmmDsl.Fitting.Generalized.Rows;

namespace GlmmDsl.Fitting.Generalized.Inner;

/// <summary>
/// PIRLS (penalised iteratively reweighted least squares): minimises P(u) = −2 Σ log f(yᵢ|ηᵢ) + ‖u‖² (+ βᵀKβ, with a prior), η = Xβ + ZΛu + o, over u, or over u and β together, by Newton's method with
/// step-halving. The step uses the observed information if that is positive definite, otherwise the expected one (Fisher scoring).
/// One instance serves one thread. If P has one minimum, û and β are kept as the next start. If it may have several (a square-root link, cauchit), every
/// solution starts near the response and ends in the lowest minimum that <see cref="ModeSearch"/> finds, so that û depends only on (β, θ).
/// </summary>
internal sealed class InnerProblem
{
    private const int MaxIterations = 100;
    private const int MaxHalvings = 30;

    /// <summary>
    /// The least share of P by which an iteration must lower it not to count towards the most allowed. On exp(η) far above its minimum Newton's step lowers η by only one unit, and P
    /// by a factor of e: from the largest η that has an exponential, 709, that ends after as many iterations.
    /// </summary>
    private const double Descent = 0.1;
    private const int MaxDescents = 1000;

    /// <summary>
    /// A start whose P is above the last solution's by more than this number, and by more than this share of it, is compared with u = 0. The step of (β, θ) was then
    /// too long for the tangent, and Newton's method on exp(η) would come back by only one unit of η per step.
    /// </summary>
    private const double SuspiciousRise = 20, SuspiciousShare = 0.1;

    private readonly InformationFactor information;
    private readonly GivenCoefficients given = new();
    private readonly ProfiledCoefficients profiled;
    private readonly double[] dense;
    private readonly EffectsVector trial;
    private readonly ResponseStart nearResponse;
    private readonly ModeSearch? modes;
    private readonly double[] entries;
    private InnerTangent? tangent;
    private PenalizedInverse? inverse;
    private double[][]? slopes;
    private InnerCoefficients coefficients;
    private bool startsHere;
    private double lastSolved = double.PositiveInfinity;

    /// <summary>Makes the workspace.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="likelihood">The likelihood.</param>
    /// <param name="penalty">The penalty that a prior on the coefficients adds to P; null without one.</param>
    /// <param name="cancellationToken">Checked inside passes over the rows, factorisations and inversions.</param>
    public InnerProblem(GeneralizedRows rows, RowLikelihood likelihood, CoefficientPenalty? penalty, CancellationToken cancellationToken)
    {
        Penalty = penalty;
        CancellationToken = cancellationToken;
        Rows = rows;
        Likelihood = likelihood;
        Templates = new CovarianceTemplates(rows);
        StepFactor = NewFactor();
        Pass = new RowPass(rows, likelihood, Templates, StepFactor.Blocks, cancellationToken);
        information = new InformationFactor(likelihood, Pass, StepFactor);
        Beta = new double[rows.Fixed.Length];
        profiled = new ProfiledCoefficients(this);
        coefficients = given;
        entries = new double[rows.Layout.Entries.Length];
        dense = new double[StepFactor.Stride];
        U = rows.NewEffects();
        Step = rows.NewEffects();
        trial = rows.NewEffects();
        nearResponse = new ResponseStart(this);
        modes = Pole is { } pole ? new ModeSearch(this, pole) : null;
    }

    /// <summary>The rows.</summary>
    public GeneralizedRows Rows { get; }

    /// <summary>The penalty that a prior on the coefficients adds to P; null without one.</summary>
    public CoefficientPenalty? Penalty { get; }

    /// <summary>The likelihood.</summary>
    public RowLikelihood Likelihood { get; }

    /// <summary>The kernel of a family with one linear predictor.</summary>
    /// <exception cref="InvalidOperationException">The family has several.</exception>
    public LikelihoodKernel Kernel => (Likelihood as SingleLikelihood)?.Kernel ?? throw new InvalidOperationException("The family has several linear predictors.");

    /// <summary>The η of mean 0 inside the range of the link; null where there is none.</summary>
    public double? Pole => (Likelihood as SingleLikelihood)?.Kernel.Pole;

    /// <summary>Λ at the point solved last.</summary>
    public CovarianceTemplates Templates { get; }

    /// <summary>Cancels solutions.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>The factor of M with the information of the last step.</summary>
    public PenalizedFactor StepFactor { get; }

    /// <summary>The workspace for the selected inverse, which the criteria use in turn.</summary>
    public PenalizedInverse Inverse => inverse ??= Factorisations.NewInverse(Rows, Templates);

    /// <summary>A workspace of one number per row and predictor, which the criteria use in turn.</summary>
    public double[][] Slopes => slopes ??= [.. Rows.Active.Select(_ => new double[Rows.Count])];

    /// <summary>What a prior adds to the criterion at β; 0 without one.</summary>
    public double PriorPenalty => Penalty?.Value(Beta) ?? 0;

    /// <summary>β: given, or found if it is profiled.</summary>
    public double[] Beta { get; }

    /// <summary>u where the iteration stopped.</summary>
    public EffectsVector U { get; }

    /// <summary>The start of β if it is profiled and P may have several minima.</summary>
    public double[] StartingBeta => profiled.Start;

    /// <summary>The Newton step from u, δ.</summary>
    public EffectsVector Step { get; }

    /// <summary>The part of the step for β, if β is profiled.</summary>
    public double[] BetaStep => profiled.Step;

    /// <summary>The results of the pass over the rows at u: η, s, W_o, Zᵀs.</summary>
    public RowPass Pass { get; }

    /// <summary>P at u, without the constant of log f.</summary>
    public double Penalized { get; private set; }

    /// <summary>The decrement of the last step, g·δ: about the decrease of P that the step would bring.</summary>
    public double Decrement { get; private set; }

    /// <summary>Where the last failure was; null if there was none.</summary>
    public InnerFailure? Failure { get; private set; }

    /// <summary>Whether the last attempt found a solution, and <see cref="StepFactor"/> holds the observed information there.</summary>
    public bool IsSolved { get; private set; }

    /// <summary>Whether β was profiled in the last attempt.</summary>
    public bool IsProfiled => coefficients.AreProfiled;

    /// <summary>How the solution changes with the parameters.</summary>
    public InnerTangent Tangent => tangent ??= new InnerTangent(this);

    /// <summary>
    /// Sets Λ. û, and β if it is profiled, start from their first-order prediction: the last solution with its last step taken, moved along its tangent.
    /// </summary>
    /// <param name="beta">β; ignored if it is profiled.</param>
    /// <param name="newEntries">λ, the entries of Λ.</param>
    /// <param name="kind">How β is treated.</param>
    private void MoveTo(ReadOnlySpan<double> beta, ReadOnlySpan<double> newEntries, InnerCoefficients kind)
    {
        if (IsSolved && Likelihood.FollowsMode && (kind == coefficients || Beta.Length == 0))
        {
            Tangent.Follow(beta, newEntries, entries);
        }

        newEntries.CopyTo(entries);
        Templates.Set(entries);
        coefficients = kind;
    }

    /// <summary>
    /// Starts the next solution at given random effects and, if β is profiled, coefficients. They must come from a solution so close that the minimum is the
    /// same, even if P may have several.
    /// </summary>
    public void BeginAt(EffectsVector u, ReadOnlySpan<double> beta)
    {
        startsHere = true;
        IsSolved = false;
        U.CopyFrom(u);
        beta.CopyTo(Beta);
    }

    /// <summary>Starts the next solution at given β and Λ near the response, whatever was solved before.</summary>
    /// <param name="beta">β.</param>
    /// <param name="at">λ, the entries of Λ.</param>
    public void BeginNearResponse(ReadOnlySpan<double> beta, ReadOnlySpan<double> at)
    {
        IsSolved = false;
        MoveTo(beta, at, given);
        beta.CopyTo(Beta);
        Pass.SetLinear(Beta);
        nearResponse.Set(U);
        startsHere = true;
    }

    /// <summary>
    /// Solves over u at given β and Λ, and makes <see cref="StepFactor"/> the factor with the observed information there; false where there is no solution, or that
    /// information is not positive definite.
    /// </summary>
    /// <param name="beta">β.</param>
    /// <param name="at">λ, the entries of Λ.</param>
    /// <param name="tolerance">The decrement to stop at; the step that reaches it is not taken.</param>
    public bool SolveAt(ReadOnlySpan<double> beta, ReadOnlySpan<double> at, double tolerance)
    {
        MoveTo(beta, at, given);
        beta.CopyTo(Beta);
        return Solve(tolerance) && FactorObserved();
    }

    /// <summary>The same over u and β, starting at the current β.</summary>
    /// <param name="at">λ, the entries of Λ.</param>
    /// <param name="tolerance">The decrement to stop at; the step that reaches it is not taken.</param>
    public bool SolveProfiledAt(ReadOnlySpan<double> at, double tolerance)
    {
        MoveTo([], at, profiled);
        return Solve(tolerance) && FactorObserved();
    }

    /// <summary>Solves over u and β at the current Λ, which is 0 at first, starting at the current β.</summary>
    /// <param name="tolerance">The decrement to stop at; the step that reaches it is not taken.</param>
    public bool SolveProfiled(double tolerance)
    {
        coefficients = profiled;
        return Solve(tolerance);
    }

    private bool FactorObserved()
    {
        IsSolved = information.MakeObserved();
        if (IsSolved)
        {
            Pass.Complete();
        }

        return IsSolved;
    }

    /// <summary>Gives <see cref="StepFactor"/> the observed information and borders it by X; false if it is not positive definite. <see cref="PenalizedFactor.DropBorder"/> removes the border.</summary>
    public bool Border() => information.Border() || (IsSolved = false);

    /// <summary>Makes another factor of M besides <see cref="StepFactor"/>.</summary>
    public PenalizedFactor NewFactor() => Factorisations.NewFactor(Rows, Templates, Penalty, CancellationToken);

    /// <summary>Starts at u = 0 again.</summary>
    public void Restart()
    {
        IsSolved = false;
        U.Clear();
    }

    /// <summary>Starts at u = 0 and at the coefficients of the model without random effects again.</summary>
    public void BeginAnew()
    {
        StartingBeta.CopyTo(Beta, 0);
        Restart();
    }

    private bool Solve(double tolerance)
    {
        IsSolved = false;
        bool isPlaced = Likelihood.FollowsMode || startsHere;
        startsHere = false;
        Begin(isPlaced);
        bool solved = Iterate(tolerance);
        if (!solved && Likelihood.FollowsMode)
        {
            // P has one minimum, so the start was a bad one.
            BeginAtZero();
            solved = Iterate(tolerance);
        }

        for (int round = 0; solved && !isPlaced && modes is not null && round < MaxIterations && modes.TryImprove(); round++)
        {
            Penalized = Evaluate(U);
            solved = Iterate(tolerance);
        }

        lastSolved = solved ? Penalized : lastSolved;
        return solved;
    }

    /// <summary>
    /// Evaluates at the start: the previous solution, or u = 0 if that looks better, or near the response, whichever is first in range. With several minima it is
    /// always near the response.
    /// </summary>
    private void Begin(bool isPlaced)
    {
        if (!isPlaced)
        {
            coefficients.Restart();
        }

        Pass.SetLinear(Beta);
        Penalized = isPlaced ? Evaluate(U) : double.PositiveInfinity;
        double suspicious = lastSolved + SuspiciousRise + (SuspiciousShare * Math.Abs(lastSolved));
        if (Likelihood.FollowsMode && (!double.IsFinite(Penalized) || Penalized > suspicious))
        {
            BeginAtBetter();
        }

        if (!double.IsFinite(Penalized))
        {
            nearResponse.Set(U);
            Penalized = Evaluate(U);
        }
    }

    /// <summary>Starts at u = 0 if that is better than the start just evaluated; if β is profiled, β starts again too.</summary>
    private void BeginAtBetter()
    {
        double carried = Penalized;
        trial.CopyFrom(U);
        coefficients.Remember();
        BeginAtZero();
        if (carried <= Penalized)
        {
            U.CopyFrom(trial);
            SetLinearIf(coefficients.Restore());
            Penalized = Evaluate(U);
        }
    }

    private void BeginAtZero()
    {
        U.Clear();
        SetLinearIf(coefficients.Restart());
        Penalized = Evaluate(U);
    }

    private void SetLinearIf(bool betaMoved)
    {
        if (betaMoved)
        {
            Pass.SetLinear(Beta);
        }
    }

    /// <summary>Newton's iterations from where P was evaluated last.</summary>
    private bool Iterate(double tolerance)
    {
        int descents = 0;
        for (int iteration = 0; iteration < MaxIterations + descents; iteration++)
        {
            if (!double.IsFinite(Penalized) || !ComputeStep())
            {
                Failure = InnerFailure.Of(this);
                return false;
            }

            if (Decrement < tolerance)
            {
                return true;
            }

            double before = Penalized;
            if (!TakeStep())
            {
                return Decrement < 1e-8 * (1 + Math.Abs(Penalized));
            }

            if (before - Penalized > Descent * Math.Abs(before) && descents < MaxDescents)
            {
                descents++;
            }
        }

        Failure = InnerFailure.Of(this);
        return false;
    }

    private double Evaluate(EffectsVector u)
    {
        information.Renew();
        return Pass.Compute(u, withFixed: IsProfiled) + u.Dot(u) + (Penalty?.Value(Beta) ?? 0);
    }

    private bool ComputeStep()
    {
        if (!information.ForStep())
        {
            return false;
        }

        // g = ΛᵀZᵀs − u.
        Templates.MultiplyTransposed(Pass.Scores, Step);
        Step.AddScaled(-1, U);
        trial.CopyFrom(Step);
        coefficients.SetGradient();
        StepFactor.Solve(Step, BetaStep, dense);
        Decrement = trial.Dot(Step) + coefficients.Decrement();
        return double.IsFinite(Decrement) && Decrement >= 0;
    }

    /// <summary>Halves the step until P falls; false if it never does.</summary>
    private bool TakeStep()
    {
        double before = Penalized;
        coefficients.Remember();
        double noise = 1e-13 * (1 + Math.Abs(before));
        double length = 1;
        for (int halving = 0; halving <= MaxHalvings; halving++, length *= 0.5)
        {
            trial.CopyFrom(U);
            trial.AddScaled(length, Step);
            SetLinearIf(coefficients.Move(length));
            double value = Evaluate(trial);
            if (value <= before + noise)
            {
                U.CopyFrom(trial);
                Penalized = value;
                return true;
            }
        }

        // Nothing lower was found: return to the previous point, with everything computed there.
        SetLinearIf(coefficients.Move(0));
        Penalized = Evaluate(U);
        ComputeStep();
        return false;
    }
}
