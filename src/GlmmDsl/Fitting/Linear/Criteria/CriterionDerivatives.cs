using GlmmDsl.Covariance;

namespace GlmmDsl.Fitting.Linear.Criteria;

/// <summary>
/// The sums over levels from which the gradient and average information are made, whichever factorisation they come from, and the formulas for
/// both: ∂d/∂θᵢ = 2 tr(N ∂ᵢΛ) − 2(ZᵀWe)ᵀ∂ᵢΛû/σ̂² and Ĥᵢⱼ = qᵢⱼ/σ̂² + vᵢⱼ − cᵢcⱼ/N.
/// </summary>
internal sealed class CriterionDerivatives
{
    private readonly CovarianceLayout layout;
    private readonly double[][] scoreModes;
    private readonly double[][] scoreProducts;
    private double[]? products;

    /// <summary>Allocates the sums of a layout.</summary>
    public CriterionDerivatives(CovarianceLayout layout)
    {
        this.layout = layout;
        Trace = Blocks();
        Information = Blocks();
        scoreModes = Blocks();
        scoreProducts = Blocks();

        double[][] Blocks() => [.. layout.Factors.Select(f => new double[f.Width * f.Width])];
    }

    /// <summary>Per factor Σ N_ll, k × k row-major: tr(N E_rc) is entry (c, r). Under REML the inverted matrix includes X.</summary>
    public double[][] Trace { get; }

    /// <summary>Per factor Σ (ZᵀQZ)_ll, k × k row-major.</summary>
    public double[][] Information { get; }

    /// <summary>q_ij, the lower triangle, row-major. Made where a Hessian is asked for: with many entries it is large.</summary>
    public double[] Products => products ??= new double[layout.Entries.Length * layout.Entries.Length];

    /// <summary>Σ over levels of g uᵀ and g gᵀ, g = ZᵀWe.</summary>
    public void SumScores(ConditionalEstimates estimates)
    {
        for (int f = 0; f < scoreModes.Length; f++)
        {
            int k = layout.Factors[f].Width;
            ReadOnlySpan<double> scores = estimates.Scores(f);
            ReadOnlySpan<double> modes = estimates.Spherical(f);
            Array.Clear(scoreModes[f]);
            Array.Clear(scoreProducts[f]);
            for (int first = 0; first < scores.Length; first += k)
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

    /// <summary>The gradient from the sums.</summary>
    /// <param name="variance">σ̂².</param>
    /// <param name="gradient">Receives it.</param>
    public void Gradient(double variance, Span<double> gradient)
    {
        for (int i = 0; i < gradient.Length; i++)
        {
            (int f, int row, int column) = layout.Entries[i];
            gradient[i] = (2 * Trace[f][(column * layout.Factors[f].Width) + row]) + (Residual(i) / variance);
        }
    }

    /// <summary>The average information from the sums.</summary>
    /// <param name="variance">σ̂².</param>
    /// <param name="denominator">N.</param>
    /// <param name="hessian">Receives Ĥ, row-major.</param>
    public void AverageInformation(double variance, double denominator, Span<double> hessian)
    {
        int count = layout.Entries.Length;
        for (int i = 0; i < count; i++)
        {
            (int f, int row, int column) = layout.Entries[i];
            int k = layout.Factors[f].Width;
            for (int j = 0; j <= i; j++)
            {
                (int g, int otherRow, int otherColumn) = layout.Entries[j];
                double boundary = f == g && column == otherColumn
                    ? 2 * (Information[f][(row * k) + otherRow] - (scoreProducts[f][(row * k) + otherRow] / variance))
                    : 0;
                double value = (Products[(i * count) + j] / variance) + boundary
                    - (Residual(i) * Residual(j) / (variance * variance * denominator));
                hessian[(i * count) + j] = value;
                hessian[(j * count) + i] = value;
            }
        }
    }

    /// <summary>∂d/∂Λ_rc for every entry of a factor's template, row-major.</summary>
    public double[] TemplateGradient(int factor, double variance)
    {
        int k = layout.Factors[factor].Width;
        var result = new double[k * k];
        for (int r = 0; r < k; r++)
        {
            for (int c = 0; c < k; c++)
            {
                result[(r * k) + c] = 2 * (Trace[factor][(c * k) + r] - (scoreModes[factor][(r * k) + c] / variance));
            }
        }

        return result;
    }

    /// <summary>∂r²/∂θᵢ.</summary>
    private double Residual(int parameter)
    {
        (int f, int row, int column) = layout.Entries[parameter];
        return -2 * scoreModes[f][(row * layout.Factors[f].Width) + column];
    }
}
