using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Fitting.Columns;
using GlmmDsl.Fitting.Linear.Criteria;
using GlmmDsl.LinearAlgebra;
using GlmmDsl.LinearAlgebra.Sparse;

namespace GlmmDsl.Fitting.Linear.Sparse;

/// <summary>
/// The cross-products for the sparse path: ZᵀWZ in blocks of pairs of levels, all grouping factors treated alike, ordered and analysed once;
/// X and y are a dense border.
/// </summary>
internal sealed class SparseSystem : LinearSystem
{
    /// <summary>Converts cross-products to the engine's layout.</summary>
    /// <param name="products">The cross-products.</param>
    /// <param name="layout">The layout.</param>
    /// <param name="basis">The columns of the fixed part.</param>
    /// <param name="analysis">The analysis of their <see cref="LevelPattern"/>.</param>
    public SparseSystem(CrossProductBlocks products, CovarianceLayout layout, FixedBasis basis, SparseAnalysis analysis)
        : base(products, layout, basis)
    {
        Structure = new SupernodalStructure(analysis);
        FirstNode = LevelPattern.FirstNodes(layout);
        GroupOfNode = new int[Pattern.Nodes];
        FirstEffect = new int[layout.Factors.Length + 1];
        WithFixed = new double[(long)Pattern.Order * (FixedCount + 1)];
        Values = new double[Pattern.ValueCount];
        for (int f = 0; f < layout.Factors.Length; f++)
        {
            int source = layout.Factors[f].Source;
            FirstEffect[f] = Pattern.FirstRow[FirstNode[f]];
            GroupOfNode.AsSpan(FirstNode[f], layout.Factors[f].Levels).Fill(f);
            BlockCongruence.Apply(products.WithFixed[source], Transforms[f], basis.Transform, products.Widths[source], products.FixedWidth)
                .CopyTo(WithFixed.AsSpan(FirstEffect[f] * (FixedCount + 1)));
        }

        FirstEffect[^1] = Pattern.Order;
        SetValues(products);
    }

    private SparseSystem(SparseSystem other, double[] fixedBlock, double[] withFixed, int rank)
        : base(other, fixedBlock, rank)
    {
        Structure = other.Structure;
        FirstNode = other.FirstNode;
        FirstEffect = other.FirstEffect;
        GroupOfNode = other.GroupOfNode;
        Values = other.Values;
        WithFixed = withFixed;
    }

    /// <summary>The symbolic factor of M.</summary>
    public SupernodalStructure Structure { get; }

    /// <summary>The pattern of ZᵀWZ.</summary>
    public BlockPattern Pattern => Structure.Pattern;

    /// <summary>q, random effects in all.</summary>
    public int RandomCount => Pattern.Order;

    /// <summary>First node of each factor.</summary>
    public int[] FirstNode { get; }

    /// <summary>First random effect of each factor, and at the end their total number.</summary>
    public int[] FirstEffect { get; }

    /// <summary>The factor of each node.</summary>
    public int[] GroupOfNode { get; }

    /// <summary>The blocks of ZᵀWZ.</summary>
    public double[] Values { get; }

    /// <summary>ZᵀW[X y]: q × (p + 1).</summary>
    public double[] WithFixed { get; }

    /// <inheritdoc/>
    public override double OwnProduct(int factor, int effect)
    {
        int k = Layout.Factors[factor].Width;
        int column = FirstNode[factor] + (effect / k);
        return Values[Pattern.ValueStart[Pattern.ColumnStart[column]] + (effect % k * (k + 1))];
    }

    /// <inheritdoc/>
    public override double FixedProduct(int factor, int effect, ReadOnlySpan<double> coefficients) =>
        VectorKernels.Dot(WithFixed.AsSpan((FirstEffect[factor] + effect) * (FixedCount + 1), FixedCount + 1), coefficients);

    /// <inheritdoc/>
    public override double[] FixedProducts() => [.. WithFixed];

    /// <inheritdoc/>
    public override LinearSystem With(double[] fixedBlock, double[] withFixed, int rank) => new SparseSystem(this, fixedBlock, withFixed, rank);

    /// <inheritdoc/>
    protected override LinearSystem With(double[] fixedBlock) => new SparseSystem(this, fixedBlock, [.. WithFixed], Rank);

    /// <inheritdoc/>
    protected override void SetResponseProduct(int factor, int effect, double product) =>
        WithFixed[((FirstEffect[factor] + effect) * (FixedCount + 1)) + FixedCount] = product;

    /// <summary>Sets every level's diagonal block, then its blocks with levels of later factors, which the pattern stores transposed.</summary>
    private void SetValues(CrossProductBlocks products)
    {
        var source = new PairSource(products, Layout, Transforms);
        for (int f = 0; f < Layout.Factors.Length; f++)
        {
            FactorLayout factor = Layout.Factors[f];
            int k = factor.Width;
            int width = products.Widths[factor.Source];
            double[] diagonal = BlockCongruence.Apply(products.Diagonal[factor.Source], Transforms[f], Transforms[f], width, width);
            var next = new int[factor.Levels];
            for (int level = 0; level < factor.Levels; level++)
            {
                int entry = Pattern.ColumnStart[FirstNode[f] + level];
                diagonal.AsSpan(level * k * k, k * k).CopyTo(Values.AsSpan(Pattern.ValueStart[entry]));
                next[level] = entry + 1;
            }

            for (int g = f + 1; g < Layout.Factors.Length; g++)
            {
                SetPairs(source.Between(f, g), next, k, Layout.Factors[g].Width);
            }
        }
    }

    private void SetPairs(PairBlocks pairs, int[] next, int k, int l)
    {
        for (int level = 0; level < next.Length; level++)
        {
            for (int i = pairs.RowStart[level]; i < pairs.RowStart[level + 1]; i++)
            {
                int at = Pattern.ValueStart[next[level]++];
                for (int r = 0; r < k; r++)
                {
                    for (int c = 0; c < l; c++)
                    {
                        Values[at + (c * k) + r] = pairs.Values[(i * k * l) + (r * l) + c];
                    }
                }
            }
        }
    }
}
