namespace GlmmDsl.LinearAlgebra.Sparse;

/// <summary>
/// Cholesky factor PAPᵀ = LLᵀ of a block pattern, supernode by supernode from the leaves of their tree: a supernode's columns are factored by
/// dense kernels and its rank-n change goes into its parent's front (Duff and Reid 1983, ACM TOMS 9, with fronts that take in their
/// children one by one). Repeated factorisations allocate nothing, and the sums are always taken in the same order.
/// </summary>
internal sealed unsafe class SupernodalCholesky
{
    /// <summary>Below this many right-hand sides plain loops beat vectors that are mostly tail.</summary>
    private const int FewSides = 8;

    private readonly SupernodalStructure _structure;
    private readonly double[] _stack;
    private readonly bool[] _started;
    private double[] _solveWork = [];

    /// <summary>A factor to be filled.</summary>
    public SupernodalCholesky(SupernodalStructure structure)
    {
        _structure = structure;
        Panels = new double[structure.PanelStart[structure.Count]];
        _stack = new double[structure.Analysis.StackLength];
        _started = new bool[structure.Count];
    }

    /// <summary>The symbolic factor.</summary>
    public SupernodalStructure Structure => _structure;

    /// <summary>Panels of all supernodes.</summary>
    public double[] Panels { get; }

    /// <summary>log|A| = 2 Σ log Lᵢᵢ of the last factorisation; NaN when that failed.</summary>
    public double LogDeterminant { get; private set; } = double.NaN;

    /// <summary>The stack, lent to the selected inverse.</summary>
    internal double[] Stack => _stack;

    /// <summary>Factors the matrix whose blocks are given.</summary>
    /// <param name="values">Blocks of the pattern's lower triangle; of diagonal blocks the lower triangle is read.</param>
    /// <param name="cancellationToken">Checked at every supernode, and inside large ones.</param>
    /// <returns>False when a pivot is not positive: the matrix is not positive definite and the factor is of no use.</returns>
    public bool Factor(ReadOnlySpan<double> values, CancellationToken cancellationToken = default)
    {
        Array.Clear(Panels);
        BlockScatter.Add(_structure, values, Panels);
        return FactorPanels(cancellationToken);
    }

    /// <summary>Factors ΛᵀAΛ + I, where Λ is block-diagonal with one block per group of nodes.</summary>
    /// <param name="values">Blocks of A; of diagonal blocks both triangles are read.</param>
    /// <param name="scaling">Λ.</param>
    /// <param name="cancellationToken">Checked at every supernode, and inside large ones.</param>
    /// <returns>False when a pivot is not positive.</returns>
    public bool Factor(ReadOnlySpan<double> values, BlockScaling scaling, CancellationToken cancellationToken = default)
    {
        Array.Clear(Panels);
        BlockScatter.AddScaled(_structure, values, scaling, Panels);
        return FactorPanels(cancellationToken);
    }

    /// <summary>x ← A⁻¹x.</summary>
    /// <param name="x">Order × columns numbers, row by row.</param>
    /// <param name="columns">Number of right-hand sides.</param>
    public void Solve(Span<double> x, int columns = 1)
    {
        SolveLower(x, columns);
        SolveLowerTransposed(x, columns);
    }

    /// <summary>x ← L⁻¹Px: from the rows of the matrix to the order of elimination.</summary>
    /// <param name="x">Order × columns numbers, row by row.</param>
    /// <param name="columns">Number of right-hand sides.</param>
    /// <param name="cancellationToken">Checked at every supernode.</param>
    public void SolveLower(Span<double> x, int columns = 1, CancellationToken cancellationToken = default)
    {
        Span<double> work = Work(x.Length);
        for (int k = 0; k < _structure.Permutation.Length; k++)
        {
            x.Slice(_structure.Permutation[k] * columns, columns).CopyTo(work[(k * columns)..]);
        }

        for (int s = 0; s < _structure.Count; s++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int n = _structure.ColumnsOf(s);
            Span<double> own = work.Slice(_structure.FirstColumn[s] * columns, n * columns);
            int panel = _structure.PanelStart[s];
            for (int i = 0; i < n; i++, panel += n)
            {
                Span<double> row = own.Slice(i * columns, columns);
                SubtractProduct(Panels.AsSpan(panel, i), own, row, columns);
                VectorKernels.Scale(1 / Panels[panel + i], row, row);
            }

            for (int p = _structure.RowStart[s]; p < _structure.RowStart[s + 1]; p++, panel += n)
            {
                SubtractProduct(Panels.AsSpan(panel, n), own, work.Slice(_structure.Rows[p] * columns, columns), columns);
            }
        }

        work.CopyTo(x);
    }

    /// <summary>x ← PᵀL⁻ᵀx: from the order of elimination to the rows of the matrix.</summary>
    /// <param name="x">Order × columns numbers, row by row.</param>
    /// <param name="columns">Number of right-hand sides.</param>
    /// <param name="cancellationToken">Checked at every supernode.</param>
    public void SolveLowerTransposed(Span<double> x, int columns = 1, CancellationToken cancellationToken = default)
    {
        Span<double> work = Work(x.Length);
        x.CopyTo(work);
        for (int s = _structure.Count - 1; s >= 0; s--)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int n = _structure.ColumnsOf(s);
            Span<double> own = work.Slice(_structure.FirstColumn[s] * columns, n * columns);
            int panel = _structure.PanelStart[s + 1];
            for (int p = _structure.RowStart[s + 1] - 1; p >= _structure.RowStart[s]; p--)
            {
                panel -= n;
                SubtractOuter(Panels.AsSpan(panel, n), work.Slice(_structure.Rows[p] * columns, columns), own, columns);
            }

            for (int i = n - 1; i >= 0; i--)
            {
                panel -= n;
                Span<double> row = own.Slice(i * columns, columns);
                VectorKernels.Scale(1 / Panels[panel + i], row, row);
                SubtractOuter(Panels.AsSpan(panel, i), row, own, columns);
            }
        }

        for (int k = 0; k < _structure.Permutation.Length; k++)
        {
            work.Slice(k * columns, columns).CopyTo(x[(_structure.Permutation[k] * columns)..]);
        }
    }

    /// <summary>target ← target − Σⱼ lⱼ·rowⱼ.</summary>
    private static void SubtractProduct(ReadOnlySpan<double> l, ReadOnlySpan<double> rows, Span<double> target, int columns)
    {
        if (columns == 1)
        {
            target[0] -= VectorKernels.Dot(l, rows);
            return;
        }

        if (columns < FewSides)
        {
            for (int c = 0; c < columns; c++)
            {
                double sum = 0;
                for (int j = 0, at = c; j < l.Length; j++, at += columns)
                {
                    sum += l[j] * rows[at];
                }

                target[c] -= sum;
            }

            return;
        }

        for (int j = 0; j < l.Length; j++)
        {
            VectorKernels.AddScaled(-l[j], rows.Slice(j * columns, columns), target);
        }
    }

    /// <summary>rowⱼ ← rowⱼ − lⱼ·x for all j.</summary>
    private static void SubtractOuter(ReadOnlySpan<double> l, ReadOnlySpan<double> x, Span<double> rows, int columns)
    {
        if (columns == 1)
        {
            VectorKernels.AddScaled(-x[0], l, rows);
            return;
        }

        if (columns < FewSides)
        {
            int at = 0;
            for (int j = 0; j < l.Length; j++)
            {
                for (int c = 0; c < columns; c++, at++)
                {
                    rows[at] -= l[j] * x[c];
                }
            }

            return;
        }

        for (int j = 0; j < l.Length; j++)
        {
            VectorKernels.AddScaled(-l[j], x, rows.Slice(j * columns, columns));
        }
    }

    private Span<double> Work(int length)
    {
        if (_solveWork.Length < length)
        {
            _solveWork = new double[length];
        }

        return _solveWork.AsSpan(0, length);
    }

    private bool FactorPanels(CancellationToken cancellationToken)
    {
        Array.Clear(_started);
        LogDeterminant = double.NaN;
        double sum = 0;
        double product = 1;
        long top = 0;
        fixed (double* panels = Panels, stack = _stack)
        {
            for (int s = 0; s < _structure.Count; s++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int n = _structure.ColumnsOf(s);
                int r = _structure.RowsBelow(s);
                long size = (long)r * r;
                double* panel = panels + _structure.PanelStart[s];
                if (n == 1 ? !FactorColumn(panel, r) : !DenseCholesky.Factor(panel, n, n, n + r, cancellationToken))
                {
                    return false;
                }

                for (int i = 0; i < n; i++)
                {
                    product *= panel[((long)i * n) + i];
                    if (product is > 1e100 or < 1e-100)
                    {
                        // One logarithm per product, not one per pivot.
                        sum += Math.Log(product);
                        product = 1;
                    }
                }

                if (!_started[s])
                {
                    ClearSquare(stack + top, size);
                    top += size;
                }

                if (r > 0)
                {
                    top = PassOn(s, panels, panel + ((long)n * n), stack, top, n, r, cancellationToken);
                }
            }
        }

        sum += Math.Log(product);
        if (!double.IsFinite(sum))
        {
            return false;
        }

        LogDeterminant = 2 * sum;
        return true;
    }

    /// <summary>A supernode of one column.</summary>
    private static bool FactorColumn(double* panel, int r)
    {
        if (!(panel[0] > 0))
        {
            return false;
        }

        double root = Math.Sqrt(panel[0]);
        panel[0] = root;
        for (int i = 1; i <= r; i++)
        {
            panel[i] /= root;
        }

        return true;
    }

    /// <summary>Completes a supernode's r × r block and adds it to its parent, whose own block takes its place on the stack if it has none yet.</summary>
    private long PassOn(int s, double* panels, double* below, double* stack, long top, int n, int r, CancellationToken cancellationToken)
    {
        long size = (long)r * r;
        double* update = stack + top - size;
        SubtractSquare(update, below, n, r, cancellationToken);
        int parent = _structure.Parent[s];
        int parentColumns = _structure.ColumnsOf(parent);
        int parentRows = _structure.RowsBelow(parent);
        long parentSize = (long)parentRows * parentRows;
        bool first = !_started[parent];
        double* front = first ? stack + top : update - parentSize;
        if (first)
        {
            _started[parent] = true;
            ClearSquare(front, parentSize);
        }

        Assemble(update, r, _structure.InParent.AsSpan(_structure.RowStart[s], r), panels + _structure.PanelStart[parent], parentColumns, front, parentRows);
        top -= size;
        if (first)
        {
            Buffer.MemoryCopy(front, update, parentSize * sizeof(double), parentSize * sizeof(double));
            top += parentSize;
        }

        return top;
    }

    private static void ClearSquare(double* square, long size) => System.Runtime.InteropServices.NativeMemory.Clear(square, (nuint)size * sizeof(double));

    /// <summary>The lower triangle of C ← C − BBᵀ.</summary>
    private static void SubtractSquare(double* c, double* b, int n, int r, CancellationToken cancellationToken)
    {
        const int Block = 48;
        if (n == 1)
        {
            for (int i = 0; i < r; i++)
            {
                VectorKernels.AddScaled(-b[i], new ReadOnlySpan<double>(b, i + 1), new Span<double>(c + ((long)i * r), i + 1));
            }

            return;
        }

        for (int row = 0; row < r; row += Block)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int rows = Math.Min(Block, r - row);
            DenseProduct.Subtract(c + ((long)row * r), r, b + ((long)row * n), n, b, n, rows, row + rows, n);
        }
    }

    private static void Assemble(double* update, int r, ReadOnlySpan<int> place, double* panel, int columns, double* front, int rows)
    {
        int own = 0;
        while (own < r && place[own] < columns)
        {
            own++;
        }

        for (int a = 0; a < r; a++)
        {
            double* source = update + ((long)a * r);
            double* left = panel + ((long)place[a] * columns);
            int split = Math.Min(own, a + 1);
            for (int b = 0; b < split; b++)
            {
                left[place[b]] += source[b];
            }

            if (a < own)
            {
                continue;
            }

            double* right = front + ((long)(place[a] - columns) * rows) - columns;
            for (int b = own; b <= a; b++)
            {
                right[place[b]] += source[b];
            }
        }
    }
}
