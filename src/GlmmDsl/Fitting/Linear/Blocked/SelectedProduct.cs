using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Linear.Blocked;

/// <summary>Q = A₁ₜŜAₜ₁ for one level of the first factor: only the entries of Ŝ between columns that the level occurs with are read.</summary>
internal static class SelectedProduct
{
    /// <summary>From this many coefficients on a vector kernel pays for its call.</summary>
    private const int ManyCoefficients = 16;

    /// <summary>Fills Q, k × k row-major.</summary>
    /// <param name="system">The system.</param>
    /// <param name="inverse">Ŝ, lower triangle.</param>
    /// <param name="stride">Its row stride.</param>
    /// <param name="level">The level.</param>
    /// <param name="withFixed">Whether the inverted matrix includes X.</param>
    /// <param name="outer">Receives Q.</param>
    /// <param name="partial">k numbers of scratch.</param>
    public static void Compute(BlockedSystem system, double[] inverse, int stride, int level, bool withFixed, Span<double> outer, Span<double> partial)
    {
        int k = system.LeadingWidth;
        outer[..(k * k)].Clear();
        int start = system.LeadingStart[level];
        int count = system.LeadingStart[level + 1] - start;
        ReadOnlySpan<int> columns = system.LeadingColumns.AsSpan(start, count);
        ReadOnlySpan<double> values = system.LeadingValues.AsSpan(start * k, count * k);
        if (k == 1)
        {
            outer[0] = Scalar(inverse, stride, columns, values);
        }
        else
        {
            for (int b = 0; b < count; b++)
            {
                ReadOnlySpan<double> row = inverse.AsSpan(columns[b] * stride, columns[b] + 1);
                partial[..k].Clear();
                for (int a = 0; a < b; a++)
                {
                    double entry = row[columns[a]];
                    for (int t = 0; t < k; t++)
                    {
                        partial[t] += entry * values[(a * k) + t];
                    }
                }

                AddSymmetric(outer, values.Slice(b * k, k), partial, row[^1], k);
            }
        }

        if (withFixed)
        {
            AddFixed(system, inverse, stride, level, columns, values, outer, partial);
        }
    }

    private static double Scalar(double[] inverse, int stride, ReadOnlySpan<int> columns, ReadOnlySpan<double> values)
    {
        double total = 0;
        for (int b = 0; b < columns.Length; b++)
        {
            ReadOnlySpan<double> row = inverse.AsSpan(columns[b] * stride, columns[b] + 1);
            double sum = 0;
            ref double source = ref MemoryMarshal.GetReference(row);
            ref int place = ref MemoryMarshal.GetReference(columns);
            ref double value = ref MemoryMarshal.GetReference(values);

            // The innermost loop of a gradient; columns ascend, so that none is beyond the row.
            for (int a = 0; a < b; a++)
            {
                sum += Unsafe.Add(ref source, Unsafe.Add(ref place, a)) * Unsafe.Add(ref value, a);
            }

            total += values[b] * ((2 * sum) + (row[^1] * values[b]));
        }

        return total;
    }

    private static void AddFixed(
        BlockedSystem system, double[] inverse, int stride, int level, ReadOnlySpan<int> columns, ReadOnlySpan<double> values, Span<double> outer, Span<double> partial)
    {
        int k = system.LeadingWidth;
        int width = system.FixedCount + 1;
        ReadOnlySpan<double> withFixed = system.LeadingFixed.AsSpan(level * k * width, k * width);
        Span<double> own = partial.Slice(k, k);
        for (int j = 0; j < system.FixedCount; j++)
        {
            ReadOnlySpan<double> row = inverse.AsSpan((system.RandomCount + j) * stride, system.RandomCount + j + 1);
            partial[..k].Clear();
            for (int a = 0; a < columns.Length; a++)
            {
                double entry = row[columns[a]];
                for (int t = 0; t < k; t++)
                {
                    partial[t] += entry * values[(a * k) + t];
                }
            }

            if (j >= ManyCoefficients)
            {
                for (int t = 0; t < k; t++)
                {
                    partial[t] += VectorKernels.Dot(row.Slice(system.RandomCount, j), withFixed.Slice(t * width, j));
                }
            }
            else
            {
                for (int a = 0; a < j; a++)
                {
                    for (int t = 0; t < k; t++)
                    {
                        partial[t] += row[system.RandomCount + a] * withFixed[(t * width) + a];
                    }
                }
            }

            for (int t = 0; t < k; t++)
            {
                own[t] = withFixed[(t * width) + j];
            }

            AddSymmetric(outer, own, partial, row[^1], k);
        }
    }

    /// <summary>Q += v pᵀ + p vᵀ + s v vᵀ.</summary>
    private static void AddSymmetric(Span<double> outer, ReadOnlySpan<double> v, ReadOnlySpan<double> partial, double s, int k)
    {
        for (int t = 0; t < k; t++)
        {
            for (int u = 0; u < k; u++)
            {
                outer[(t * k) + u] += (v[t] * partial[u]) + (partial[t] * v[u]) + (s * v[t] * v[u]);
            }
        }
    }
}
