using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting;

/// <summary>
/// Exact gradient and average information of the criterion at the θ last evaluated, by the selected inverse: no division by Λ, so both hold at a
/// singular Λ. REML is the same computation with X inside the inverted matrix (M̃ instead of M, P instead of V⁻¹).
/// </summary>
internal sealed class LinearDerivatives
{
    private readonly LinearEvaluation evaluation;
    private readonly BlockedSystem system;
    private readonly ConditionalEstimates estimates;
    private readonly InverseTraces traces;
    private readonly AverageInformation information;
    private readonly double[] column;
    private readonly double[] products;
    private readonly double[] expected;
    private readonly double[][] scoreModes;
    private readonly double[][] scoreProducts;
    private ExpectedInformation? expectedInformation;

    /// <summary>Makes the workspace.</summary>
    public LinearDerivatives(LinearEvaluation evaluation)
    {
        this.evaluation = evaluation;
        system = evaluation.System;
        estimates = new ConditionalEstimates(evaluation);
        traces = new InverseTraces(evaluation);
        information = new AverageInformation(evaluation, estimates);
        products = new double[system.Layout.Parameters.Length * system.Layout.Parameters.Length];
        expected = new double[products.Length];
        FixedInverse = new double[system.FixedCount * system.FixedCount];
        column = new double[system.FixedCount];
        scoreModes = [.. evaluation.Templates.Select(t => new double[t.Length])];
        scoreProducts = [.. evaluation.Templates.Select(t => new double[t.Length])];
    }

    /// <summary>β̂, û and ZᵀWe at the point.</summary>
    public ConditionalEstimates Estimates => estimates;

    /// <summary>(R_XᵀR_X)⁻¹ at the point differentiated last, p × p: vcov(β̂) in internal units is σ̂² times it.</summary>
    public double[] FixedInverse { get; }

    /// <summary>
    /// ∂d/∂θᵢ = 2 tr(N ∂ᵢΛ) − 2(ZᵀWe)ᵀ∂ᵢΛû/σ̂² and Ĥᵢⱼ = qᵢⱼ/σ̂² + vᵢⱼ − cᵢcⱼ/N. The factor is consumed: evaluate again before another use.
    /// </summary>
    /// <param name="gradient">Receives the gradient.</param>
    /// <param name="hessian">Receives Ĥ, row-major.</param>
    public void Compute(Span<double> gradient, Span<double> hessian)
    {
        CovarianceParameter[] parameters = system.Layout.Parameters;
        int count = parameters.Length;
        double variance = evaluation.Variance;
        estimates.Compute();
        InvertFixed();
        SumScores();
        information.Compute(products);
        traces.Compute(evaluation.IsReml);
        for (int i = 0; i < count; i++)
        {
            (int f, int row, int column) = parameters[i];
            int k = system.Layout.Factors[f].Width;
            double residual = -2 * scoreModes[f][(row * k) + column];
            gradient[i] = (2 * traces.Trace[f][(column * k) + row]) + (residual / variance);
            for (int j = 0; j <= i; j++)
            {
                (int g, int otherRow, int otherColumn) = parameters[j];
                double otherResidual = -2 * scoreModes[g][(otherRow * system.Layout.Factors[g].Width) + otherColumn];
                double boundary = f == g && column == otherColumn
                    ? 2 * (traces.Information[f][(row * k) + otherRow] - (scoreProducts[f][(row * k) + otherRow] / variance))
                    : 0;
                double value = (products[(i * count) + j] / variance) + boundary
                    - (residual * otherResidual / (variance * variance * evaluation.Denominator));
                hessian[(i * count) + j] = value;
                hessian[(j * count) + i] = value;
            }
        }
    }

    /// <summary>
    /// The exact Hessian from Ĥ at the point differentiated last: H = Ĥ + q/σ̂² − tr(QVᵢQVⱼ). For its cost see <see cref="ExpectedInformation"/>.
    /// </summary>
    /// <param name="hessian">Ĥ, row-major; becomes H.</param>
    public void MakeExact(Span<double> hessian)
    {
        int count = system.Layout.Parameters.Length;
        expectedInformation ??= new ExpectedInformation(evaluation, traces.ScaledInverse);
        expectedInformation.Compute(expected);
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                hessian[(i * count) + j] += (products[(i * count) + j] / evaluation.Variance) - expected[(i * count) + j];
                hessian[(j * count) + i] = hessian[(i * count) + j];
            }
        }
    }

    /// <summary>∂d/∂Λ_rc of every entry of a factor's template, row-major, those above the diagonal too: what another basis of the columns needs.</summary>
    public double[] TemplateGradient(int factor)
    {
        int k = system.Layout.Factors[factor].Width;
        var result = new double[k * k];
        for (int r = 0; r < k; r++)
        {
            for (int c = 0; c < k; c++)
            {
                result[(r * k) + c] = 2 * (traces.Trace[factor][(c * k) + r] - (scoreModes[factor][(r * k) + c] / evaluation.Variance));
            }
        }

        return result;
    }

    private void InvertFixed()
    {
        int p = system.FixedCount;
        int start = (system.RandomCount * evaluation.Stride) + system.RandomCount;
        for (int j = 0; j < p; j++)
        {
            Array.Clear(column);
            column[j] = 1;
            DenseCholesky.SolveLower(evaluation.Factor, evaluation.Stride, start, p, column);
            DenseCholesky.SolveLowerTransposed(evaluation.Factor, evaluation.Stride, start, p, column);
            column.CopyTo(FixedInverse, j * p);
        }
    }

    /// <summary>Σ over levels of g uᵀ and g gᵀ, g = ZᵀWe.</summary>
    private void SumScores()
    {
        for (int f = 0; f < scoreModes.Length; f++)
        {
            int k = system.Layout.Factors[f].Width;
            int count = system.Layout.Factors[f].Levels * k;
            int offset = f == 0 ? 0 : system.Offsets[f];
            ReadOnlySpan<double> scores = (f == 0 ? estimates.LeadingScores : estimates.TrailingScores).AsSpan(offset, count);
            ReadOnlySpan<double> modes = (f == 0 ? estimates.Leading : estimates.Trailing).AsSpan(offset, count);
            Array.Clear(scoreModes[f]);
            Array.Clear(scoreProducts[f]);
            for (int first = 0; first < count; first += k)
            {
                for (int r = 0; r < k; r++)
                {
                    double score = scores[first + r];
                    for (int c = 0; c < k; c++)
                    {
                        scoreModes[f][(r * k) + c] += score * modes[first + c];
                        scoreProducts[f][(r * k) + c] += score * scores[first + c];
                    }
                }
            }
        }
    }
}
