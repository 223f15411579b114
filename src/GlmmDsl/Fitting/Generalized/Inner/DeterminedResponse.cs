using GlmmDsl.Design;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Inner;

/// <summary>
/// Refuses a continuous response that the fixed effects, with or without the levels of one grouping factor, determine exactly: as the dispersion runs to its limit the density grows without bound, and a
/// search would go on until numbers fail. The check is least squares of the link of the response; on a few levels first, which settles all ordinary cases.
/// </summary>
internal static class DeterminedResponse
{
    /// <summary>A residual below this share of the link's largest value is rounding.</summary>
    private const double Tolerance = 1e-8;

    /// <summary>What is left of a column below this share of it is rounding.</summary>
    private const double Dependent = 1e-9;

    /// <summary>How many rows the first check takes.</summary>
    private const int Few = 500;

    /// <summary>Checks a design.</summary>
    /// <param name="matrices">The design of the conditional predictor.</param>
    /// <param name="kept">The fixed-effects columns kept.</param>
    /// <param name="response">The response.</param>
    /// <exception cref="FitFailedException">The response is determined.</exception>
    public static void Refuse(ModelMatrices matrices, IReadOnlyList<int> kept, GeneralizedResponse response)
    {
        if (!response.Family.HasDispersion || !response.Family.IsContinuous)
        {
            return;
        }

        var target = new double[matrices.RowCount];
        var rows = new List<int>(target.Length);
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = response.Kernel.Link(response.Totals[i]) - (matrices.Offset?[i] ?? 0);
            bool isStructural = response.Totals[i] == 0 && matrices.ZeroInflation is not null;
            if (!isStructural && !double.IsFinite(target[i]))
            {
                return;
            }

            if (!isStructural)
            {
                rows.Add(i);
            }
        }

        double[][] columns = [.. kept.Select(k => matrices.FixedColumns[k])];
        IEnumerable<GroupingFactor> groups = matrices.Random.Where(t => t.Columns.Contains(null)).Select(t => t.Group).Distinct();
        foreach (GroupingFactor? group in groups.Append(null))
        {
            int[] order = group is null ? [.. rows] : [.. rows.OrderBy(i => group.Codes[i])];
            int end = Math.Min(order.Length, Few + (4 * columns.Length));
            while (group is not null && end < order.Length && group.Codes[order[end]] == group.Codes[order[end - 1]])
            {
                end++;
            }

            if (IsDetermined(target, columns, group, order.AsSpan(0, end)) && (end == order.Length || IsDetermined(target, columns, group, order)))
            {
                string by = group is null ? "by the fixed effects" : $"by the levels of {group.Name} and the fixed effects";
                throw new FitFailedException(
                    $"The response is determined {by}: on the scale of the link its rows do not vary beside them, so the dispersion runs to its limit and the likelihood has no maximum. Leave out {(group is null ? "the predictors that determine it" : $"the random effects of {group.Name}")}, or give one row to each value of the response.",
                    row: null);
            }
        }
    }

    /// <summary>Whether least squares over some rows leaves no residual, with degrees of freedom to spare.</summary>
    private static bool IsDetermined(double[] target, double[][] columns, GroupingFactor? group, ReadOnlySpan<int> rows)
    {
        (int[] starts, double[] residual) = Within(target, group, rows);
        double largest = 0;
        foreach (int row in rows)
        {
            largest = Math.Max(largest, Math.Abs(target[row]));
        }

        var basis = new List<double[]>();
        foreach (double[] column in columns)
        {
            double[] own = Within(column, group, rows).Centred;
            double size = Math.Sqrt(VectorKernels.Dot(own, own)), whole = 0;
            foreach (int row in rows)
            {
                whole += column[row] * column[row];
            }

            // Twice, for orthogonality to rounding.
            for (int pass = 0; pass < 2; pass++)
            {
                foreach (double[] known in basis)
                {
                    VectorKernels.AddScaled(-VectorKernels.Dot(known, own), known, own);
                }
            }

            double left = Math.Sqrt(VectorKernels.Dot(own, own));
            if (left > Dependent * Math.Max(size, Math.Sqrt(whole)))
            {
                VectorKernels.Scale(1 / left, own, own);
                VectorKernels.AddScaled(-VectorKernels.Dot(own, residual), own, residual);
                basis.Add(own);
            }
        }

        return rows.Length > starts.Length + basis.Count && residual.All(r => Math.Abs(r) <= Tolerance * largest);
    }

    /// <summary>Numbers about their means within the levels, and where the levels begin; without a group as they are.</summary>
    private static (int[] Starts, double[] Centred) Within(double[] values, GroupingFactor? group, ReadOnlySpan<int> rows)
    {
        var result = new double[rows.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = values[rows[i]];
        }

        if (group is null)
        {
            return ([], result);
        }

        var starts = new List<int>();
        for (int first = 0, end; first < result.Length; first = end)
        {
            starts.Add(first);
            end = first + 1;
            while (end < result.Length && group.Codes[rows[end]] == group.Codes[rows[first]])
            {
                end++;
            }

            Span<double> level = result.AsSpan(first, end - first);
            VectorKernels.AddConstant(-VectorKernels.Sum(level) / level.Length, level, level);
        }

        return ([.. starts], result);
    }
}
