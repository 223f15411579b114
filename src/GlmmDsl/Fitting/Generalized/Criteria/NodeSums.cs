using GlmmDsl.Families;
using GlmmDsl.Fitting.Generalized.Factor;
using GlmmDsl.Fitting.Generalized.Inner;
using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Criteria;

/// <summary>
/// The sums over the nodes of every level's grid: the integral, and the averages that its gradient needs. Weights are relative to
/// the node at û, so nothing over- or underflows.
/// </summary>
internal sealed class NodeSums
{
    private readonly InnerProblem inner;
    private readonly GeneralizedRows rows;
    private readonly TensorGrid grid;
    private readonly double[] inverseFactors;
    private readonly double[] bend;
    private readonly double[] total;
    private readonly double[] peak;
    private readonly double[][] eta;
    private readonly RowDerivatives score;
    private readonly double[] levelSum;
    private readonly double[] outer;
    private readonly double[] scratch;
    private readonly EffectsVector place;
    private readonly EffectsVector effects;
    private readonly EffectsVector scores;
    private bool isValueOnly;

    /// <summary>Makes the workspace.</summary>
    /// <param name="inner">The inner problem.</param>
    /// <param name="count">Nodes in each dimension.</param>
    public NodeSums(InnerProblem inner, int count)
    {
        this.inner = inner;
        rows = inner.Rows;
        int k = rows.LeadingWidth;
        int size = k * k;
        grid = new TensorGrid(GaussHermite.Of(count), k);
        scratch = new double[k];
        inverseFactors = new double[rows.LeadingLevels * size];
        bend = new double[inverseFactors.Length];
        outer = new double[inverseFactors.Length];
        Curvature = new double[inverseFactors.Length];
        total = new double[rows.LeadingLevels];
        peak = new double[rows.LeadingLevels];
        levelSum = new double[rows.LeadingLevels];
        eta = [.. rows.Active.Select(_ => new double[rows.Count])];
        score = inner.Likelihood.NewScores();
        MeanScores = [.. rows.Active.Select(_ => new double[rows.Count])];
        Pull = rows.NewEffects();
        place = rows.NewEffects();
        effects = rows.NewEffects();
        scores = rows.NewEffects();
    }

    /// <summary>−2 Σ over levels of the log of the integral relative to its Laplace form.</summary>
    public double Value { get; private set; }

    /// <summary>For each linear predictor and row, Σ π s.</summary>
    public double[][] MeanScores { get; }

    /// <summary>For each level, Σ π P′.</summary>
    public EffectsVector Pull { get; }

    /// <summary>For each level, K, k × k.</summary>
    public double[] Curvature { get; }

    /// <summary>Visits every node for the value alone.</summary>
    public void ComputeValue(PenalizedFactor determinant)
    {
        isValueOnly = true;
        VisitAll(determinant);
        Value = 0;
        for (int level = 0; level < rows.LeadingLevels; level++)
        {
            Value += peak[level] - (2 * Math.Log(total[level]));
        }

        isValueOnly = false;
    }

    /// <summary>Visits every node; adds −2 Σ π (Zᵀs)uᵀ to the gradient in the entries of Λ.</summary>
    public void Compute(PenalizedFactor determinant, EntryGradient gradient)
    {
        Array.Clear(bend);
        Array.Clear(outer);
        foreach (double[] mean in MeanScores)
        {
            Array.Clear(mean);
        }

        Pull.Clear();
        VisitAll(determinant);
        Finish(gradient);
    }

    private void VisitAll(PenalizedFactor determinant)
    {
        int k = rows.LeadingWidth;
        int size = k * k;
        Array.Clear(total);
        for (int level = 0; level < rows.LeadingLevels; level++)
        {
            SmallBlocks.InvertLower(determinant.LeadingFactor.AsSpan(level * size, size), inverseFactors.AsSpan(level * size, size), k);
        }

        // A few levels at a time, with all their nodes, so that their rows stay in the first-level cache.
        for (int first = 0; first < rows.LeadingLevels;)
        {
            int last = first + 1;
            while (last < rows.LeadingLevels && rows.LevelStart[last + 1] - rows.LevelStart[first] <= GeneralizedRows.Chunk)
            {
                last++;
            }

            determinant.CancellationToken.ThrowIfCancellationRequested();
            Visit(first, last);
            first = last;
        }
    }

    /// <summary>Visits all nodes of a range of levels, û first, which is a node of every odd rule.</summary>
    private void Visit(int first, int last)
    {
        int k = rows.LeadingWidth;
        Range range = (first * k)..(last * k);
        inner.U.Leading.AsSpan(range).CopyTo(place.Leading.AsSpan(range));
        SumLevels(first, last);
        levelSum.AsSpan(first, last - first).CopyTo(peak.AsSpan(first));
        for (int node = 0; node < grid.Count; node++)
        {
            // The middle node is û, and its sums were just computed.
            if (node > 0 || !grid.HasCentre)
            {
                SetPlaces(first, last, grid.Node(node));
                SumLevels(first, last);
            }

            AddLevels(first, last, node);
        }
    }

    /// <summary>u = û + L⁻ᵀz.</summary>
    private void SetPlaces(int first, int last, ReadOnlySpan<double> node)
    {
        int k = node.Length;
        for (int level = first; level < last; level++)
        {
            ReadOnlySpan<double> inverse = inverseFactors.AsSpan(level * k * k, k * k);
            for (int c = 0; c < k; c++)
            {
                double sum = inner.U.Leading[(level * k) + c];
                for (int r = c; r < k; r++)
                {
                    sum += inverse[(r * k) + c] * node[r];
                }

                place.Leading[(level * k) + c] = sum;
            }
        }
    }

    /// <summary>Computes P of every level at its node, s of its rows, and Zᵀs.</summary>
    private void SumLevels(int first, int last)
    {
        int width = rows.LeadingWidth;
        int start = rows.LevelStart[first];
        int count = rows.LevelStart[last] - start;
        double[] lambda = inner.Templates.Values[0];
        for (int at = first * width; at < last * width; at += width)
        {
            for (int r = 0; r < width; r++)
            {
                effects.Leading[at + r] = VectorKernels.Dot(lambda.AsSpan(r * width, r + 1), place.Leading.AsSpan(at));
            }
        }

        for (int k = 0; k < eta.Length; k++)
        {
            Span<double> etas = eta[k].AsSpan(start, count);
            inner.Pass.Linear[k].AsSpan(start, count).CopyTo(etas);
            if (rows.Active[k])
            {
                rows.AddRandom(start, effects, etas, k);
            }
        }

        inner.Likelihood.ScoreGroups(rows.LevelStart.AsSpan(first, last - first + 1), eta, score, levelSum.AsSpan(first, last - first));
        for (int level = first; level < last; level++)
        {
            ReadOnlySpan<double> own = place.Leading.AsSpan(level * width, width);
            levelSum[level] = (-2 * levelSum[level]) + VectorKernels.Dot(own, own);
        }

        scores.Leading.AsSpan(first * width, (last - first) * width).Clear();
        for (int k = 0; k < eta.Length; k++)
        {
            if (rows.Active[k])
            {
                rows.Project(start, score.Score[k].AsSpan(start, count), scores, k);
            }
        }
    }

    private void AddLevels(int first, int last, int node)
    {
        ReadOnlySpan<double> z = grid.Node(node);
        double square = VectorKernels.Dot(z, z);
        for (int level = first; level < last; level++)
        {
            double share = grid.Weight(node) * Math.Exp(0.5 * (square + peak[level] - levelSum[level]));

            // Where η is outside the link's range the density is 0 and the scores are meaningless.
            if (share > 0)
            {
                total[level] += share;
                if (!isValueOnly)
                {
                    AddLevel(level, z, share);
                }
            }
        }
    }

    private void AddLevel(int level, ReadOnlySpan<double> z, double share)
    {
        int k = z.Length;
        int size = k * k;
        int row = rows.LevelStart[level];
        int length = rows.LevelStart[level + 1] - row;
        for (int p = 0; p < MeanScores.Length; p++)
        {
            VectorKernels.AddScaled(share, score.Score[p].AsSpan(row, length), MeanScores[p].AsSpan(row));
        }

        double[] lambda = inner.Templates.Values[0];
        ReadOnlySpan<double> own = place.Leading.AsSpan(level * k, k);
        ReadOnlySpan<double> pulled = scores.Leading.AsSpan(level * k, k);
        for (int c = 0; c < k; c++)
        {
            // P′ = 2(u − ΛᵀZᵀs)
            double slope = own[c];
            for (int r = c; r < k; r++)
            {
                slope -= lambda[(r * k) + c] * pulled[r];
            }

            scratch[c] = 2 * slope;
            Pull.Leading[(level * k) + c] += share * scratch[c];
        }

        ReadOnlySpan<double> inverse = inverseFactors.AsSpan(level * size, size);
        for (int r = 0; r < k; r++)
        {
            double turned = VectorKernels.Dot(inverse.Slice(r * k, r + 1), scratch);
            for (int c = 0; c < k; c++)
            {
                bend[(level * size) + (c * k) + r] += share * z[c] * turned;
                outer[(level * size) + (r * k) + c] += share * pulled[r] * own[c];
            }
        }
    }

    /// <summary>Divides by the totals; K = L⁻ᵀ(I − E)L⁻¹ with E the symmetric half of the lower triangle of Σ π z(L⁻¹P′)ᵀ.</summary>
    private void Finish(EntryGradient gradient)
    {
        int k = rows.LeadingWidth;
        int size = k * k;
        var middle = new double[size];
        var half = new double[size];
        Value = 0;
        for (int level = 0; level < rows.LeadingLevels; level++)
        {
            double scale = 1 / total[level];
            Value += peak[level] - (2 * Math.Log(total[level]));
            foreach (double[] mean in MeanScores)
            {
                Span<double> own = mean.AsSpan(rows.LevelStart[level]..rows.LevelStart[level + 1]);
                VectorKernels.Scale(scale, own, own);
            }

            for (int r = 0; r < k; r++)
            {
                Pull.Leading[(level * k) + r] *= scale;
                for (int c = 0; c < k; c++)
                {
                    int lower = (level * size) + (Math.Max(r, c) * k) + Math.Min(r, c);
                    middle[(r * k) + c] = (r == c ? 1 : 0) - (0.5 * scale * bend[lower]);
                }
            }

            ReadOnlySpan<double> inverse = inverseFactors.AsSpan(level * size, size);
            SmallBlocks.Multiply(middle, inverse, half, k);
            SmallBlocks.MultiplyTransposed(inverse, half, Curvature.AsSpan(level * size, size), k);
            gradient.AddBlock(0, outer.AsSpan(level * size, size), -2 * scale);
        }
    }
}
