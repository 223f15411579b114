using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting;

/// <summary>
/// The joint covariance of the coefficients of several linear predictors and random effects that all have one grouping factor, kept without rows: given the parameters the effects of a level are
/// independent of those of others. In the user's units; safe to use from several threads.
/// </summary>
internal sealed class LevelEffects : EffectsCovariance
{
    private readonly int[] first;
    private readonly int width;
    private readonly double[] covariance;

    /// <summary>Takes what is known.</summary>
    /// <param name="widths">For each term of all predictors its number of columns.</param>
    /// <param name="blocks">For each level the covariance of its effects given the parameters, w × w, w the sum of the widths.</param>
    /// <param name="slopes">For each parameter the derivatives of the conditional modes, levels × w.</param>
    /// <param name="covariance">The covariance of the parameters.</param>
    public LevelEffects(int[] widths, double[] blocks, double[][] slopes, double[,] covariance)
    {
        first = [.. widths.Select((_, t) => widths.Take(t).Sum())];
        width = widths.Sum();
        Blocks = blocks;
        Slopes = slopes;
        this.covariance = [.. covariance.Cast<double>()];
    }

    /// <summary>For each level the covariance of its effects, w × w.</summary>
    public double[] Blocks { get; }

    /// <summary>For each parameter the derivatives of the conditional modes, levels × w.</summary>
    public double[][] Slopes { get; }

    /// <inheritdoc/>
    public override double Dispersion => 1;

    /// <inheritdoc/>
    public override bool CountsParameters => true;

    /// <inheritdoc/>
    public override PreparedContrast Prepare(EffectsContrast contrast)
    {
        var gradient = new double[Slopes.Length];
        contrast.Fixed.CopyTo(gradient, 0);
        var levels = new SortedDictionary<int, double[]>();
        foreach ((int term, int level, int column, double weight) in contrast.Random)
        {
            if (!levels.TryGetValue(level, out double[]? own))
            {
                levels.Add(level, own = new double[width]);
            }

            int place = first[term] + column;
            own[place] += weight;
            for (int j = 0; j < gradient.Length; j++)
            {
                gradient[j] += weight * Slopes[j][(level * width) + place];
            }
        }

        return new PreparedContrast { Fixed = gradient, Rest = gradient, Nodes = [.. levels.Keys], Spherical = [.. levels.Values] };
    }

    /// <inheritdoc/>
    public override double Of(PreparedContrast first, PreparedContrast second, CancellationToken cancellationToken = default)
    {
        double sum = 0;
        for (int i = 0; i < Slopes.Length; i++)
        {
            sum += first.Fixed[i] == 0 ? 0 : first.Fixed[i] * VectorKernels.Dot(Row(i), second.Fixed);
        }

        for (int a = 0; a < first.Nodes.Length; a++)
        {
            int b = Array.IndexOf(second.Nodes, first.Nodes[a]);
            for (int r = 0; r < width && b >= 0; r++)
            {
                sum += first.Spherical[a][r] * VectorKernels.Dot(Blocks.AsSpan(((first.Nodes[a] * width) + r) * width, width), second.Spherical[b]);
            }
        }

        return sum;
    }

    /// <inheritdoc/>
    public override void Of(ReadOnlySpan<PreparedContrast> contrasts, double[] covariances, CancellationToken cancellationToken = default)
    {
        int m = contrasts.Length;
        for (int a = 0; a < m; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                covariances[(a * m) + b] = covariances[(b * m) + a] = Of(contrasts[a], contrasts[b], cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public override void WithCoefficients(PreparedContrast contrast, Span<double> covariances)
    {
        for (int i = 0; i < covariances.Length; i++)
        {
            covariances[i] = VectorKernels.Dot(Row(i), contrast.Fixed);
        }
    }

    private ReadOnlySpan<double> Row(int i) => covariance.AsSpan(i * Slopes.Length, Slopes.Length);
}
