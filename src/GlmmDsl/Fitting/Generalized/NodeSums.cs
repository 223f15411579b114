using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting;

/// <summary>
/// The sums over the nodes of every level's grid: the integral, and the averages that its gradient needs. Weights are taken relative to
/// the node at û, so nothing over- or underflows.
/// </summary>
internal sealed class NodeSums
{
    private readonly InnerProblem inner;
    private readonly GeneralizedRows rows;
    private readonly GaussHermite rule;
    private readonly int[] digits;
    private readonly double[] node;
    private readonly double[] inverseFactors;
    private readonly double[] bend;
    private readonly double[] total;
    private readonly double[] peak;
    private readonly double[] eta;
    private readonly double[] score;
    private readonly double[] ignored;
    private readonly double[] levelSum;
    private readonly double[] outer;
    private readonly double[] scratch;
    private readonly EffectsVector place;
    private readonly EffectsVector effects;
    private readonly EffectsVector scores;
    private readonly EffectsVector pulled;

    /// <summary>Makes the workspace.</summary>
    /// <param name="inner">The inner problem.</param>
    /// <param name="count">Nodes in each dimension.</param>
    public NodeSums(InnerProblem inner, int count)
    {
        this.inner = inner;
        rows = inner.Rows;
        rule = GaussHermite.Of(count);
        int k = rows.LeadingWidth;
        int size = k * k;
        digits = new int[k];
        node = new double[k];
        scratch = new double[k];
        inverseFactors = new double[rows.LeadingLevels * size];
        bend = new double[inverseFactors.Length];
        outer = new double[inverseFactors.Length];
        Curvature = new double[inverseFactors.Length];
        total = new double[rows.LeadingLevels];
        peak = new double[rows.LeadingLevels];
        levelSum = new double[rows.LeadingLevels];
        eta = new double[rows.Count];
        score = new double[rows.Count];
        ignored = new double[rows.Count];
        MeanScore = new double[rows.Count];
        Pull = rows.NewEffects();
        place = rows.NewEffects();
        effects = rows.NewEffects();
        scores = rows.NewEffects();
        pulled = rows.NewEffects();
    }

    /// <summary>−2 Σ over levels of the log of the integral relative to its Laplace form.</summary>
    public double Value { get; private set; }

    /// <summary>For each row Σ π s.</summary>
    public double[] MeanScore { get; }

    /// <summary>For each level Σ π P′.</summary>
    public EffectsVector Pull { get; }

    /// <summary>For each level K, k × k.</summary>
    public double[] Curvature { get; }

    /// <summary>Visits every node; adds −2 Σ π (Zᵀs)uᵀ to the gradient in θ.</summary>
    public void Compute(PenalizedFactor determinant, ThetaGradient thetaGradient)
    {
        int k = rows.LeadingWidth;
        int size = k * k;
        Array.Clear(total);
        Array.Clear(bend);
        Array.Clear(outer);
        Array.Clear(MeanScore);
        Pull.Clear();
        for (int level = 0; level < rows.LeadingLevels; level++)
        {
            SmallBlocks.InvertLower(determinant.LeadingFactor.AsSpan(level * size, size), inverseFactors.AsSpan(level * size, size), k);
        }

        Array.Clear(node);
        SumLevels(inner.U);
        levelSum.CopyTo(peak, 0);
        Array.Clear(digits);
        do
        {
            AddNode();
        }
        while (Next());

        Finish(thetaGradient);
    }

    /// <summary>The next point of the tensor grid; false behind the last.</summary>
    private bool Next()
    {
        for (int d = 0; d < digits.Length; d++)
        {
            if (++digits[d] < rule.Nodes.Length)
            {
                return true;
            }

            digits[d] = 0;
        }

        return false;
    }

    /// <summary>P of every level at given u, and s of every row.</summary>
    private void SumLevels(EffectsVector u)
    {
        inner.Templates.Multiply(u, effects);
        inner.Linear.CopyTo(eta);
        rows.AddRandom(0, rows.Count, effects, eta);
        int k = rows.LeadingWidth;
        for (int level = 0; level < rows.LeadingLevels; level++)
        {
            int first = rows.LevelStart[level];
            int count = rows.LevelStart[level + 1] - first;
            double log = inner.Kernel.Evaluate(
                eta.AsSpan(first, count), rows.Totals.AsSpan(first, count), rows.Sizes.AsSpan(first, count), score.AsSpan(first, count), ignored.AsSpan(first, count));
            ReadOnlySpan<double> own = u.Leading.AsSpan(level * k, k);
            levelSum[level] = (-2 * log) + VectorKernels.Dot(own, own);
        }
    }

    private void AddNode()
    {
        int k = rows.LeadingWidth;
        int size = k * k;
        double weight = 1;
        for (int d = 0; d < k; d++)
        {
            node[d] = rule.Nodes[digits[d]];
            weight *= rule.Weights[digits[d]];
        }

        double square = VectorKernels.Dot(node, node);
        for (int level = 0; level < rows.LeadingLevels; level++)
        {
            ReadOnlySpan<double> inverse = inverseFactors.AsSpan(level * size, size);
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

        SumLevels(place);
        scores.Clear();
        rows.Project(0, rows.Count, score, scores);
        inner.Templates.MultiplyTransposed(scores, pulled);
        for (int level = 0; level < rows.LeadingLevels; level++)
        {
            double share = weight * Math.Exp(0.5 * (square + peak[level] - levelSum[level]));

            // Where η leaves the link's range the density is 0 and the scores have no meaning.
            if (share > 0)
            {
                AddLevel(level, share);
            }
        }
    }

    private void AddLevel(int level, double share)
    {
        int k = rows.LeadingWidth;
        int size = k * k;
        total[level] += share;
        for (int i = rows.LevelStart[level]; i < rows.LevelStart[level + 1]; i++)
        {
            MeanScore[i] += share * score[i];
        }

        ReadOnlySpan<double> inverse = inverseFactors.AsSpan(level * size, size);
        for (int c = 0; c < k; c++)
        {
            double slope = 2 * (place.Leading[(level * k) + c] - pulled.Leading[(level * k) + c]);
            Pull.Leading[(level * k) + c] += share * slope;
            scratch[c] = slope;
        }

        for (int r = 0; r < k; r++)
        {
            double turned = VectorKernels.Dot(inverse.Slice(r * k, r + 1), scratch);
            for (int c = 0; c < k; c++)
            {
                bend[(level * size) + (c * k) + r] += share * node[c] * turned;
                outer[(level * size) + (r * k) + c] += share * scores.Leading[(level * k) + r] * place.Leading[(level * k) + c];
            }
        }
    }

    /// <summary>Divides by the totals; K = L⁻ᵀ(I − E)L⁻¹ with E the symmetric half of the lower triangle of Σ π z(L⁻¹P′)ᵀ.</summary>
    private void Finish(ThetaGradient thetaGradient)
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
            for (int i = rows.LevelStart[level]; i < rows.LevelStart[level + 1]; i++)
            {
                MeanScore[i] *= scale;
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
            thetaGradient.AddBlock(0, outer.AsSpan(level * size, size), -2 * scale);
        }
    }
}
