using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Factor;

/// <summary>
/// The trailing part of the selected inverse, Ĥ₂₂ = Λ₂(M⁻¹)₂₂Λ₂ᵀ, and of the traces of N = M⁻¹ΛᵀZᵀWZ. For columns of the diagonal part only the pattern
/// is computed.
/// </summary>
internal sealed class TrailingInverse
{
    private readonly GeneralizedRows rows;
    private readonly CovarianceTemplates templates;
    private readonly double[][] trace;
    private readonly bool isScalar;
    private readonly double[] inverse;
    private readonly double[] half;

    /// <summary>Makes the workspace.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="templates">Λ.</param>
    /// <param name="trace">For each factor Σ N_ll; those of the trailing factors are filled in.</param>
    public TrailingInverse(GeneralizedRows rows, CovarianceTemplates templates, double[][] trace)
    {
        this.rows = rows;
        this.templates = templates;
        this.trace = trace;
        int m = rows.TrailingCount;
        isScalar = rows.Groups.Skip(1).All(g => g.Width == 1);
        inverse = new double[checked(m * m)];
        half = isScalar ? [] : new double[inverse.Length];
        Hat = isScalar ? inverse : new double[inverse.Length];
    }

    /// <summary>Ĥ₂₂, m × m row-major.</summary>
    public double[] Hat { get; }

    /// <summary>Computes it from a factor, which is left as it is.</summary>
    public void Compute(BlockedPenalizedFactor factor)
    {
        int m = rows.TrailingCount;
        factor.Dense.Invert(factor.Lower, factor.Stride, inverse, m, factor.CancellationToken);

        if (isScalar)
        {
            ScaleTrailing(factor);
            return;
        }

        // half = S⁻¹Λᵀ, and hat = Λ half.
        inverse.CopyTo(half, 0);
        for (int i = 0; i < m; i++)
        {
            templates.ApplyToTrailingRow(half.AsSpan(i * m, m), transposed: true);
        }

        for (int f = 1; f < rows.Groups.Length; f++)
        {
            GroupRows group = rows.Groups[f];
            int k = group.Width;
            double[] lambda = templates.Values[f];
            for (int first = group.Offset; first < group.Offset + group.Count; first += k)
            {
                for (int r = 0; r < k; r++)
                {
                    Span<double> row = Hat.AsSpan((first + r) * m, m);
                    VectorKernels.Scale(lambda[(r * k) + r], half.AsSpan((first + r) * m, m), row);
                    for (int c = 0; c < r; c++)
                    {
                        VectorKernels.AddScaled(lambda[(r * k) + c], half.AsSpan((first + c) * m, m), row);
                    }
                }
            }

            SumTrailing(factor, f);
        }
    }

    /// <summary>
    /// Computes Ĥ, in place of the inverse, and the traces where every trailing factor has one column: Λ is one number per factor, and all loops run along rows. Each
    /// row scales its own entries and, in the diagonal part, their mirror images in other rows of that part.
    /// </summary>
    private void ScaleTrailing(BlockedPenalizedFactor factor)
    {
        int m = rows.TrailingCount;
        for (int f = 1; f < rows.Groups.Length; f++)
        {
            Array.Clear(trace[f]);
        }

        for (int f = 1; f <= rows.DiagonalFactors; f++)
        {
            GroupRows group = rows.Groups[f];
            for (int i = group.Offset; i < group.Offset + group.Count; i++)
            {
                ScaleDiagonal(factor, f, i);
            }
        }

        for (int f = rows.DiagonalFactors + 1; f < rows.Groups.Length; f++)
        {
            GroupRows group = rows.Groups[f];
            double lambda = templates.Values[f][0];
            for (int i = group.Offset; i < group.Offset + group.Count; i++)
            {
                Span<double> row = inverse.AsSpan(i * m, m);
                ReadOnlySpan<double> schur = factor.Schur.AsSpan(i * factor.Stride, i + 1);
                trace[f][0] += lambda * row[i] * schur[i];
                for (int g = 1; g < rows.Groups.Length; g++)
                {
                    GroupRows other = rows.Groups[g];
                    double otherLambda = templates.Values[g][0];
                    Span<double> part = row.Slice(other.Offset, other.Count);
                    int count = Math.Min(other.Count, i - other.Offset);
                    if (count > 0)
                    {
                        // An entry of the lower triangle also stands for its mirror image.
                        double sum = VectorKernels.Dot(part[..count], schur.Slice(other.Offset, count));
                        trace[g][0] += lambda * sum;
                        trace[f][0] += otherLambda * sum;
                    }

                    VectorKernels.Scale(lambda * otherLambda, part, part);
                }
            }
        }
    }

    /// <summary>
    /// Handles a row of the diagonal part: itself and its pattern, with the mirror images in other rows of that part. The remaining rows add their own mirror images.
    /// </summary>
    private void ScaleDiagonal(BlockedPenalizedFactor factor, int f, int i)
    {
        int m = rows.TrailingCount;
        int at = i * (m + 1);
        double lambda = templates.Values[f][0];
        trace[f][0] += lambda * inverse[at] * factor.Schur[i * (factor.Stride + 1)];
        inverse[at] *= lambda * lambda;
        foreach (int column in rows.Diagonal.Of(i))
        {
            int other = f + 1;
            while (column >= rows.Groups[other].Offset + rows.Groups[other].Count)
            {
                other++;
            }

            double otherLambda = templates.Values[other][0];
            double entry = inverse[(i * m) + column];
            inverse[(i * m) + column] = lambda * otherLambda * entry;
            if (column < rows.Diagonal.Count)
            {
                double sum = entry * factor.Schur[(column * factor.Stride) + i];
                inverse[(column * m) + i] = lambda * otherLambda * entry;
                trace[f][0] += otherLambda * sum;
                trace[other][0] += lambda * sum;
            }
        }
    }

    /// <summary>Σ (S⁻¹ΛᵀÃ)_ll of one trailing factor; Ã is read from its lower triangle.</summary>
    private void SumTrailing(BlockedPenalizedFactor factor, int f)
    {
        int m = rows.TrailingCount;
        GroupRows group = rows.Groups[f];
        int k = group.Width;
        Array.Clear(trace[f]);
        for (int first = group.Offset; first < group.Offset + group.Count; first += k)
        {
            for (int c = 0; c < k; c++)
            {
                ReadOnlySpan<double> row = half.AsSpan((first + c) * m, m);
                for (int r = 0; r < k; r++)
                {
                    int column = first + r;
                    double sum = VectorKernels.Dot(row[..(column + 1)], factor.Schur.AsSpan(column * factor.Stride, column + 1));
                    for (int i = column + 1; i < m; i++)
                    {
                        sum += row[i] * factor.Schur[(i * factor.Stride) + column];
                    }

                    trace[f][(c * k) + r] += sum;
                }
            }
        }
    }
}
