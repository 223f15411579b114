using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Rows;

/// <summary>Products of Z with vectors over a range of rows; the vectors begin at the first row of the range.</summary>
internal static class RandomProducts
{
    /// <summary>η += Zb for one linear predictor, Z its own columns.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="start">The first row.</param>
    /// <param name="b">Random effects.</param>
    /// <param name="eta">One number per row.</param>
    /// <param name="predictor">The predictor.</param>
    public static void AddRandom(this GeneralizedRows rows, int start, EffectsVector b, Span<double> eta, int predictor)
    {
        if (rows.Groups.Length > 0)
        {
            AddLeading(rows, start, b.Leading, eta, predictor);
        }

        for (int f = 1; f < rows.Groups.Length; f++)
        {
            GroupRows group = rows.Groups[f];
            ReadOnlySpan<double> effects = b.Trailing.AsSpan(group.Offset, group.Count);
            ReadOnlySpan<int> codes = group.Codes.AsSpan(start, eta.Length);
            if (group.IsIntercept && group.Predictors[0] == predictor)
            {
                for (int i = 0; i < codes.Length; i++)
                {
                    eta[i] += effects[codes[i]];
                }

                continue;
            }

            for (int c = 0; c < group.Width; c++)
            {
                if (group.Predictors[c] != predictor)
                {
                    continue;
                }

                double[]? column = group.Columns[c];
                for (int i = 0; i < codes.Length; i++)
                {
                    double effect = effects[(codes[i] * group.Width) + c];
                    eta[i] += column is null ? effect : effect * column[start + i];
                }
            }
        }
    }

    /// <summary>g += Zᵀr for one linear predictor, Z its own columns.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="start">The first row.</param>
    /// <param name="r">One number per row.</param>
    /// <param name="g">Receives the sums.</param>
    /// <param name="predictor">The predictor.</param>
    public static void Project(this GeneralizedRows rows, int start, ReadOnlySpan<double> r, EffectsVector g, int predictor)
    {
        if (rows.Groups.Length > 0)
        {
            ProjectLeading(rows, start, r, g.Leading, predictor);
        }

        for (int f = 1; f < rows.Groups.Length; f++)
        {
            GroupRows group = rows.Groups[f];
            Span<double> sums = g.Trailing.AsSpan(group.Offset, group.Count);
            ReadOnlySpan<int> codes = group.Codes.AsSpan(start, r.Length);
            if (group.IsIntercept && group.Predictors[0] == predictor)
            {
                for (int i = 0; i < codes.Length; i++)
                {
                    sums[codes[i]] += r[i];
                }

                continue;
            }

            for (int c = 0; c < group.Width; c++)
            {
                if (group.Predictors[c] != predictor)
                {
                    continue;
                }

                double[]? column = group.Columns[c];
                for (int i = 0; i < codes.Length; i++)
                {
                    sums[(codes[i] * group.Width) + c] += column is null ? r[i] : r[i] * column[start + i];
                }
            }
        }
    }

    private static void AddLeading(GeneralizedRows rows, int start, double[] b, Span<double> eta, int predictor)
    {
        GroupRows leading = rows.Groups[0];
        int end = start + eta.Length;
        for (int first = start; first < end;)
        {
            int level = leading.Codes[first];
            int last = Math.Min(end, rows.LevelStart[level + 1]);
            Span<double> part = eta[(first - start)..(last - start)];
            for (int c = 0; c < leading.Width; c++)
            {
                if (leading.Predictors[c] != predictor)
                {
                    continue;
                }

                double effect = b[(level * leading.Width) + c];
                if (leading.Columns[c] is { } column)
                {
                    VectorKernels.AddScaled(effect, column.AsSpan(first, part.Length), part);
                }
                else
                {
                    VectorKernels.AddConstant(effect, part, part);
                }
            }

            first = last;
        }
    }

    private static void ProjectLeading(GeneralizedRows rows, int start, ReadOnlySpan<double> r, double[] sums, int predictor)
    {
        GroupRows leading = rows.Groups[0];
        int end = start + r.Length;
        for (int first = start; first < end;)
        {
            int level = leading.Codes[first];
            int last = Math.Min(end, rows.LevelStart[level + 1]);
            ReadOnlySpan<double> part = r[(first - start)..(last - start)];
            for (int c = 0; c < leading.Width; c++)
            {
                if (leading.Predictors[c] != predictor)
                {
                    continue;
                }

                sums[(level * leading.Width) + c] += leading.Columns[c] is { } column
                    ? VectorKernels.Dot(column.AsSpan(first, part.Length), part)
                    : VectorKernels.Sum(part);
            }

            first = last;
        }
    }
}
