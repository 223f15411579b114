using GlmmDsl.Covariance;
using GlmmDsl.Fitting.Generalized.Rows;

namespace GlmmDsl.Fitting.Generalized.Criteria;

/// <summary>Collects ∂D/∂Λ, a k × k matrix per grouping factor summed over its levels, from which the derivatives with respect to the entries of Λ are read.</summary>
internal sealed class EntryGradient(GeneralizedRows rows)
{
    private readonly double[][] sums = [.. rows.Groups.Select(g => new double[g.Width * g.Width])];

    /// <summary>Sets all to 0.</summary>
    public void Clear()
    {
        foreach (double[] sum in sums)
        {
            Array.Clear(sum);
        }
    }

    /// <summary>Adds Σ over levels of g uᵀ.</summary>
    public void AddOuter(EffectsVector g, EffectsVector u)
    {
        for (int f = 0; f < sums.Length; f++)
        {
            int k = rows.Groups[f].Width;
            ReadOnlySpan<double> left = g.Of(rows.Groups, f);
            ReadOnlySpan<double> right = u.Of(rows.Groups, f);
            if (k == 1)
            {
                sums[f][0] += LinearAlgebra.VectorKernels.Dot(left, right);
                continue;
            }

            for (int first = 0; first < left.Length; first += k)
            {
                for (int r = 0; r < k; r++)
                {
                    for (int c = 0; c < k; c++)
                    {
                        sums[f][(r * k) + c] += left[first + r] * right[first + c];
                    }
                }
            }
        }
    }

    /// <summary>Adds a multiple of a k × k block of one level.</summary>
    public void AddBlock(int group, ReadOnlySpan<double> block, double factor) =>
        LinearAlgebra.VectorKernels.AddScaled(factor, block, sums[group]);

    /// <summary>Adds 2 tr(N ∂Λ).</summary>
    /// <param name="traces">For each factor Σ N_ll, row-major.</param>
    public void AddTrace(double[][] traces)
    {
        for (int f = 0; f < sums.Length; f++)
        {
            int k = rows.Groups[f].Width;
            for (int r = 0; r < k; r++)
            {
                for (int c = 0; c < k; c++)
                {
                    sums[f][(r * k) + c] += 2 * traces[f][(c * k) + r];
                }
            }
        }
    }

    /// <summary>Copies the derivatives with respect to λ.</summary>
    public void CopyTo(Span<double> gradient)
    {
        LambdaEntry[] entries = rows.Layout.Entries;
        for (int j = 0; j < entries.Length; j++)
        {
            (int f, int row, int column) = entries[j];
            gradient[j] = sums[f][(row * rows.Groups[f].Width) + column];
        }
    }
}
