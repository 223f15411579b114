namespace GlmmDsl.LinearAlgebra.Sparse;

/// <summary>
/// What a supernodal factorisation of a pattern will cost, found before anything large is allocated. Of two orders, the minimum degree order and the
/// nodes' own (callers number the largest factor first), the one with fewer operations is taken.
/// </summary>
internal sealed class SparseAnalysis
{
    private SparseAnalysis(BlockPattern pattern, LevelGraph graph, Supernodes supernodes)
    {
        Pattern = pattern;
        Graph = graph;
        Supernodes = supernodes;
        long indices = 0;
        for (int s = 0; s < supernodes.Count; s++)
        {
            long n = supernodes.Columns[s];
            long r = supernodes.RowsBelow[s];
            NonZeros += (n * (n + 1) / 2) + (n * r);
            Stored += n * (n + r);
            indices += r;
            UpdateNumbers += (double)r * r;
            LargestColumns = Math.Max(LargestColumns, n);
            LargestPanel = Math.Max(LargestPanel, n * r);

            // Σ over the columns of (rows at and below)²: a multiplication and an addition for each pair.
            double top = n + r;
            Flops += SumOfSquares(top) - SumOfSquares(r);
        }

        StackLength = StackPeak(supernodes);
        long scratch = (LargestColumns * LargestColumns) + LargestPanel;
        FactorBytes = 8 * (Stored + StackLength) + (8 * indices) + (24L * pattern.Order) + (8L * pattern.Rows.Length);
        Bytes = FactorBytes + (8 * (Stored + StackLength + scratch));
    }

    /// <summary>The pattern analysed.</summary>
    public BlockPattern Pattern { get; }

    /// <summary>Its graph.</summary>
    public LevelGraph Graph { get; }

    /// <summary>The columns' partition under the order chosen.</summary>
    public Supernodes Supernodes { get; }

    /// <summary>Numbers in the lower triangle of the factor, with the zeros that supernodes store.</summary>
    public long NonZeros { get; }

    /// <summary>Numbers held for the factor: whole rectangles.</summary>
    public long Stored { get; }

    /// <summary>Floating-point operations of one factorisation; a selected inverse takes about twice as many.</summary>
    public double Flops { get; }

    /// <summary>Numbers of all blocks that supernodes pass on to their parents, whole squares: they are cleared, filled and added once each.</summary>
    public double UpdateNumbers { get; }

    /// <summary>Bytes of a factorisation.</summary>
    public long FactorBytes { get; }

    /// <summary>Bytes of a factorisation and its selected inverse.</summary>
    public long Bytes { get; }

    /// <summary>Numbers on the stack of the numeric phases at their peak.</summary>
    public long StackLength { get; }

    /// <summary>Columns of the widest supernode.</summary>
    public long LargestColumns { get; }

    /// <summary>The largest product of columns and rows below.</summary>
    public long LargestPanel { get; }

    /// <summary>Whether the factor can be held at all: its numbers and its stack must each fit one array.</summary>
    public bool CanBeHeld => Stored <= Array.MaxLength && StackLength <= Array.MaxLength && LargestColumns * LargestColumns <= Array.MaxLength;

    /// <summary>Analyses a pattern under the cheaper of the two orders.</summary>
    public static SparseAnalysis Of(BlockPattern pattern)
    {
        var graph = new LevelGraph(pattern);
        SparseAnalysis degree = Of(pattern, graph, MinimumDegree.Order(graph));
        SparseAnalysis natural = Of(pattern, graph, [.. Enumerable.Range(0, pattern.Nodes)]);
        return natural.Flops <= degree.Flops ? natural : degree;
    }

    /// <summary>Analyses a pattern under a given order.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="order">The node eliminated at each step.</param>
    public static SparseAnalysis Of(BlockPattern pattern, int[] order) => Of(pattern, new LevelGraph(pattern), order);

    private static SparseAnalysis Of(BlockPattern pattern, LevelGraph graph, int[] order) =>
        new(pattern, graph, new Supernodes(new EliminationTree(graph, order), pattern.Widths));

    private static double SumOfSquares(double n) => n * (n + 1) * ((2 * n) + 1) / 6;

    /// <summary>Follows the numeric phase: a supernode's r × r block appears with its first child, or by itself, and leaves when it is done.</summary>
    private static long StackPeak(Supernodes supernodes)
    {
        var started = new bool[supernodes.Count];
        long top = 0;
        long peak = 0;
        for (int s = 0; s < supernodes.Count; s++)
        {
            long own = supernodes.RowsBelow[s] * supernodes.RowsBelow[s];
            if (!started[s])
            {
                top += own;
                peak = Math.Max(peak, top);
            }

            int parent = supernodes.Parent[s];
            if (parent >= 0 && !started[parent])
            {
                started[parent] = true;
                long above = supernodes.RowsBelow[parent] * supernodes.RowsBelow[parent];
                peak = Math.Max(peak, top + above);
                top += above;
            }

            top -= own;
        }

        return peak;
    }
}
