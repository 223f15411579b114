using GlmmDsl.Fitting.Generalized.Factor;
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
    private readonly InnerProblem inner;
    private readonly GeneralizedRows rows;
    private readonly double constant;
    private readonly PenalizedInverse inverse;
    private readonly RowLeverages rowLeverages;
    private readonly EntryGradient gradient;
    private readonly NodeSums nodes;
    private readonly double[] slopes;
    private readonly double[] leverages;
    private readonly double[] hats;
    private readonly double[] dense;
    private readonly EffectsVector adjoint;
    private readonly EffectsVector sums;
    private readonly EffectsVector effects;

    /// <summary>Makes the workspace.</summary>
    /// <param name="inner">The inner problem; one grouping factor.</param>
    /// <param name="constant">−2 times the part of log f without η.</param>
    /// <param name="information">The information in M.</param>
    /// <param name="count">Nodes in each dimension.</param>
    public QuadratureCriterion(InnerProblem inner, double constant, Information information, int count)
        : base(inner, information, ParameterLayout.Joint(inner.Rows))
    {
        this.inner = inner;
        this.constant = constant;
        rows = inner.Rows;
        inverse = inner.Inverse;
        rowLeverages = new RowLeverages(rows, inverse);
        gradient = new EntryGradient(rows);
        nodes = new NodeSums(inner, count);
        slopes = inner.Slopes;
        leverages = new double[rows.Count];
        hats = new double[rows.LeadingLevels * rows.LeadingWidth * rows.LeadingWidth];
        dense = new double[inner.StepFactor.Stride];
        adjoint = rows.NewEffects();
        sums = rows.NewEffects();
        effects = rows.NewEffects();
    }

    /// <inheritdoc/>
    public override double InnerTolerance { get; set; } = 1e-14;

    /// <inheritdoc/>
    protected override double Evaluate(ReadOnlySpan<double> beta, ReadOnlySpan<double> entries, Span<double> betaGradient, Span<double> entryGradient)
    {
        if (!inner.SolveAt(beta, entries, InnerTolerance) || !FactorDeterminant())
        {
            return double.PositiveInfinity;
        }

        gradient.Clear();
        nodes.Compute(Determinant, gradient);
        SetHats();
        SumSlopes();
        Differentiate(betaGradient, entryGradient);
        return nodes.Value + Determinant.LogDeterminant + constant + inner.PriorPenalty;
    }

    /// <summary>How much another number of nodes in each dimension changes the value at the point evaluated last.</summary>
    public double ChangeWith(int count)
    {
        var more = new NodeSums(inner, count);
        more.ComputeValue(Determinant);
        return more.Value - nodes.Value;
    }

    /// <summary>Computes ΛKΛᵀ of every level, and 2 tr(KΛᵀA∂Λ).</summary>
    private void SetHats()
    {
        int k = rows.LeadingWidth;
        int size = k * k;
        double[] lambda = inner.Templates.Values[0];
        var half = new double[size];
        var product = new double[size];
        double[] trace = inverse.Trace[0];
        Array.Clear(trace);
        for (int level = 0; level < rows.LeadingLevels; level++)
        {
            ReadOnlySpan<double> curvature = nodes.Curvature.AsSpan(level * size, size);
            SmallBlocks.MultiplyByTransposed(curvature, lambda, half, k);
            SmallBlocks.Multiply(half, Determinant.Blocks.Leading.AsSpan(level * size, size), product, k);
            VectorKernels.AddScaled(1, product, trace);
            SmallBlocks.Multiply(lambda, half, hats.AsSpan(level * size, size), k);
        }

        inverse.SetLeading(hats);
        gradient.AddTrace(inverse.Trace);
    }

    /// <summary>Computes h = a ∘ W′ with a = zᵀΛKΛᵀz, and the adjoint's right-hand side Σ π P′ + ΛᵀZᵀh.</summary>
    private void SumSlopes()
    {
        if (IsExpected)
        {
            inner.Kernel.ExpectedDerivative(inner.Pass.Eta, rows.Sizes, slopes);
        }
        else
        {
            inner.Pass.WeightSlopes.CopyTo(slopes, 0);
        }

        rowLeverages.Fill(0, leverages);
        VectorKernels.Multiply(leverages, slopes, slopes);
        sums.Clear();
        rows.Project(0, slopes, sums);
        inner.Templates.MultiplyTransposed(sums, adjoint);
        adjoint.AddScaled(1, nodes.Pull);
    }

    private void Differentiate(Span<double> betaGradient, Span<double> entryGradient)
    {
        inner.StepFactor.Solve(adjoint, [], dense);
        inner.Templates.Multiply(adjoint, effects);
        Array.Clear(leverages);
        rows.AddRandom(0, effects, leverages);
        VectorKernels.Multiply(inner.Pass.Weights, leverages, leverages);
        VectorKernels.AddScaled(-1, leverages, slopes);
        sums.Clear();
        rows.Project(0, slopes, sums);
        gradient.AddOuter(sums, inner.U);
        gradient.AddOuter(inner.Pass.Scores, adjoint);
        for (int j = 0; j < betaGradient.Length; j++)
        {
            betaGradient[j] = VectorKernels.Dot(rows.Fixed[j], slopes) - (2 * VectorKernels.Dot(rows.Fixed[j], nodes.MeanScore));
            betaGradient[j] += 2 * (inner.Penalty?.Slope(inner.Beta, j) ?? 0);
        }

        gradient.CopyTo(entryGradient);
    }
}
