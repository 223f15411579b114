namespace GlmmDsl.LinearAlgebra.Sparse;

/// <summary>
/// The entries of A⁻¹ on the pattern of the factor, from the roots of the supernodes' tree to its leaves (Takahashi, Fagan and Chen 1973, in the
/// supernodal form): with Y = L₂₁L₁₁⁻¹ of a supernode and Z₂₂ the inverse at its rows below, which its parent's front holds,
/// Z₁₂ = −YᵀZ₂₂ and Z₁₁ = (L₁₁L₁₁ᵀ)⁻¹ − YᵀZ₂₁. Repeated calls allocate nothing.
/// </summary>
internal sealed unsafe class SelectedInverse
{
    /// <summary>Rows of a supernode processed at a time: a multiple of the kernel's tile.</summary>
    private const int Block = 48;

    /// <summary>Columns processed at a time between checks for cancellation: a multiple of the kernel's tile.</summary>
    private const int ColumnsBetweenChecks = 1920;

    private readonly SupernodalStructure _structure;
    private readonly double[] _inverse;
    private readonly double[] _triangle;
    private readonly double[] _solved;
    private readonly long[] _squareAt;
    private readonly int[] _firstChild;

    /// <summary>Room for the selected inverse of a factor of this structure.</summary>
    public SelectedInverse(SupernodalStructure structure)
    {
        _structure = structure;
        _inverse = new double[structure.PanelStart[structure.Count]];
        _triangle = new double[structure.Analysis.LargestColumns * structure.Analysis.LargestColumns];
        _solved = new double[structure.Analysis.LargestPanel];
        _squareAt = new long[structure.Count];
        _firstChild = new int[structure.Count];
        _firstChild.AsSpan().Fill(-1);
        for (int s = structure.Count - 1; s >= 0; s--)
        {
            if (structure.Parent[s] >= 0)
            {
                _firstChild[structure.Parent[s]] = s;
            }
        }
    }

    /// <summary>Computes the entries from a factor.</summary>
    /// <param name="factor">The factor; its stack is used.</param>
    /// <param name="cancellationToken">Checked at every supernode, and inside large ones.</param>
    public void Compute(SupernodalCholesky factor, CancellationToken cancellationToken = default)
    {
        long top = 0;
        fixed (double* panels = factor.Panels, inverse = _inverse, stack = factor.Stack, triangle = _triangle, solved = _solved)
        {
            for (int s = _structure.Count - 1; s >= 0; s--)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int n = _structure.ColumnsOf(s);
                int r = _structure.RowsBelow(s);
                long size = (long)r * r;
                int parent = _structure.Parent[s];
                if (parent >= 0)
                {
                    int parentRows = _structure.RowsBelow(parent);
                    Gather(s, parent, inverse, stack + _squareAt[parent], stack + top);
                    _squareAt[s] = top;
                    if (_firstChild[parent] == s)
                    {
                        // No other child needs the parent's square.
                        _squareAt[s] = _squareAt[parent];
                        Buffer.MemoryCopy(stack + top, stack + _squareAt[s], size * sizeof(double), size * sizeof(double));
                        top -= (long)parentRows * parentRows;
                    }

                    top += size;
                }

                if (n == 1)
                {
                    InvertColumn(panels + _structure.PanelStart[s], inverse + _structure.PanelStart[s], stack + _squareAt[s], solved, r);
                }
                else
                {
                    Invert(panels + _structure.PanelStart[s], inverse + _structure.PanelStart[s], stack + _squareAt[s], triangle, solved, n, r, cancellationToken);
                }

                if (_firstChild[s] < 0)
                {
                    top -= size;
                }
            }
        }
    }

    /// <summary>The blocks of A⁻¹ at the entries of the pattern, laid out as the pattern's values; diagonal blocks in full.</summary>
    public void CopyTo(Span<double> values)
    {
        BlockPattern pattern = _structure.Pattern;
        for (int j = 0; j < pattern.Nodes; j++)
        {
            for (int e = pattern.ColumnStart[j]; e < pattern.ColumnStart[j + 1]; e++)
            {
                int s = _structure.BlockSupernode[e];
                int n = _structure.ColumnsOf(s);
                int front = n + _structure.RowsBelow(s);
                bool transposed = _structure.BlockTarget[e] < 0;
                int place = (transposed ? ~_structure.BlockTarget[e] : _structure.BlockTarget[e]) - _structure.PanelStart[s];

                // Panels of the inverse are transposed: a row for each column of the supernode.
                int at = _structure.PanelStart[s] + (n == 1 ? place : (place % n * front) + (place / n));
                int rows = pattern.Widths[pattern.Rows[e]];
                int columns = pattern.Widths[j];
                if (rows == 1 && columns == 1)
                {
                    values[pattern.ValueStart[e]] = _inverse[at];
                    continue;
                }

                Span<double> block = values.Slice(pattern.ValueStart[e], rows * columns);
                for (int i = 0; i < rows; i++)
                {
                    for (int k = 0; k < columns; k++)
                    {
                        block[(i * columns) + k] = _inverse[at + (transposed ? (i * front) + k : (k * front) + i)];
                    }
                }
            }
        }
    }

    /// <summary>The inverse at a supernode's rows below, full and symmetric, out of its parent's panel and square.</summary>
    private void Gather(int s, int parent, double* inverse, double* parentSquare, double* square)
    {
        int r = _structure.RowsBelow(s);
        int columns = _structure.ColumnsOf(parent);
        int parentRows = _structure.RowsBelow(parent);
        int front = columns + parentRows;
        double* panel = inverse + _structure.PanelStart[parent];
        ReadOnlySpan<int> place = _structure.InParent.AsSpan(_structure.RowStart[s], r);
        for (int a = 0; a < r; a++)
        {
            double* target = square + ((long)a * r);
            if (place[a] < columns)
            {
                double* source = panel + ((long)place[a] * front);
                for (int b = a; b < r; b++)
                {
                    target[b] = source[place[b]];
                }
            }
            else
            {
                double* source = parentSquare + ((long)(place[a] - columns) * parentRows) - columns;
                for (int b = a; b < r; b++)
                {
                    target[b] = source[place[b]];
                }
            }

            for (int b = 0; b < a; b++)
            {
                target[b] = square[((long)b * r) + a];
            }
        }
    }

    /// <summary>A supernode of one column, of which there are many where levels meet few others.</summary>
    private static void InvertColumn(double* panel, double* inverse, double* square, double* solved, int r)
    {
        double pivot = 1 / panel[0];
        for (int j = 0; j < r; j++)
        {
            solved[j] = panel[j + 1] * pivot;
        }

        var y = new ReadOnlySpan<double>(solved, r);
        double own = pivot * pivot;
        for (int j = 0; j < r; j++)
        {
            double entry = -VectorKernels.Dot(y, new ReadOnlySpan<double>(square + ((long)j * r), r));
            inverse[j + 1] = entry;
            own -= solved[j] * entry;
        }

        inverse[0] = own;
    }

    private static void Invert(double* panel, double* inverse, double* square, double* triangle, double* solved, int n, int r, CancellationToken cancellationToken)
    {
        int front = n + r;
        DenseCholesky.InvertTransposed(panel, triangle, n, n, cancellationToken);
        for (int k = 0; k < n; k++)
        {
            new Span<double>(triangle + ((long)k * n), k).Clear();
            new Span<double>(inverse + ((long)k * front), front).Clear();
        }

        // The kernel subtracts, so Yᵀ and L₁₁⁻ᵀL₁₁⁻¹ come out with the sign changed. L₁₁⁻ᵀ begins at the diagonal: so do the dot products.
        long panelSize = (long)n * r;
        new Span<double>(solved, (int)panelSize).Clear();
        for (int row = 0; row < n; row += Block)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int rows = Math.Min(Block, n - row);
            double* own = triangle + ((long)row * n) + row;
            DenseProduct.Subtract(solved + ((long)row * r), r, own, n, panel + ((long)n * n) + row, n, rows, r, n - row);
            DenseProduct.Subtract(inverse + ((long)row * front), front, own, n, triangle + row, n, rows, row + rows, n - row);
        }

        for (long k = 0; k < panelSize; k++)
        {
            solved[k] = -solved[k];
        }

        for (int k = 0; k < n; k++)
        {
            double* row = inverse + ((long)k * front);
            for (int j = 0; j <= k; j++)
            {
                row[j] = -row[j];
            }
        }

        for (int row = 0; row < n; row += Block)
        {
            for (int column = 0; column < r; column += ColumnsBetweenChecks)
            {
                cancellationToken.ThrowIfCancellationRequested();
                DenseProduct.Subtract(
                    inverse + ((long)row * front) + n + column, front, solved + ((long)row * r), r, square + ((long)column * r), r,
                    Math.Min(Block, n - row), Math.Min(ColumnsBetweenChecks, r - column), r);
            }
        }

        for (int row = 0; r > 0 && row < n; row += Block)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int rows = Math.Min(Block, n - row);
            DenseProduct.Subtract(
                inverse + ((long)row * front), front, solved + ((long)row * r), r, inverse + n, front, rows, row + rows, r);
        }

        SymmetricFill.Upper(inverse, front, n);
    }
}
