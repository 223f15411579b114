using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Linear.Blocked;

/// <summary>The k × k algebra of one level in <see cref="InverseTraces"/>, with its scratch memory.</summary>
internal sealed class LevelScratch(int width)
{
    private readonly double[] inverse = new double[width * width];
    private readonly double[] rotated = new double[width * width];
    private readonly double[] complement = new double[width * width];
    private readonly double[] first = new double[width * width];
    private readonly double[] second = new double[width * width];

    /// <summary>Q of the current level.</summary>
    public double[] Outer { get; } = new double[width * width];

    /// <summary>2k numbers for sums over columns.</summary>
    public double[] Partial { get; } = new double[2 * width];

    /// <summary>H = ΛM₁₁⁻¹Λᵀ of the level last set.</summary>
    public ReadOnlySpan<double> Shrunk => second;

    /// <summary>B = I − HA of the level last set.</summary>
    public ReadOnlySpan<double> Complement => complement;

    /// <summary>Computes Λ⁻¹ for <see cref="AddByInverse"/>; returns its largest absolute entry, infinite for a singular Λ.</summary>
    public double InvertTemplate(double[] template, int k)
    {
        for (int i = 0; i < k; i++)
        {
            if (template[(i * k) + i] == 0)
            {
                return double.PositiveInfinity;
            }
        }

        SmallBlocks.InvertLower(template, inverse, k);
        double largest = 0;
        for (int i = 0; i < k * k; i++)
        {
            largest = Math.Max(largest, Math.Abs(inverse[i]));
        }

        return largest;
    }

    /// <summary>Adds Λ⁻ᵀ(I − S⁻¹_ll)Λ⁻¹ for the level whose first row and column is given.</summary>
    public void AddByInverse(double[] matrix, int start, int stride, int k, double[] target)
    {
        for (int r = 0; r < k; r++)
        {
            for (int c = 0; c < k; c++)
            {
                rotated[(r * k) + c] = (r == c ? 1 : 0) - matrix[((start + r) * stride) + start + c];
            }
        }

        SmallBlocks.Multiply(rotated, inverse, complement, k);
        SmallBlocks.MultiplyTransposed(inverse, complement, rotated, k);
        VectorKernels.AddScaled(1, rotated.AsSpan(0, k * k), target);
    }

    /// <summary>Computes M₁₁⁻¹Λᵀ, H and B = I − HA for a level of the first factor.</summary>
    /// <param name="template">Λ.</param>
    /// <param name="factor">The Cholesky factor of the level's block of M.</param>
    /// <param name="a">The level's block of ZᵀWZ.</param>
    /// <param name="k">The order.</param>
    public void SetLevel(double[] template, ReadOnlySpan<double> factor, ReadOnlySpan<double> a, int k)
    {
        if (k == 2)
        {
            PairBlock lambda = PairBlock.Of(template);
            PairBlock lower = PairBlock.InverseOfLower(factor);
            PairBlock half = lower.Transposed * (lower * lambda.Transposed);
            PairBlock shrunk = lambda * half;
            half.CopyTo(rotated);
            shrunk.CopyTo(second);
            PairBlock.FromIdentity(shrunk * PairBlock.Of(a)).CopyTo(complement);
            return;
        }

        SmallBlocks.InvertLower(factor, first, k);
        SmallBlocks.MultiplyByTransposed(first, template, second, k);
        SmallBlocks.MultiplyTransposed(first, second, rotated, k);
        SmallBlocks.Multiply(template, rotated, second, k);
        SmallBlocks.Multiply(second, a, complement, k);
        for (int i = 0; i < k; i++)
        {
            for (int j = 0; j < k; j++)
            {
                complement[(i * k) + j] = (i == j ? 1 : 0) - complement[(i * k) + j];
            }
        }
    }

    /// <summary>Adds M₁₁⁻¹Λᵀ(A − QB) and AB − BᵀQB for the level set last.</summary>
    public void AddLevel(ReadOnlySpan<double> a, int k, double[] trace, double[] information)
    {
        if (k == 2)
        {
            (PairBlock own, PairBlock b) = (PairBlock.Of(a), PairBlock.Of(complement));
            PairBlock product = PairBlock.Of(Outer) * b;
            (PairBlock.Of(rotated) * (own - product)).AddTo(trace);
            (PairBlock.Of(information) - (b.Transposed * product) + (own * b)).CopyTo(information);
            return;
        }

        SmallBlocks.Multiply(Outer, complement, first, k);
        SmallBlocks.MultiplyTransposed(complement, first, second, k);
        for (int i = 0; i < k * k; i++)
        {
            information[i] -= second[i];
            first[i] = a[i] - first[i];
        }

        SmallBlocks.Multiply(rotated, first, second, k);
        VectorKernels.AddScaled(1, second.AsSpan(0, k * k), trace);
        SmallBlocks.Multiply(a, complement, second, k);
        VectorKernels.AddScaled(1, second.AsSpan(0, k * k), information);
    }

    /// <summary>Computes D = AB and D − 2BᵀQB for the level set last.</summary>
    public void Information(ReadOnlySpan<double> a, int k, double[] diagonal, double[] difference)
    {
        if (k == 2)
        {
            PairBlock b = PairBlock.Of(complement);
            PairBlock own = PairBlock.Of(a) * b;
            PairBlock outer = b.Transposed * (PairBlock.Of(Outer) * b);
            own.CopyTo(diagonal);
            (own - (outer + outer)).CopyTo(difference);
            return;
        }

        SmallBlocks.Multiply(a, complement, diagonal, k);
        SmallBlocks.Multiply(Outer, complement, first, k);
        SmallBlocks.MultiplyTransposed(complement, first, second, k);
        for (int i = 0; i < k * k; i++)
        {
            difference[i] = diagonal[i] - (2 * second[i]);
        }
    }
}
