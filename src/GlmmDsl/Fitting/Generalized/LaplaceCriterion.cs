using GlmmDsl.LinearAlgebra;
using GlmmDsl.Optimization;

namespace GlmmDsl.Fitting;

/// <summary>
/// The Laplace approximation of −2 log L, D = −2 Σ log f(y|û) + ‖û‖² + log|M|, with its exact gradient: over (β, θ), or over θ with β
/// profiled inside the inner problem; a prior's βᵀKβ is part of it. Bates et al. (2015) for M; the gradient by implicit differentiation of û (the adjoint solve is always with the
/// observed information, whichever stands in M).
/// </summary>
internal sealed class LaplaceCriterion : IDifferentiable
{
    private readonly InnerProblem inner;
    private readonly GeneralizedRows rows;
    private readonly double constant;
    private readonly bool profiled;
    private readonly PenalizedFactor determinant;
    private readonly PenalizedInverse inverse;
    private readonly ThetaGradient thetaGradient;
    private readonly double[] information;
    private readonly double[] leverages;
    private readonly double[] slopes;
    private readonly double[] fixedSlopes;
    private readonly double[] dense;
    private readonly EffectsVector adjoint;
    private readonly EffectsVector sums;
    private readonly EffectsVector effects;
    private readonly bool isExpected;

    /// <summary>Makes the workspace.</summary>
    /// <param name="inner">The inner problem, which several criteria may share in turn.</param>
    /// <param name="constant">−2 times the part of log f without η.</param>
    /// <param name="information">The information in M.</param>
    /// <param name="profiled">Over θ alone, β profiled.</param>
    public LaplaceCriterion(InnerProblem inner, double constant, Information information, bool profiled)
    {
        this.inner = inner;
        this.constant = constant;
        this.profiled = profiled;
        rows = inner.Rows;
        isExpected = information == Information.Expected && !inner.Kernel.IsCanonical;
        determinant = isExpected ? new PenalizedFactor(rows, inner.Templates) : inner.Newton;
        this.information = isExpected ? new double[rows.Count] : inner.Weights;
        inverse = new PenalizedInverse(rows, inner.Templates);
        thetaGradient = new ThetaGradient(rows);
        leverages = new double[rows.Count];
        slopes = new double[rows.Count];
        fixedSlopes = new double[rows.Fixed.Length];
        dense = new double[inner.Newton.Stride];
        adjoint = rows.NewEffects();
        sums = rows.NewEffects();
        effects = rows.NewEffects();
    }

    /// <inheritdoc/>
    public int Count => (profiled ? 0 : rows.Fixed.Length) + rows.Layout.Parameters.Length;

    /// <summary>The decrement at which the inner iterations stop; the value is corrected for what is left of it.</summary>
    public double InnerTolerance { get; set; } = 1e-10;

    /// <summary>The factor of M at the point evaluated last, with the information of the criterion.</summary>
    public PenalizedFactor Determinant => determinant;

    /// <summary>The selected inverse there.</summary>
    public PenalizedInverse Inverse => inverse;

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        int p = profiled ? 0 : rows.Fixed.Length;
        if (!profiled)
        {
            point[..p].CopyTo(inner.Beta);
        }

        inner.Templates.Set(point[p..]);
        bool solved = profiled ? inner.SolveProfiled(InnerTolerance) : inner.Solve(InnerTolerance);
        if (!solved || !inner.FactorObserved(profiled) || !FactorDeterminant())
        {
            return double.PositiveInfinity;
        }

        inverse.Compute(determinant);
        SumSlopes();

        // The inner correction: P falls by g·δ in the last step, and log|M| moves by h·ZΛδ.
        double correction = adjoint.Dot(inner.Step) - inner.Decrement;
        correction += profiled ? VectorKernels.Dot(fixedSlopes, inner.BetaStep) : 0;
        Differentiate(gradient);
        return inner.Penalized + constant + determinant.LogDeterminant + correction;
    }

    private bool FactorDeterminant()
    {
        if (!isExpected)
        {
            return true;
        }

        inner.Kernel.Expected(inner.Eta, rows.Sizes, information);
        determinant.Blocks.Fill(information, withFixed: false);
        return determinant.Compute(withFixed: false);
    }

    /// <summary>h = a ∘ W′, ΛᵀZᵀh and, where β is profiled, Xᵀh.</summary>
    private void SumSlopes()
    {
        sums.Clear();
        for (int start = 0; start < rows.Count; start += GeneralizedRows.Chunk)
        {
            int end = Math.Min(rows.Count, start + GeneralizedRows.Chunk);
            int count = end - start;
            inverse.Leverages(start, end, leverages);
            Span<double> h = slopes.AsSpan(start, count);
            ReadOnlySpan<double> eta = inner.Eta.AsSpan(start, count);
            if (isExpected)
            {
                inner.Kernel.ExpectedDerivative(eta, rows.Sizes.AsSpan(start, count), h);
            }
            else
            {
                inner.Kernel.ObservedDerivative(eta, rows.Totals.AsSpan(start, count), rows.Sizes.AsSpan(start, count), h);
            }

            for (int i = 0; i < count; i++)
            {
                h[i] *= leverages[start + i];
            }

            rows.Project(start, end, slopes, sums);
        }

        inner.Templates.MultiplyTransposed(sums, adjoint);
        for (int j = 0; profiled && j < fixedSlopes.Length; j++)
        {
            fixedSlopes[j] = VectorKernels.Dot(rows.Fixed[j], slopes);
        }
    }

    /// <summary>r = h − W_o ∘ (ZΛv), and from it the gradient.</summary>
    private void Differentiate(Span<double> gradient)
    {
        inner.Newton.Solve(adjoint, fixedSlopes, dense);
        inner.Templates.Multiply(adjoint, effects);
        sums.Clear();
        for (int start = 0; start < rows.Count; start += GeneralizedRows.Chunk)
        {
            int end = Math.Min(rows.Count, start + GeneralizedRows.Chunk);
            Span<double> shift = leverages.AsSpan(start, end - start);
            shift.Clear();
            rows.AddRandom(start, end, effects, leverages);
            for (int j = 0; profiled && j < fixedSlopes.Length; j++)
            {
                VectorKernels.AddScaled(fixedSlopes[j], rows.Fixed[j].AsSpan(start, shift.Length), shift);
            }

            for (int i = start; i < end; i++)
            {
                slopes[i] -= (inner.Weights[i] * leverages[i]) + (2 * inner.Score[i]);
            }

            rows.Project(start, end, slopes, sums);
        }

        int p = profiled ? 0 : rows.Fixed.Length;
        for (int j = 0; j < p; j++)
        {
            gradient[j] = VectorKernels.Dot(rows.Fixed[j], slopes) + (2 * (rows.Penalty?.Slope(inner.Beta, j) ?? 0));
        }

        thetaGradient.Clear();
        thetaGradient.AddOuter(sums, inner.U);
        thetaGradient.AddOuter(inner.Scores, adjoint);
        thetaGradient.AddTrace(inverse.Trace);
        thetaGradient.CopyTo(gradient[p..]);
    }
}
