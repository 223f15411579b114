using System.Collections.Immutable;

namespace GlmmDsl.Fitting.Columns;

/// <summary>
/// The coefficients of several fixed parts, one after another, each in the columns of its own basis. The user's coefficients of an ordinal model are those of the one fixed part without its
/// intercept, followed by the thresholds; the internal ones are those with the intercept α, followed by the distances τ of the other thresholds from the lowest, which is −α.
/// </summary>
internal sealed class StackedBasis
{
    private readonly ImmutableArray<FixedBasis> parts;
    private readonly int[] start;
    private readonly bool hasThresholds;
    private readonly int distances;

    /// <summary>Stacks bases.</summary>
    public StackedBasis(ImmutableArray<FixedBasis> parts)
    {
        this.parts = parts;
        start = [0, .. parts.Select((_, k) => parts.Take(k + 1).Sum(p => p.Kept.Length))];
    }

    /// <summary>The coefficients of an ordinal model.</summary>
    /// <param name="conditional">The columns of the conditional predictor, the intercept first.</param>
    /// <param name="distances">The number of thresholds beside the lowest.</param>
    public StackedBasis(FixedBasis conditional, int distances)
    {
        hasThresholds = true;
        this.distances = distances;
        parts = [conditional];
        int p = conditional.Kept.Length;
        start = [0, p - 1, p + distances];
    }

    /// <summary>The number of coefficients of all parts.</summary>
    public int Count => start[^1];

    /// <summary>Where the user's coefficients of a part are; of an ordinal model the thresholds are part 1.</summary>
    public Range Of(int part) => start[part]..start[part + 1];

    /// <summary>What an internal linear predictor is above the user's: the intercept, of an ordinal model.</summary>
    public double Shift(ReadOnlySpan<double> internalCoefficients) => hasThresholds ? parts[0].Coefficients(internalCoefficients[..^distances])[0] : 0;

    /// <summary>β̂ in user units.</summary>
    public double[] Coefficients(ReadOnlySpan<double> internalCoefficients)
    {
        var result = new double[Count];
        if (hasThresholds)
        {
            double[] conditional = parts[0].Coefficients(internalCoefficients[..^distances]);
            conditional.AsSpan(1).CopyTo(result);
            result[conditional.Length - 1] = -conditional[0];
            for (int j = 0; j < distances; j++)
            {
                result[conditional.Length + j] = internalCoefficients[conditional.Length + j] - conditional[0];
            }

            return result;
        }

        for (int k = 0; k < parts.Length; k++)
        {
            parts[k].Coefficients(internalCoefficients[Of(k)]).CopyTo(result.AsSpan(Of(k)));
        }

        return result;
    }

    /// <summary>The internal coefficients of β in user units.</summary>
    public double[] ToInternal(ReadOnlySpan<double> beta)
    {
        var result = new double[Count];
        if (hasThresholds)
        {
            int p = parts[0].Kept.Length;
            parts[0].ToInternal([-beta[p - 1], .. beta[..(p - 1)]]).CopyTo(result, 0);
            for (int j = 0; j < distances; j++)
            {
                result[p + j] = beta[p + j] - beta[p - 1];
            }

            return result;
        }

        for (int k = 0; k < parts.Length; k++)
        {
            parts[k].ToInternal(beta[Of(k)]).CopyTo(result.AsSpan(Of(k)));
        }

        return result;
    }

    /// <summary>The gradient in β in user units from that in the internal coefficients.</summary>
    public void GradientToUser(ReadOnlySpan<double> gradient, Span<double> result)
    {
        if (hasThresholds)
        {
            int p = parts[0].Kept.Length;
            var conditional = new double[p];
            parts[0].GradientToUser(gradient[..p], conditional);
            conditional.AsSpan(1).CopyTo(result);
            result[p - 1] = -conditional[0];
            for (int j = 0; j < distances; j++)
            {
                result[p + j] = gradient[p + j];
                result[p - 1] -= gradient[p + j];
            }

            return;
        }

        for (int k = 0; k < parts.Length; k++)
        {
            parts[k].GradientToUser(gradient[Of(k)], result[Of(k)]);
        }
    }

    /// <summary>The covariance of one part's β̂ from that of all internal coefficients.</summary>
    /// <param name="internalCovariance">Count × Count, row-major.</param>
    /// <param name="part">The part.</param>
    public double[,] Covariance(ReadOnlySpan<double> internalCovariance, int part)
    {
        if (hasThresholds)
        {
            return MappedCovariance(internalCovariance, Of(part));
        }

        int p = parts[part].Kept.Length;
        var own = new double[p * p];
        for (int i = 0; i < p; i++)
        {
            internalCovariance.Slice(((start[part] + i) * Count) + start[part], p).CopyTo(own.AsSpan(i * p));
        }

        return parts[part].Covariance(own);
    }

    /// <summary>The covariance of all coefficients of an ordinal model, thresholds last.</summary>
    /// <param name="internalCovariance">Count × Count, row-major.</param>
    public double[,] Covariance(ReadOnlySpan<double> internalCovariance) => MappedCovariance(internalCovariance, ..Count);

    /// <summary>TCTᵀ of a range of coefficients, T the map from the internal ones, which is linear.</summary>
    private double[,] MappedCovariance(ReadOnlySpan<double> covariance, Range range)
    {
        (int first, int count) = range.GetOffsetAndLength(Count);
        var map = new double[count, Count];
        var unit = new double[Count];
        for (int j = 0; j < unit.Length; j++)
        {
            unit[j] = 1;
            double[] column = Coefficients(unit);
            unit[j] = 0;
            for (int i = 0; i < count; i++)
            {
                map[i, j] = column[first + i];
            }
        }

        var result = new double[count, count];
        var half = new double[Count];
        for (int i = 0; i < count; i++)
        {
            for (int k = 0; k < half.Length; k++)
            {
                half[k] = 0;
                for (int l = 0; l < half.Length; l++)
                {
                    half[k] += map[i, l] * covariance[(l * Count) + k];
                }
            }

            for (int j = 0; j < count; j++)
            {
                for (int k = 0; k < half.Length; k++)
                {
                    result[i, j] += half[k] * map[j, k];
                }
            }
        }

        return result;
    }
}
