using GlmmDsl.Families;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Rows;

/// <summary>
/// The fused pass over the rows at one (β, u): the linear predictors, log f with its derivatives, Zᵀs and ZᵀWZ, a chunk of rows at a time, so that all numbers of a row
/// are used while they are in the first-level cache.
/// </summary>
internal sealed class RowPass
{
    private readonly GeneralizedRows rows;
    private readonly RowLikelihood likelihood;
    private readonly CovarianceTemplates templates;
    private readonly WeightedBlocks blocks;
    private readonly CancellationToken cancellationToken;
    private readonly EffectsVector effects;

    /// <summary>Makes the workspace.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="likelihood">Their likelihood.</param>
    /// <param name="templates">Λ.</param>
    /// <param name="blocks">Receives ZᵀWZ.</param>
    /// <param name="cancellationToken">Checked between chunks.</param>
    public RowPass(GeneralizedRows rows, RowLikelihood likelihood, CovarianceTemplates templates, WeightedBlocks blocks, CancellationToken cancellationToken)
    {
        this.rows = rows;
        this.likelihood = likelihood;
        this.templates = templates;
        this.blocks = blocks;
        this.cancellationToken = cancellationToken;
        effects = rows.NewEffects();
        Linear = [.. rows.Active.Select(_ => new double[rows.Count])];
        Etas = [.. rows.Active.Select(_ => new double[rows.Count])];
        Derivatives = likelihood.NewDerivatives();
        Weights = new RowWeights(Derivatives);
        Scores = rows.NewEffects();
        FixedScores = new double[rows.Fixed.Length];
    }

    /// <summary>Xβ + o of every linear predictor.</summary>
    public double[][] Linear { get; }

    /// <summary>Every linear predictor, n numbers each.</summary>
    public double[][] Etas { get; }

    /// <summary>η of the conditional predictor.</summary>
    public double[] Eta => Etas[0];

    /// <summary>The derivatives of log f.</summary>
    public RowDerivatives Derivatives { get; }

    /// <summary>W_o.</summary>
    public RowWeights Weights { get; }

    /// <summary>Zᵀs.</summary>
    public EffectsVector Scores { get; }

    /// <summary>Xᵀs, if the blocks are bordered by X.</summary>
    public double[] FixedScores { get; }

    /// <summary>η = Xβ + o.</summary>
    public void SetLinear(ReadOnlySpan<double> beta)
    {
        for (int start = 0; start < rows.Count; start += GeneralizedRows.Chunk)
        {
            int count = Math.Min(GeneralizedRows.Chunk, rows.Count - start);
            for (int k = 0; k < Linear.Length; k++)
            {
                Span<double> part = Linear[k].AsSpan(start, count);
                rows.Offsets[k].AsSpan(start, count).CopyTo(part);
                for (int j = rows.FixedStart[k]; j < rows.FixedStart[k + 1]; j++)
                {
                    VectorKernels.AddScaled(beta[j], rows.Fixed[j].AsSpan(start, count), part);
                }
            }

            rows.Thresholds?.Add(beta, start, Linear[1].AsSpan(start, count), Linear[2].AsSpan(start, count));
        }
    }

    /// <summary>Computes what a step needs; returns −2 Σ log f (of a single predictor without its constant), ∞ where η leaves the link's range.</summary>
    /// <param name="u">The random effects.</param>
    /// <param name="withFixed">Whether the blocks are bordered by X.</param>
    public double Compute(EffectsVector u, bool withFixed)
    {
        templates.Multiply(u, effects);
        blocks.Clear(withFixed);
        Scores.Clear();
        Array.Clear(FixedScores);
        double sum = 0;
        for (int start = 0; start < rows.Count; start += GeneralizedRows.Chunk)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(GeneralizedRows.Chunk, rows.Count - start);
            for (int k = 0; k < Etas.Length; k++)
            {
                Span<double> eta = Etas[k].AsSpan(start, count);
                Linear[k].AsSpan(start, count).CopyTo(eta);
                if (rows.Active[k])
                {
                    rows.AddRandom(start, effects, eta, k);
                }
            }

            sum += likelihood.EvaluateStep(start, count, Etas, Derivatives);
            if (!double.IsFinite(sum))
            {
                return double.PositiveInfinity;
            }

            Project(start, count);
            blocks.Add(start, start + count, Weights);
            for (int k = 0; k < Etas.Length && withFixed; k++)
            {
                for (int j = rows.FixedStart[k]; j < rows.FixedStart[k + 1]; j++)
                {
                    FixedScores[j] += VectorKernels.Dot(rows.Fixed[j].AsSpan(start, count), Derivatives.Score[k].AsSpan(start, count));
                }
            }
        }

        return -2 * sum;
    }

    /// <summary>Fills the derivatives that a step did not need, at the point of the last pass.</summary>
    public void Complete()
    {
        for (int start = 0; start < rows.Count && !likelihood.IsCompleteInSteps; start += GeneralizedRows.Chunk)
        {
            cancellationToken.ThrowIfCancellationRequested();
            likelihood.Evaluate(start, Math.Min(GeneralizedRows.Chunk, rows.Count - start), Etas, Derivatives);
        }
    }

    private void Project(int start, int count)
    {
        for (int k = 0; k < Etas.Length; k++)
        {
            if (rows.Active[k])
            {
                rows.Project(start, Derivatives.Score[k].AsSpan(start, count), Scores, k);
            }
        }
    }
}
