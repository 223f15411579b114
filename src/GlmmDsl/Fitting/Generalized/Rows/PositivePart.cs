using GlmmDsl.Families;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Rows;

/// <summary>
/// A positive information of the rows for Newton steps: where the block of a row over the active predictors has negative eigenvalues, they are taken in absolute value. Steps are shorter then than with
/// 0 in their place, which in those directions leaves only the penalty to hold them.
/// </summary>
internal static class PositivePart
{
    /// <summary>Takes it in place.</summary>
    public static void Take(RowDerivatives derivatives, int rows)
    {
        int[] active = [.. Enumerable.Range(0, derivatives.Count).Where(k => derivatives.Active[k])];
        if (active.Length == 1)
        {
            double[] own = derivatives.Information(active[0], active[0])!;
            for (int i = 0; i < rows; i++)
            {
                own[i] = Math.Abs(own[i]);
            }

            return;
        }

        int r = active.Length;
        double[][] pairs = [.. active.SelectMany(k => active.Select(l => derivatives.Information(k, l)!))];
        double[] block = new double[r * r], values = new double[r], vectors = new double[r * r];
        for (int i = 0; i < rows; i++)
        {
            for (int at = 0; at < block.Length; at++)
            {
                block[at] = pairs[at][i];
            }

            if (!TakeBlock(block, values, vectors, r))
            {
                continue;
            }

            for (int at = 0; at < block.Length; at++)
            {
                pairs[at][i] = block[at];
            }
        }
    }

    /// <summary>Takes the positive part of one block; false where it is its own.</summary>
    private static bool TakeBlock(double[] block, double[] values, double[] vectors, int r)
    {
        if (r == 2 && block[0] >= 0 && (block[0] * block[3]) - (block[1] * block[1]) >= 0)
        {
            return false;
        }

        double[] copy = [.. block];
        SymmetricEigen.Decompose(copy, values, vectors, r);
        if (values.All(v => v >= 0))
        {
            return false;
        }

        Array.Clear(block);
        for (int e = 0; e < r; e++)
        {
            for (int a = 0; a < r; a++)
            {
                for (int b = 0; b < r; b++)
                {
                    block[(a * r) + b] += Math.Abs(values[e]) * vectors[(a * r) + e] * vectors[(b * r) + e];
                }
            }
        }

        return true;
    }
}
