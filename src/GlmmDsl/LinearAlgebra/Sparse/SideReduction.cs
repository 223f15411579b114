namespace GlmmDsl.LinearAlgebra.Sparse;

/// <summary>
/// Solves forward for right-hand sides that are zero in most rows. Only the supernodes on the paths from their rows to the root are visited (Gilbert and Peierls 1988), and the last
/// ones, where the factor is dense, not at all: with crossed factors they are most of it. Owns its memory; one instance serves one thread.
/// </summary>
internal sealed class SideReduction
{
    private readonly SupernodalCholesky factor;
    private readonly SupernodalStructure structure;
    private readonly int[] place;
    private readonly int[] supernode;
    private readonly double[] work;
    private readonly bool[] isOnPath;
    private readonly List<int> path = [];

    // The first supernode of those at the end that meet most of what follows, and its first column.
    private readonly int top;
    private readonly int topColumn;

    /// <summary>Makes the workspace for a factor.</summary>
    public SideReduction(SupernodalCholesky factor)
    {
        this.factor = factor;
        structure = factor.Structure;
        place = new int[structure.Permutation.Length];
        supernode = new int[place.Length];
        work = new double[place.Length];
        isOnPath = new bool[structure.Count];
        for (int k = 0; k < place.Length; k++)
        {
            place[structure.Permutation[k]] = k;
        }

        top = structure.Count;
        while (top > 0 && 2 * (structure.ColumnsOf(top - 1) + structure.RowsBelow(top - 1)) >= place.Length - structure.FirstColumn[top - 1])
        {
            top--;
        }

        topColumn = structure.FirstColumn[top];
        for (int s = 0; s < structure.Count; s++)
        {
            supernode.AsSpan(structure.FirstColumn[s]..structure.FirstColumn[s + 1]).Fill(s);
        }
    }

    /// <summary>Rows of the matrix.</summary>
    public int Order => place.Length;

    /// <summary>Rows of the dense part at the end.</summary>
    public int LastOrder => place.Length - topColumn;

    /// <summary>The block of A⁻¹ of the dense part, row-major.</summary>
    /// <param name="cancellationToken">Checked inside the inversion.</param>
    public double[] LastBlock(CancellationToken cancellationToken)
    {
        int order = LastOrder;
        var block = new double[(long)order * order];
        for (int s = top; s < structure.Count; s++)
        {
            int n = structure.ColumnsOf(s);
            int column = structure.FirstColumn[s] - topColumn;
            int panel = structure.PanelStart[s];
            for (int i = 0; i < n; i++, panel += n)
            {
                factor.Panels.AsSpan(panel, i + 1).CopyTo(block.AsSpan(((column + i) * order) + column));
            }

            for (int p = structure.RowStart[s]; p < structure.RowStart[s + 1]; p++, panel += n)
            {
                factor.Panels.AsSpan(panel, n).CopyTo(block.AsSpan(((structure.Rows[p] - topColumn) * order) + column));
            }
        }

        DenseCholesky.Invert(block, new double[block.Length], order, order, cancellationToken);
        return block;
    }

    /// <summary>Adds a number to the right-hand side.</summary>
    /// <param name="row">A row of the matrix.</param>
    /// <param name="value">The number.</param>
    public void Add(int row, double value)
    {
        int at = place[row];
        work[at] += value;
        for (int s = supernode[at]; s >= 0 && s < top && !isOnPath[s]; s = structure.Parent[s])
        {
            isOnPath[s] = true;
            path.Add(s);
        }
    }

    /// <summary>Solves for the right-hand side that was added up, and begins another.</summary>
    public ReducedSide Solve()
    {
        var rows = new List<int>();
        var values = new List<double>();
        path.Sort();
        foreach (int s in path)
        {
            isOnPath[s] = false;
            Solve(s);
            Take(structure.FirstColumn[s], structure.FirstColumn[s + 1], 0, rows, values);
        }

        path.Clear();
        var lastRows = new List<int>();
        var lastValues = new List<double>();
        Take(topColumn, place.Length, topColumn, lastRows, lastValues);
        return new ReducedSide([.. rows], [.. values], [.. lastRows], [.. lastValues]);
    }

    private void Solve(int s)
    {
        int n = structure.ColumnsOf(s);
        Span<double> own = work.AsSpan(structure.FirstColumn[s], n);
        ReadOnlySpan<double> panels = factor.Panels;
        int panel = structure.PanelStart[s];
        for (int i = 0; i < n; i++, panel += n)
        {
            own[i] = (own[i] - VectorKernels.Dot(panels.Slice(panel, i), own[..i])) / panels[panel + i];
        }

        for (int p = structure.RowStart[s]; p < structure.RowStart[s + 1]; p++, panel += n)
        {
            work[structure.Rows[p]] -= n == 1 ? panels[panel] * own[0] : VectorKernels.Dot(panels.Slice(panel, n), own);
        }
    }

    /// <summary>Takes the numbers of some rows that are not zero, and clears them.</summary>
    private void Take(int first, int end, int origin, List<int> rows, List<double> values)
    {
        for (int k = first; k < end; k++)
        {
            if (work[k] != 0)
            {
                rows.Add(k - origin);
                values.Add(work[k]);
                work[k] = 0;
            }
        }
    }
}
