namespace GlmmDsl.LinearAlgebra.Sparse;

/// <summary>
/// Runs of columns of the factor that share the rows below them, and their tree. A run is joined to the parent that follows it where few zeros
/// are stored for that: larger dense blocks are worth more than the zeros cost. Siblings are ordered so that the one with the most rows
/// below comes first, which keeps the stack of the numeric phase low.
/// </summary>
internal sealed class Supernodes
{
    /// <summary>Largest share of stored zeros up to each number of columns.</summary>
    private static readonly (int Columns, double Zeros)[] Relaxation = [(4, 0.8), (16, 0.25), (48, 0.1), (int.MaxValue, 0.03)];

    /// <summary>The supernodes of an elimination tree.</summary>
    public Supernodes(EliminationTree tree, int[] widths)
    {
        int nodes = tree.Order.Length;
        var first = new int[nodes + 1];
        var columns = new long[nodes];
        var zeros = new double[nodes];
        int count = 0;
        for (int j = 0; j < nodes; j++)
        {
            first[count] = j;
            columns[count] = widths[tree.Order[j]];
            zeros[count] = 0;
            count++;
            while (count > 1 && Join(tree, first, columns, zeros, count - 2, j))
            {
                count--;
            }
        }

        first[count] = nodes;
        Renumber(tree, first, columns, count);
    }

    /// <summary>Number of supernodes.</summary>
    public int Count => Parent.Length;

    /// <summary>The node eliminated at each step.</summary>
    public int[] Order { get; private set; } = [];

    /// <summary>First step of each supernode; one number more than there are supernodes.</summary>
    public int[] First { get; private set; } = [];

    /// <summary>Parent of each supernode; −1 at a root.</summary>
    public int[] Parent { get; private set; } = [];

    /// <summary>Columns (not nodes) of each supernode.</summary>
    public int[] Columns { get; private set; } = [];

    /// <summary>Rows of the factor below each supernode.</summary>
    public long[] RowsBelow { get; private set; } = [];

    /// <summary>Nodes of those rows.</summary>
    public int[] NodesBelow { get; private set; } = [];

    private static bool Join(EliminationTree tree, int[] first, long[] columns, double[] zeros, int run, int last)
    {
        int runLast = first[run + 1] - 1;
        int parent = tree.Parent[runLast];
        if (parent < first[run + 1] || parent > last)
        {
            return false;
        }

        long width = columns[run] + columns[run + 1];
        double added = zeros[run] + zeros[run + 1]
            + (columns[run] * (double)(columns[run + 1] + tree.RowsBelow[last] - tree.RowsBelow[runLast]));
        double size = width * ((0.5 * (width + 1)) + tree.RowsBelow[last]);
        if (width > int.MaxValue || (added > 0 && added > size * Allowed(width)))
        {
            return false;
        }

        columns[run] = width;
        zeros[run] = added;
        return true;
    }

    private static double Allowed(long columns)
    {
        foreach ((int limit, double zeros) in Relaxation)
        {
            if (columns <= limit)
            {
                return zeros;
            }
        }

        return 0;
    }

    private void Renumber(EliminationTree tree, int[] first, long[] columns, int count)
    {
        var holder = new int[tree.Order.Length];
        for (int s = 0; s < count; s++)
        {
            holder.AsSpan(first[s], first[s + 1] - first[s]).Fill(s);
        }

        var parents = new int[count];
        for (int s = 0; s < count; s++)
        {
            int parent = tree.Parent[first[s + 1] - 1];
            parents[s] = parent < 0 ? -1 : holder[parent];
        }

        int[] post = EliminationTree.Postorder(parents, s => tree.RowsBelow[first[s + 1] - 1]);
        int[] place = EliminationTree.Positions(post);
        Order = new int[tree.Order.Length];
        First = new int[count + 1];
        Parent = new int[count];
        Columns = new int[count];
        RowsBelow = new long[count];
        NodesBelow = new int[count];
        for (int s = 0; s < count; s++)
        {
            int old = post[s];
            int length = first[old + 1] - first[old];
            First[s + 1] = First[s] + length;
            Array.Copy(tree.Order, first[old], Order, First[s], length);
            Parent[s] = parents[old] < 0 ? -1 : place[parents[old]];
            Columns[s] = (int)columns[old];
            RowsBelow[s] = tree.RowsBelow[first[old + 1] - 1];
            NodesBelow[s] = tree.NodesBelow[first[old + 1] - 1];
        }
    }
}
