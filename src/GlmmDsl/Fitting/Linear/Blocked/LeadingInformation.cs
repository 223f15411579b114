using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Linear.Blocked;

/// <summary>
/// The part of <see cref="ExpectedInformation"/> for the first factor's parameters: Kᵢ = CᵀSᵢC and ŜKᵢ, and among themselves
/// tr(D Sᵢ(D − 2CŜCᵀ)Sⱼ) level by level plus tr(ŜKᵢŜKⱼ).
/// </summary>
internal sealed class LeadingInformation
{
    private readonly BlockedFactor factor;
    private readonly BlockedSystem system;
    private readonly double[] inverse;
    private readonly double[][] symmetric;
    private readonly int order;
    private readonly int stride;
    private readonly int parameterCount;
    private readonly int[] parameters;
    private readonly LevelScratch scratch;
    private readonly double[] columns;
    private readonly int[] start;
    private readonly int[] places;
    private readonly double[] weighted;
    private readonly double[] diagonal;
    private readonly double[] difference;
    private readonly double[][] left;
    private readonly double[][] right;
    private readonly WideLevelTraces? wide;

    /// <summary>Makes the workspace.</summary>
    /// <param name="factor">The factor.</param>
    /// <param name="scaledInverse">Ŝ.</param>
    /// <param name="factorOf">The factor of each parameter.</param>
    /// <param name="symmetric">Sᵢ of each parameter.</param>
    /// <param name="isOfEntries">Whether the parameters are the entries of Λ, for which wide levels have a faster formula.</param>
    /// <param name="order">t.</param>
    public LeadingInformation(BlockedFactor factor, double[] scaledInverse, int[] factorOf, double[][] symmetric, bool isOfEntries, int order)
    {
        this.factor = factor;
        system = factor.System;
        inverse = scaledInverse;
        this.symmetric = symmetric;
        this.order = order;
        stride = factor.Stride;
        parameterCount = symmetric.Length;
        parameters = [.. Enumerable.Range(0, parameterCount).Where(i => factorOf[i] == 0)];
        Sums = new double[parameterCount][];
        Products = new double[parameterCount][];
        foreach (int i in parameters)
        {
            Sums[i] = [];
            Products[i] = new double[order * stride];
        }

        int k = Math.Max(1, system.LeadingWidth);
        int widest = 0;
        for (int level = 0; level < system.LeadingLevels; level++)
        {
            widest = Math.Max(widest, system.LeadingStart[level + 1] - system.LeadingStart[level]);
        }

        scratch = new LevelScratch(k);
        weighted = new double[(widest + system.FixedCount) * k];
        (start, places) = Pattern();
        columns = new double[places.Length * k];
        diagonal = new double[k * k];
        difference = new double[k * k];
        wide = isOfEntries && k > WideLevelTraces.Narrow ? new WideLevelTraces(k, [.. parameters.Select(i => system.Layout.Entries[i])]) : null;
        left = wide is null ? [.. parameters.Select(_ => new double[k * k])] : [];
        right = wide is null ? [.. parameters.Select(_ => new double[k * k])] : [];
    }

    /// <summary>Kᵢ, symmetric, for the parameters of the first factor; null for others, empty if not requested.</summary>
    public double[]?[] Sums { get; }

    /// <summary>ŜKᵢ for the parameters of the first factor; null for others.</summary>
    public double[]?[] Products { get; }

    /// <summary>Fills the traces (lower triangle) between the first factor's parameters, and the matrices that the other parameters need.</summary>
    /// <param name="traces">Receives the traces, row-major.</param>
    /// <param name="needsSums">Whether <see cref="Sums"/> are needed, not only the products.</param>
    /// <param name="cancellationToken">Checked between levels and blocks of rows.</param>
    public void Compute(Span<double> traces, bool needsSums, CancellationToken cancellationToken)
    {
        // The sparse way pays off if two passes over the columns cost less than half a dense product, which handles four numbers at a time.
        bool isSparse = !needsSums && 4L * columns.Length < (long)order * order;
        foreach (int i in parameters)
        {
            double[] sums = isSparse ? [] : Sums[i] is { Length: > 0 } held ? held : new double[order * stride];
            Sums[i] = sums;
            Array.Clear(sums);
            Array.Clear(Products[i]!);
            foreach (int j in parameters)
            {
                traces[(i * parameterCount) + j] = 0;
            }
        }

        for (int level = 0; level < system.LeadingLevels; level++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            AddLevel(level, traces, isSparse);
        }

        foreach (int i in parameters)
        {
            if (isSparse)
            {
                SparseOuterProduct.Compute(inverse, Products[i]!, stride, order, start, places, columns, symmetric[i], system.LeadingWidth, cancellationToken);
                continue;
            }

            SymmetricFill.Upper(Sums[i]!, stride, order);
            DenseProduct.SubtractByTransposed(Products[i]!, inverse, Sums[i]!, stride, order, cancellationToken);
            VectorKernels.Scale(-1, Products[i], Products[i]);
        }

        foreach (int i in parameters)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (int j in parameters)
            {
                if (j <= i)
                {
                    traces[(i * parameterCount) + j] += TraceOfProduct(Products[i]!, Products[j]!);
                }
            }
        }
    }

    /// <summary>The columns of C for all levels: the trailing columns that a level occurs with and, under REML, those of X.</summary>
    private (int[] Start, int[] Places) Pattern()
    {
        int withFixed = order - system.RandomCount;
        var starts = new int[system.LeadingLevels + 1];
        var at = new List<int>(system.LeadingColumns.Length + (withFixed * system.LeadingLevels));
        for (int level = 0; level < system.LeadingLevels; level++)
        {
            at.AddRange(system.LeadingColumns.AsSpan(system.LeadingStart[level], system.LeadingStart[level + 1] - system.LeadingStart[level]));
            for (int j = 0; j < withFixed; j++)
            {
                at.Add(system.RandomCount + j);
            }

            starts[level + 1] = at.Count;
        }

        return (starts, [.. at]);
    }

    private void AddLevel(int level, Span<double> traces, bool isSparse)
    {
        int k = system.LeadingWidth;
        int size = k * k;
        ReadOnlySpan<double> a = system.LeadingDiagonal.AsSpan(level * size, size);
        scratch.SetLevel(factor.Templates[0], factor.LeadingFactor.AsSpan(level * size, size), a, k);
        SelectedProduct.Compute(system, inverse, stride, level, factor.IsReml, scratch.Outer, scratch.Partial);
        scratch.Information(a, k, diagonal, difference);
        AddOwn(traces, k);
        if (order > 0)
        {
            SetColumns(level, k);
        }

        if (order > 0 && !isSparse)
        {
            AddSums(level, k);
        }
    }

    /// <summary>tr(D Sᵢ(D − 2CŜCᵀ)Sⱼ) of one level.</summary>
    private void AddOwn(Span<double> traces, int k)
    {
        if (wide is not null)
        {
            wide.Add(factor.Templates[0], diagonal, difference, traces, parameters, parameterCount);
            return;
        }

        for (int i = 0; i < parameters.Length; i++)
        {
            SmallBlocks.Multiply(diagonal, symmetric[parameters[i]], left[i], k);
            SmallBlocks.Multiply(difference, symmetric[parameters[i]], right[i], k);
        }

        for (int i = 0; i < parameters.Length; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                traces[(parameters[i] * parameterCount) + parameters[j]] += TraceOfProduct(left[i], right[j], k);
            }
        }
    }

    /// <summary>tr(AB) of k × k blocks.</summary>
    private static double TraceOfProduct(double[] a, double[] b, int k)
    {
        if (k == 2)
        {
            return PairBlock.TraceOfProduct(PairBlock.Of(a), PairBlock.Of(b));
        }

        double sum = 0;
        for (int r = 0; r < k; r++)
        {
            for (int c = 0; c < k; c++)
            {
                sum += a[(r * k) + c] * b[(c * k) + r];
            }
        }

        return sum;
    }

    /// <summary>C = BᵀA₁ₜ of one level.</summary>
    private void SetColumns(int level, int k)
    {
        int first = system.LeadingStart[level];
        int count = system.LeadingStart[level + 1] - first;
        int width = system.FixedCount + 1;
        int total = start[level + 1] - start[level];
        Span<double> target = columns.AsSpan(start[level] * k, total * k);
        ReadOnlySpan<double> complement = scratch.Complement;
        for (int c = 0; c < total; c++)
        {
            for (int r = 0; r < k; r++)
            {
                double sum = 0;
                for (int t = 0; t < k; t++)
                {
                    double entry = c < count
                        ? system.LeadingValues[((first + c) * k) + t]
                        : system.LeadingFixed[(((level * k) + t) * width) + c - count];
                    sum += complement[(t * k) + r] * entry;
                }

                target[(c * k) + r] = sum;
            }
        }
    }

    /// <summary>Kᵢ += CᵀSᵢC of one level, lower triangle.</summary>
    private void AddSums(int level, int k)
    {
        int total = start[level + 1] - start[level];
        ReadOnlySpan<int> at = places.AsSpan(start[level], total);
        ReadOnlySpan<double> own = columns.AsSpan(start[level] * k, total * k);
        foreach (int i in parameters)
        {
            for (int c = 0; c < total; c++)
            {
                for (int r = 0; r < k; r++)
                {
                    weighted[(c * k) + r] = VectorKernels.Dot(symmetric[i].AsSpan(r * k, k), own.Slice(c * k, k));
                }
            }

            for (int b = 0; b < total; b++)
            {
                Span<double> row = Sums[i].AsSpan(at[b] * stride, at[b] + 1);
                for (int a = 0; a <= b; a++)
                {
                    double sum = 0;
                    for (int t = 0; t < k; t++)
                    {
                        sum += weighted[(b * k) + t] * own[(a * k) + t];
                    }

                    row[at[a]] += sum;
                }
            }
        }
    }

    /// <summary>tr(AB), block by block, so that the transposed reads stay in the cache.</summary>
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
