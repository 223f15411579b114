using System.Collections.Immutable;

namespace GlmmDsl.Design.Expressions;

/// <summary>
/// Polynomials orthonormal over the points of a column, as R's <c>poly</c>: P₀ = 1, Pⱼ₊₁(x) = (x − αⱼ) Pⱼ(x) − (νⱼ/νⱼ₋₁) Pⱼ₋₁(x) with
/// νⱼ = Σ Pⱼ², each divided by √νⱼ, leading coefficients positive (Kennedy and Gentle 1980, pp. 343–344).
/// </summary>
internal static class OrthogonalPolynomials
{
    /// <summary>The polynomials of degree 1 to <paramref name="degree"/> at the points, and the recurrence's coefficients.</summary>
    /// <param name="points">The points, NaN where missing (such rows are NaN in every column and are not counted).</param>
    /// <param name="degree">At least 1, below the number of distinct points.</param>
    /// <returns>
    /// Columns of as many rows as points; coefficients α₀ … α_{d−1} followed by √(νⱼ₊₁/νⱼ) for j = 0 … d − 1 and √ν₀, in which no power of
    /// the points' unit overflows.
    /// </returns>
    public static (double[][] Columns, ImmutableArray<double> Coefficients) Fit(ReadOnlySpan<double> points, int degree)
    {
        int n = points.Length;
        var basis = new double[degree + 1][];
        basis[0] = new double[n];
        int present = 0;
        for (int i = 0; i < n; i++)
        {
            present += double.IsNaN(points[i]) ? 0 : 1;
        }

        double rootOfCount = Math.Sqrt(present);
        for (int i = 0; i < n; i++)
        {
            basis[0][i] = double.IsNaN(points[i]) ? 0 : 1 / rootOfCount;
        }

        var coefficients = new double[2 * degree + 1];
        coefficients[2 * degree] = rootOfCount;
        double centre = ColumnStatistics.Mean(points);
        for (int j = 0; j < degree; j++)
        {
            double[] next = new double[n];
            for (int i = 0; i < n; i++)
            {
                // About the mean: products of large points would lose the digits that differ.
                next[i] = double.IsNaN(points[i]) ? 0 : (points[i] - centre) * basis[j][i];
            }

            coefficients[j] = centre + Dot(next, basis[j]);
            Orthogonalise(next, basis.AsSpan(0, j + 1));
            double norm = Math.Sqrt(Dot(next, next));
            coefficients[degree + j] = norm;
            for (int i = 0; i < n; i++)
            {
                next[i] /= norm;
            }

            basis[j + 1] = next;
        }

        for (int i = 0; i < n; i++)
        {
            if (double.IsNaN(points[i]))
            {
                foreach (double[] column in basis)
                {
                    column[i] = double.NaN;
                }
            }
        }

        return (basis[1..], [.. coefficients]);
    }

    /// <summary>The polynomials at new points.</summary>
    /// <param name="points">The new points, NaN where missing.</param>
    /// <param name="coefficients">What <see cref="Fit"/> gave.</param>
    public static double[][] Evaluate(ReadOnlySpan<double> points, ImmutableArray<double> coefficients)
    {
        int degree = coefficients.Length / 2;
        var columns = new double[degree][];
        for (int j = 0; j < degree; j++)
        {
            columns[j] = new double[points.Length];
        }

        for (int i = 0; i < points.Length; i++)
        {
            double before = 0;
            double value = 1 / coefficients[2 * degree];
            for (int j = 0; j < degree; j++)
            {
                double carried = j == 0 ? 0 : coefficients[degree + j - 1] * before;
                double next = ((points[i] - coefficients[j]) * value - carried) / coefficients[degree + j];
                before = value;
                value = next;
                columns[j][i] = value;
            }
        }

        return columns;
    }

    // Twice is enough (Kahan; Giraud et al. 2005): after the second pass only rounding is left of the earlier columns.
    private static void Orthogonalise(double[] column, ReadOnlySpan<double[]> basis)
    {
        for (int pass = 0; pass < 2; pass++)
        {
            foreach (double[] direction in basis)
            {
                double share = Dot(column, direction);
                for (int i = 0; i < column.Length; i++)
                {
                    column[i] -= share * direction[i];
                }
            }
        }
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
