using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting;

/// <summary>A times a vector, through the sparse blocks.</summary>
internal static class SystemProduct
{
    /// <summary>(result₁, resultₜ) = A(x₁, xₜ); the trailing vectors hold the other factors, X and y.</summary>
    public static void Multiply(BlockedSystem system, double[] leading, double[] trailing, double[] leadingResult, double[] trailingResult)
    {
        int k = system.LeadingWidth;
        int m = system.RandomCount;
        int width = system.FixedCount + 1;
        Array.Clear(trailingResult);
        for (int level = 0; level < system.LeadingLevels; level++)
        {
            ReadOnlySpan<double> x = leading.AsSpan(level * k, k);
            Span<double> result = leadingResult.AsSpan(level * k, k);
            for (int a = 0; a < k; a++)
            {
                ReadOnlySpan<double> withFixed = system.LeadingFixed.AsSpan(((level * k) + a) * width, width);
                result[a] = VectorKernels.Dot(system.LeadingDiagonal.AsSpan(((level * k) + a) * k, k), x)
                    + VectorKernels.Dot(withFixed, trailing.AsSpan(m, width));
                VectorKernels.AddScaled(x[a], withFixed, trailingResult.AsSpan(m, width));
            }

            for (int at = system.LeadingStart[level]; at < system.LeadingStart[level + 1]; at++)
            {
                int column = system.LeadingColumns[at];
                double sum = 0;
                for (int a = 0; a < k; a++)
                {
                    double value = system.LeadingValues[(at * k) + a];
                    result[a] += value * trailing[column];
                    sum += value * x[a];
                }

                trailingResult[column] += sum;
            }
        }

        MultiplyTrailing(system, trailing, trailingResult);
    }

    private static void MultiplyTrailing(BlockedSystem system, double[] x, double[] result)
    {
        int m = system.RandomCount;
        int width = system.FixedCount + 1;
        for (int f = 1; f < system.Layout.Factors.Length; f++)
        {
            int k = system.Layout.Factors[f].Width;
            int end = system.Offsets[f] + (system.Layout.Factors[f].Levels * k);
            for (int row = system.Offsets[f]; row < end; row++)
            {
                int own = system.Offsets[f] + ((row - system.Offsets[f]) / k * k);
                double sum = 0;
                for (int at = system.TrailingStart[row]; at < system.TrailingStart[row + 1]; at++)
                {
                    int column = system.TrailingColumns[at];
                    sum += system.TrailingValues[at] * x[column];

                    // A row's own level is stored in full; everything left of it stands for its mirror image too.
                    if (column < own)
                    {
                        result[column] += system.TrailingValues[at] * x[row];
                    }
                }

                result[row] += sum;
            }
        }

        for (int j = 0; j < width; j++)
        {
            ReadOnlySpan<double> withRandom = system.TrailingFixed.AsSpan(j * m, m);
            result[m + j] += VectorKernels.Dot(withRandom, x)
                + VectorKernels.Dot(system.FixedBlock.AsSpan(j * width, width), x.AsSpan(m, width));
            VectorKernels.AddScaled(x[m + j], withRandom, result);
        }
    }
}
