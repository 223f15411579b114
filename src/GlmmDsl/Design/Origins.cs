using System.Collections.Immutable;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Design;

/// <summary>What is subtracted from each column before products are taken, so that a column far from zero keeps its digits.</summary>
/// <param name="Fixed">One number for each column of [X y]; y is the response less the offset.</param>
/// <param name="Groups">For each grouping factor one number for each column behind the constant.</param>
internal sealed record Origins(double[] Fixed, ImmutableArray<double[]> Groups)
{
    /// <summary>The weighted means over a range of rows.</summary>
    public static Origins Means(ModelMatrices matrices, ImmutableArray<GroupColumns> groups, int first, int end)
    {
        double[] means = [.. matrices.FixedColumns.Select(c => Mean(c, null, matrices.Weights, first, end)),
            Mean(matrices.Response, matrices.Offset, matrices.Weights, first, end)];
        return new Origins(means, [.. groups.Select(g => g.Columns.Select(c => Mean(c, null, matrices.Weights, first, end)).ToArray())]);
    }

    private static double Mean(double[] column, double[]? less, double[]? weights, int first, int end)
    {
        (double sum, double total) = less is null ? Sums(column.AsSpan(first, end - first), weights is null ? [] : weights.AsSpan(first, end - first)) : (0, 0);
        for (int i = first; less is not null && i < end; i++)
        {
            double weight = weights is null ? 1 : weights[i];
            total += weight;
            sum += weight * (column[i] - less[i]);
        }

        // A column of one value has exactly that origin, so that its differences are exactly zero.
        double mean = end > first ? sum / total : 0;
        double start = end <= first ? 0 : less is null ? column[first] : column[first] - less[first];
        return Math.Abs(mean - start) <= 1e-13 * Math.Abs(start) ? start : mean;
    }

    private static (double Sum, double Total) Sums(ReadOnlySpan<double> rows, ReadOnlySpan<double> weights) =>
        weights.IsEmpty ? (VectorKernels.Sum(rows), rows.Length) : (VectorKernels.Dot(weights, rows), VectorKernels.Sum(weights));
}
