namespace GlmmDsl.LinearAlgebra.Sparse;

/// <summary>
/// Elimination tree of a symmetric pattern under an ordering, and the sizes of the factor's columns, found without the factor: the row subtrees'
/// leaves and their least common ancestors (Gilbert, Ng and Peyton 1994, SIAM J. Matrix Anal. Appl. 15), each row counted with its width.
/// </summary>
internal sealed class EliminationTree
{
    /// <summary>The tree of a graph whose nodes are eliminated in an order; the nodes are renumbered to a postorder of it.</summary>
    /// <param name="graph">The pattern.</param>
    /// <param name="order">The node eliminated at each step.</param>
    public EliminationTree(LevelGraph graph, int[] order)
    {
        int[] parents = Parents(graph, order, Positions(order));
        int[] post = Postorder(parents, i => 0);
        Order = new int[order.Length];
        for (int k = 0; k < post.Length; k++)
        {
            Order[k] = order[post[k]];
        }

        int[] place = Positions(post);
        Parent = new int[order.Length];
        for (int k = 0; k < post.Length; k++)
        {
            int parent = parents[post[k]];
            Parent[k] = parent < 0 ? -1 : place[parent];
        }

        RowsBelow = new long[order.Length];
        NodesBelow = new int[order.Length];
        Count(graph);
    }

    /// <summary>The node eliminated at each step.</summary>
    public int[] Order { get; }

    /// <summary>Parent of each step; −1 at a root.</summary>
    public int[] Parent { get; }

    /// <summary>Rows of the factor below each step's own.</summary>
    public long[] RowsBelow { get; }

    /// <summary>Nodes below each step's own.</summary>
    public int[] NodesBelow { get; }

    /// <summary>The inverse of a permutation.</summary>
    public static int[] Positions(int[] order)
    {
        var positions = new int[order.Length];
        for (int k = 0; k < order.Length; k++)
        {
            positions[order[k]] = k;
        }

        return positions;
    }

    /// <summary>A postorder of a forest whose parents come after their children; siblings by decreasing key, then by number.</summary>
    public static int[] Postorder(int[] parents, Func<int, long> key)
    {
        int nodes = parents.Length;
        var first = new int[nodes + 1];
        foreach (int parent in parents)
        {
            if (parent >= 0)
            {
                first[parent + 1]++;
            }
        }

        for (int k = 0; k < nodes; k++)
        {
            first[k + 1] += first[k];
        }

        var children = new int[first[nodes]];
        int[] next = first[..nodes];
        for (int k = 0; k < nodes; k++)
        {
            if (parents[k] >= 0)
            {
                children[next[parents[k]]++] = k;
            }
        }

        for (int k = 0; k < nodes; k++)
        {
            if (first[k + 1] - first[k] > 1)
            {
                children.AsSpan(first[k], first[k + 1] - first[k]).Sort(
                    (a, b) => key(a) != key(b) ? key(b).CompareTo(key(a)) : a.CompareTo(b));
            }
        }

        var post = new int[nodes];
        var stack = new int[nodes];
        first.AsSpan(0, nodes).CopyTo(next);
        int used = 0;
        for (int root = 0; root < nodes; root++)
        {
            if (parents[root] >= 0)
            {
                continue;
            }

            int depth = 0;
            stack[0] = root;
            while (depth >= 0)
            {
                int node = stack[depth];
                if (next[node] < first[node + 1])
                {
                    stack[++depth] = children[next[node]++];
                }
                else
                {
                    post[used++] = node;
                    depth--;
                }
            }
        }

        return post;
    }

    private static int[] Parents(LevelGraph graph, int[] order, int[] position)
    {
        var parents = new int[order.Length];
        var ancestor = new int[order.Length];
        for (int k = 0; k < order.Length; k++)
        {
            parents[k] = -1;
            ancestor[k] = -1;
            for (int p = graph.Start[order[k]]; p < graph.Start[order[k] + 1]; p++)
            {
                // Climbing to the root shortens the path for those who climb later.
                for (int i = position[graph.Neighbours[p]]; i != -1 && i < k;)
                {
                    int above = ancestor[i];
                    ancestor[i] = k;
                    if (above == -1)
                    {
                        parents[i] = k;
                    }

                    i = above;
                }
            }
        }

        return parents;
    }

    private void Count(LevelGraph graph)
    {
        int nodes = Order.Length;
        int[] position = Positions(Order);
        var firstDescendant = new int[nodes];
        var largestFirst = new int[nodes];
        var previousLeaf = new int[nodes];
        var ancestor = new int[nodes];
        firstDescendant.AsSpan().Fill(-1);
        largestFirst.AsSpan().Fill(-1);
        previousLeaf.AsSpan().Fill(-1);
        for (int k = 0; k < nodes; k++)
        {
            ancestor[k] = k;
            for (int j = k; j != -1 && firstDescendant[j] == -1; j = Parent[j])
            {
                firstDescendant[j] = k;
            }
        }

        for (int j = 0; j < nodes; j++)
        {
            for (int p = graph.Start[Order[j]]; p < graph.Start[Order[j] + 1]; p++)
            {
                int i = position[graph.Neighbours[p]];
                if (i <= j || firstDescendant[j] <= largestFirst[i])
                {
                    continue;
                }

                // j is a new leaf of the subtree of row i: the path from j up to where it joins what is known of that subtree is new.
                largestFirst[i] = firstDescendant[j];
                int width = graph.Widths[Order[i]];
                int join = previousLeaf[i] == -1 ? i : Root(ancestor, previousLeaf[i]);
                RowsBelow[j] += width;
                NodesBelow[j]++;
                RowsBelow[join] -= width;
                NodesBelow[join]--;
                previousLeaf[i] = j;
            }

            if (Parent[j] >= 0)
            {
                ancestor[j] = Parent[j];
            }
        }

        for (int j = 0; j < nodes; j++)
        {
            if (Parent[j] >= 0)
            {
                RowsBelow[Parent[j]] += RowsBelow[j];
                NodesBelow[Parent[j]] += NodesBelow[j];
            }
        }
    }

    private static int Root(int[] ancestor, int node)
    {
        int root = node;
        while (ancestor[root] != root)
        {
            root = ancestor[root];
        }

        while (ancestor[node] != root)
        {
            (ancestor[node], node) = (root, ancestor[node]);
        }

        return root;
    }
}
