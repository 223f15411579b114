namespace GlmmDsl.LinearAlgebra.Sparse;

/// <summary>Nodes by degree: doubly linked lists in flat arrays, the last one added taken first.</summary>
internal sealed class DegreeLists
{
    private readonly int[] _head;
    private readonly int[] _next;
    private readonly int[] _previous;
    private int _smallest;

    /// <summary>Empty lists.</summary>
    /// <param name="nodes">Number of nodes.</param>
    /// <param name="degrees">The largest degree.</param>
    public DegreeLists(int nodes, int degrees)
    {
        _head = new int[degrees + 1];
        _next = new int[nodes];
        _previous = new int[nodes];
        _head.AsSpan().Fill(-1);
        _smallest = degrees;
    }

    /// <summary>Adds a node.</summary>
    public void Add(int node, int degree)
    {
        int head = _head[degree];
        _next[node] = head;
        _previous[node] = -1;
        if (head >= 0)
        {
            _previous[head] = node;
        }

        _head[degree] = node;
        _smallest = Math.Min(_smallest, degree);
    }

    /// <summary>Removes a node from the list it was added to.</summary>
    public void Remove(int node, int degree)
    {
        int next = _next[node];
        int previous = _previous[node];
        if (next >= 0)
        {
            _previous[next] = previous;
        }

        if (previous >= 0)
        {
            _next[previous] = next;
        }
        else
        {
            _head[degree] = next;
        }
    }

    /// <summary>Removes and returns a node of least degree; there must be one.</summary>
    public int TakeSmallest()
    {
        while (_head[_smallest] < 0)
        {
            _smallest++;
        }

        int node = _head[_smallest];
        Remove(node, _smallest);
        return node;
    }
}
