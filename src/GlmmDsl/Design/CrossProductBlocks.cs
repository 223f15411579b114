using System.Collections.Immutable;

namespace GlmmDsl.Design;

/// <summary>
/// A = [Z 1 X y]ᵀW[Z 1 X y] of some rows, all columns about recorded origins: all that the optimiser needs of the rows. Held in blocks, one per
/// pair of grouping factors, plus the fixed part. Every block carries the constant column, so that origins can be moved exactly and two
/// parts of the data merged.
/// </summary>
internal sealed class CrossProductBlocks
{
    /// <summary>Blocks of zeros, which the caller fills before passing them on; the pairs are still to be set.</summary>
    public CrossProductBlocks(ImmutableArray<int> levelCounts, ImmutableArray<int> widths, Origins origins)
    {
        LevelCounts = levelCounts;
        Widths = widths;
        Origins = origins;
        FixedWidth = origins.Fixed.Length + 1;
        FixedBlock = new double[FixedWidth * FixedWidth];
        Diagonal = [.. levelCounts.Zip(widths, (q, k) => new double[(long)q * k * k])];
        WithFixed = [.. levelCounts.Zip(widths, (q, k) => new double[(long)q * k * FixedWidth])];
        Pairs = new PairBlocks[levelCounts.Length, levelCounts.Length];
    }

    /// <summary>Number of levels of each grouping factor.</summary>
    public ImmutableArray<int> LevelCounts { get; }

    /// <summary>Number of columns of each grouping factor, the constant (column 0) included.</summary>
    public ImmutableArray<int> Widths { get; }

    /// <summary>What was subtracted from each column.</summary>
    public Origins Origins { get; }

    /// <summary>Number of columns of [1 X y].</summary>
    public int FixedWidth { get; }

    /// <summary>Number of rows summed.</summary>
    public long RowCount { get; init; }

    /// <summary>Σ log wᵢ.</summary>
    public double SumLogWeights { get; init; }

    /// <summary>[1 X y]ᵀW[1 X y], row-major, both triangles.</summary>
    public double[] FixedBlock { get; }

    /// <summary>For each factor its levels' blocks of ZᵀWZ, k × k row-major.</summary>
    public ImmutableArray<double[]> Diagonal { get; }

    /// <summary>For each factor its levels' blocks of ZᵀW[1 X y], k × <see cref="FixedWidth"/> row-major.</summary>
    public ImmutableArray<double[]> WithFixed { get; }

    /// <summary>For factors f &lt; g the blocks of Z_fᵀWZ_g; null elsewhere.</summary>
    public PairBlocks?[,] Pairs { get; }

    /// <summary>Accumulates a range of rows in one pass.</summary>
    /// <param name="matrices">The design.</param>
    /// <param name="groups">Its grouping factors.</param>
    /// <param name="origins">What to subtract from each column.</param>
    /// <param name="first">The first row of the range.</param>
    /// <param name="end">One past its last row.</param>
    /// <param name="cancellationToken">Checked between blocks of rows.</param>
    public static CrossProductBlocks Accumulate(
        ModelMatrices matrices, ImmutableArray<GroupColumns> groups, Origins origins, int first, int end, CancellationToken cancellationToken = default)
    {
        if (SparseFixedColumns.Of(matrices.FixedColumns, first, end) is { } sparse)
        {
            return sparse.Accumulate(matrices, groups, origins, first, end, cancellationToken);
        }

        double sumLogWeights = 0;
        if (matrices.Weights is { } weights)
        {
            for (int row = first; row < end; row++)
            {
                sumLogWeights += Math.Log(weights[row]);
            }
        }

        var result = new CrossProductBlocks([.. groups.Select(g => g.Group.Levels.Length)], [.. groups.Select(g => g.Width)], origins)
        {
            RowCount = end - first,
            SumLogWeights = sumLogWeights,
        };
        CrossProductBlocksAccumulator.Add(result, matrices, groups, first, end, cancellationToken);
        return result;
    }

    /// <summary>The cross-products of the rows of both, about the origins of the first: equal to rounding to those of the rows together.</summary>
    public static CrossProductBlocks Merge(CrossProductBlocks a, CrossProductBlocks b)
    {
        CrossProductBlocks moved = b.MoveTo(a.Origins);
        var result = new CrossProductBlocks(a.LevelCounts, a.Widths, a.Origins)
        {
            RowCount = a.RowCount + b.RowCount,
            SumLogWeights = a.SumLogWeights + b.SumLogWeights,
        };
        Sum(a.FixedBlock, moved.FixedBlock, result.FixedBlock);
        for (int f = 0; f < a.LevelCounts.Length; f++)
        {
            Sum(a.Diagonal[f], moved.Diagonal[f], result.Diagonal[f]);
            Sum(a.WithFixed[f], moved.WithFixed[f], result.WithFixed[f]);
            for (int g = f + 1; g < a.LevelCounts.Length; g++)
            {
                result.Pairs[f, g] = PairBlocks.Sum(a.Pairs[f, g]!, moved.Pairs[f, g]!, a.Widths[f] * a.Widths[g]);
            }
        }

        return result;
    }

    /// <summary>The same sums about other origins: x − new = (x − old) + (old − new)·1, applied to every block from both sides.</summary>
    public CrossProductBlocks MoveTo(Origins target)
    {
        var result = new CrossProductBlocks(LevelCounts, Widths, target) { RowCount = RowCount, SumLogWeights = SumLogWeights };
        double[] fixedShift = Difference(Origins.Fixed, target.Fixed);
        double[][] shifts = [.. Origins.Groups.Zip(target.Groups, Difference)];
        Shift(FixedBlock, result.FixedBlock, fixedShift, fixedShift);
        for (int f = 0; f < LevelCounts.Length; f++)
        {
            Shift(Diagonal[f], result.Diagonal[f], shifts[f], shifts[f]);
            Shift(WithFixed[f], result.WithFixed[f], shifts[f], fixedShift);
            for (int g = f + 1; g < LevelCounts.Length; g++)
            {
                PairBlocks pairs = Pairs[f, g]!;
                var values = new double[pairs.Values.Length];
                Shift(pairs.Values, values, shifts[f], shifts[g]);
                result.Pairs[f, g] = pairs with { Values = values };
            }
        }

        return result;
    }

    private static double[] Difference(double[] from, double[] to) => [0, .. from.Zip(to, (x, y) => x - y)];

    /// <summary>Each (rows × columns) block B becomes (I + r e₀ᵀ)B(I + e₀cᵀ).</summary>
    private static void Shift(double[] source, double[] target, double[] rowShift, double[] columnShift)
    {
        int rows = rowShift.Length;
        int columns = columnShift.Length;
        for (int start = 0; start < source.Length; start += rows * columns)
        {
            for (int i = 0; i < rows; i++)
            {
                double corner = source[start + (i * columns)] + (rowShift[i] * source[start]);
                for (int j = 0; j < columns; j++)
                {
                    double moved = source[start + (i * columns) + j] + (rowShift[i] * source[start + j]);
                    target[start + (i * columns) + j] = moved + (corner * columnShift[j]);
                }
            }
        }
    }

    private static void Sum(double[] a, double[] b, double[] result)
    {
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = a[i] + b[i];
        }
    }
}
