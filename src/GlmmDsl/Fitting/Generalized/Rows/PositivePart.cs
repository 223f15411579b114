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
        if (r == 2)
        {
            return TakePair(block);
        }

        if (r == 3)
        {
            return TakeTriple(block, values);
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

    /// <summary>The same for two predictors: |A| = (A² + √det A² I)/(|λ₁| + |λ₂|), by Cayley and Hamilton.</summary>
    private static bool TakePair(double[] block)
    {
        (double a, double b, double c) = (block[0], block[1], block[3]);
        double determinant = (a * c) - (b * b);
        if (a >= 0 && c >= 0 && determinant >= 0)
        {
            return false;
        }

        // Both negative: −A. Of different signs: |λ₁| + |λ₂| = √((a − c)² + 4b²), and A² = (a + c)A − det A I.
        double trace = a + c;
        double sum = determinant >= 0 ? -trace : Math.Sqrt(((a - c) * (a - c)) + (4 * b * b));
        double shift = Math.Abs(determinant) - determinant;
        block[0] = ((trace * a) + shift) / sum;
        block[1] = block[2] = trace * b / sum;
        block[3] = ((trace * c) + shift) / sum;
        return true;
    }

    /// <summary>
    /// The same for three predictors: |A| = |λ₁| I + f₁₂ (A − λ₁I) + f₁₂₃ (A − λ₁I)(A − λ₂I), the polynomial through |λ| at the eigenvalues in Newton's form. Its divided differences f lose no digits
    /// where eigenvalues are close.
    /// </summary>
    /// <param name="a">The block.</param>
    /// <param name="values">Scratch for the eigenvalues.</param>
    private static bool TakeTriple(double[] a, double[] values)
    {
        if (IsPositive(a))
        {
            return false;
        }

        Eigenvalues(a, values);
        (double low, double middle, double high) = (values[0], values[1], values[2]);
        if (!(low < 0))
        {
            return false;
        }

        double first = Slope(low, middle);
        double second = high <= 0 ? 0 : (Slope(middle, high) - first) / (high - low);
        double b00 = a[0] - low, b11 = a[4] - low, b22 = a[8] - low;
        double c00 = a[0] - middle, c11 = a[4] - middle, c22 = a[8] - middle;
        double d01 = a[1], d02 = a[2], d12 = a[5];
        a[0] = -low + (first * b00) + (second * ((b00 * c00) + (d01 * d01) + (d02 * d02)));
        a[4] = -low + (first * b11) + (second * ((d01 * d01) + (b11 * c11) + (d12 * d12)));
        a[8] = -low + (first * b22) + (second * ((d02 * d02) + (d12 * d12) + (b22 * c22)));
        a[1] = a[3] = (first * d01) + (second * ((b00 * d01) + (d01 * c11) + (d02 * d12)));
        a[2] = a[6] = (first * d02) + (second * ((b00 * d02) + (d01 * d12) + (d02 * c22)));
        a[5] = a[7] = (first * d12) + (second * ((d01 * d02) + (b11 * d12) + (d12 * c22)));
        return true;
    }

    /// <summary>Whether a 3 × 3 matrix has a Cholesky factor.</summary>
    private static bool IsPositive(double[] a)
    {
        double second = a[4] - (a[1] * a[1] / a[0]), cross = a[5] - (a[1] * a[2] / a[0]);
        return a[0] > 0 && second > 0 && a[8] - (a[2] * a[2] / a[0]) - (cross * cross / second) > 0;
    }

    /// <summary>(|y| − |x|)/(y − x) of eigenvalues x ≤ y.</summary>
    private static double Slope(double x, double y) => x >= 0 ? 1 : y <= 0 ? -1 : (y + x) / (y - x);

    /// <summary>The eigenvalues of a symmetric 3 × 3 matrix in ascending order, as cosines (Smith 1961, Communications of the ACM 4).</summary>
    private static void Eigenvalues(double[] a, double[] values)
    {
        double mean = (a[0] + a[4] + a[8]) / 3;
        double b00 = a[0] - mean, b11 = a[4] - mean, b22 = a[8] - mean;
        double spread = Math.Sqrt(((b00 * b00) + (b11 * b11) + (b22 * b22) + (2 * ((a[1] * a[1]) + (a[2] * a[2]) + (a[5] * a[5])))) / 6);
        if (!(spread > 0))
        {
            Array.Fill(values, mean);
            return;
        }

        double determinant = (b00 * ((b11 * b22) - (a[5] * a[5]))) - (a[1] * ((a[1] * b22) - (a[5] * a[2]))) + (a[2] * ((a[1] * a[5]) - (b11 * a[2])));
        double angle = Math.Acos(Math.Clamp(determinant / (2 * spread * spread * spread), -1, 1)) / 3;
        values[2] = mean + (2 * spread * Math.Cos(angle));
        values[0] = mean + (2 * spread * Math.Cos(angle + (2 * Math.PI / 3)));
        values[1] = (3 * mean) - values[0] - values[2];
    }
}
