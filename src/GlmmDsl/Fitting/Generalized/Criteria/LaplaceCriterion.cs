using GlmmDsl.Fitting.Generalized.Factor;
using GlmmDsl.Fitting.Generalized.Inner;
using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Criteria;

/// <summary>
/// The Laplace approximation of −2 log L, D = −2 Σ log f(y|û) + ‖û‖² + log|M|, with its exact gradient: over (β, θ)
/// (<see cref="JointLaplaceCriterion"/>), or over θ with β profiled inside the inner problem (<see cref="ProfiledLaplaceCriterion"/>); a prior's βᵀKβ is part of it. M is as in Bates et al. (2015); the gradient comes from implicit differentiation of û (the adjoint solve always uses the
/// observed information, whichever is used in M).
/// </summary>
internal abstract class LaplaceCriterion : MarginalCriterion
{
    private readonly InnerProblem inner;
    private readonly GeneralizedRows rows;
    private readonly double constant;
    private readonly PenalizedInverse inverse;
    private readonly RowLeverages rowLeverages;
    private readonly EntryGradient gradient;
    private readonly double[] shift;
    private readonly double[] slopes;

    /// <summary>Xᵀh if β is profiled; empty if β is a parameter.</summary>
    private readonly double[] fixedSlopes;

    private readonly double[] dense;
    private readonly EffectsVector adjoint;
    private readonly EffectsVector adjointLessStep;
    private readonly EffectsVector sums;
    private readonly EffectsVector effects;

    /// <summary>Makes the workspace.</summary>
    /// <param name="inner">The inner problem, which several criteria may share in turn.</param>
    /// <param name="constant">−2 times the part of log f without η.</param>
    /// <param name="information">The information in M.</param>
    /// <param name="parameters">Where β and θ are in a point.</param>
    protected LaplaceCriterion(InnerProblem inner, double constant, Information information, ParameterLayout parameters)
        : base(inner, information, parameters)
    {
        this.inner = inner;
        this.constant = constant;
        rows = inner.Rows;
        inverse = inner.Inverse;
        rowLeverages = new RowLeverages(rows, inverse);
        gradient = new EntryGradient(rows);
        shift = new double[GeneralizedRows.Chunk];
        slopes = inner.Slopes;
        fixedSlopes = new double[rows.Fixed.Length - parameters.FixedCount];
        dense = new double[inner.StepFactor.Stride];
        adjoint = rows.NewEffects();
        adjointLessStep = rows.NewEffects();
        sums = rows.NewEffects();
        effects = rows.NewEffects();
    }

    /// <summary>The decrement at which the inner iterations stop; the value is corrected for the remaining decrease.</summary>
    public override double InnerTolerance { get; set; } = 1e-7;

    /// <summary>The selected inverse at the point evaluated last, until another criterion of the same inner problem is evaluated.</summary>
    public PenalizedInverse Inverse => inverse;

    /// <inheritdoc/>
    protected override double Evaluate(ReadOnlySpan<double> beta, ReadOnlySpan<double> entries, Span<double> betaGradient, Span<double> entryGradient)
    {
        if (!Solve(beta, entries) || !FactorDeterminant())
        {
            return double.PositiveInfinity;
        }

        inverse.Compute(Determinant);
        SumSlopes();

        // The inner correction: the step not taken would lower P by g·δ and change log|M| by h·ZΛδ.
        double correction = adjoint.Dot(inner.Step) - inner.Decrement;
        correction += VectorKernels.Dot(fixedSlopes, inner.BetaStep.AsSpan(0, fixedSlopes.Length));
        Differentiate(betaGradient, entryGradient);
        return inner.Penalized + constant + Determinant.LogDeterminant + correction;
    }

    /// <summary>Solves the inner problem at a point; false where it has no solution.</summary>
    protected abstract bool Solve(ReadOnlySpan<double> beta, ReadOnlySpan<double> entries);

    /// <summary>Computes h = a ∘ W′, ΛᵀZᵀh and, if β is profiled, Xᵀh.</summary>
    private void SumSlopes()
    {
        sums.Clear();
        for (int start = 0; start < rows.Count; start += GeneralizedRows.Chunk)
        {
            int end = Math.Min(rows.Count, start + GeneralizedRows.Chunk);
            int count = end - start;
            Span<double> h = slopes.AsSpan(start, count);
            rowLeverages.Fill(start, h);
            if (IsExpected)
            {
                Span<double> derivative = shift.AsSpan(0, count);
                inner.Kernel.ExpectedDerivative(inner.Pass.Eta.AsSpan(start, count), rows.Sizes.AsSpan(start, count), derivative);
                VectorKernels.Multiply(derivative, h, h);
            }
            else
            {
                VectorKernels.Multiply(inner.Pass.WeightSlopes.AsSpan(start, count), h, h);
            }

            rows.Project(start, h, sums);
        }

        inner.Templates.MultiplyTransposed(sums, adjoint);
        for (int j = 0; j < fixedSlopes.Length; j++)
        {
            fixedSlopes[j] = VectorKernels.Dot(rows.Fixed[j], slopes);
        }
    }

    /// <summary>
    /// r = h − W_o ∘ (ZΛv), and from it the gradient. Iteration stopped one step δ short of û, so s and û are used as they would be after that step, s by s − W_o ∘ (ZΛδ):
    /// the error of their part of the gradient is then of the order of δ².
    /// </summary>
    private void Differentiate(Span<double> betaGradient, Span<double> entryGradient)
    {
        inner.StepFactor.Solve(adjoint, fixedSlopes, dense);
        adjointLessStep.CopyFrom(adjoint);
        adjointLessStep.AddScaled(-2, inner.Step);
        VectorKernels.AddScaled(-2, inner.BetaStep.AsSpan(0, fixedSlopes.Length), fixedSlopes);
        inner.Templates.Multiply(adjointLessStep, effects);
        sums.Clear();
        for (int start = 0; start < rows.Count; start += GeneralizedRows.Chunk)
        {
            int end = Math.Min(rows.Count, start + GeneralizedRows.Chunk);
            Span<double> move = shift.AsSpan(0, end - start);
            move.Clear();
            rows.AddRandom(start, effects, move);
            for (int j = 0; j < fixedSlopes.Length; j++)
            {
                VectorKernels.AddScaled(fixedSlopes[j], rows.Fixed[j].AsSpan(start, move.Length), move);
            }

            Span<double> part = slopes.AsSpan(start, move.Length);
            VectorKernels.Multiply(inner.Pass.Weights.AsSpan(start, move.Length), move, move);
            VectorKernels.AddScaled(2, inner.Pass.Score.AsSpan(start, move.Length), move);
            VectorKernels.AddScaled(-1, move, part);
            rows.Project(start, part, sums);
        }

        for (int j = 0; j < betaGradient.Length; j++)
        {
            betaGradient[j] = VectorKernels.Dot(rows.Fixed[j], slopes) + (2 * (inner.Penalty?.Slope(inner.Beta, j) ?? 0));
        }

        gradient.Clear();
        effects.CopyFrom(inner.U);
        effects.AddScaled(1, inner.Step);
        gradient.AddOuter(sums, effects);
        gradient.AddOuter(inner.Pass.Scores, adjoint);
        gradient.AddTrace(inverse.Trace);
        gradient.CopyTo(entryGradient);
    }
}
