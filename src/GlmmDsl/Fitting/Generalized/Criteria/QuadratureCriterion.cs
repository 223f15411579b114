using GlmmDsl.Fitting.Generalized.Inner;
using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Criteria;

/// <summary>
/// −2 log L by adaptive Gauss–Hermite quadrature for one grouping factor, with its exact gradient in (β, θ). A level's integral is a sum over
/// the tensor grid u = û + L⁻ᵀz, LLᵀ = M (Pinheiro and Bates 1995). The gradient is that of the Laplace approximation with M⁻¹ replaced by
/// K = M⁻¹ − L⁻ᵀEL⁻¹, where E = sym of the lower triangle of Σ π z (L⁻¹P′)ᵀ accounts for the movement of the nodes with M, and with Σ π P′ added to the adjoint's
/// right-hand side for their movement with û; π are the normalised weights of a level's nodes, and P′ is ∂P/∂u there. With one node it is the Laplace approximation.
/// </summary>
internal sealed class QuadratureCriterion : MarginalCriterion
{
    private readonly NodeSums nodes;
    private readonly double[][] moves;
    private readonly double[] shift;
    private readonly double[] hats;

    /// <summary>Makes the workspace.</summary>
    /// <param name="inner">The inner problem; one grouping factor.</param>
    /// <param name="constant">−2 times the part of log f without η.</param>
    /// <param name="information">The information in M.</param>
    /// <param name="count">Nodes in each dimension.</param>
    public QuadratureCriterion(InnerProblem inner, double constant, Information information, int count)
        : base(inner, constant, information, ParameterLayout.Joint(inner.Rows))
    {
        nodes = new NodeSums(inner, count);
        moves = [.. Rows.Active.Select(_ => new double[Rows.Count])];
        shift = new double[Rows.Count];
        hats = new double[Rows.LeadingLevels * Rows.LeadingWidth * Rows.LeadingWidth];
    }

    /// <inheritdoc/>
    public override double InnerTolerance { get; set; } = 1e-14;

    /// <inheritdoc/>
    protected override double Evaluate(ReadOnlySpan<double> beta, ReadOnlySpan<double> entries, Span<double> betaGradient, Span<double> entryGradient)
    {
        if (!Inner.SolveAt(beta, entries, InnerTolerance) || !FactorDeterminant())
        {
            return double.PositiveInfinity;
        }

        Gradient.Clear();
        nodes.Compute(Determinant, Gradient);
        SetHats();
        SumSlopes();
        Differentiate(betaGradient, entryGradient);
        return nodes.Value + Determinant.LogDeterminant + Constant + Inner.PriorPenalty;
    }

    /// <summary>How much another number of nodes in each dimension changes the value at the point evaluated last.</summary>
    public double ChangeWith(int count)
    {
        var more = new NodeSums(Inner, count);
        more.ComputeValue(Determinant);
        return more.Value - nodes.Value;
    }

    /// <summary>Computes ΛKΛᵀ of every level, and 2 tr(KΛᵀA∂Λ).</summary>
    private void SetHats()
    {
        int k = Rows.LeadingWidth;
        int size = k * k;
        double[] lambda = Inner.Templates.Values[0];
        var half = new double[size];
        var product = new double[size];
        double[] trace = Inverse.Trace[0];
        Array.Clear(trace);
        for (int level = 0; level < Rows.LeadingLevels; level++)
        {
            ReadOnlySpan<double> curvature = nodes.Curvature.AsSpan(level * size, size);
            SmallBlocks.MultiplyByTransposed(curvature, lambda, half, k);
            SmallBlocks.Multiply(half, Determinant.Blocks.Leading.AsSpan(level * size, size), product, k);
            VectorKernels.AddScaled(1, product, trace);
            SmallBlocks.Multiply(lambda, half, hats.AsSpan(level * size, size), k);
        }

        Inverse.SetLeading(hats);
        Gradient.AddTrace(Inverse.Trace);
    }

    /// <summary>Computes h, for one predictor a ∘ W′ with a = zᵀΛKΛᵀz, and the adjoint's right-hand side Σ π P′ + ΛᵀZᵀh.</summary>
    private void SumSlopes()
    {
        Sums.Clear();
        for (int start = 0; start < Rows.Count; start += GeneralizedRows.Chunk)
        {
            int count = Math.Min(Rows.Count, start + GeneralizedRows.Chunk) - start;
            LeverageSlopes.Fill(start, count, IsExpected, Slopes);
        }

        for (int k = 0; k < Slopes.Length; k++)
        {
            if (Rows.Active[k])
            {
                Rows.Project(0, Slopes[k], Sums, k);
            }
        }

        Inner.Templates.MultiplyTransposed(Sums, Adjoint);
        Adjoint.AddScaled(1, nodes.Pull);
    }

    private void Differentiate(Span<double> betaGradient, Span<double> entryGradient)
    {
        Inner.StepFactor.Solve(Adjoint, [], Dense);
        Inner.Templates.Multiply(Adjoint, Effects);
        for (int k = 0; k < moves.Length; k++)
        {
            Array.Clear(moves[k]);
            if (Rows.Active[k])
            {
                Rows.AddRandom(0, Effects, moves[k], k);
            }
        }

        Sums.Clear();
        for (int k = 0; k < moves.Length; k++)
        {
            Inner.Pass.Weights.Multiply(k, 0, moves, shift);
            VectorKernels.AddScaled(-1, shift, Slopes[k]);
            if (Rows.Active[k])
            {
                Rows.Project(0, Slopes[k], Sums, k);
            }
        }

        Gradient.AddOuter(Sums, Inner.U);
        Gradient.AddOuter(Inner.Pass.Scores, Adjoint);
        for (int k = 0; k < moves.Length; k++)
        {
            for (int j = Rows.FixedStart[k]; j < Rows.FixedStart[k + 1]; j++)
            {
                betaGradient[j] = VectorKernels.Dot(Rows.Fixed[j], Slopes[k]) - (2 * VectorKernels.Dot(Rows.Fixed[j], nodes.MeanScores[k]));
                betaGradient[j] += 2 * (Inner.Penalty?.Slope(Inner.Beta, j) ?? 0);
            }
        }

        if (Rows.Thresholds is { } thresholds)
        {
            betaGradient[thresholds.First..].Clear();
            thresholds.Project(1, Slopes[1], Slopes[2], betaGradient);
            thresholds.Project(-2, nodes.MeanScores[1], nodes.MeanScores[2], betaGradient);
        }

        Gradient.CopyTo(entryGradient);
    }
}
