using GlmmDsl.Fitting.Linear.Criteria;
using GlmmDsl.LinearAlgebra;
using GlmmDsl.LinearAlgebra.Sparse;

namespace GlmmDsl.Fitting.Linear.Sparse;

/// <summary>
/// For each factor, the sums over levels of the diagonal blocks of N = M⁻¹ΛᵀA and of ZᵀQZ, from the selected inverse: N_ll needs M⁻¹ only between levels
/// that occur together, which is the pattern of A. Since N = ΛᵀZᵀV⁻¹Z and a factor's levels share one Λ, ΣZᵀV⁻¹Z_ll = Λ⁻ᵀΣN_ll: the curvature at
/// the boundary costs nothing more. Rows of N go to zero with their row of Λᵀ, so the division loses no digits for a small Λ; at an
/// exactly singular Λ the limit is used, by factoring again close to it. REML subtracts GGᵀ, G = ZᵀV⁻¹XR_X⁻¹, and ΛᵀGGᵀ.
/// </summary>
internal sealed class SparseTraces
{
    /// <summary>A diagonal of Λ below this counts as zero, and is then moved this far from zero, to either side.</summary>
    private const double Nudge = 1e-7;

    private readonly SparseFactor factor;
    private readonly SparseSystem system;
    private readonly SelectedInverse inverse;
    private readonly double[] selected;
    private readonly double[] first;
    private readonly double[] second;
    private readonly double[][] limits;
    private double[] withFixed = [];
    private double[] product = [];
    private double[] scaled = [];

    /// <summary>Makes the workspace.</summary>
    public SparseTraces(SparseFactor factor)
    {
        this.factor = factor;
        system = factor.System;
        inverse = new SelectedInverse(system.Structure);
        selected = new double[system.Pattern.ValueCount];
        int widest = system.Layout.Factors.Max(f => f.Width);
        first = new double[widest * widest];
        second = new double[widest * widest];
        limits = [.. factor.Templates.Select(t => new double[t.Length])];
    }

    /// <summary>Fills the traces and, if asked, the information; the factor is consumed.</summary>
    /// <param name="sums">Receives both.</param>
    /// <param name="reml">Whether the inverted matrix includes X.</param>
    /// <param name="needsInformation">Whether the curvature at the boundary is wanted.</param>
    /// <param name="cancellationToken">Checked at every supernode.</param>
    public void Compute(CriterionDerivatives sums, bool reml, bool needsInformation, CancellationToken cancellationToken)
    {
        Select(cancellationToken);
        Sum(factor.Templates, sums.Trace);
        if (reml && system.FixedCount > 0)
        {
            SolveFixed(cancellationToken);
        }

        if (needsInformation)
        {
            SetInformation(sums, cancellationToken);
        }

        if (reml && system.FixedCount > 0)
        {
            SubtractFixed(sums, needsInformation);
        }
    }

    /// <summary>ΛM⁻¹_llΛᵀ: for each factor, levels × k × k.</summary>
    public double[][] ConditionalCovariances(CancellationToken cancellationToken)
    {
        Select(cancellationToken);
        double[][] result = [.. system.Layout.Factors.Select(f => new double[(long)f.Levels * f.Width * f.Width])];
        for (int f = 0; f < result.Length; f++)
        {
            int k = system.Layout.Factors[f].Width;
            int size = k * k;
            for (int level = 0; level < system.Layout.Factors[f].Levels; level++)
            {
                int at = system.Pattern.ValueStart[system.Pattern.ColumnStart[system.FirstNode[f] + level]];
                SmallBlocks.Multiply(factor.Templates[f], selected.AsSpan(at, size), first, k);
                SmallBlocks.MultiplyByTransposed(first, factor.Templates[f], result[f].AsSpan(level * size, size), k);
            }
        }

        return result;
    }

    private void Select(CancellationToken cancellationToken)
    {
        inverse.Compute(factor.Cholesky, cancellationToken);
        inverse.CopyTo(selected);
    }

    private void Sum(double[][] templates, double[][] trace) =>
        ProductTraces.Sum(system.Pattern, system.GroupOfNode, templates, selected, system.Values, trace);

    /// <summary>F = ΛᵀZᵀV⁻¹XR_X⁻¹ = M⁻¹ΛᵀZᵀWXR_X⁻¹, and G = (ZᵀWX − AΛM⁻¹ΛᵀZᵀWX)R_X⁻¹.</summary>
    private void SolveFixed(CancellationToken cancellationToken)
    {
        int p = system.FixedCount;
        int width = p + 1;
        int q = system.RandomCount;
        if (withFixed.Length == 0)
        {
            withFixed = new double[(long)q * p];
            product = new double[(long)q * p];
            scaled = new double[(long)q * p];
        }

        for (int i = 0; i < q; i++)
        {
            factor.Border.AsSpan(i * width, p).CopyTo(withFixed.AsSpan(i * p));
        }

        factor.Cholesky.SolveLowerTransposed(withFixed, p, cancellationToken);
        withFixed.CopyTo(scaled, 0);
        SparseProduct.ApplyTemplates(system, factor.Templates, transposed: false, scaled, p);
        SparseProduct.Multiply(system, scaled, product, p);
        for (int i = 0; i < q; i++)
        {
            Span<double> row = product.AsSpan(i * p, p);
            ReadOnlySpan<double> own = system.WithFixed.AsSpan(i * width, p);
            for (int j = 0; j < p; j++)
            {
                row[j] = own[j] - row[j];
            }

            DenseCholesky.SolveLower(factor.FixedFactor, width, p, row);
            DenseCholesky.SolveLower(factor.FixedFactor, width, p, withFixed.AsSpan(i * p, p));
        }
    }

    private void SubtractFixed(CriterionDerivatives sums, bool needsInformation)
    {
        int p = system.FixedCount;
        for (int f = 0; f < limits.Length; f++)
        {
            int k = system.Layout.Factors[f].Width;
            for (int start = system.FirstEffect[f]; start < system.FirstEffect[f + 1]; start += k)
            {
                for (int i = 0; i < k * k; i++)
                {
                    ReadOnlySpan<double> own = product.AsSpan((start + (i % k)) * p, p);
                    sums.Trace[f][i] -= VectorKernels.Dot(withFixed.AsSpan((start + (i / k)) * p, p), own);
                    if (needsInformation)
                    {
                        sums.Information[f][i] -= VectorKernels.Dot(product.AsSpan((start + (i / k)) * p, p), own);
                    }
                }
            }
        }
    }

    private void SetInformation(CriterionDerivatives sums, CancellationToken cancellationToken)
    {
        if (!factor.Templates.Any(IsSingular))
        {
            for (int f = 0; f < limits.Length; f++)
            {
                Divide(factor.Templates[f], sums.Trace[f], sums.Information[f]);
            }

            return;
        }

        foreach (double[] information in sums.Information)
        {
            Array.Clear(information);
        }

        foreach (double nudge in (ReadOnlySpan<double>)[Nudge, -Nudge])
        {
            double[][] neighbour = [.. factor.Templates.Select(t => Nudged(t, nudge))];
            factor.Factor(neighbour, cancellationToken);
            Select(cancellationToken);
            Sum(neighbour, limits);
            for (int f = 0; f < limits.Length; f++)
            {
                Divide(neighbour[f], limits[f], second);
                VectorKernels.AddScaled(0.5, second.AsSpan(0, limits[f].Length), sums.Information[f]);
            }
        }
    }

    private static bool IsSingular(double[] template)
    {
        int k = (int)Math.Sqrt(template.Length);
        for (int i = 0; i < k; i++)
        {
            if (Math.Abs(template[i * (k + 1)]) < Nudge)
            {
                return true;
            }
        }

        return false;
    }

    private static double[] Nudged(double[] template, double nudge)
    {
        double[] result = [.. template];
        int k = (int)Math.Sqrt(template.Length);
        for (int i = 0; i < k; i++)
        {
            result[i * (k + 1)] = Math.Abs(template[i * (k + 1)]) < Nudge ? nudge : template[i * (k + 1)];
        }

        return result;
    }

    /// <summary>Λ⁻ᵀT, made symmetric.</summary>
    private void Divide(double[] template, double[] trace, Span<double> information)
    {
        int k = (int)Math.Sqrt(template.Length);
        for (int r = k - 1; r >= 0; r--)
        {
            for (int c = 0; c < k; c++)
            {
                double sum = trace[(r * k) + c];
                for (int t = r + 1; t < k; t++)
                {
                    sum -= template[(t * k) + r] * first[(t * k) + c];
                }

                first[(r * k) + c] = sum / template[(r * k) + r];
            }
        }

        for (int i = 0; i < k * k; i++)
        {
            information[i] = 0.5 * (first[i] + first[(i % k * k) + (i / k)]);
        }
    }
}
