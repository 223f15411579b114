using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting;

/// <summary>
/// The rows of a generalised model in the engine's order, sorted once by the levels of the leading factor (the one with most random effects),
/// with all columns in internal units. Immutable; shared by all workspaces.
/// </summary>
internal sealed class GeneralizedRows
{
    /// <summary>Rows taken at a time, so that their numbers stay in the first-level cache from η to the sums.</summary>
    public const int Chunk = 256;

    private readonly int[] source;

    /// <summary>Sorts and standardises.</summary>
    public GeneralizedRows(
        ModelMatrices matrices, GeneralizedResponse response, ImmutableArray<GroupColumns> groups, CrossProductBlocks products, CovarianceLayout layout, FixedBasis basis)
    {
        Count = matrices.RowCount;
        Layout = layout;
        Order = SortedOrder(matrices, groups, layout);
        source = matrices.SourceRows;
        Totals = Permuted(response.Totals);
        Sizes = Permuted(response.Sizes);
        Offsets = matrices.Offset is { } offset ? Permuted(offset) : new double[Count];
        Fixed = FixedColumns(matrices, products, basis);
        Groups = new GroupRows[layout.Factors.Length];
        for (int f = 0; f < Groups.Length; f++)
        {
            FactorLayout factor = layout.Factors[f];
            GroupColumns source = groups[factor.Source];
            Groups[f] = new GroupRows(
                factor.Levels, factor.Width, f == 0 ? 0 : TrailingCount, Permuted(source.Group.Codes), RandomColumns(source, factor, products), f == 0 ? [] : new int[Count]);
            TrailingCount += f == 0 ? 0 : Groups[f].Count;
        }

        LevelStart = LeadingStarts();
        (PairStart, PairColumns) = Pairs();
        DiagonalCount = CountDiagonal();
    }

    /// <summary>n.</summary>
    public int Count { get; }

    /// <summary>Where everything of the random part stands.</summary>
    public CovarianceLayout Layout { get; }

    /// <summary>For each row here its index in the design.</summary>
    public int[] Order { get; }

    /// <summary>The number of a row among the data's, from 1.</summary>
    public int DataRow(int row) => source[Order[row]] + 1;

    /// <summary>y.</summary>
    public double[] Totals { get; }

    /// <summary>m.</summary>
    public double[] Sizes { get; }

    /// <summary>Offsets, 0 where there are none.</summary>
    public double[] Offsets { get; }

    /// <summary>The p internal fixed-effects columns.</summary>
    public double[][] Fixed { get; }

    /// <summary>What a prior on the internal coefficients adds to the criterion; null without one.</summary>
    public CoefficientPenalty? Penalty { get; init; }

    /// <summary>The factors, the leading one first.</summary>
    public GroupRows[] Groups { get; }

    /// <summary>Number of levels of the leading factor.</summary>
    public int LeadingLevels => Groups.Length == 0 ? 0 : Groups[0].Levels;

    /// <summary>Random effects a level of the leading factor, k.</summary>
    public int LeadingWidth => Groups.Length == 0 ? 0 : Groups[0].Width;

    /// <summary>Random effects of all factors but the leading one, m.</summary>
    public int TrailingCount { get; }

    /// <summary>For each leading level its first row; one more entry at the end.</summary>
    public int[] LevelStart { get; }

    /// <summary>For each leading level the start of its pairs.</summary>
    public int[] PairStart { get; }

    /// <summary>For each pair the trailing column.</summary>
    public int[] PairColumns { get; }

    /// <summary>
    /// How many trailing columns, from the first, stay a diagonal block of M when the leading factor is eliminated: all of the second factor where
    /// the first is nested in it and it has one column; else 0.
    /// </summary>
    public int DiagonalCount { get; }

    /// <summary>A vector over the random effects, zero.</summary>
    public EffectsVector NewEffects() => new(LeadingLevels * LeadingWidth, TrailingCount);

    /// <summary>η += Zb for a range of rows.</summary>
    public void AddRandom(int start, int end, EffectsVector b, Span<double> eta)
    {
        if (Groups.Length == 0)
        {
            return;
        }

        GroupRows leading = Groups[0];
        for (int first = start; first < end;)
        {
            int level = leading.Codes[first];
            int last = Math.Min(end, LevelStart[level + 1]);
            Span<double> part = eta[first..last];
            for (int c = 0; c < leading.Width; c++)
            {
                double effect = b.Leading[(level * leading.Width) + c];
                if (leading.Columns[c] is { } column)
                {
                    VectorKernels.AddScaled(effect, column.AsSpan(first, last - first), part);
                }
                else
                {
                    for (int i = 0; i < part.Length; i++)
                    {
                        part[i] += effect;
                    }
                }
            }

            first = last;
        }

        for (int f = 1; f < Groups.Length; f++)
        {
            GroupRows group = Groups[f];
            ReadOnlySpan<double> effects = b.Trailing.AsSpan(group.Offset, group.Count);
            for (int c = 0; c < group.Width; c++)
            {
                double[]? column = group.Columns[c];
                for (int i = start; i < end; i++)
                {
                    double effect = effects[(group.Codes[i] * group.Width) + c];
                    eta[i] += column is null ? effect : effect * column[i];
                }
            }
        }
    }

    /// <summary>g += Zᵀr for a range of rows.</summary>
    public void Project(int start, int end, ReadOnlySpan<double> r, EffectsVector g)
    {
        if (Groups.Length == 0)
        {
            return;
        }

        GroupRows leading = Groups[0];
        for (int first = start; first < end;)
        {
            int level = leading.Codes[first];
            int last = Math.Min(end, LevelStart[level + 1]);
            ReadOnlySpan<double> part = r[first..last];
            for (int c = 0; c < leading.Width; c++)
            {
                g.Leading[(level * leading.Width) + c] += leading.Columns[c] is { } column
                    ? VectorKernels.Dot(column.AsSpan(first, last - first), part)
                    : Sum(part);
            }

            first = last;
        }

        for (int f = 1; f < Groups.Length; f++)
        {
            GroupRows group = Groups[f];
            Span<double> sums = g.Trailing.AsSpan(group.Offset, group.Count);
            for (int c = 0; c < group.Width; c++)
            {
                double[]? column = group.Columns[c];
                for (int i = start; i < end; i++)
                {
                    sums[(group.Codes[i] * group.Width) + c] += column is null ? r[i] : r[i] * column[i];
                }
            }
        }
    }

    /// <summary>Σ xᵢ: two running sums hide the latency of one.</summary>
    public static double Sum(ReadOnlySpan<double> x)
    {
        double even = 0;
        double odd = 0;
        int i = 0;
        for (; i <= x.Length - 2; i += 2)
        {
            even += x[i];
            odd += x[i + 1];
        }

        return even + odd + (i < x.Length ? x[i] : 0);
    }

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

    private double[][] FixedColumns(ModelMatrices matrices, CrossProductBlocks products, FixedBasis basis)
    {
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

    /// <summary>The trailing columns that each leading level meets, ascending, and for each row where its own stand among them.</summary>
    private (int[] Start, int[] Columns) Pairs()
    {
        var start = new int[LeadingLevels + 1];
        var columns = new List<int>();
        var met = new List<int>();
        var place = new int[TrailingCount];
        for (int level = 0; level < LeadingLevels; level++)
        {
            start[level] = columns.Count;
            for (int f = 1; f < Groups.Length; f++)
            {
                GroupRows group = Groups[f];
                met.Clear();
                for (int i = LevelStart[level]; i < LevelStart[level + 1]; i++)
                {
                    met.Add(group.Codes[i]);
                }

                met.Sort();
                for (int at = 0; at < met.Count; at++)
                {
                    for (int c = 0; c < group.Width && (at == 0 || met[at] != met[at - 1]); c++)
                    {
                        place[group.Offset + (met[at] * group.Width) + c] = columns.Count;
                        columns.Add(group.Offset + (met[at] * group.Width) + c);
                    }
                }

                for (int i = LevelStart[level]; i < LevelStart[level + 1]; i++)
                {
                    group.Slots[i] = place[group.Offset + (group.Codes[i] * group.Width)];
                }
            }
        }

        start[LeadingLevels] = columns.Count;
        return (start, [.. columns]);
    }

    private int CountDiagonal()
    {
        if (Groups.Length < 2 || Groups[1].Width > 1)
        {
            return 0;
        }

        for (int level = 0; level < LeadingLevels; level++)
        {
            int second = PairStart[level] + 1;
            if (second < PairStart[level + 1] && PairColumns[second] < Groups[1].Count)
            {
                return 0;
            }
        }

        return Groups[1].Count;
    }
}
