namespace GlmmDsl.LinearAlgebra.Sparse;

/// <summary>
/// Approximate minimum degree ordering (Amestoy, Davis and Duff 1996, SIAM J. Matrix Anal. Appl. 17) of a level graph on flat arrays: eliminated
/// nodes become elements of a quotient graph, elements inside a newer one are absorbed, nodes that have become indistinguishable are merged.
/// Degrees count rows, so a node counts as many as its width. Ties are broken by the order of the lists: the same graph always gives the same order.
/// </summary>
internal sealed class MinimumDegree
{
    private readonly LevelGraph _graph;
    private readonly int _nodes;

    /// <summary>Rows that a supervariable represents; negative while it is in the new element, 0 once it is gone.</summary>
    private readonly int[] _weight;
    private readonly int[] _start;
    private readonly int[] _length;
    private readonly int[] _elements;
    private readonly int[] _degree;
    private readonly bool[] _isElement;
    private readonly long[] _outside;
    private readonly long[] _mark;
    private readonly int[] _hash;
    private readonly int[] _bucket;
    private readonly int[] _nextInBucket;
    private readonly int[] _mergedNext;
    private readonly int[] _mergedLast;
    private readonly DegreeLists _lists;
    private int[] _work;
    private int[] _spare;
    private int _free;
    private long _outsideFlag = 1;
    private long _markFlag;
    private int _rowsLeft;

    private MinimumDegree(LevelGraph graph)
    {
        _graph = graph;
        _nodes = graph.Nodes;
        _weight = [.. graph.Widths];
        _start = new int[_nodes];
        _length = new int[_nodes];
        _elements = new int[_nodes];
        _degree = new int[_nodes];
        _isElement = new bool[_nodes];
        _outside = new long[_nodes];
        _mark = new long[_nodes];
        _hash = new int[_nodes];
        _bucket = new int[_nodes];
        _nextInBucket = new int[_nodes];
        _mergedNext = new int[_nodes];
        _mergedLast = new int[_nodes];
        _work = new int[checked(graph.Neighbours.Length + (graph.Neighbours.Length / 5) + (2 * _nodes) + 1)];
        _spare = new int[_work.Length];
        foreach (int width in graph.Widths)
        {
            _rowsLeft += width;
        }

        _lists = new DegreeLists(_nodes, _rowsLeft);
    }

    /// <summary>The node to eliminate at each step.</summary>
    public static int[] Order(LevelGraph graph) => new MinimumDegree(graph).Run();

    private int[] Run()
    {
        List<int> dense = Prepare();
        var order = new int[_nodes];
        int used = 0;
        while (used < _nodes - dense.Count)
        {
            int pivot = _lists.TakeSmallest();
            Eliminate(pivot);
            for (int i = pivot; i != -1; i = _mergedNext[i])
            {
                order[used++] = i;
            }
        }

        dense.Sort((a, b) => Neighbours(a) != Neighbours(b) ? Neighbours(a).CompareTo(Neighbours(b)) : a.CompareTo(b));
        dense.CopyTo(order, used);
        return order;
    }

    private int Neighbours(int node) => _graph.Start[node + 1] - _graph.Start[node];

    /// <summary>Fills lists and degrees; nodes next to very many others go last, because each elimination would read all their neighbours.</summary>
    private List<int> Prepare()
    {
        double limit = Math.Max(16, 10 * Math.Sqrt(_nodes));
        var dense = new List<int>();
        for (int i = 0; i < _nodes; i++)
        {
            _bucket[i] = -1;
            _mergedNext[i] = -1;
            _mergedLast[i] = i;
            if (Neighbours(i) > limit)
            {
                dense.Add(i);
                _rowsLeft -= _weight[i];
                _weight[i] = 0;
            }
        }

        for (int i = 0; i < _nodes; i++)
        {
            if (_weight[i] == 0)
            {
                continue;
            }

            _start[i] = _free;
            for (int p = _graph.Start[i]; p < _graph.Start[i + 1]; p++)
            {
                int j = _graph.Neighbours[p];
                if (_weight[j] > 0)
                {
                    _work[_free++] = j;
                    _degree[i] += _weight[j];
                }
            }

            _length[i] = _free - _start[i];
        }

        for (int i = _nodes - 1; i >= 0; i--)
        {
            if (_weight[i] > 0)
            {
                _lists.Add(i, _degree[i]);
            }
        }

        return dense;
    }

    private void Eliminate(int pivot)
    {
        int pivotWeight = _weight[pivot];
        int rows = FormElement(pivot);
        MeasureElements(pivot);
        int absorbed = UpdateMembers(pivot);
        pivotWeight += absorbed;
        rows -= absorbed;
        MergeAlike(pivot);
        _rowsLeft -= pivotWeight;
        int kept = _start[pivot];
        for (int p = _start[pivot]; p < _start[pivot] + _length[pivot]; p++)
        {
            int i = _work[p];
            if (_weight[i] >= 0)
            {
                continue;
            }

            _weight[i] = -_weight[i];
            _degree[i] = Math.Min(_degree[i] + rows, _rowsLeft) - _weight[i];
            _lists.Add(i, _degree[i]);
            _work[kept++] = i;
        }

        _weight[pivot] = 0;
        _degree[pivot] = rows;
        _length[pivot] = kept - _start[pivot];
        _isElement[pivot] = kept > _start[pivot];
        _free = kept;
    }

    /// <summary>The nodes next to the pivot, after all other lists; the pivot's elements end here.</summary>
    /// <returns>Rows of the new element.</returns>
    private int FormElement(int pivot)
    {
        if (_free > _work.Length - _nodes)
        {
            Compact();
        }

        _weight[pivot] = -_weight[pivot];
        int rows = 0;
        int first = _free;
        int begin = _start[pivot];
        int elements = _elements[pivot];
        for (int p = begin; p < begin + elements; p++)
        {
            int e = _work[p];
            if (_isElement[e])
            {
                rows += Take(_start[e], _length[e]);
                _isElement[e] = false;
            }
        }

        rows += Take(begin + elements, _length[pivot] - elements);
        _start[pivot] = first;
        _length[pivot] = _free - first;
        return rows;
    }

    private int Take(int start, int length)
    {
        int rows = 0;
        for (int p = start; p < start + length; p++)
        {
            int i = _work[p];
            if (_weight[i] > 0)
            {
                rows += _weight[i];
                _weight[i] = -_weight[i];
                _lists.Remove(i, _degree[i]);
                _work[_free++] = i;
            }
        }

        return rows;
    }

    /// <summary>For every element that meets the new one: its rows outside the new one, above the flag.</summary>
    private void MeasureElements(int pivot)
    {
        _outsideFlag += _rowsLeft + 1L;
        for (int p = _start[pivot]; p < _start[pivot] + _length[pivot]; p++)
        {
            int i = _work[p];
            for (int q = _start[i]; q < _start[i] + _elements[i]; q++)
            {
                int e = _work[q];
                if (_isElement[e])
                {
                    _outside[e] = (_outside[e] >= _outsideFlag ? _outside[e] : _degree[e] + _outsideFlag) + _weight[i];
                }
            }
        }
    }

    /// <summary>Prunes the members' lists, bounds their degrees, and eliminates with the pivot those that touch nothing else.</summary>
    /// <returns>Rows eliminated with the pivot.</returns>
    private int UpdateMembers(int pivot)
    {
        int absorbed = 0;
        for (int p = _start[pivot]; p < _start[pivot] + _length[pivot]; p++)
        {
            int i = _work[p];
            int begin = _start[i];
            int end = begin + _length[i];
            int variables = begin + _elements[i];
            int kept = begin;
            int degree = 0;
            uint hash = 0;
            for (int q = begin; q < variables; q++)
            {
                int e = _work[q];
                if (!_isElement[e])
                {
                    continue;
                }

                long outside = _outside[e] - _outsideFlag;
                if (outside == 0)
                {
                    _isElement[e] = false;
                    continue;
                }

                degree += (int)Math.Min(outside, _rowsLeft - degree);
                hash += (uint)e;
                _work[kept++] = e;
            }

            int elements = kept - begin;
            for (int q = variables; q < end; q++)
            {
                int j = _work[q];
                if (_weight[j] > 0)
                {
                    degree += Math.Min(_weight[j], _rowsLeft - degree);
                    hash += (uint)j;
                    _work[kept++] = j;
                }
            }

            if (kept == begin)
            {
                absorbed -= _weight[i];
                _weight[i] = 0;
                Merge(pivot, i);
                continue;
            }

            // The pivot takes the place after the elements; the variable that was there moves to the end, where something has been pruned.
            _work[kept] = _work[begin + elements];
            _work[begin + elements] = pivot;
            _elements[i] = elements + 1;
            _length[i] = kept + 1 - begin;
            _degree[i] = Math.Min(_degree[i], degree);
            _hash[i] = (int)(hash % (uint)_nodes);
            _nextInBucket[i] = _bucket[_hash[i]];
            _bucket[_hash[i]] = i;
        }

        return absorbed;
    }

    private void MergeAlike(int pivot)
    {
        for (int p = _start[pivot]; p < _start[pivot] + _length[pivot]; p++)
        {
            if (_weight[_work[p]] >= 0)
            {
                continue;
            }

            int hash = _hash[_work[p]];
            int first = _bucket[hash];
            _bucket[hash] = -1;
            for (; first != -1; first = _nextInBucket[first])
            {
                if (_nextInBucket[first] == -1)
                {
                    break;
                }

                _markFlag++;
                for (int q = _start[first]; q < _start[first] + _length[first]; q++)
                {
                    _mark[_work[q]] = _markFlag;
                }

                int previous = first;
                for (int other = _nextInBucket[first]; other != -1; other = _nextInBucket[other])
                {
                    if (!HasMarkedList(other, first))
                    {
                        previous = other;
                        continue;
                    }

                    _weight[first] += _weight[other];
                    _weight[other] = 0;
                    Merge(first, other);
                    _nextInBucket[previous] = _nextInBucket[other];
                }
            }
        }
    }

    private bool HasMarkedList(int node, int marked)
    {
        if (_length[node] != _length[marked] || _elements[node] != _elements[marked])
        {
            return false;
        }

        for (int q = _start[node]; q < _start[node] + _length[node]; q++)
        {
            if (_mark[_work[q]] != _markFlag)
            {
                return false;
            }
        }

        return true;
    }

    private void Merge(int into, int node)
    {
        _mergedNext[_mergedLast[into]] = node;
        _mergedLast[into] = _mergedLast[node];
    }

    /// <summary>Copies the lists still in use to the other workspace.</summary>
    private void Compact()
    {
        int free = 0;
        for (int i = 0; i < _nodes; i++)
        {
            if (_weight[i] > 0 || _isElement[i])
            {
                Array.Copy(_work, _start[i], _spare, free, _length[i]);
                _start[i] = free;
                free += _length[i];
            }
        }

        (_work, _spare) = (_spare, _work);
        _free = free;
    }
}
