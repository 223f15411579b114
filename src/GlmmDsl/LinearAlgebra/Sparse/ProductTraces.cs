namespace GlmmDsl.LinearAlgebra.Sparse;

/// <summary>
/// Sums of the diagonal blocks of N = SΛᵀA over the nodes of each group, for symmetric S and A of which only the blocks of one pattern are known and needed: an entry (i, j) of the pattern
/// gives S_jiΛᵀA_ij to node j and S_ijΛᵀA_ji to node i.
/// </summary>
internal static class ProductTraces
{
    /// <summary>Computes Σ N_ll for each group.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="groupOfNode">The group of each node.</param>
    /// <param name="templates">Λ of a node of each group.</param>
    /// <param name="selected">The blocks of S; diagonal blocks in full.</param>
    /// <param name="values">The blocks of A; diagonal blocks in full.</param>
    /// <param name="trace">Receives the sums, one block for each group.</param>
    public static void Sum(BlockPattern pattern, int[] groupOfNode, double[][] templates, double[] selected, double[] values, double[][] trace)
    {
        foreach (double[] block in trace)
        {
            Array.Clear(block);
        }

        for (int j = 0; j < pattern.Nodes; j++)
        {
            int f = groupOfNode[j];
            int k = pattern.Widths[j];
            for (int e = pattern.ColumnStart[j]; e < pattern.ColumnStart[j + 1]; e++)
            {
                int i = pattern.Rows[e];
                int g = groupOfNode[i];
                int l = pattern.Widths[i];
                int at = pattern.ValueStart[e];
                if (k == 1 && l == 1)
                {
                    double both = selected[at] * values[at];
                    trace[f][0] += both * templates[g][0];
                    trace[g][0] += i == j ? 0 : both * templates[f][0];
                    continue;
                }

                ReadOnlySpan<double> s = selected.AsSpan(at, k * l);
                ReadOnlySpan<double> a = values.AsSpan(at, k * l);
                AddToColumn(templates[g], s, a, trace[f], l, k);
                if (i != j)
                {
                    AddToRow(templates[f], s, a, trace[g], l, k);
                }
            }
        }
    }

    /// <summary>T += SᵀΛᵀA for l × k blocks, Λ l × l.</summary>
    private static void AddToColumn(double[] template, ReadOnlySpan<double> s, ReadOnlySpan<double> a, double[] trace, int l, int k)
    {
        for (int r = 0; r < l; r++)
        {
            for (int c = 0; c < k; c++)
            {
                double sum = 0;
                for (int t = r; t < l; t++)
                {
                    sum += template[(t * l) + r] * a[(t * k) + c];
                }

                for (int t = 0; t < k; t++)
                {
                    trace[(t * k) + c] += s[(r * k) + t] * sum;
                }
            }
        }
    }

    /// <summary>T += SΛᵀAᵀ for l × k blocks, Λ k × k.</summary>
    private static void AddToRow(double[] template, ReadOnlySpan<double> s, ReadOnlySpan<double> a, double[] trace, int l, int k)
    {
        for (int r = 0; r < l; r++)
        {
            for (int c = 0; c < k; c++)
            {
                double sum = 0;
                for (int t = c; t < k; t++)
                {
                    sum += a[(r * k) + t] * template[(t * k) + c];
                }

                for (int t = 0; t < l; t++)
                {
                    trace[(t * l) + r] += s[(t * k) + c] * sum;
                }
            }
        }
    }
}
