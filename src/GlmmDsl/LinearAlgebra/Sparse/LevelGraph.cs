namespace GlmmDsl.LinearAlgebra.Sparse;

/// <summary>The graph of a symmetric pattern: every node's neighbours, both ways, without the node itself.</summary>
internal sealed class LevelGraph
{
    /// <summary>The graph of a pattern's entries off the diagonal.</summary>
    public LevelGraph(BlockPattern pattern)
    {
        int nodes = pattern.Nodes;
        Start = new int[nodes + 1];
        for (int j = 0; j < nodes; j++)
        {
            for (int e = pattern.ColumnStart[j] + 1; e < pattern.ColumnStart[j + 1]; e++)
            {
                Start[j + 1]++;
                Start[pattern.Rows[e] + 1]++;
            }
        }

        for (int j = 0; j < nodes; j++)
        {
            Start[j + 1] = checked(Start[j + 1] + Start[j]);
        }

        Neighbours = new int[Start[nodes]];
        int[] next = Start[..nodes];
        for (int j = 0; j < nodes; j++)
        {
            for (int e = pattern.ColumnStart[j] + 1; e < pattern.ColumnStart[j + 1]; e++)
            {
                int i = pattern.Rows[e];
                Neighbours[next[j]++] = i;
                Neighbours[next[i]++] = j;
            }
        }

        Widths = pattern.Widths;
    }

    /// <summary>Where each node's neighbours begin.</summary>
    public int[] Start { get; }

    /// <summary>Neighbours of all nodes, one list after the other.</summary>
    public int[] Neighbours { get; }

    /// <summary>Rows that each node represents.</summary>
    public int[] Widths { get; }

    /// <summary>Number of nodes.</summary>
    public int Nodes => Widths.Length;
}
