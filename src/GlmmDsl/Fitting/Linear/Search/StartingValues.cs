using GlmmDsl.Covariance;
using GlmmDsl.Fitting.Linear.Criteria;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Linear.Search;

/// <summary>
/// Where the search starts: a diagonal Λ by the method of moments. With s the sum ZᵀWe of a column over a level, e the least-squares
/// residuals and a the level's ZᵀWZ, E s² ≈ τ²a² + σ²a, so τ² is estimated by Σ(s² − σ²a)/Σa².
/// </summary>
internal static class StartingValues
{
    /// <summary>Bounds of a starting diagonal: where it is zero, the derivatives of its column are zero too.</summary>
    private const double Smallest = 0.1, Largest = 10;

    /// <summary>θ for the internal columns.</summary>
    /// <param name="system">The cross-products in internal columns.</param>
    /// <param name="cancellationToken">Checked inside the factorisation.</param>
    public static double[] Of(LinearSystem system, CancellationToken cancellationToken = default)
    {
        LambdaEntry[] entries = system.Layout.Entries;
        double[] coefficients = LeastSquares(system, out double variance, cancellationToken);
        double residual = variance * system.RowCount;
        double freedom = system.RowCount - system.Rank;
        var moments = new (double Squares, double Sizes, double SquaredSizes)[entries.Length];
        for (int i = 0; i < entries.Length; i++)
        {
            (int f, int row, _) = entries[i];
            if (entries[i].IsDiagonal)
            {
                moments[i] = Moments(system, f, row, coefficients);
                residual -= moments[i].Squares / Math.Max(moments[i].Sizes, 1e-300) * system.Layout.Factors[f].Levels;
                freedom -= system.Layout.Factors[f].Levels;
            }
        }

        double rest = freedom > 0.1 * system.RowCount ? residual / freedom : 0.5 * variance;
        rest = Math.Clamp(rest, 0.1 * variance, Math.Max(variance, 1e-300));
        return system.Layout.Independent((term, column) =>
        {
            (double squares, double sizes, double squaredSizes) = moments[term.FirstEntry + DiagonalEntry(term, column)];
            double ratio = ((squares / rest) - sizes) / Math.Max(squaredSizes, 1e-300);
            return Math.Clamp(Math.Sqrt(Math.Max(ratio, 0)), Smallest, Largest);
        });
    }

    private static int DiagonalEntry(TermLayout term, int column) => term.Structure.Entries.IndexOf((column, column));

    /// <summary>(β̂, −1) of y on X without random effects, and the residual mean square.</summary>
    private static double[] LeastSquares(LinearSystem system, out double variance, CancellationToken cancellationToken)
    {
        int width = system.FixedCount + 1;
        double[] factor = [.. system.FixedBlock];
        var result = new double[width];
        result[^1] = -1;
        bool regular = DenseCholesky.Factor(factor, width, system.FixedCount, cancellationToken);
        factor.AsSpan(system.FixedCount * width, system.FixedCount).CopyTo(result);
        if (!regular)
        {
            result.AsSpan(0, system.FixedCount).Clear();
        }
        else
        {
            DenseCholesky.SolveLower(factor, width, system.FixedCount, result);
            DenseCholesky.SolveLowerTransposed(factor, width, system.FixedCount, result);
        }

        double square = system.FixedBlock[^1];
        square -= VectorKernels.Dot(system.FixedBlock.AsSpan(system.FixedCount * width, system.FixedCount), result);
        variance = Math.Max(square, 1e-12 * system.FixedBlock[^1]) / system.RowCount;
        return result;
    }

    /// <summary>Σs², Σa and Σa² over the levels of one column of a factor.</summary>
    private static (double Squares, double Sizes, double SquaredSizes) Moments(LinearSystem system, int f, int column, double[] coefficients)
    {
        int k = system.Layout.Factors[f].Width;
        double squares = 0;
        double sizes = 0;
        double squaredSizes = 0;
        for (int level = 0; level < system.Layout.Factors[f].Levels; level++)
        {
            double sum = system.FixedProduct(f, (level * k) + column, coefficients);
            double size = system.OwnProduct(f, (level * k) + column);
            squares += sum * sum;
            sizes += size;
            squaredSizes += size * size;
        }

        return (squares, sizes, squaredSizes);
    }
}
