using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Fitting.Columns;
using GlmmDsl.Fitting.Linear.Criteria;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Linear.Blocked;

/// <summary>
/// The cross-products in the engine's layout and internal columns. The first (largest) factor is block-diagonal; all others, X and y follow
/// in one trailing system of m + p + 1 columns: the other factors' random effects, the kept fixed effects, the response. The memory used
/// here is linear in the number of pairs of levels that occur together; only the workspace of an evaluation is dense.
/// </summary>
internal sealed class BlockedSystem : LinearSystem
{
    /// <summary>Converts cross-products to the engine's layout.</summary>
    public BlockedSystem(CrossProductBlocks products, CovarianceLayout layout, FixedBasis basis)
        : base(products, layout, basis)
    {
        Offsets = new int[layout.Factors.Length];
        for (int f = 1; f < Offsets.Length; f++)
        {
            Offsets[f] = RandomCount;
            RandomCount += layout.Factors[f].Levels * layout.Factors[f].Width;
        }

        Order = RandomCount + FixedCount + 1;
        LeadingDiagonal = [];
        LeadingFixed = [];
        LeadingStart = [0];
        LeadingColumns = [];
        LeadingValues = [];
        if (layout.Factors.Length > 0)
        {
            FactorLayout first = layout.Factors[0];
            int width = products.Widths[first.Source];
            LeadingDiagonal = BlockCongruence.Apply(products.Diagonal[first.Source], Transforms[0], Transforms[0], width, width);
            LeadingFixed = BlockCongruence.Apply(products.WithFixed[first.Source], Transforms[0], basis.Transform, width, products.FixedWidth);
        }

        var source = new PairSource(products, layout, Transforms);
        (LeadingStart, LeadingColumns, LeadingValues) = source.Leading(Offsets, LeadingStart);
        (TrailingStart, TrailingColumns, TrailingValues) = source.Trailing(Offsets, RandomCount);
        TrailingFixed = new double[(FixedCount + 1) * RandomCount];
        for (int f = 1; f < layout.Factors.Length; f++)
        {
            AddTrailingFixed(f, BlockCongruence.Apply(
                products.WithFixed[layout.Factors[f].Source], Transforms[f], basis.Transform, products.Widths[layout.Factors[f].Source], products.FixedWidth));
        }
    }

    private BlockedSystem(BlockedSystem other, double[] fixedBlock, double[] leadingFixed, double[] trailingFixed, int rank)
        : base(other, fixedBlock, rank)
    {
        RandomCount = other.RandomCount;
        Order = RandomCount + FixedCount + 1;
        Offsets = other.Offsets;
        LeadingDiagonal = other.LeadingDiagonal;
        LeadingStart = other.LeadingStart;
        LeadingColumns = other.LeadingColumns;
        LeadingValues = other.LeadingValues;
        TrailingStart = other.TrailingStart;
        TrailingColumns = other.TrailingColumns;
        TrailingValues = other.TrailingValues;
        LeadingFixed = leadingFixed;
        TrailingFixed = trailingFixed;
    }

    /// <summary>m: random effects of all factors but the first.</summary>
    public int RandomCount { get; }

    /// <summary>m + p + 1.</summary>
    public int Order { get; }

    /// <summary>For each factor, its first trailing column (meaningless for the first factor).</summary>
    public int[] Offsets { get; }

    /// <summary>Number of levels of the first factor.</summary>
    public int LeadingLevels => Layout.Factors.Length == 0 ? 0 : Layout.Factors[0].Levels;

    /// <summary>Random effects per level of the first factor, k.</summary>
    public int LeadingWidth => Layout.Factors.Length == 0 ? 0 : Layout.Factors[0].Width;

    /// <summary>Random effects of the first factor in all.</summary>
    public int LeadingCount => LeadingLevels * LeadingWidth;

    /// <summary>The first factor's blocks of ZᵀWZ: levels × k × k.</summary>
    public double[] LeadingDiagonal { get; }

    /// <summary>The first factor's blocks of ZᵀW[X y]: levels × k × (p + 1).</summary>
    public double[] LeadingFixed { get; }

    /// <summary>For each level of the first factor the start of its trailing columns.</summary>
    public int[] LeadingStart { get; }

    /// <summary>Trailing columns (below m) that a level occurs with, ascending.</summary>
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

    /// <inheritdoc/>
    public override double OwnProduct(int factor, int effect)
    {
        int k = Layout.Factors[factor].Width;

        // The diagonal block of a trailing row's own level comes last, in full.
        return factor == 0
            ? LeadingDiagonal[(effect * k) + (effect % k)]
            : TrailingValues[TrailingStart[Offsets[factor] + effect + 1] - k + (effect % k)];
    }

    /// <inheritdoc/>
    public override double FixedProduct(int factor, int effect, ReadOnlySpan<double> coefficients)
    {
        int width = FixedCount + 1;
        if (factor == 0)
        {
            return VectorKernels.Dot(LeadingFixed.AsSpan(effect * width, width), coefficients);
        }

        double sum = 0;
        for (int j = 0; j < width; j++)
        {
            sum += TrailingFixed[(j * RandomCount) + Offsets[factor] + effect] * coefficients[j];
        }

        return sum;
    }

    /// <inheritdoc/>
    public override double[] FixedProducts()
    {
        int width = FixedCount + 1;
        var result = new double[(long)(LeadingCount + RandomCount) * width];
        LeadingFixed.CopyTo(result, 0);
        for (int i = 0; i < RandomCount; i++)
        {
            for (int j = 0; j < width; j++)
            {
                result[((LeadingCount + i) * width) + j] = TrailingFixed[(j * RandomCount) + i];
            }
        }

        return result;
    }

    /// <inheritdoc/>
    public override LinearSystem With(double[] fixedBlock, double[] withFixed, int rank)
    {
        int width = (int)Math.Round(Math.Sqrt(fixedBlock.Length));
        var trailing = new double[width * RandomCount];
        for (int i = 0; i < RandomCount; i++)
        {
            for (int j = 0; j < width; j++)
            {
                trailing[(j * RandomCount) + i] = withFixed[((LeadingCount + i) * width) + j];
            }
        }

        return new BlockedSystem(this, fixedBlock, RandomCount == 0 ? withFixed : withFixed[..(LeadingCount * width)], trailing, rank);
    }

    /// <inheritdoc/>
    protected override LinearSystem With(double[] fixedBlock) => new BlockedSystem(this, fixedBlock, [.. LeadingFixed], [.. TrailingFixed], Rank);

    /// <inheritdoc/>
    protected override void SetResponseProduct(int factor, int effect, double product)
    {
        if (factor == 0)
        {
            LeadingFixed[(effect * (FixedCount + 1)) + FixedCount] = product;
        }
        else
        {
            TrailingFixed[(FixedCount * RandomCount) + Offsets[factor] + effect] = product;
        }
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
