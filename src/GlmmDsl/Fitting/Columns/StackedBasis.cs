using System.Collections.Immutable;

namespace GlmmDsl.Fitting.Columns;

/// <summary>The coefficients of several fixed parts, one after another, each in the columns of its own basis.</summary>
internal sealed class StackedBasis
{
    private readonly ImmutableArray<FixedBasis> parts;
    private readonly int[] start;

    /// <summary>Stacks bases.</summary>
    public StackedBasis(ImmutableArray<FixedBasis> parts)
    {
        this.parts = parts;
        start = [0, .. parts.Select((_, k) => parts.Take(k + 1).Sum(p => p.Kept.Length))];
    }

    /// <summary>The number of coefficients of all parts.</summary>
    public int Count => start[^1];

    /// <summary>Where the coefficients of a part are.</summary>
    public Range Of(int part) => start[part]..start[part + 1];

    /// <summary>β̂ in user units.</summary>
    public double[] Coefficients(ReadOnlySpan<double> internalCoefficients)
    {
        var result = new double[Count];
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
        for (int k = 0; k < parts.Length; k++)
        {
            parts[k].ToInternal(beta[Of(k)]).CopyTo(result.AsSpan(Of(k)));
        }

        return result;
    }

    /// <summary>The gradient in β in user units from that in the internal coefficients.</summary>
    public void GradientToUser(ReadOnlySpan<double> gradient, Span<double> result)
    {
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
        int p = parts[part].Kept.Length;
        var own = new double[p * p];
        for (int i = 0; i < p; i++)
        {
            internalCovariance.Slice(((start[part] + i) * Count) + start[part], p).CopyTo(own.AsSpan(i * p));
        }

        return parts[part].Covariance(own);
    }
}
