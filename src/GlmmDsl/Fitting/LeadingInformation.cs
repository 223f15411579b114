using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting;

/// <summary>
/// The part of <see cref="ExpectedInformation"/> of the first factor's parameters: Kᵢ = CᵀSᵢC and ŜKᵢ, and among themselves
/// tr(D Sᵢ(D − 2CŜCᵀ)Sⱼ) level by level plus tr(ŜKᵢŜKⱼ).
/// </summary>
internal sealed class LeadingInformation
{
    private readonly LinearEvaluation evaluation;
    private readonly BlockedSystem system;
    private readonly double[] inverse;
    private readonly double[][] symmetric;
    private readonly int order;
    private readonly int stride;
    private readonly int parameterCount;
    private readonly int[] own;
    private readonly LevelScratch scratch;
    private readonly double[] columns;
    private readonly double[] weighted;
    private readonly double[] diagonal;
    private readonly double[] difference;
    private readonly double[][] left;
    private readonly double[][] right;

    /// <summary>Makes the workspace.</summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="scaledInverse">Ŝ.</param>
    /// <param name="symmetric">Sᵢ of each parameter.</param>
    /// <param name="order">t.</param>
    public LeadingInformation(LinearEvaluation evaluation, double[] scaledInverse, double[][] symmetric, int order)
    {
        this.evaluation = evaluation;
        system = evaluation.System;
        inverse = scaledInverse;
        this.symmetric = symmetric;
        this.order = order;
        stride = evaluation.Stride;
        parameterCount = symmetric.Length;
        own = [.. Enumerable.Range(0, parameterCount).Where(i => system.Layout.Parameters[i].Factor == 0)];
        Sums = new double[parameterCount][];
        Products = new double[parameterCount][];
        foreach (int i in own)
        {
            Sums[i] = new double[order * stride];
            Products[i] = new double[order * stride];
        }

        int k = Math.Max(1, system.LeadingWidth);
        int widest = 0;
        for (int level = 0; level < system.LeadingLevels; level++)
        {
            widest = Math.Max(widest, system.LeadingStart[level + 1] - system.LeadingStart[level]);
        }

        scratch = new LevelScratch(k);
        columns = new double[(widest + system.FixedCount) * k];
        weighted = new double[columns.Length];
        diagonal = new double[k * k];
        difference = new double[k * k];
        left = [.. own.Select(_ => new double[k * k])];
        right = [.. own.Select(_ => new double[k * k])];
    }

    /// <summary>Kᵢ, symmetric, for the parameters of the first factor; null for others.</summary>
    public double[]?[] Sums { get; }

    /// <summary>ŜKᵢ for the parameters of the first factor; null for others.</summary>
    public double[]?[] Products { get; }

    /// <summary>Fills the traces (lower triangle) among the first factor's parameters, and the matrices that the others need.</summary>
    public void Compute(Span<double> traces)
    {
        foreach (int i in own)
        {
            Array.Clear(Sums[i]!);
            Array.Clear(Products[i]!);
            foreach (int j in own)
            {
                traces[(i * parameterCount) + j] = 0;
            }
        }

        for (int level = 0; level < system.LeadingLevels; level++)
        {
            AddLevel(level, traces);
        }

        foreach (int i in own)
        {
            Mirror(Sums[i]!);
            DenseProduct.SubtractByTransposed(Products[i]!, inverse, Sums[i]!, stride, order);
            VectorKernels.Scale(-1, Products[i], Products[i]);
        }

        foreach (int i in own)
        {
            foreach (int j in own)
            {
                if (j <= i)
                {
                    traces[(i * parameterCount) + j] += TraceOfProduct(Products[i]!, Products[j]!);
                }
            }
        }
    }

    private void AddLevel(int level, Span<double> traces)
    {
        int k = system.LeadingWidth;
        int size = k * k;
        ReadOnlySpan<double> a = system.LeadingDiagonal.AsSpan(level * size, size);
        scratch.SetLevel(evaluation.Templates[0], evaluation.LeadingFactor.AsSpan(level * size, size), a, k);
        SelectedProduct.Compute(system, inverse, stride, level, evaluation.IsReml, scratch.Outer, scratch.Partial);
        scratch.Information(a, k, diagonal, difference);
        for (int i = 0; i < own.Length; i++)
        {
            SmallBlocks.Multiply(diagonal, symmetric[own[i]], left[i], k);
            SmallBlocks.Multiply(difference, symmetric[own[i]], right[i], k);
        }

        for (int i = 0; i < own.Length; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = 0;
                for (int r = 0; r < k; r++)
                {
                    for (int c = 0; c < k; c++)
                    {
                        sum += left[i][(r * k) + c] * right[j][(c * k) + r];
                    }
                }

                traces[(own[i] * parameterCount) + own[j]] += sum;
            }
        }

        if (order > 0)
        {
            AddSums(level, k);
        }
    }

    /// <summary>Kᵢ += CᵀSᵢC of one level, lower triangle.</summary>
    private void AddSums(int level, int k)
    {
        int start = system.LeadingStart[level];
        int count = system.LeadingStart[level + 1] - start;
        int width = system.FixedCount + 1;
        int withFixed = order - system.RandomCount;
        int total = count + withFixed;
        ReadOnlySpan<double> complement = scratch.Complement;
        for (int c = 0; c < total; c++)
        {
            for (int r = 0; r < k; r++)
            {
                double sum = 0;
                for (int t = 0; t < k; t++)
                {
                    double entry = c < count
                        ? system.LeadingValues[((start + c) * k) + t]
                        : system.LeadingFixed[(((level * k) + t) * width) + c - count];
                    sum += complement[(t * k) + r] * entry;
                }

                columns[(c * k) + r] = sum;
            }
        }

        ReadOnlySpan<int> places = system.LeadingColumns.AsSpan(start, count);
        foreach (int i in own)
        {
            for (int c = 0; c < total; c++)
            {
                for (int r = 0; r < k; r++)
                {
                    weighted[(c * k) + r] = VectorKernels.Dot(symmetric[i].AsSpan(r * k, k), columns.AsSpan(c * k, k));
                }
            }

            for (int b = 0; b < total; b++)
            {
                int rowIndex = b < count ? places[b] : system.RandomCount + b - count;
                Span<double> row = Sums[i].AsSpan(rowIndex * stride, rowIndex + 1);
                for (int a = 0; a <= b; a++)
                {
                    double sum = 0;
                    for (int t = 0; t < k; t++)
                    {
                        sum += weighted[(b * k) + t] * columns[(a * k) + t];
                    }

                    row[a < count ? places[a] : system.RandomCount + a - count] += sum;
                }
            }
        }
    }

    private void Mirror(double[] matrix)
    {
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j < i; j++)
            {
                matrix[(j * stride) + i] = matrix[(i * stride) + j];
            }
        }
    }

    /// <summary>tr(AB), block by block so that the transposed reads stay in the cache.</summary>
    private double TraceOfProduct(double[] a, double[] b)
    {
        const int Block = 32;
        double sum = 0;
        for (int top = 0; top < order; top += Block)
        {
            for (int from = 0; from < order; from += Block)
            {
                for (int i = top; i < Math.Min(order, top + Block); i++)
                {
                    for (int j = from; j < Math.Min(order, from + Block); j++)
                    {
                        sum += a[(i * stride) + j] * b[(j * stride) + i];
                    }
                }
            }
        }

        return sum;
    }
}
