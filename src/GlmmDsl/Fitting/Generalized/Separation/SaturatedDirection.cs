using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Separation;

/// <summary>
/// Separation in a model with several linear predictors, or with thresholds, seen at the end of its search: a direction in the coefficients along which the criterion is flat, because every row that
/// moves along it is already as probable as it can become. The search has followed the likelihood there as far as it rises noticeably, so the estimates say to which side.
/// </summary>
internal static class SaturatedDirection
{
    /// <summary>A score below this, that of a probability of 0.0005 on the logit scale, is that of a row without a say.</summary>
    private const double Saturated = 5e-4;

    /// <summary>A second derivative of the criterion below this, a standard error of more than 14, says nothing about a direction.</summary>
    private const double Flat = 1e-2;

    /// <summary>Moves and weights below this share of the largest are rounding.</summary>
    private const double Tolerance = 1e-3;

    /// <summary>For each predictor and row of the engine's order, whether the likelihood of the row hardly depends on the predictor.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="scores">For each predictor its scores.</param>
    public static bool[][] Rows(GeneralizedRows rows, double[][] scores) =>
        [.. scores.Select(score => Enumerable.Range(0, rows.Count).Select(i => Math.Abs(score[i]) < Saturated * Math.Max(1, rows.Sizes[i])).ToArray())];

    /// <summary>The direction in internal coefficients; null where there is none.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="point">The optimum, internal.</param>
    /// <param name="hessian">The Hessian of the criterion there, row-major.</param>
    /// <param name="isHeld">For each parameter whether it has run to a boundary, with its whole predictor.</param>
    /// <param name="saturated">What <see cref="Rows"/> found.</param>
    public static double[]? Find(GeneralizedRows rows, double[] point, double[] hessian, bool[] isHeld, bool[][] saturated)
    {
        int[] free = [.. Enumerable.Range(0, rows.Fixed.Length).Where(j => !isHeld[j])];
        int p = free.Length;
        var block = new double[p * p];
        for (int a = 0; a < p; a++)
        {
            for (int b = 0; b < p; b++)
            {
                block[(a * p) + b] = hessian[(free[a] * point.Length) + free[b]];
            }
        }

        if (p == 0 || block.Any(h => !double.IsFinite(h)))
        {
            return null;
        }

        double[] values = new double[p], vectors = new double[p * p];
        SymmetricEigen.Decompose(block, values, vectors, p);

        // The estimates have run along the flat directions, so their part in these is the way that they went.
        var direction = new double[rows.Fixed.Length];
        for (int c = 0; c < p; c++)
        {
            if (values[c] >= Flat)
            {
                continue;
            }

            double along = 0;
            for (int a = 0; a < p; a++)
            {
                along += vectors[(a * p) + c] * point[free[a]];
            }

            for (int a = 0; a < p; a++)
            {
                direction[free[a]] += along * vectors[(a * p) + c];
            }
        }

        return Moves(rows, direction) is { } moves && IsSaturated(moves, saturated) ? direction : null;
    }

    /// <summary>How far each row's predictors move along a direction; of an ordinal model its thresholds from the linear predictor. Null where none moves.</summary>
    private static double[][]? Moves(GeneralizedRows rows, double[] direction)
    {
        double[][] moves = [.. Enumerable.Range(0, rows.PredictorCount).Select(_ => new double[rows.Count])];
        for (int k = 0; k < moves.Length; k++)
        {
            for (int j = rows.FixedStart[k]; j < rows.FixedStart[k + 1]; j++)
            {
                VectorKernels.AddScaled(direction[j], rows.Fixed[j], moves[k]);
            }
        }

        if (rows.Thresholds is { } thresholds)
        {
            thresholds.Add(direction, 0, moves[1], moves[2]);
            for (int i = 0; i < rows.Count; i++)
            {
                moves[1][i] = double.IsInfinity(thresholds.UpperOffset[i]) ? 0 : moves[1][i] - moves[0][i];
                moves[2][i] = double.IsInfinity(thresholds.LowerOffset[i]) ? 0 : moves[2][i] - moves[0][i];
                moves[0][i] = 0;
            }
        }

        return moves.Any(m => m.AsSpan().ContainsAnyExcept(0.0)) ? moves : null;
    }

    private static bool IsSaturated(double[][] moves, bool[][] saturated)
    {
        double most = Tolerance * moves.Max(m => m.Max(Math.Abs));
        for (int k = 0; k < moves.Length; k++)
        {
            for (int i = 0; i < moves[k].Length; i++)
            {
                if (Math.Abs(moves[k][i]) > most && !saturated[k][i])
                {
                    return false;
                }
            }
        }

        return true;
    }
}
