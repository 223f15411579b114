using GlmmDsl.Design;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting;

/// <summary>
/// The cross-products in the engine's layout and internal columns. The first (largest) factor is block-diagonal; all others, X and y stand
/// behind it in one trailing system of m + p + 1 columns: the other factors' random effects, the kept fixed effects, the response.
/// Immutable; shared by all workspaces.
/// </summary>
internal sealed class BlockedSystem
{
    private readonly double[][] transforms;

    /// <summary>Brings cross-products into the engine's layout.</summary>
    public BlockedSystem(CrossProductBlocks products, CovarianceLayout layout, FixedBasis basis)
    {
        Layout = layout;
        RowCount = products.RowCount;
        FixedCount = basis.Kept.Length;
        transforms = [.. layout.Factors.Select(f => Transform(f, products.Widths[f.Source]))];
        Offsets = new int[layout.Factors.Length];
        for (int f = 1; f < Offsets.Length; f++)
        {
            Offsets[f] = RandomCount;
            RandomCount += layout.Factors[f].Levels * layout.Factors[f].Width;
        }

        Order = RandomCount + FixedCount + 1;
        FixedBlock = BlockCongruence.Apply(products.FixedBlock, basis.Transform, basis.Transform, products.FixedWidth, products.FixedWidth);
        LeadingDiagonal = [];
        LeadingFixed = [];
        LeadingStart = [0];
        LeadingColumns = [];
        LeadingValues = [];
        if (layout.Factors.Length > 0)
        {
            FactorLayout first = layout.Factors[0];
            int width = products.Widths[first.Source];
            LeadingDiagonal = BlockCongruence.Apply(products.Diagonal[first.Source], transforms[0], transforms[0], width, width);
            LeadingFixed = BlockCongruence.Apply(products.WithFixed[first.Source], transforms[0], basis.Transform, width, products.FixedWidth);
        }

        var source = new PairSource(products, layout, transforms);
        (LeadingStart, LeadingColumns, LeadingValues) = source.Leading(Offsets, LeadingStart);
        (TrailingStart, TrailingColumns, TrailingValues) = source.Trailing(Offsets, RandomCount);
        TrailingFixed = new double[(FixedCount + 1) * RandomCount];
        for (int f = 1; f < layout.Factors.Length; f++)
        {
            AddTrailingFixed(f, BlockCongruence.Apply(
                products.WithFixed[layout.Factors[f].Source], transforms[f], basis.Transform, products.Widths[layout.Factors[f].Source], products.FixedWidth));
        }
    }

    private BlockedSystem(BlockedSystem other)
    {
        Layout = other.Layout;
        RowCount = other.RowCount;
        FixedCount = other.FixedCount;
        RandomCount = other.RandomCount;
        Order = other.Order;
        Offsets = other.Offsets;
        transforms = other.transforms;
        LeadingDiagonal = other.LeadingDiagonal;
        LeadingStart = other.LeadingStart;
        LeadingColumns = other.LeadingColumns;
        LeadingValues = other.LeadingValues;
        TrailingStart = other.TrailingStart;
        TrailingColumns = other.TrailingColumns;
        TrailingValues = other.TrailingValues;
        FixedBlock = [.. other.FixedBlock];
        LeadingFixed = [.. other.LeadingFixed];
        TrailingFixed = [.. other.TrailingFixed];
    }

    /// <summary>Where everything stands.</summary>
    public CovarianceLayout Layout { get; }

    /// <summary>n.</summary>
    public long RowCount { get; }

    /// <summary>p, the rank of X.</summary>
    public int FixedCount { get; }

    /// <summary>m: random effects of all factors but the first.</summary>
    public int RandomCount { get; }

    /// <summary>m + p + 1.</summary>
    public int Order { get; }

    /// <summary>For each factor its first trailing column (of no meaning for the first factor).</summary>
    public int[] Offsets { get; }

    /// <summary>Number of levels of the first factor.</summary>
    public int LeadingLevels => Layout.Factors.Length == 0 ? 0 : Layout.Factors[0].Levels;

    /// <summary>Random effects a level of the first factor, k.</summary>
    public int LeadingWidth => Layout.Factors.Length == 0 ? 0 : Layout.Factors[0].Width;

    /// <summary>Random effects of the first factor in all.</summary>
    public int LeadingCount => LeadingLevels * LeadingWidth;

    /// <summary>The first factor's blocks of ZᵀWZ: levels × k × k.</summary>
    public double[] LeadingDiagonal { get; }

    /// <summary>The first factor's blocks of ZᵀW[X y]: levels × k × (p + 1).</summary>
    public double[] LeadingFixed { get; }

    /// <summary>For each level of the first factor the start of its trailing columns.</summary>
    public int[] LeadingStart { get; }

    /// <summary>Trailing columns (below m) that a level meets, ascending.</summary>
    public int[] LeadingColumns { get; }

    /// <summary>For each of these columns the k products with the level's columns.</summary>
    public double[] LeadingValues { get; }

    /// <summary>For each of the m trailing rows the start of its entries.</summary>
    public int[] TrailingStart { get; }

    /// <summary>Columns of the entries of the lower triangle of the trailing ZᵀWZ, ascending, the row's own level in full.</summary>
    public int[] TrailingColumns { get; }

    /// <summary>Their values.</summary>
    public double[] TrailingValues { get; }

    /// <summary>[X y]ᵀWZ of the trailing factors: (p + 1) × m.</summary>
    public double[] TrailingFixed { get; }

    /// <summary>[X y]ᵀW[X y]: (p + 1) × (p + 1).</summary>
    public double[] FixedBlock { get; }

    /// <summary>The same system with another response: only the products that hold it are new.</summary>
    /// <param name="withFixed">Its products with the kept internal columns and, last, with itself: p + 1 numbers.</param>
    /// <param name="withFactors">For each grouping factor (in the order of the layout) its products with [1 Z], columns about their origins: levels × columns.</param>
    public BlockedSystem WithResponse(double[] withFixed, double[][] withFactors)
    {
        var result = new BlockedSystem(this);
        int width = FixedCount + 1;
        for (int j = 0; j < width; j++)
        {
            result.FixedBlock[(j * width) + FixedCount] = withFixed[j];
            result.FixedBlock[(FixedCount * width) + j] = withFixed[j];
        }

        for (int f = 0; f < withFactors.Length; f++)
        {
            int k = Layout.Factors[f].Width;
            int columns = transforms[f].Length / k;
            for (int i = 0; i < Layout.Factors[f].Levels * k; i++)
            {
                double sum = 0;
                for (int c = 0; c < columns; c++)
                {
                    sum += transforms[f][(c * k) + (i % k)] * withFactors[f][(i / k * columns) + c];
                }

                if (f == 0)
                {
                    result.LeadingFixed[(i * width) + FixedCount] = sum;
                }
                else
                {
                    result.TrailingFixed[(FixedCount * RandomCount) + Offsets[f] + i] = sum;
                }
            }
        }

        return result;
    }

    private static double[] Transform(FactorLayout factor, int width)
    {
        var result = new double[width * factor.Width];
        foreach (TermLayout term in factor.Terms)
        {
            for (int r = 0; r < width; r++)
            {
                for (int c = 0; c < term.Width; c++)
                {
                    result[(r * factor.Width) + term.Offset + c] = term.Basis.Transform[(r * term.Width) + c];
                }
            }
        }

        return result;
    }

    private void AddTrailingFixed(int factor, double[] blocks)
    {
        int width = FixedCount + 1;
        for (int i = 0; i < blocks.Length / width; i++)
        {
            for (int j = 0; j < width; j++)
            {
                TrailingFixed[(j * RandomCount) + Offsets[factor] + i] = blocks[(i * width) + j];
            }
        }
    }
}
