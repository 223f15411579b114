using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Linear.Blocked;

/// <summary>BᵀSB for the trailing system, where B is block-diagonal with the template Λ (or Λᵀ) of each level and the identity for X and y.</summary>
internal static class TrailingScaling
{
    /// <summary>Writes the lower triangle of BᵀSB, with the diagonal blocks of levels in full.</summary>
    /// <param name="system">The layout.</param>
    /// <param name="templates">Λ per factor.</param>
    /// <param name="transposed">B holds Λᵀ instead of Λ.</param>
    /// <param name="source">S: its lower triangle, with the diagonal blocks of levels in full.</param>
    /// <param name="target">Receives the product; not the source.</param>
    /// <param name="stride">Row stride of both.</param>
    public static void Apply(BlockedSystem system, double[][] templates, bool transposed, double[] source, double[] target, int stride)
    {
        for (int f = 1; f < templates.Length; f++)
        {
            int k = system.Layout.Factors[f].Width;
            int end = system.Offsets[f] + (system.Layout.Factors[f].Levels * k);
            for (int first = system.Offsets[f]; first < end; first += k)
            {
                for (int c = 0; c < k; c++)
                {
                    Span<double> row = target.AsSpan((first + c) * stride, first + k);
                    row.Clear();
                    for (int r = 0; r < k; r++)
                    {
                        double factor = transposed ? templates[f][(c * k) + r] : templates[f][(r * k) + c];
                        if (factor != 0)
                        {
                            VectorKernels.AddScaled(factor, source.AsSpan((first + r) * stride, first + k), row);
                        }
                    }

                    ApplyToRow(system, templates, transposed, row);
                }
            }
        }

        for (int i = system.RandomCount; i < system.Order; i++)
        {
            Span<double> row = target.AsSpan(i * stride, i + 1);
            source.AsSpan(i * stride, i + 1).CopyTo(row);
            ApplyToRow(system, templates, transposed, row);
        }
    }

    /// <summary>row ← row·B for the leading columns that the row has (complete levels).</summary>
    public static void ApplyToRow(BlockedSystem system, double[][] templates, bool transposed, Span<double> row)
    {
        for (int f = 1; f < templates.Length; f++)
        {
            int k = system.Layout.Factors[f].Width;
            int start = system.Offsets[f];
            int end = Math.Min(row.Length, start + (system.Layout.Factors[f].Levels * k));
            if (end <= start)
            {
                return;
            }

            if (k == 1)
            {
                VectorKernels.Scale(templates[f][0], row[start..end], row[start..end]);
                continue;
            }

            for (int first = start; first < end; first += k)
            {
                ApplyToLevel(templates[f], transposed, row.Slice(first, k));
            }
        }
    }

    /// <summary>x ← xB in place: Λ is triangular, so the entries still needed are never overwritten.</summary>
    private static void ApplyToLevel(double[] lambda, bool transposed, Span<double> x)
    {
        int k = x.Length;
        for (int i = 0; i < k; i++)
        {
            int c = transposed ? k - 1 - i : i;
            double sum = 0;
            for (int r = transposed ? 0 : c; r < (transposed ? c + 1 : k); r++)
            {
                sum += x[r] * (transposed ? lambda[(c * k) + r] : lambda[(r * k) + c]);
            }

            x[c] = sum;
        }
    }
}
