using GlmmDsl.Covariance;
using GlmmDsl.Fitting.Linear.Criteria;

namespace GlmmDsl.Fitting.Linear.Sensitivity;

/// <summary>λ of a relative covariance matrix moved along a direction.</summary>
internal static class MovedEntries
{
    /// <summary>The entries of the Λ with ΛΛᵀ + t·S; false where that is no covariance matrix any more.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="entries">λ.</param>
    /// <param name="direction">S.</param>
    /// <param name="step">t.</param>
    /// <param name="moved">The entries, valid where the result is true.</param>
    public static bool TryMove(CovarianceLayout layout, double[] entries, InformationDirection direction, double step, out double[] moved)
    {
        moved = [.. entries];
        int k = layout.Factors[direction.Factor].Width;
        var template = new double[k * k];
        foreach (TermLayout term in layout.Factors[direction.Factor].Terms)
        {
            for (int i = 0; i < term.Structure.Entries.Length; i++)
            {
                (int row, int column) = term.Structure.Entries[i];
                template[((term.Offset + row) * k) + term.Offset + column] = entries[term.FirstEntry + i];
            }
        }

        var matrix = new double[k * k];
        for (int r = 0; r < k; r++)
        {
            for (int c = 0; c < k; c++)
            {
                double sum = step * direction.Block[(r * k) + c];
                for (int t = 0; t < k; t++)
                {
                    sum += template[(r * k) + t] * template[(c * k) + t];
                }

                matrix[(r * k) + c] = sum;
            }
        }

        bool isCovariance = Factor(matrix, k);
        foreach (TermLayout term in layout.Factors[direction.Factor].Terms)
        {
            for (int i = 0; i < term.Structure.Entries.Length; i++)
            {
                (int row, int column) = term.Structure.Entries[i];
                moved[term.FirstEntry + i] = matrix[((term.Offset + row) * k) + term.Offset + column];
            }
        }

        return isCovariance;
    }

    /// <summary>The lower Cholesky factor in place; of a semidefinite matrix too, whose zero pivots have columns of zeros.</summary>
    private static bool Factor(double[] a, int k)
    {
        for (int j = 0; j < k; j++)
        {
            double pivot = a[(j * k) + j];
            double own = pivot;
            for (int t = 0; t < j; t++)
            {
                pivot -= a[(j * k) + t] * a[(j * k) + t];
            }

            if (pivot < -1e-12 * Math.Abs(own) || own < 0)
            {
                return false;
            }

            bool isZero = pivot <= 1e-14 * own;
            double root = isZero ? 0 : Math.Sqrt(pivot);
            a[(j * k) + j] = root;
            for (int i = j + 1; i < k; i++)
            {
                double sum = a[(i * k) + j];
                for (int t = 0; t < j; t++)
                {
                    sum -= a[(i * k) + t] * a[(j * k) + t];
                }

                a[(i * k) + j] = isZero ? 0 : sum / root;
            }
        }

        return true;
    }
}
