using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Linear.Blocked;

/// <summary>ΛM⁻¹_llΛᵀ of every level from the blocked factor: for the first factor H + HQH, for the others ΛS⁻¹_llΛᵀ.</summary>
internal static class BlockedCovariances
{
    /// <summary>For each factor, levels × k × k.</summary>
    /// <param name="factor">Evaluated; consumed.</param>
    /// <param name="cancellationToken">Checked between blocks of rows.</param>
    public static double[][] Of(BlockedFactor factor, CancellationToken cancellationToken)
    {
        BlockedSystem system = factor.System;
        double[][] result = [.. system.Layout.Factors.Select(f => new double[(long)f.Levels * f.Width * f.Width])];
        if (result.Length == 0)
        {
            return result;
        }

        var work = new double[factor.Factor.Length];
        DenseCholesky.Invert(factor.Factor, work, factor.Stride, system.RandomCount, cancellationToken);
        TrailingScaling.Apply(system, factor.Templates, transposed: true, factor.Factor, work, factor.Stride);
        SetLeading(factor, work, result[0]);
        for (int f = 1; f < result.Length; f++)
        {
            int k = system.Layout.Factors[f].Width;
            for (int row = 0; row < result[f].Length / k; row++)
            {
                int first = system.Offsets[f] + (row / k * k);
                work.AsSpan(((system.Offsets[f] + row) * factor.Stride) + first, k).CopyTo(result[f].AsSpan(row * k));
            }
        }

        return result;
    }

    private static void SetLeading(BlockedFactor factor, double[] inverse, double[] result)
    {
        BlockedSystem system = factor.System;
        int k = system.LeadingWidth;
        int size = k * k;
        var scratch = new LevelScratch(k);
        var half = new double[size];
        for (int level = 0; level < system.LeadingLevels; level++)
        {
            Span<double> block = result.AsSpan(level * size, size);
            scratch.SetLevel(
                factor.Templates[0], factor.LeadingFactor.AsSpan(level * size, size), system.LeadingDiagonal.AsSpan(level * size, size), k);
            SelectedProduct.Compute(system, inverse, factor.Stride, level, withFixed: false, scratch.Outer, scratch.Partial);
            SmallBlocks.Multiply(scratch.Outer, scratch.Shrunk, half, k);
            SmallBlocks.Multiply(scratch.Shrunk, half, block, k);
            VectorKernels.AddScaled(1, scratch.Shrunk[..size], block);
        }
    }
}
