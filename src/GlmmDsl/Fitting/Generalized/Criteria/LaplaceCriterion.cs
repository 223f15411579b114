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
    private readonly double[] shift;
    private readonly double[][] moves;

    /// <summary>Xᵀh if β is profiled; empty if β is a parameter.</summary>
    private readonly double[] fixedSlopes;

    private readonly EffectsVector adjointLessStep;

    /// <summary>Makes the workspace.</summary>
    /// <param name="inner">The inner problem, which several criteria may share in turn.</param>
    /// <param name="constant">−2 times the part of log f without η.</param>
    /// <param name="information">The information in M.</param>
    /// <param name="parameters">Where β and θ are in a point.</param>
    protected LaplaceCriterion(InnerProblem inner, double constant, Information information, ParameterLayout parameters)
        : base(inner, constant, information, parameters)
    {
        shift = new double[GeneralizedRows.Chunk];
        moves = [.. Rows.Active.Select(_ => new double[GeneralizedRows.Chunk])];
        fixedSlopes = new double[Rows.Fixed.Length - parameters.FixedCount];
        adjointLessStep = Rows.NewEffects();
    }

    /// <summary>The decrement at which the inner iterations stop; the value is corrected for the remaining decrease.</summary>
    public override double InnerTolerance { get; set; } = 1e-7;

    /// <inheritdoc/>
    protected override double Evaluate(ReadOnlySpan<double> beta, ReadOnlySpan<double> entries, Span<double> betaGradient, Span<double> entryGradient)
    {
        if (!Solve(beta, entries) || !FactorDeterminant())
        {
            return double.PositiveInfinity;
        }

        Inverse.Compute(Determinant);
        SumSlopes();

        // The inner correction: the step not taken would lower P by g·δ and change log|M| by h·ZΛδ.
        double correction = Adjoint.Dot(Inner.Step) - Inner.Decrement;
        correction += VectorKernels.Dot(fixedSlopes, Inner.BetaStep.AsSpan(0, fixedSlopes.Length));
        Differentiate(betaGradient, entryGradient);
        return Inner.Penalized + Constant + Determinant.LogDeterminant + correction;
    }

    /// <summary>Solves the inner problem at a point; false where it has no solution.</summary>
    protected abstract bool Solve(ReadOnlySpan<double> beta, ReadOnlySpan<double> entries);

    /// <summary>Computes h, for one predictor a ∘ W′, ΛᵀZᵀh and, if β is profiled, Xᵀh.</summary>
    private void SumSlopes()
    {
        Sums.Clear();
        for (int start = 0; start < Rows.Count; start += GeneralizedRows.Chunk)
        {
            int count = Math.Min(Rows.Count, start + GeneralizedRows.Chunk) - start;
            LeverageSlopes.Fill(start, count, IsExpected, Slopes);
            for (int k = 0; k < Slopes.Length; k++)
            {
                if (Rows.Active[k])
                {
                    Rows.Project(start, Slopes[k].AsSpan(start, count), Sums, k);
                }
            }
        }

        Inner.Templates.MultiplyTransposed(Sums, Adjoint);
        for (int j = 0; j < fixedSlopes.Length; j++)
        {
            fixedSlopes[j] = VectorKernels.Dot(Rows.Fixed[j], Slopes[0]);
        }
    }

    /// <summary>
    /// r = h − W_o ∘ (ZΛv), and from it the gradient. Iteration stopped one step δ short of û, so s and û are used as they would be after that step, s by s − W_o ∘ (ZΛδ):
    /// the error of their part of the gradient is then of the order of δ².
    /// </summary>
    private void Differentiate(Span<double> betaGradient, Span<double> entryGradient)
    {
        Inner.StepFactor.Solve(Adjoint, fixedSlopes, Dense);
        adjointLessStep.CopyFrom(Adjoint);
        adjointLessStep.AddScaled(-2, Inner.Step);
        VectorKernels.AddScaled(-2, Inner.BetaStep.AsSpan(0, fixedSlopes.Length), fixedSlopes);
        Inner.Templates.Multiply(adjointLessStep, Effects);
        Sums.Clear();
        for (int start = 0; start < Rows.Count; start += GeneralizedRows.Chunk)
        {
            int count = Math.Min(Rows.Count, start + GeneralizedRows.Chunk) - start;
            for (int k = 0; k < moves.Length; k++)
            {
                Span<double> move = moves[k].AsSpan(0, count);
                move.Clear();
                if (Rows.Active[k])
                {
                    Rows.AddRandom(start, Effects, move, k);
                }
            }

            for (int j = 0; j < fixedSlopes.Length; j++)
            {
                VectorKernels.AddScaled(fixedSlopes[j], Rows.Fixed[j].AsSpan(start, count), moves[0].AsSpan(0, count));
            }

            for (int k = 0; k < moves.Length; k++)
            {
                Span<double> shifted = shift.AsSpan(0, count), part = Slopes[k].AsSpan(start, count);
                Inner.Pass.Weights.Multiply(k, start, moves, shifted);
                VectorKernels.AddScaled(2, Inner.Pass.Derivatives.Score[k].AsSpan(start, count), shifted);
                VectorKernels.AddScaled(-1, shifted, part);
                if (Rows.Active[k])
                {
                    Rows.Project(start, part, Sums, k);
                }
            }
        }

        FillBeta(betaGradient);
        Gradient.Clear();
        Effects.CopyFrom(Inner.U);
        Effects.AddScaled(1, Inner.Step);
        Gradient.AddOuter(Sums, Effects);
        Gradient.AddOuter(Inner.Pass.Scores, Adjoint);
        Gradient.AddTrace(Inverse.Trace);
        Gradient.CopyTo(entryGradient);
    }

    private void FillBeta(Span<double> betaGradient)
    {
        for (int k = 0; k < moves.Length && betaGradient.Length > 0; k++)
        {
            for (int j = Rows.FixedStart[k]; j < Rows.FixedStart[k + 1]; j++)
            {
                betaGradient[j] = VectorKernels.Dot(Rows.Fixed[j], Slopes[k]) + (2 * (Inner.Penalty?.Slope(Inner.Beta, j) ?? 0));
            }
        }

        if (Rows.Thresholds is { } thresholds)
        {
            betaGradient[thresholds.First..].Clear();
            thresholds.Project(1, Slopes[1], Slopes[2], betaGradient);
        }
    }
}
