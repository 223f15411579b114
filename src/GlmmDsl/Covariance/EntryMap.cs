using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Covariance;

/// <summary>
/// The map θ → λ of a whole model at one θ, and the chain rule back to θ: with J = ∂λ/∂θ the gradient is Jᵀg and the Hessian JᵀHJ + Σ gᵢ∂²λᵢ. Needed
/// only where θ is not λ (<see cref="CovarianceLayout.IsIdentity"/>). Owns its memory; one instance serves one thread.
/// </summary>
internal sealed class EntryMap
{
    private readonly TermLayout[] terms;
    private readonly double[] theta;
    private readonly double[] entries;
    private readonly double[][] jacobians;
    private readonly double[][] curvatures;
    private readonly double[] product;

    /// <summary>Makes the workspace.</summary>
    public EntryMap(CovarianceLayout layout)
    {
        terms = [.. layout.Terms];
        theta = new double[layout.Parameters.Length];
        entries = new double[layout.Entries.Length];
        jacobians = [.. terms.Select(t => new double[t.Structure.Entries.Length * t.Structure.Count])];
        curvatures = [.. terms.Select(t => new double[t.Structure.Count * t.Structure.Count])];
        product = new double[entries.Length * theta.Length];
    }

    /// <summary>The number of entries.</summary>
    public int EntryCount => entries.Length;

    /// <summary>Moves to a θ and returns λ there.</summary>
    public ReadOnlySpan<double> MoveTo(ReadOnlySpan<double> point)
    {
        point.CopyTo(theta);
        for (int t = 0; t < terms.Length; t++)
        {
            terms[t].Structure.Fill(theta.AsSpan(terms[t].Parameters), entries.AsSpan(terms[t].Entries));
            terms[t].Structure.Differentiate(theta.AsSpan(terms[t].Parameters), jacobians[t]);
        }

        return entries;
    }

    /// <summary>Jᵀg.</summary>
    public void Gradient(ReadOnlySpan<double> inEntries, Span<double> gradient)
    {
        for (int t = 0; t < terms.Length; t++)
        {
            int count = terms[t].Structure.Count;
            Span<double> target = gradient[terms[t].Parameters];
            target.Clear();
            ReadOnlySpan<double> own = inEntries[terms[t].Entries];
            for (int i = 0; i < own.Length; i++)
            {
                VectorKernels.AddScaled(own[i], jacobians[t].AsSpan(i * count, count), target);
            }
        }
    }

    /// <summary>Jd: the change of the entries as θ moves along a direction.</summary>
    public void Along(ReadOnlySpan<double> direction, Span<double> change)
    {
        for (int t = 0; t < terms.Length; t++)
        {
            int count = terms[t].Structure.Count;
            Span<double> target = change[terms[t].Entries];
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = VectorKernels.Dot(jacobians[t].AsSpan(i * count, count), direction[terms[t].Parameters]);
            }
        }
    }

    /// <summary>JᵀHJ + Σ gᵢ∂²λᵢ.</summary>
    /// <param name="inEntries">g with respect to the entries; empty to leave its part out.</param>
    /// <param name="entryHessian">H with respect to the entries, row-major.</param>
    /// <param name="hessian">Receives the Hessian in θ, row-major.</param>
    public void Hessian(ReadOnlySpan<double> inEntries, ReadOnlySpan<double> entryHessian, Span<double> hessian)
    {
        int m = entries.Length, n = theta.Length;
        hessian.Clear();
        for (int i = 0; i < m; i++)
        {
            Gradient(entryHessian.Slice(i * m, m), product.AsSpan(i * n, n));
        }

        for (int t = 0; t < terms.Length; t++)
        {
            int count = terms[t].Structure.Count;
            for (int p = 0; p < count; p++)
            {
                Span<double> target = hessian.Slice((terms[t].FirstParameter + p) * n, n);
                for (int i = 0; i < terms[t].Structure.Entries.Length; i++)
                {
                    VectorKernels.AddScaled(jacobians[t][(i * count) + p], product.AsSpan((terms[t].FirstEntry + i) * n, n), target);
                }
            }

            if (!inEntries.IsEmpty)
            {
                AddCurvature(t, inEntries, hessian);
            }
        }
    }

    private void AddCurvature(int t, ReadOnlySpan<double> inEntries, Span<double> hessian)
    {
        int count = terms[t].Structure.Count, first = terms[t].FirstParameter;
        Array.Clear(curvatures[t]);
        terms[t].Structure.AddCurvature(theta.AsSpan(terms[t].Parameters), inEntries[terms[t].Entries], curvatures[t]);
        for (int p = 0; p < count; p++)
        {
            VectorKernels.AddScaled(1, curvatures[t].AsSpan(p * count, count), hessian.Slice(((first + p) * theta.Length) + first, count));
        }
    }
}
