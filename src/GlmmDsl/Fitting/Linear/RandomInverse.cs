using GlmmDsl.Fitting.Linear.Sparse;
using GlmmDsl.LinearAlgebra;
using GlmmDsl.LinearAlgebra.Sparse;

namespace GlmmDsl.Fitting.Linear;

/// <summary>
/// u₁ᵀM⁻¹u₂ for vectors u of a few levels. Where the levels of both occur together in rows, M⁻¹ is read from the selected inverse and nothing is solved; else each vector is solved
/// forward as far as the dense part of the factor, whose block of M⁻¹ is computed once. Safe to use from several threads.
/// </summary>
internal sealed class RandomInverse
{
    /// <summary>If more than this share of the numbers in the dense part are not zero, they are multiplied as a dense matrix.</summary>
    private const double DenseShare = 0.15;

    private readonly Lock solving = new();
    private readonly SparseSystem system;
    private readonly SideReduction reduction;
    private readonly double[] selected;
    private readonly Lock inverting = new();
    private readonly int lastOrder;
    private double[]? last;

    /// <summary>Computes the selected inverse.</summary>
    /// <param name="factor">The factor of M, which must stay as it is.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public RandomInverse(SparseFactor factor, CancellationToken cancellationToken)
    {
        system = factor.System;
        reduction = new SideReduction(factor.Cholesky);
        selected = new double[system.Values.Length];
        var inverse = new SelectedInverse(system.Structure);
        inverse.Compute(factor.Cholesky, cancellationToken);
        inverse.CopyTo(selected);
        lastOrder = reduction.LastOrder;
    }

    /// <summary>u₁ᵀM⁻¹u₂.</summary>
    /// <param name="first">u₁.</param>
    /// <param name="second">u₂.</param>
    /// <param name="cancellationToken">Ends the inversion of the dense part early.</param>
    public double Of(PreparedContrast first, PreparedContrast second, CancellationToken cancellationToken) =>
        Selected(first, second) ?? Of(Solve(first), Solve(second), cancellationToken);

    /// <summary>uᵢᵀM⁻¹uⱼ for all pairs.</summary>
    /// <param name="contrasts">The vectors.</param>
    /// <param name="result">Receives the numbers, row-major; at least the lower triangle is set.</param>
    /// <param name="cancellationToken">Ends the inversion of the dense part early.</param>
    public void Of(ReadOnlySpan<PreparedContrast> contrasts, double[] result, CancellationToken cancellationToken)
    {
        int m = contrasts.Length;
        if (AreAllSelected(contrasts))
        {
            for (int a = 0; a < m; a++)
            {
                for (int b = 0; b <= a; b++)
                {
                    result[(a * m) + b] = Selected(contrasts[a], contrasts[b])!.Value;
                }
            }

            return;
        }

        var sides = new ReducedSide[m];
        for (int a = 0; a < m; a++)
        {
            sides[a] = Solve(contrasts[a]);
        }

        Array.Clear(result);
        double[] before = Gather(sides, s => (s.Rows, s.Values), reduction.Order, out int[] rows);
        DenseProduct.SubtractByTransposed(result, before, rows.Length, before, m, m, rows.Length, cancellationToken);
        VectorKernels.Scale(-1, result, result);
        AddLast(sides, result, Last(cancellationToken));
    }

    private double Of(ReducedSide first, ReducedSide second, CancellationToken cancellationToken)
    {
        double[] block = Last(cancellationToken);
        double sum = 0;
        int b = 0;
        for (int a = 0; a < first.Rows.Length; a++)
        {
            while (b < second.Rows.Length && second.Rows[b] < first.Rows[a])
            {
                b++;
            }

            sum += b < second.Rows.Length && second.Rows[b] == first.Rows[a] ? first.Values[a] * second.Values[b] : 0;
        }

        for (int a = 0; a < first.LastRows.Length; a++)
        {
            ReadOnlySpan<double> row = block.AsSpan(first.LastRows[a] * lastOrder, lastOrder);
            double product = 0;
            for (b = 0; b < second.LastRows.Length; b++)
            {
                product += row[second.LastRows[b]] * second.LastValues[b];
            }

            sum += first.LastValues[a] * product;
        }

        return sum;
    }

    /// <summary>The vectors as the rows of a dense matrix, with a column for each place where one of them is not zero.</summary>
    private static double[] Gather(ReducedSide[] sides, Func<ReducedSide, (int[] Rows, double[] Values)> part, int size, out int[] rows)
    {
        var place = new int[size];
        int width = 0;
        foreach (ReducedSide side in sides)
        {
            foreach (int row in part(side).Rows)
            {
                width += place[row] == 0 ? 1 : 0;
                place[row] = 1;
            }
        }

        rows = new int[width];
        for (int row = 0, next = 0; next < width; row++)
        {
            if (place[row] != 0)
            {
                rows[next] = row;
                place[row] = next++;
            }
        }

        var result = new double[sides.Length * width];
        for (int a = 0; a < sides.Length; a++)
        {
            (int[] own, double[] values) = part(sides[a]);
            for (int i = 0; i < own.Length; i++)
            {
                result[(a * width) + place[own[i]]] = values[i];
            }
        }

        return result;
    }

    /// <summary>Adds RBRᵀ, R the parts of the vectors in the dense part and B its block of M⁻¹; the lower triangle at least.</summary>
    private void AddLast(ReducedSide[] sides, double[] result, double[] block)
    {
        int m = sides.Length;
        double[] rest = Gather(sides, s => (s.LastRows, s.LastValues), lastOrder, out int[] rows);
        int width = rows.Length;
        if (sides.Sum(s => (long)s.LastRows.Length) > DenseShare * rest.Length)
        {
            var met = new double[width * width];
            for (int i = 0; i < width; i++)
            {
                for (int j = 0; j < width; j++)
                {
                    met[(i * width) + j] = block[(rows[i] * lastOrder) + rows[j]];
                }
            }

            // −RB, so that subtracting its product with Rᵀ adds.
            var through = new double[rest.Length];
            DenseProduct.SubtractByTransposed(through, rest, width, met, m, width, width);
            DenseProduct.SubtractByTransposed(result, through, width, rest, m, m, width);
            return;
        }

        // A product with a few rows of the block, of which each other vector takes a few numbers.
        var product = new double[lastOrder];
        for (int a = 0; a < m; a++)
        {
            Array.Clear(product);
            for (int i = 0; i < sides[a].LastRows.Length; i++)
            {
                VectorKernels.AddScaled(sides[a].LastValues[i], block.AsSpan(sides[a].LastRows[i] * lastOrder, lastOrder), product);
            }

            for (int b = 0; b <= a; b++)
            {
                double sum = 0;
                (int[] at, double[] values) = (sides[b].LastRows, sides[b].LastValues);
                for (int i = 0; i < at.Length; i++)
                {
                    sum += values[i] * product[at[i]];
                }

                result[(a * m) + b] += sum;
            }
        }
    }

    /// <summary>The dense part's block of M⁻¹, computed when it is first needed; by a call that was cancelled, not at all.</summary>
    private double[] Last(CancellationToken cancellationToken)
    {
        lock (inverting)
        {
            return last ??= reduction.LastBlock(cancellationToken);
        }
    }

    private ReducedSide Solve(PreparedContrast contrast)
    {
        if (contrast.Solved is { } known)
        {
            return known;
        }

        // The workspace serves one solve at a time.
        lock (solving)
        {
            for (int a = 0; a < contrast.Nodes.Length; a++)
            {
                int first = system.Pattern.FirstRow[contrast.Nodes[a]];
                for (int c = 0; c < contrast.Spherical[a].Length; c++)
                {
                    reduction.Add(first + c, contrast.Spherical[a][c]);
                }
            }

            contrast.Solved = reduction.Solve();
        }

        return contrast.Solved;
    }

    /// <summary>u₁ᵀM⁻¹u₂ from the selected inverse; null where a pair of levels has no entry there.</summary>
    private double? Selected(PreparedContrast first, PreparedContrast second)
    {
        double sum = 0;
        for (int a = 0; a < first.Nodes.Length; a++)
        {
            for (int b = 0; b < second.Nodes.Length; b++)
            {
                (int i, int j) = (first.Nodes[a], second.Nodes[b]);
                (double[] u, double[] w) = (first.Spherical[a], second.Spherical[b]);
                if (i < j)
                {
                    ((i, j), (u, w)) = ((j, i), (w, u));
                }

                int entry = EntryOf(i, j);
                if (entry < 0)
                {
                    return null;
                }

                int at = system.Pattern.ValueStart[entry];
                for (int r = 0; r < u.Length; r++, at += w.Length)
                {
                    sum += u[r] * VectorKernels.Dot(selected.AsSpan(at, w.Length), w);
                }
            }
        }

        return sum;
    }

    /// <summary>The entry of the pattern that holds a pair of nodes, the later one first; negative where there is none.</summary>
    private int EntryOf(int i, int j)
    {
        // Column j of the pattern holds the rows i ≥ j.
        BlockPattern pattern = system.Pattern;
        return Array.BinarySearch(pattern.Rows, pattern.ColumnStart[j], pattern.ColumnStart[j + 1] - pattern.ColumnStart[j], i);
    }

    private bool AreAllSelected(ReadOnlySpan<PreparedContrast> contrasts)
    {
        var nodes = new SortedSet<int>();
        foreach (PreparedContrast contrast in contrasts)
        {
            nodes.UnionWith(contrast.Nodes);
        }

        int[] all = [.. nodes];
        for (int a = 0; a < all.Length; a++)
        {
            for (int b = 0; b < a; b++)
            {
                if (EntryOf(all[a], all[b]) < 0)
                {
                    return false;
                }
            }
        }

        return true;
    }
}
