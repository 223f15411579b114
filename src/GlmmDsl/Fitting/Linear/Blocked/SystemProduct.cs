using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Linear.Blocked;

/// <summary>A times a vector, through the sparse blocks.</summary>
internal static class SystemProduct
{
    /// <summary>With fewer fixed effects than this, the rows of X and y are read number by number: a kernel call per row would cost more than the work.</summary>
    public const int Few = 3;

    /// <summary>(result₁, resultₜ) = A(x₁, xₜ); the trailing vectors hold the other factors, X and y.</summary>
    public static void Multiply(BlockedSystem system, double[] leading, double[] trailing, double[] leadingResult, double[] trailingResult)
    {
        Array.Clear(trailingResult);
        if (system.LeadingWidth == 2 && system.FixedCount < Few)
        {
            MultiplyPairs(system, leading, trailing, leadingResult, trailingResult);
        }
        else
        {
            MultiplyLevels(system, leading, trailing, leadingResult, trailingResult);
        }

        MultiplyTrailing(system, trailing, trailingResult);
    }

    private static void MultiplyLevels(BlockedSystem system, double[] leading, double[] trailing, double[] leadingResult, double[] trailingResult)
    {
        int k = system.LeadingWidth;
        int m = system.RandomCount;
        int width = system.FixedCount + 1;
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
    }

    /// <summary>The first factor's part, written out for an intercept and a slope with few fixed effects.</summary>
    private static void MultiplyPairs(BlockedSystem system, double[] leading, double[] trailing, double[] leadingResult, double[] trailingResult)
    {
        int width = system.FixedCount + 1;
        ReadOnlySpan<double> coefficients = trailing.AsSpan(system.RandomCount, width);
        Span<double> withFixed = trailingResult.AsSpan(system.RandomCount, width);
        for (int level = 0; level < system.LeadingLevels; level++)
        {
            ReadOnlySpan<double> x = leading.AsSpan(level * 2, 2);
            (double x1, double x0) = (x[1], x[0]);
            ReadOnlySpan<double> own = system.LeadingDiagonal.AsSpan(level * 4, 4);
            ReadOnlySpan<double> first = system.LeadingFixed.AsSpan(2 * level * width, coefficients.Length);
            ReadOnlySpan<double> second = system.LeadingFixed.AsSpan(((2 * level) + 1) * width, coefficients.Length);
            double sum0 = 0;
            double sum1 = 0;
            for (int j = 0; j < coefficients.Length; j++)
            {
                sum0 += first[j] * coefficients[j];
                sum1 += second[j] * coefficients[j];
                withFixed[j] = withFixed[j] + (x0 * first[j]) + (x1 * second[j]);
            }

            double result0 = (own[0] * x0) + (own[1] * x1) + sum0;
            double result1 = (own[2] * x0) + (own[3] * x1) + sum1;
            for (int at = system.LeadingStart[level]; at < system.LeadingStart[level + 1]; at++)
            {
                int column = system.LeadingColumns[at];
                (double value0, double value1) = (system.LeadingValues[2 * at], system.LeadingValues[(2 * at) + 1]);
                result0 += value0 * trailing[column];
                result1 += value1 * trailing[column];
                trailingResult[column] += (value0 * x0) + (value1 * x1);
            }

            Span<double> result = leadingResult.AsSpan(level * 2, 2);
            (result[1], result[0]) = (result1, result0);
        }
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

                    // A row's own level is stored in full; every entry to its left also stands for its mirror image.
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
