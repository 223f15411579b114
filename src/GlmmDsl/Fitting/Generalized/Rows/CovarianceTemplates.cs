using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Rows;

/// <summary>Λ at one point: a k × k lower triangle per grouping factor, repeated along its levels; products with it.</summary>
internal sealed class CovarianceTemplates
{
    private readonly GeneralizedRows rows;

    /// <summary>Makes zero templates.</summary>
    public CovarianceTemplates(GeneralizedRows rows)
    {
        this.rows = rows;
        Values = [.. rows.Groups.Select(g => new double[g.Width * g.Width])];
    }

    /// <summary>Λ of a level, for each factor, row-major.</summary>
    public double[][] Values { get; }

    /// <summary>Sets Λ from its entries λ, internal columns.</summary>
    public void Set(ReadOnlySpan<double> entries)
    {
        Version++;
        rows.Layout.Fill(entries, Values);
        AreZero = !entries.ContainsAnyExcept(0.0);
    }

    /// <summary>The number of times that Λ was set.</summary>
    public int Version { get; private set; }

    /// <summary>Whether Λ is 0.</summary>
    public bool AreZero { get; private set; } = true;

    /// <summary>b = Λu.</summary>
    public void Multiply(EffectsVector u, EffectsVector b) => Apply(u, b, transposed: false);

    /// <summary>u = Λᵀb.</summary>
    public void MultiplyTransposed(EffectsVector b, EffectsVector u) => Apply(b, u, transposed: true);

    /// <summary>row ← row·Λ (or row·Λᵀ) over the trailing columns in the row, whole levels only.</summary>
    public void ApplyToTrailingRow(Span<double> row, bool transposed)
    {
        for (int f = 1; f < Values.Length; f++)
        {
            GroupRows group = rows.Groups[f];
            int k = group.Width;
            int end = Math.Min(row.Length, group.Offset + group.Count);
            if (k == 1)
            {
                if (end > group.Offset)
                {
                    Span<double> part = row[group.Offset..end];
                    VectorKernels.Scale(Values[f][0], part, part);
                }

                continue;
            }

            for (int first = group.Offset; first < end; first += k)
            {
                ApplyToLevel(Values[f], row.Slice(first, k), transposed);
            }
        }
    }

    /// <summary>x ← xΛ (or xΛᵀ) in place: Λ is triangular, so the entries still needed are never overwritten.</summary>
    private static void ApplyToLevel(double[] lambda, Span<double> x, bool transposed)
    {
        int k = x.Length;
        for (int i = 0; i < k; i++)
        {
            int c = transposed ? k - 1 - i : i;
            double sum = 0;
            if (transposed)
            {
                for (int r = 0; r <= c; r++)
                {
                    sum += x[r] * lambda[(c * k) + r];
                }
            }
            else
            {
                for (int r = c; r < k; r++)
                {
                    sum += x[r] * lambda[(r * k) + c];
                }
            }

            x[c] = sum;
        }
    }

    private void Apply(EffectsVector source, EffectsVector target, bool transposed)
    {
        for (int f = 0; f < Values.Length; f++)
        {
            GroupRows group = rows.Groups[f];
            Span<double> x = source.Of(rows.Groups, f);
            Span<double> y = target.Of(rows.Groups, f);
            if (group.Width == 1)
            {
                VectorKernels.Scale(Values[f][0], x, y);
                continue;
            }

            x.CopyTo(y);
            for (int first = 0; first < y.Length; first += group.Width)
            {
                // Λx = xᵀΛᵀ: the product with the other triangle.
                ApplyToLevel(Values[f], y.Slice(first, group.Width), !transposed);
            }
        }
    }
}
