using System.Collections.Immutable;
using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Fitting.Columns;
using GlmmDsl.LinearAlgebra;
using GlmmDsl.LinearAlgebra.Sparse;

namespace GlmmDsl.Fitting.Generalized.Rows;

/// <summary>
/// The rows of a generalised model in the engine's order, sorted once by the levels of the leading factor (the one with most random effects),
/// with all columns in internal units. Immutable; shared by all workspaces.
/// </summary>
internal sealed class GeneralizedRows
{
    /// <summary>The number of rows processed at a time, so that their numbers stay in the first-level cache from η to the sums.</summary>
    public const int Chunk = 256;

    private readonly int[] source;
    private readonly LevelPairs pairs;

    /// <summary>Sorts and standardises.</summary>
    /// <param name="predictors">The linear predictors, the conditional one first.</param>
    /// <param name="response">The response.</param>
    /// <param name="groups">The grouping factors of the random-effects terms of all predictors, whose terms are counted through.</param>
    /// <param name="products">Cross-products with the origins of the groups' columns.</param>
    /// <param name="layout">The layout of the random part.</param>
    /// <param name="analysis">The analysis of the pattern of ZᵀWZ if M is to be factored as a sparse matrix; otherwise null.</param>
    public GeneralizedRows(
        ImmutableArray<PredictorColumns> predictors,
        GeneralizedResponse response,
        ImmutableArray<GroupColumns> groups,
        CrossProductBlocks products,
        CovarianceLayout layout,
        SparseAnalysis? analysis = null)
    {
        ModelMatrices matrices = predictors[0].Matrices;
        int[] predictorOfTerm = [.. predictors.SelectMany((p, k) => Enumerable.Repeat(k, p.Matrices.Random.Length))];
        Count = matrices.RowCount;
        Layout = layout;
        HasRandom = [.. predictors.Select(p => !p.Matrices.Random.IsEmpty)];
        Active = [.. HasRandom.Select((has, k) => k == 0 || has)];
        Order = SortedOrder(matrices, groups, layout);
        source = matrices.SourceRows;
        Totals = Permuted(response.Totals);
        Sizes = Permuted(response.Sizes);
        Offsets = [.. predictors.Select(p => p.Matrices.Offset is { } offset ? Permuted(offset) : new double[Count])];
        FixedStart = [0, .. predictors.Select((_, k) => predictors.Take(k + 1).Sum(p => p.Count))];
        Fixed = [.. predictors.SelectMany(FixedColumns)];
        if (predictors.Any(p => p.Predictor == Families.Predictor.Threshold))
        {
            Thresholds = new ThresholdColumns(this, Fixed.Length, Totals);
            Fixed = [.. Fixed, .. Enumerable.Repeat(Array.Empty<double>(), Thresholds.Count)];
            (Offsets[1], Offsets[2]) = (Thresholds.UpperOffset, Thresholds.LowerOffset);
        }

        Groups = new GroupRows[layout.Factors.Length];
        for (int f = 0; f < Groups.Length; f++)
        {
            FactorLayout factor = layout.Factors[f];
            GroupColumns source = groups[factor.Source];
            Groups[f] = new GroupRows(
                factor.Levels, factor.Width, f == 0 ? 0 : TrailingCount, Permuted(source.Group.Codes), RandomColumns(source, factor, products), f == 0 ? [] : new int[Count],
                [.. factor.Terms.SelectMany(t => Enumerable.Repeat(predictorOfTerm[t.Term], t.Width))]);
            TrailingCount += f == 0 ? 0 : Groups[f].Count;
        }

        LevelStart = LeadingStarts();
        pairs = new LevelPairs(Groups, LevelStart, TrailingCount);
        Trailing = analysis is null ? new DenseTrailing(Groups, TrailingCount) : new SparseTrailing(Groups, analysis);
    }

    /// <summary>n.</summary>
    public int Count { get; }

    /// <summary>The layout of the random part.</summary>
    public CovarianceLayout Layout { get; }

    /// <summary>For each row, its index in the design.</summary>
    public int[] Order { get; }

    /// <summary>The number of a row among the data's, from 1.</summary>
    public int DataRow(int row) => source[Order[row]] + 1;

    /// <summary>y.</summary>
    public double[] Totals { get; }

    /// <summary>m.</summary>
    public double[] Sizes { get; }

    /// <summary>The number of linear predictors, K.</summary>
    public int PredictorCount => Active.Length;

    /// <summary>For each linear predictor, whether it is active: the conditional one, and those with random terms.</summary>
    public bool[] Active { get; }

    /// <summary>For each linear predictor, whether it has random terms.</summary>
    public bool[] HasRandom { get; }

    /// <summary>For each linear predictor its offsets, 0 where there are none.</summary>
    public double[][] Offsets { get; }

    /// <summary>The p internal fixed-effects columns of all predictors, one after another.</summary>
    public double[][] Fixed { get; }

    /// <summary>For each linear predictor its first column among <see cref="Fixed"/>; one more entry at the end.</summary>
    public int[] FixedStart { get; }

    /// <summary>The thresholds of an ordinal response, whose columns among <see cref="Fixed"/> come last and hold no numbers; null for any other.</summary>
    public ThresholdColumns? Thresholds { get; }

    /// <summary>The factors, the leading one first.</summary>
    public GroupRows[] Groups { get; }

    /// <summary>Whether several linear predictors have random-effects columns.</summary>
    public bool HasMixedColumns => Groups.Any(g => !g.HasOnePredictor || g.Predictors[0] != Groups[0].Predictors[0]);

    /// <summary>Number of levels of the leading factor.</summary>
    public int LeadingLevels => Groups.Length == 0 ? 0 : Groups[0].Levels;

    /// <summary>Random effects per level of the leading factor, k.</summary>
    public int LeadingWidth => Groups.Length == 0 ? 0 : Groups[0].Width;

    /// <summary>Random effects of all factors but the leading one, m.</summary>
    public int TrailingCount { get; }

    /// <summary>For each leading level, its first row; one more entry at the end.</summary>
    public int[] LevelStart { get; }

    /// <summary>For each leading level, the start of its pairs.</summary>
    public int[] PairStart => pairs.Start;

    /// <summary>For each pair, the trailing column.</summary>
    public int[] PairColumns => pairs.Columns;

    /// <inheritdoc cref="LevelPairs.Diagonal"/>
    public PrefixPattern Diagonal => pairs.Diagonal;

    /// <inheritdoc cref="LevelPairs.DiagonalFactors"/>
    public int DiagonalFactors => pairs.DiagonalFactors;

    /// <summary>Where the blocks of ZᵀWZ and of its inverse between trailing columns are.</summary>
    public TrailingLayout Trailing { get; }

    /// <summary>Makes a zero vector over the random effects.</summary>
    public EffectsVector NewEffects() => new(LeadingLevels * LeadingWidth, TrailingCount);

    private static int[] SortedOrder(ModelMatrices matrices, ImmutableArray<GroupColumns> groups, CovarianceLayout layout)
    {
        int[] order = [.. Enumerable.Range(0, matrices.RowCount)];
        if (layout.Factors.IsEmpty)
        {
            return order;
        }

        GroupingFactor leading = groups[layout.Factors[0].Source].Group;
        var next = new int[leading.Levels.Length + 1];
        foreach (int code in leading.Codes)
        {
            next[code + 1]++;
        }

        for (int level = 0; level < leading.Levels.Length; level++)
        {
            next[level + 1] += next[level];
        }

        for (int row = 0; row < leading.Codes.Length; row++)
        {
            order[next[leading.Codes[row]]++] = row;
        }

        return order;
    }

    private T[] Permuted<T>(T[] values)
    {
        var result = new T[Count];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = values[Order[i]];
        }

        return result;
    }

    private double[][] FixedColumns(PredictorColumns predictor)
    {
        (_, ModelMatrices matrices, CrossProductBlocks products, _, FixedBasis basis) = predictor;
        int width = basis.Kept.Length + 1;
        var columns = new double[basis.Kept.Length][];
        for (int j = 0; j < columns.Length; j++)
        {
            double[] source = matrices.FixedColumns[basis.Kept[j]];
            double origin = products.Origins.Fixed[basis.Kept[j]];
            double constant = basis.Transform[j];
            double scale = basis.Transform[((basis.Kept[j] + 1) * width) + j];
            columns[j] = new double[Count];
            for (int i = 0; i < Count; i++)
            {
                columns[j][i] = constant + ((source[Order[i]] - origin) * scale);
            }
        }

        return columns;
    }

    private double[]?[] RandomColumns(GroupColumns source, FactorLayout factor, CrossProductBlocks products)
    {
        var columns = new double[]?[factor.Width];
        double[] origins = products.Origins.Groups[factor.Source];
        foreach (TermLayout term in factor.Terms)
        {
            for (int c = 0; c < term.Width; c++)
            {
                var column = new double[Count];
                Array.Fill(column, term.Basis.Transform[c]);
                for (int r = 0; r < source.Columns.Length; r++)
                {
                    double scale = term.Basis.Transform[((r + 1) * term.Width) + c];
                    for (int i = 0; scale != 0 && i < Count; i++)
                    {
                        column[i] += scale * (source.Columns[r][Order[i]] - origins[r]);
                    }
                }

                columns[term.Offset + c] = column.AsSpan().ContainsAnyExcept(1.0) ? column : null;
            }
        }

        return columns;
    }

    private int[] LeadingStarts()
    {
        var start = new int[LeadingLevels + 1];
        for (int i = 0; Groups.Length > 0 && i < Count; i++)
        {
            start[Groups[0].Codes[i] + 1]++;
        }

        for (int level = 0; level < LeadingLevels; level++)
        {
            start[level + 1] += start[level];
        }

        return start;
    }
}
