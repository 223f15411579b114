using GlmmDsl.Covariance;
using GlmmDsl.Fitting.Linear.Criteria;

namespace GlmmDsl.Fitting.Linear;

/// <summary>−2 log L of a linear model at a Λ, with σ profiled out or held, and its derivatives. All from cross-products.</summary>
/// <param name="evaluation">The criterion by maximum likelihood.</param>
internal sealed class HeldEvaluation(LinearEvaluation evaluation)
{
    private readonly CovarianceLayout layout = evaluation.System.Layout;
    private readonly EntryMap? map = evaluation.System.Layout.IsIdentity ? null : new EntryMap(evaluation.System.Layout);
    private readonly double[] inEntries = new double[evaluation.System.Layout.Entries.Length];
    private EvaluatedPoint evaluated;
    private DifferentiatedPoint differentiated;

    /// <summary>n.</summary>
    public double Freedom => evaluation.Denominator;

    /// <summary>r² at the point evaluated last.</summary>
    public double ResidualSquare => evaluated.ResidualSquare;

    /// <summary>log|L|² + n log 2πσ² + r²/σ² and constants; infinite where there is no such.</summary>
    /// <param name="theta">Internal θ.</param>
    /// <param name="variance">σ² held, internal units; null to profile it out.</param>
    public double Evaluate(ReadOnlySpan<double> theta, double? variance)
    {
        evaluation.HeldVariance = variance;
        evaluated = evaluation.Evaluate(map is null ? theta : map.MoveTo(theta));
        double square = evaluated.ResidualSquare;
        if (!double.IsFinite(evaluated.Value) || !(square > 0))
        {
            return double.PositiveInfinity;
        }

        if (variance is not { } held)
        {
            return evaluated.Variance < LinearCriterion.NoVariance ? double.PositiveInfinity : evaluated.Value;
        }

        return evaluated.Value + (square / held) - Freedom + (Freedom * Math.Log(held * Freedom / square));
    }

    /// <summary>The gradient in internal θ at the point evaluated last, σ held or profiled.</summary>
    public void Differentiate(Span<double> gradient)
    {
        if (map is null)
        {
            differentiated = evaluated.Differentiate(gradient, []);
            return;
        }

        differentiated = evaluated.Differentiate(inEntries, []);
        map.Gradient(inEntries, gradient);
    }

    /// <summary>∂d/∂Λ of all k × k entries of one term, at the point differentiated last.</summary>
    public void Template(TermLayout term, Span<double> result)
    {
        int factor = layout.Entries[term.FirstEntry].Factor;
        int width = layout.Factors[factor].Width;
        double[] whole = differentiated.TemplateGradient(factor);
        for (int r = 0; r < term.Width; r++)
        {
            whole.AsSpan(((term.Offset + r) * width) + term.Offset, term.Width).CopyTo(result[(r * term.Width)..]);
        }
    }
}
