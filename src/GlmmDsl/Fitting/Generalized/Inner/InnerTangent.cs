using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Inner;

/// <summary>
/// How the solution of the inner problem changes with β and the entries λ of Λ, by implicit differentiation: dû = M_o⁻¹(dΛᵀZᵀs − ΛᵀZᵀW_o(X dβ + Z dΛ û)). If β
/// is profiled, it changes with λ together with û, and M_o is bordered by X. Reads the inner problem as it was last solved
/// (<see cref="InnerProblem.IsSolved"/>).
/// </summary>
internal sealed class InnerTangent
{
    private readonly InnerProblem inner;
    private readonly GeneralizedRows rows;
    private readonly CovarianceTemplates change;
    private readonly EffectsVector effects;
    private readonly EffectsVector sums;
    private readonly double[] shift;
    private readonly double[][] shifts;
    private readonly double[] dense;
    private readonly EffectsVector move;
    private readonly double[] betaMove;
    private readonly double[] betaChange;
    private readonly double[] entryChange;

    /// <summary>Makes the workspace.</summary>
    public InnerTangent(InnerProblem inner)
    {
        this.inner = inner;
        rows = inner.Rows;
        change = new CovarianceTemplates(rows);
        effects = rows.NewEffects();
        sums = rows.NewEffects();
        shift = new double[GeneralizedRows.Chunk];
        shifts = [.. rows.Active.Select(_ => new double[GeneralizedRows.Chunk])];
        dense = new double[inner.StepFactor.Stride];
        move = rows.NewEffects();
        betaMove = new double[rows.Fixed.Length];
        betaChange = new double[rows.Fixed.Length];
        entryChange = new double[rows.Layout.Entries.Length];
    }

    /// <summary>
    /// Moves û, and β̂ if it is profiled, to their first-order prediction at another point: u ← u + δ + du with δ the last step, not yet taken.
    /// </summary>
    /// <param name="beta">β at that point; ignored if it is profiled.</param>
    /// <param name="entries">λ at that point.</param>
    /// <param name="from">λ of the solution.</param>
    public void Follow(ReadOnlySpan<double> beta, ReadOnlySpan<double> entries, ReadOnlySpan<double> from)
    {
        bool moves = false;
        for (int j = 0; j < betaChange.Length; j++)
        {
            betaChange[j] = inner.IsProfiled ? 0 : beta[j] - inner.Beta[j];
            moves |= betaChange[j] != 0;
        }

        for (int j = 0; j < entryChange.Length; j++)
        {
            entryChange[j] = entries[j] - from[j];
            moves |= entryChange[j] != 0;
        }

        if (moves)
        {
            Along(betaChange, entryChange, move, betaMove);
        }

        inner.U.AddScaled(1, inner.Step);
        if (inner.IsProfiled)
        {
            VectorKernels.AddScaled(1, inner.BetaStep, inner.Beta);
        }

        if (moves)
        {
            inner.U.AddScaled(1, move);
            VectorKernels.AddScaled(1, betaMove, inner.Beta);
        }
    }

    /// <summary>Fills the derivative along a direction.</summary>
    /// <param name="beta">The direction in β; ignored if it is profiled.</param>
    /// <param name="entries">The direction in λ.</param>
    /// <param name="du">Receives dû.</param>
    /// <param name="dbeta">Receives dβ̂ if β is profiled, otherwise 0.</param>
    public void Along(ReadOnlySpan<double> beta, ReadOnlySpan<double> entries, EffectsVector du, Span<double> dbeta)
    {
        bool profiled = inner.IsProfiled;
        if (!profiled)
        {
            inner.StepFactor.DropBorder();
        }

        bool turns = entries.ContainsAnyExcept(0.0);
        change.Set(entries);
        change.Multiply(inner.U, effects);
        sums.Clear();
        dbeta.Clear();
        for (int start = 0; start < rows.Count; start += GeneralizedRows.Chunk)
        {
            int count = Math.Min(rows.Count, start + GeneralizedRows.Chunk) - start;
            for (int k = 0; k < shifts.Length; k++)
            {
                SetShift(beta, k, start, shifts[k].AsSpan(0, count), turns, profiled);
            }

            rows.Thresholds?.Add(beta, start, shifts[1].AsSpan(0, count), shifts[2].AsSpan(0, count));
            Span<double> part = shift.AsSpan(0, count);
            for (int k = 0; k < shifts.Length; k++)
            {
                if (rows.Active[k])
                {
                    inner.Pass.Weights.Multiply(k, start, shifts, part);
                    rows.Project(start, part, sums, k);
                    for (int j = rows.FixedStart[k]; j < rows.FixedStart[k + 1] && profiled; j++)
                    {
                        dbeta[j] -= VectorKernels.Dot(rows.Fixed[j].AsSpan(start, count), part);
                    }
                }
            }
        }

        inner.Templates.MultiplyTransposed(sums, effects);
        change.MultiplyTransposed(inner.Pass.Scores, du);
        du.AddScaled(-1, effects);
        inner.StepFactor.Solve(du, dbeta, dense);
    }

    /// <summary>The change of one linear predictor in a chunk of rows, with u as it is.</summary>
    private void SetShift(ReadOnlySpan<double> beta, int k, int start, Span<double> part, bool turns, bool profiled)
    {
        part.Clear();
        for (int j = rows.FixedStart[k]; j < rows.FixedStart[k + 1] && !profiled; j++)
        {
            if (beta[j] != 0)
            {
                VectorKernels.AddScaled(beta[j], rows.Fixed[j].AsSpan(start, part.Length), part);
            }
        }

        if (turns && rows.Active[k])
        {
            rows.AddRandom(start, effects, part, k);
        }
    }
}
