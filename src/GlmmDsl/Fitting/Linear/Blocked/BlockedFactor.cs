using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Linear.Blocked;

/// <summary>
/// The profiled criterion of a linear mixed model at one θ (internal columns), by the blocked Cholesky factor of Bates et al. (2015), section
/// 3.4. Owns all the memory an evaluation needs, so that an evaluation allocates nothing; one instance serves one thread.
/// </summary>
internal sealed class BlockedFactor
{
    private const int LevelsBetweenChecks = 256;

    /// <summary>From this many coefficients on a vector kernel pays for its call.</summary>
    private const int ManyCoefficients = 16;

    private readonly double[] weightedColumns;
    private readonly double[] half;
    private readonly double[] weights;

    /// <summary>Makes the workspace.</summary>
    /// <param name="system">The cross-products in internal columns.</param>
    /// <param name="reml">Whether REML is used; otherwise ML.</param>
    public BlockedFactor(BlockedSystem system, bool reml)
    {
        System = system;
        IsReml = reml;
        Stride = system.Order;
        Templates = [.. system.Layout.Factors.Select(f => new double[f.Width * f.Width])];
        LeadingFactor = new double[system.LeadingLevels * system.LeadingWidth * system.LeadingWidth];
        Schur = new double[(long)system.Order * Stride];
        Factor = new double[Schur.Length];
        int widest = 0;
        for (int i = 0; i < system.LeadingLevels; i++)
        {
            widest = Math.Max(widest, system.LeadingStart[i + 1] - system.LeadingStart[i]);
        }

        widest += system.FixedCount + 1;
        weightedColumns = new double[widest * Math.Max(1, system.LeadingWidth)];
        half = new double[System.LeadingWidth * System.LeadingWidth];
        weights = new double[half.Length];
    }

    /// <summary>The system.</summary>
    public BlockedSystem System { get; }

    /// <summary>Whether REML is used; otherwise ML.</summary>
    public bool IsReml { get; }

    /// <summary>Row stride of the dense matrices.</summary>
    public int Stride { get; }

    /// <summary>Λ of a level, for each factor, k × k row-major.</summary>
    public double[][] Templates { get; }

    /// <summary>Cholesky factors of the blocks of M of the first factor.</summary>
    public double[] LeadingFactor { get; }

    /// <summary>Ã: the trailing system after the first factor is eliminated, before Λ is applied to it; lower triangle, with the diagonal blocks of levels in full.</summary>
    public double[] Schur { get; }

    /// <summary>The Cholesky factor of Λ̃ᵀÃΛ̃ + I for the other random effects, X and y.</summary>
    public double[] Factor { get; }

    /// <summary>r², the penalised residual sum of squares, in internal units.</summary>
    public double ResidualSquare { get; private set; }

    /// <summary>n, or n − p under REML.</summary>
    public double Denominator => System.RowCount - (IsReml ? System.Rank : 0);

    /// <summary>σ̂² in internal units.</summary>
    public double Variance => ResidualSquare / Denominator;

    /// <summary>
    /// log|L|² (+ log|R_X|²) + N[1 + log(2πr²/N)]; infinite where the factorisation fails (θ beyond the precision of numbers) or nothing is
    /// left of the response.
    /// </summary>
    /// <param name="entries">λ about the internal columns.</param>
    /// <param name="cancellationToken">Checked between levels of the first factor and between blocks of the dense factor.</param>
    public double Evaluate(ReadOnlySpan<double> entries, CancellationToken cancellationToken)
    {
        System.Layout.Fill(entries, Templates);
        LoadTrailing();
        double logDeterminant = EliminateLeading(cancellationToken);
        MirrorOwnLevels();
        TrailingScaling.Apply(System, Templates, transposed: false, Schur, Factor, Stride);
        for (int i = 0; i < System.RandomCount; i++)
        {
            Factor[(i * Stride) + i] += 1;
        }

        if (!double.IsFinite(logDeterminant) || !DenseCholesky.Factor(Factor, Stride, System.Order, cancellationToken))
        {
            return double.PositiveInfinity;
        }

        int determinantOrder = System.RandomCount + (IsReml ? System.FixedCount : 0);
        for (int i = 0; i < determinantOrder; i++)
        {
            logDeterminant += 2 * Math.Log(Factor[(i * Stride) + i]);
        }

        int last = System.Order - 1;
        ResidualSquare = Factor[(last * Stride) + last] * Factor[(last * Stride) + last];
        return logDeterminant + (Denominator * (1 + Math.Log(2 * Math.PI * ResidualSquare / Denominator)));
    }

    private void LoadTrailing()
    {
        int m = System.RandomCount;
        for (int i = 0; i < m; i++)
        {
            Schur.AsSpan(i * Stride, i + 1).Clear();
            for (int at = System.TrailingStart[i]; at < System.TrailingStart[i + 1]; at++)
            {
                Schur[(i * Stride) + System.TrailingColumns[at]] = System.TrailingValues[at];
            }
        }

        int width = System.FixedCount + 1;
        for (int j = 0; j < width; j++)
        {
            System.TrailingFixed.AsSpan(j * m, m).CopyTo(Schur.AsSpan((m + j) * Stride, m));
            System.FixedBlock.AsSpan(j * width, width).CopyTo(Schur.AsSpan(((m + j) * Stride) + m, width));
        }
    }

    /// <summary>Mirrors the lower triangle inside the diagonal block of each level: Λ mixes its rows.</summary>
    private void MirrorOwnLevels()
    {
        for (int f = 1; f < System.Layout.Factors.Length; f++)
        {
            int k = System.Layout.Factors[f].Width;
            int end = System.Offsets[f] + (System.Layout.Factors[f].Levels * k);
            for (int first = System.Offsets[f]; k > 1 && first < end; first += k)
            {
                for (int a = first; a < first + k; a++)
                {
                    for (int b = first; b < a; b++)
                    {
                        Schur[(b * Stride) + a] = Schur[(a * Stride) + b];
                    }
                }
            }
        }
    }

    /// <summary>Ã −= (L⁻¹ΛᵀA₁ₜ)ᵀ(L⁻¹ΛᵀA₁ₜ), level by level of the first factor; returns its part of log|M|.</summary>
    private double EliminateLeading(CancellationToken cancellationToken)
    {
        int k = System.LeadingWidth;
        int size = k * k;
        double product = 1;
        double logarithm = 0;

        // A single wide level takes long, and so do many fixed effects.
        int between = Math.Max(1, LevelsBetweenChecks / (1 + ((k + System.FixedCount) / 8)));
        for (int level = 0; level < System.LeadingLevels; level++)
        {
            if (level % between == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            Span<double> l = LeadingFactor.AsSpan(level * size, size);
            product *= SmallBlocks.PenalizedCholesky(System.LeadingDiagonal.AsSpan(level * size, size), Templates[0], l, half, k);
            if (product is > 1e100 or < 1)
            {
                logarithm += Math.Log(product);
                product = 1;
            }

            int count = k == 1 ? WeightScalars(level, l[0]) : WeightBlocks(level, l);
            SubtractOuter(level, count, k);
        }

        return logarithm + Math.Log(product);
    }

    private int WeightScalars(int level, double l)
    {
        double factor = Templates[0][0] / l;
        int start = System.LeadingStart[level];
        int count = System.LeadingStart[level + 1] - start;
        int width = System.FixedCount + 1;
        VectorKernels.Scale(factor, System.LeadingValues.AsSpan(start, count), weightedColumns);
        VectorKernels.Scale(factor, System.LeadingFixed.AsSpan(level * width, width), weightedColumns.AsSpan(count));
        return count;
    }

    private int WeightBlocks(int level, ReadOnlySpan<double> l)
    {
        int k = System.LeadingWidth;
        SmallBlocks.InvertLower(l, half, k);
        SmallBlocks.MultiplyByTransposed(half, Templates[0], weights, k);
        int start = System.LeadingStart[level];
        int count = System.LeadingStart[level + 1] - start;
        for (int c = 0; c < count; c++)
        {
            for (int a = 0; a < k; a++)
            {
                double sum = 0;
                for (int b = 0; b < k; b++)
                {
                    sum += weights[(a * k) + b] * System.LeadingValues[((start + c) * k) + b];
                }

                weightedColumns[(c * k) + a] = sum;
            }
        }

        int width = System.FixedCount + 1;
        ReadOnlySpan<double> withFixed = System.LeadingFixed.AsSpan(level * k * width, k * width);
        for (int j = 0; j < width; j++)
        {
            for (int a = 0; a < k; a++)
            {
                double sum = 0;
                for (int b = 0; b < k; b++)
                {
                    sum += weights[(a * k) + b] * withFixed[(b * width) + j];
                }

                weightedColumns[((count + j) * k) + a] = sum;
            }
        }

        return count;
    }

    /// <summary>Subtracts the outer product of one level's weighted columns: scattered where they are sparse, contiguous for X and y.</summary>
    private void SubtractOuter(int level, int count, int k)
    {
        int m = System.RandomCount;
        ReadOnlySpan<int> columns = System.LeadingColumns.AsSpan(System.LeadingStart[level], count);
        for (int b = 0; b < count; b++)
        {
            Span<double> row = Schur.AsSpan(columns[b] * Stride, columns[b] + 1);
            if (k == 1)
            {
                // The innermost loop of an evaluation; columns ascend, so that none is beyond the row.
                double value = weightedColumns[b];
                ref double target = ref MemoryMarshal.GetReference(row);
                ref int place = ref MemoryMarshal.GetReference(columns);
                ref double weighted = ref MemoryMarshal.GetArrayDataReference(weightedColumns);
                for (int a = 0; a <= b; a++)
                {
                    Unsafe.Add(ref target, Unsafe.Add(ref place, a)) -= value * Unsafe.Add(ref weighted, a);
                }
            }
            else
            {
                for (int a = 0; a <= b; a++)
                {
                    row[columns[a]] -= Dot(a, b, k);
                }
            }
        }

        for (int j = 0; j <= System.FixedCount; j++)
        {
            Span<double> row = Schur.AsSpan((m + j) * Stride, m + j + 1);
            int b = count + j;
            for (int a = 0; a < count; a++)
            {
                row[columns[a]] -= Dot(a, b, k);
            }

            if (k == 1 && j >= ManyCoefficients)
            {
                VectorKernels.AddScaled(-weightedColumns[b], weightedColumns.AsSpan(count, j + 1), row[m..]);
                continue;
            }

            for (int a = 0; a <= j; a++)
            {
                row[m + a] -= Dot(count + a, b, k);
            }
        }
    }

    private double Dot(int a, int b, int k)
    {
        double sum = 0;
        for (int t = 0; t < k; t++)
        {
            sum += weightedColumns[(a * k) + t] * weightedColumns[(b * k) + t];
        }

        return sum;
    }
}
