using System.Collections.Immutable;
using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Columns;

/// <summary>
/// Random-effects columns that the fixed effects also contain, level by level, as in <c>y ~ g + (1 | g)</c>. Such effects do not change the part of the response that the fixed effects leave
/// unexplained: the REML criterion is the same whatever their variance, and the likelihood only falls as it grows. So their variances are not identified.
/// </summary>
/// <param name="columns">The terms and columns.</param>
/// <param name="absorbing">For each of their levels, the internal coefficients of the fixed effects that give its column, scaled to mean square 1 in its rows.</param>
internal sealed class UnidentifiedVariances(ImmutableArray<(int Term, int Column)> columns, IReadOnlyList<double[]> absorbing)
{
    /// <summary>If the fixed effects leave less than this share of a column's square, the column is in their span.</summary>
    private const double Tolerance = 1e-10;

    /// <summary>The terms and columns, in order.</summary>
    public ImmutableArray<(int Term, int Column)> Columns { get; } = columns;

    /// <summary>Finds unidentified variances; null if there are none.</summary>
    /// <param name="products">The cross-products of the model.</param>
    /// <param name="groups">Its grouping factors.</param>
    /// <param name="basis">The internal columns of its fixed part.</param>
    /// <param name="fixedFactor">The factor of their products.</param>
    /// <param name="cancellationToken">Checked inside the factorisation.</param>
    public static UnidentifiedVariances? Of(
        CrossProductBlocks products, ImmutableArray<GroupColumns> groups, FixedBasis basis, FixedFactor fixedFactor, CancellationToken cancellationToken)
    {
        int p = basis.Kept.Length;
        var columns = new List<(int Term, int Column)>();
        var absorbing = new List<double[]>();
        for (int g = 0; g < groups.Length; g++)
        {
            // Columns of different levels are independent: more of them than fixed effects cannot all lie in their span.
            if (products.LevelCounts[g] > p || p == 0)
            {
                continue;
            }

            if (fixedFactor.Lower(cancellationToken) is not { } factor)
            {
                return null;
            }

            var span = new Span(products, g, basis, factor, p);
            var held = new bool[groups[g].Width];
            for (int c = 0; c < held.Length; c++)
            {
                if (span.Holding(c, aboutOrigin: c > 0 && held[0]) is { } vectors)
                {
                    held[c] = true;
                    absorbing.AddRange(vectors);
                }
            }

            for (int t = 0; t < groups[g].Terms.Length; t++)
            {
                columns.AddRange(groups[g].ColumnOf[t].Select((c, column) => (c, column)).Where(x => held[x.c]).Select(x => (groups[g].Terms[t], x.column)));
            }
        }

        return columns.Count == 0 ? null : new UnidentifiedVariances([.. columns.Order()], absorbing);
    }

    /// <summary>θ in user units with as little variance of these columns as their structures allow; the rest has the same covariance.</summary>
    public double[] WithoutThem(CovarianceLayout layout, double[] theta)
    {
        double[] result = [.. theta];
        foreach (TermLayout term in layout.Terms)
        {
            if (ColumnsOf(term) is { Length: > 0 } columns)
            {
                term.Structure.Without(columns, theta.AsSpan(term.Parameters)).CopyTo(result.AsSpan(term.Parameters));
            }
        }

        return result;
    }

    /// <summary>θ with NaN for the parameters that affect these columns only: their own standard deviations and their covariances with earlier ones.</summary>
    public double[] Blank(CovarianceLayout layout, double[] theta)
    {
        double[] result = [.. theta];
        foreach (TermLayout term in layout.Terms)
        {
            if (ColumnsOf(term) is { Length: > 0 } columns)
            {
                bool[] owned = term.Structure.OwnedBy(columns);
                for (int i = 0; i < owned.Length; i++)
                {
                    result[term.FirstParameter + i] = owned[i] ? double.NaN : result[term.FirstParameter + i];
                }
            }
        }

        return result;
    }

    private int[] ColumnsOf(TermLayout term) => [.. Columns.Where(c => c.Term == term.Term).Select(c => c.Column)];

    /// <summary>The conditional covariances, with NaN where they depend on these variances.</summary>
    public double[][,] Blank(double[][,] covariances)
    {
        foreach ((int term, int column) in Columns)
        {
            double[,] blocks = covariances[term];
            int k = (int)Math.Round(Math.Sqrt(blocks.GetLength(1)));
            for (int level = 0; level < blocks.GetLength(0); level++)
            {
                for (int i = 0; i < k; i++)
                {
                    blocks[level, (column * k) + i] = double.NaN;
                    blocks[level, (i * k) + column] = double.NaN;
                }
            }
        }

        return covariances;
    }

    /// <summary>
    /// The covariance of β̂, with NaN where it depends on these variances. With Z = XA for these columns, (XᵀV⁻¹X)⁻¹ is the matrix without them plus AΣAᵀ.
    /// </summary>
    public double[,] Blank(double[,] covariance, FixedPart basis)
    {
        int p = covariance.GetLength(0);
        double[] origin = basis.Coefficients(new double[p]);
        var sizes = new double[p];
        foreach (double[] vector in absorbing)
        {
            double[] moved = basis.Coefficients(vector);
            for (int j = 0; j < p; j++)
            {
                sizes[j] += (moved[j] - origin[j]) * (moved[j] - origin[j]);
            }
        }

        var result = (double[,])covariance.Clone();
        for (int i = 0; i < p; i++)
        {
            for (int j = 0; j < p; j++)
            {
                if (Depends(i) && Depends(j))
                {
                    result[i, j] = double.NaN;
                }
            }
        }

        return result;

        bool Depends(int j) => sizes[j] > 1e-12 * covariance[j, j];
    }

    /// <summary>Finds which columns of one grouping factor the fixed effects contain.</summary>
    private sealed class Span(CrossProductBlocks products, int group, FixedBasis basis, double[] factor, int p)
    {
        private readonly int k = products.Widths[group];

        /// <summary>The coefficients of the fixed effects that give every level's column; null if some level's column is not in their span.</summary>
        /// <param name="column">The column; 0 is the constant.</param>
        /// <param name="aboutOrigin">Whether the fixed effects contain the constant of every level, so that the column may be shifted to any origin.</param>
        public List<double[]>? Holding(int column, bool aboutOrigin)
        {
            int width = products.FixedWidth;
            double origin = column == 0 || aboutOrigin ? 0 : products.Origins.Groups[group][column - 1];
            var result = new List<double[]>();
            for (int level = 0; level < products.LevelCounts[group]; level++)
            {
                ReadOnlySpan<double> own = products.Diagonal[group].AsSpan(level * k * k, k * k);
                double square = own[(column * k) + column] + (2 * origin * own[column]) + (origin * origin * own[0]);
                double spread = aboutOrigin ? square - (own[column] * own[column] / own[0]) : square;
                if (!(spread > 1e-14 * square))
                {
                    continue;
                }

                var coefficients = new double[p];
                for (int r = 0; r < width; r++)
                {
                    double value = products.WithFixed[group][(((level * k) + column) * width) + r] + (origin * products.WithFixed[group][(level * k * width) + r]);
                    VectorKernels.AddScaled(value, basis.Transform.AsSpan(r * (p + 1), p), coefficients);
                }

                DenseCholesky.SolveLower(factor, p + 1, p, coefficients);
                if (square - VectorKernels.Dot(coefficients, coefficients) > Tolerance * spread)
                {
                    return null;
                }

                DenseCholesky.SolveLowerTransposed(factor, p + 1, p, coefficients);
                double size = Math.Sqrt(own[0] / square);
                result.Add([.. coefficients.Select(c => size * c)]);
            }

            return result;
        }
    }
}
