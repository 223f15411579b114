using GlmmDsl.Families;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Rows;

/// <summary>
/// The fused pass over the rows at one (β, u): η, log f with its derivatives, Zᵀs and ZᵀWZ, a chunk of rows at a time, so that all numbers of a row
/// are used while they are in the first-level cache.
/// </summary>
internal sealed class RowPass(GeneralizedRows rows, LikelihoodKernel kernel, CovarianceTemplates templates, WeightedBlocks blocks, CancellationToken cancellationToken)
{
    private readonly EffectsVector effects = rows.NewEffects();

    /// <summary>Xβ + o.</summary>
    public double[] Linear { get; } = new double[rows.Count];

    /// <summary>η.</summary>
    public double[] Eta { get; } = new double[rows.Count];

    /// <summary>s.</summary>
    public double[] Score { get; } = new double[rows.Count];

    /// <summary>W_o.</summary>
    public double[] Weights { get; } = new double[rows.Count];

    /// <summary>∂W_o/∂η.</summary>
    public double[] WeightSlopes { get; } = new double[rows.Count];

    /// <summary>Zᵀs.</summary>
    public EffectsVector Scores { get; } = rows.NewEffects();

    /// <summary>Xᵀs, if the blocks are bordered by X.</summary>
    public double[] FixedScores { get; } = new double[rows.Fixed.Length];

    /// <summary>η = Xβ + o.</summary>
    public void SetLinear(ReadOnlySpan<double> beta)
    {
        for (int start = 0; start < rows.Count; start += GeneralizedRows.Chunk)
        {
            int count = Math.Min(GeneralizedRows.Chunk, rows.Count - start);
            Span<double> part = Linear.AsSpan(start, count);
            rows.Offsets.AsSpan(start, count).CopyTo(part);
            for (int j = 0; j < beta.Length; j++)
            {
                VectorKernels.AddScaled(beta[j], rows.Fixed[j].AsSpan(start, count), part);
            }
        }
    }

    /// <summary>Computes all of it; returns −2 Σ log f without its constant, ∞ where η leaves the link's range.</summary>
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
            Span<double> eta = Eta.AsSpan(start, count), score = Score.AsSpan(start, count);
            Linear.AsSpan(start, count).CopyTo(eta);
            rows.AddRandom(start, effects, eta);
            sum += kernel.Evaluate(
                eta, rows.Totals.AsSpan(start, count), rows.Sizes.AsSpan(start, count), score, Weights.AsSpan(start, count), WeightSlopes.AsSpan(start, count));
            if (!double.IsFinite(sum))
            {
                return double.PositiveInfinity;
            }

            rows.Project(start, score, Scores);
            blocks.Add(start, start + count, Weights);
            for (int j = 0; j < FixedScores.Length && withFixed; j++)
            {
                FixedScores[j] += VectorKernels.Dot(rows.Fixed[j].AsSpan(start, count), score);
            }
        }

        return -2 * sum;
    }
}
