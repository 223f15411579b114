using GlmmDsl.Covariance;
using GlmmDsl.Design;

namespace GlmmDsl.Fitting.Linear.Choice;

/// <summary>What a fit on the blocked path costs, from counts alone.</summary>
/// <param name="Order">m + p + 1, the order of the dense trailing system.</param>
/// <param name="RandomCount">m, its random effects.</param>
/// <param name="Bytes">Bytes of its dense matrices, including those for an exact Hessian.</param>
/// <param name="Seconds">Rough processor time of a fit.</param>
internal readonly record struct BlockedCost(long Order, long RandomCount, double Bytes, double Seconds)
{
    /// <summary>The most square matrices of the trailing system's order that a search holds, in addition to two for each parameter of the first factor.</summary>
    private const int Matrices = 7;

    /// <summary>Operations per second of the dense kernels, and of the scattered sums over the first factor's levels.</summary>
    private const double DenseRate = 2.5e10, ScatteredRate = 1e9;

    /// <summary>Seconds per level of the first factor in addition to the arithmetic, for an evaluation and a gradient together.</summary>
    private const double EachLevel = 2.5e-7;

    /// <summary>Estimates the cost for a design.</summary>
    /// <param name="products">Its cross-products.</param>
    /// <param name="layout">Its layout.</param>
    /// <param name="fixedCount">p.</param>
    /// <param name="diagonal">The trailing random effects that are eliminated without fill before the dense factorisation.</param>
    public static BlockedCost Of(CrossProductBlocks products, CovarianceLayout layout, int fixedCount, long diagonal = 0)
    {
        long random = layout.Factors.Skip(1).Sum(f => (long)f.Levels * f.Width);
        double order = random + fixedCount + 1;
        int own = random == 0 ? 0 : layout.Entries.Count(p => p.Factor == 0);
        double dense = Math.Pow(order - diagonal, 3);
        double levels = layout.Factors.IsEmpty ? 0 : layout.Factors[0].Levels * EachLevel;
        double evaluation = levels + (Eliminated(products, layout, fixedCount) / ScatteredRate) + (dense / 3 / DenseRate);

        // A gradient takes order³ operations; an exact Hessian takes about as many for each parameter of the first factor, and once more.
        double fit = (FitWork.Evaluations * evaluation) + (((FitWork.Gradients * dense) + (FitWork.Hessians * (own + 1) * dense)) / DenseRate);
        return new BlockedCost((long)order, random, 8 * order * order * (Matrices + (2 * own)), fit);
    }

    /// <summary>Whether the matrices can be held at all.</summary>
    /// <param name="available">The bytes that can be used.</param>
    public bool Fits(long available) => Bytes <= available && Order * Order <= Array.MaxLength;

    /// <summary>Multiplications and additions that eliminate the first factor: for each level, the square of the number of columns that it occurs with.</summary>
    private static double Eliminated(CrossProductBlocks products, CovarianceLayout layout, int fixedCount)
    {
        if (layout.Factors.IsEmpty)
        {
            return 0;
        }

        FactorLayout first = layout.Factors[0];
        var columns = new int[first.Levels];
        Array.Fill(columns, fixedCount + 1);
        for (int f = 1; f < layout.Factors.Length; f++)
        {
            FactorLayout other = layout.Factors[f];
            if (first.Source < other.Source)
            {
                int[] start = products.Pairs[first.Source, other.Source]!.RowStart;
                for (int level = 0; level < columns.Length; level++)
                {
                    columns[level] += (start[level + 1] - start[level]) * other.Width;
                }
            }
            else
            {
                foreach (int level in products.Pairs[other.Source, first.Source]!.Columns)
                {
                    columns[level] += other.Width;
                }
            }
        }

        double sum = 0;
        foreach (int count in columns)
        {
            sum += (double)count * count;
        }

        return sum * first.Width;
    }
}
