namespace GlmmDsl.LinearAlgebra.Sparse;

/// <summary>
/// The symbolic factor: where each supernode's panel lies, which rows are below it, where those rows are in its parent's front (the parent's
/// columns followed by the rows below them), and where each block of the pattern goes. One structure serves any number of factors.
/// </summary>
internal sealed class SupernodalStructure
{
    private readonly int[] _order;
    private readonly int[] _step;

    /// <summary>The structure of an analysed pattern.</summary>
    /// <exception cref="InvalidOperationException">The factor does not fit the arrays of the run time.</exception>
    public SupernodalStructure(SparseAnalysis analysis)
    {
        if (!analysis.CanBeHeld)
        {
            throw new InvalidOperationException(
                FormattableString.Invariant($"The factor would hold {analysis.Stored} numbers in {analysis.Bytes} bytes, more than one array can."));
        }

        Analysis = analysis;
        Supernodes supernodes = analysis.Supernodes;
        _order = supernodes.Order;
        _step = EliminationTree.Positions(_order);
        Parent = supernodes.Parent;
        int count = supernodes.Count;
        var rowOfStep = new int[_order.Length + 1];
        for (int k = 0; k < _order.Length; k++)
        {
            rowOfStep[k + 1] = rowOfStep[k] + analysis.Pattern.Widths[_order[k]];
        }

        FirstColumn = new int[count + 1];
        PanelStart = new int[count + 1];
        RowStart = new int[count + 1];
        var nodeStart = new int[count + 1];
        for (int s = 0; s < count; s++)
        {
            FirstColumn[s + 1] = rowOfStep[supernodes.First[s + 1]];
            PanelStart[s + 1] = (int)(PanelStart[s] + (supernodes.Columns[s] * (supernodes.Columns[s] + supernodes.RowsBelow[s])));
            RowStart[s + 1] = (int)checked(RowStart[s] + supernodes.RowsBelow[s]);
            nodeStart[s + 1] = checked(nodeStart[s] + supernodes.NodesBelow[s]);
        }

        int[] nodes = NodesBelow(nodeStart);
        Rows = new int[RowStart[count]];
        InParent = new int[RowStart[count]];
        ExpandRows(nodes, nodeStart, rowOfStep);
        Permutation = new int[analysis.Pattern.Order];
        for (int k = 0; k < _order.Length; k++)
        {
            for (int r = 0; r < rowOfStep[k + 1] - rowOfStep[k]; r++)
            {
                Permutation[rowOfStep[k] + r] = analysis.Pattern.FirstRow[_order[k]] + r;
            }
        }

        BlockSupernode = new int[analysis.Pattern.Rows.Length];
        BlockTarget = new int[analysis.Pattern.Rows.Length];
        PlaceBlocks(nodes, nodeStart, rowOfStep);
    }

    /// <summary>Counts and order.</summary>
    public SparseAnalysis Analysis { get; }

    /// <summary>The pattern.</summary>
    public BlockPattern Pattern => Analysis.Pattern;

    /// <summary>Number of supernodes.</summary>
    public int Count => Parent.Length;

    /// <summary>Parent of each supernode; −1 at a root.</summary>
    public int[] Parent { get; }

    /// <summary>First column of each supernode, in the order of elimination.</summary>
    public int[] FirstColumn { get; }

    /// <summary>Where each supernode's panel begins: its columns' rows, then the rows below; each row is as long as the supernode has columns.</summary>
    public int[] PanelStart { get; }

    /// <summary>Where each supernode's rows below begin in <see cref="Rows"/> and <see cref="InParent"/>.</summary>
    public int[] RowStart { get; }

    /// <summary>Rows below each supernode, in the order of elimination.</summary>
    public int[] Rows { get; }

    /// <summary>Place of each of those rows in the parent's front.</summary>
    public int[] InParent { get; }

    /// <summary>Row of the matrix at each place in the order of elimination.</summary>
    public int[] Permutation { get; }

    /// <summary>Supernode that holds each block of the pattern.</summary>
    public int[] BlockSupernode { get; }

    /// <summary>Place of each block's first number in the panels; its complement when the block lies there transposed.</summary>
    public int[] BlockTarget { get; }

    /// <summary>Columns of a supernode.</summary>
    public int ColumnsOf(int supernode) => FirstColumn[supernode + 1] - FirstColumn[supernode];

    /// <summary>Rows below a supernode.</summary>
    public int RowsBelow(int supernode) => RowStart[supernode + 1] - RowStart[supernode];

    /// <summary>Steps below each supernode: those its own nodes meet and those below its children, without its own.</summary>
    private int[] NodesBelow(int[] nodeStart)
    {
        LevelGraph graph = Analysis.Graph;
        Supernodes supernodes = Analysis.Supernodes;
        var nodes = new int[nodeStart[Count]];
        var used = new int[Count];
        var seen = new int[_order.Length];
        var lastChild = new int[Count];
        var previousSibling = new int[Count];
        seen.AsSpan().Fill(-1);
        lastChild.AsSpan().Fill(-1);
        for (int s = 0; s < Count; s++)
        {
            int last = supernodes.First[s + 1] - 1;
            for (int k = supernodes.First[s]; k <= last; k++)
            {
                for (int p = graph.Start[_order[k]]; p < graph.Start[_order[k] + 1]; p++)
                {
                    Add(_step[graph.Neighbours[p]]);
                }
            }

            for (int child = lastChild[s]; child != -1; child = previousSibling[child])
            {
                for (int p = nodeStart[child]; p < nodeStart[child + 1]; p++)
                {
                    Add(nodes[p]);
                }
            }

            nodes.AsSpan(nodeStart[s], used[s]).Sort();
            if (Parent[s] >= 0)
            {
                previousSibling[s] = lastChild[Parent[s]];
                lastChild[Parent[s]] = s;
            }

            void Add(int step)
            {
                if (step > last && seen[step] != s)
                {
                    seen[step] = s;
                    nodes[nodeStart[s] + used[s]++] = step;
                }
            }
        }

        return nodes;
    }

    private void ExpandRows(int[] nodes, int[] nodeStart, int[] rowOfStep)
    {
        for (int s = 0; s < Count; s++)
        {
            int next = RowStart[s];
            for (int p = nodeStart[s]; p < nodeStart[s + 1]; p++)
            {
                for (int row = rowOfStep[nodes[p]]; row < rowOfStep[nodes[p] + 1]; row++)
                {
                    Rows[next++] = row;
                }
            }
        }

        // A parent's place among its rows is kept for as long as its children need it: they come before it, so each makes its own search.
        for (int s = 0; s < Count; s++)
        {
            int parent = Parent[s];
            if (parent < 0)
            {
                continue;
            }

            ReadOnlySpan<int> below = Rows.AsSpan(RowStart[parent], RowsBelow(parent));
            int place = 0;
            for (int p = RowStart[s]; p < RowStart[s + 1]; p++)
            {
                if (Rows[p] < FirstColumn[parent + 1])
                {
                    InParent[p] = Rows[p] - FirstColumn[parent];
                    continue;
                }

                if (place >= below.Length || below[place] != Rows[p])
                {
                    place += below[place..].BinarySearch(Rows[p]);
                }

                InParent[p] = ColumnsOf(parent) + place++;
            }
        }
    }

    private void PlaceBlocks(int[] nodes, int[] nodeStart, int[] rowOfStep)
    {
        Supernodes supernodes = Analysis.Supernodes;
        var holder = new int[_order.Length];
        for (int s = 0; s < Count; s++)
        {
            holder.AsSpan(supernodes.First[s], supernodes.First[s + 1] - supernodes.First[s]).Fill(s);
        }

        for (int j = 0; j < Pattern.Nodes; j++)
        {
            for (int e = Pattern.ColumnStart[j]; e < Pattern.ColumnStart[j + 1]; e++)
            {
                int a = _step[Pattern.Rows[e]];
                int b = _step[j];
                int early = Math.Min(a, b);
                int late = Math.Max(a, b);
                int s = holder[early];
                int columns = ColumnsOf(s);
                int row = rowOfStep[late] - FirstColumn[s];
                if (row >= columns)
                {
                    ReadOnlySpan<int> below = Rows.AsSpan(RowStart[s], RowsBelow(s));
                    row = columns + below.BinarySearch(rowOfStep[late]);
                }

                int target = PanelStart[s] + (row * columns) + rowOfStep[early] - FirstColumn[s];
                BlockSupernode[e] = s;
                BlockTarget[e] = a < b ? ~target : target;
            }
        }
    }
}
