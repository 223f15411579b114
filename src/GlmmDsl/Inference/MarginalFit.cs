using GlmmDsl.Fits;
using GlmmDsl.Fitting;

namespace GlmmDsl.Inference;

/// <summary>The marginal model closest to the marginal means of a fit, with the covariance of its coefficients.</summary>
/// <param name="Beta">The coefficients of the kept columns.</param>
/// <param name="Covariance">Their covariance, p × p.</param>
/// <param name="IsConditionalOnTheta">Whether the covariance treats θ̂ as known.</param>
internal sealed record MarginalFit(double[] Beta, double[,] Covariance, bool IsConditionalOnTheta)
{
    private const int MaxIterations = 100;
    private const int MaxHalvings = 30;

    /// <summary>
    /// Solves the quasi-score equations with the marginal means M in place of the response by Fisher scoring, and gets the covariance from that of (β̂, θ̂) by
    /// the delta method: with A = XᵀW_oX at the solution, ∂β*/∂(β, θ) = A⁻¹ Σ m xᵢ (μ′/V) ∂Mᵢ/∂(β, θ).
    /// </summary>
    /// <exception cref="InvalidOperationException">The fit has no rows, the fixed effects separate the outcomes, or no marginal model with this link can match the fit's means.</exception>
    public static MarginalFit Of(FittedModel model, CancellationToken cancellationToken)
    {
        IModelSolution solution = model.Solution;
        if (model.IsLinear)
        {
            // Identity link: the marginal means are Xβ.
            return new MarginalFit(solution.Beta, solution.Covariance, IsConditionalOnTheta: false);
        }

        if (solution.IsSeparated)
        {
            throw new InvalidOperationException(
                "The fixed effects separate the outcomes, so coefficients are infinite, and coefficients of the population average do not exist. Give the coefficients a weak prior (FitOptions.CoefficientPrior), or leave out the predictor that decides the outcome.");
        }

        var rows = new MarginalRows(model, cancellationToken);
        double[] beta = Solve(rows, cancellationToken);
        int p = beta.Length;
        double[,]? joint = solution.JointCovariance;
        double[][] slopes = rows.Slopes(beta, withTheta: joint is not null);
        int n = slopes.Length;
        var covariance = new double[p, p];
        for (int a = 0; a < n; a++)
        {
            for (int b = 0; b < n; b++)
            {
                double c = joint is null ? solution.Covariance[a, b] : joint[a, b];
                for (int i = 0; i < p; i++)
                {
                    for (int j = 0; j < p; j++)
                    {
                        covariance[i, j] += slopes[a][i] * c * slopes[b][j];
                    }
                }
            }
        }

        return new MarginalFit(beta, covariance, joint is null && !model.Matrices.Random.IsEmpty);
    }

    private static double[] Solve(MarginalRows rows, CancellationToken cancellationToken)
    {
        double[] beta = rows.LeastSquares();
        double objective = rows.LogQuasiLikelihood(beta);
        for (int iteration = 0; iteration < MaxIterations; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double[] step = rows.ScoringStep(beta, out double decrement);
            if (decrement < 1e-22 * (1 + Math.Abs(objective)))
            {
                break;
            }

            double length = 1;
            for (int halving = 0; halving <= MaxHalvings; halving++, length /= 2)
            {
                double[] trial = [.. beta.Select((b, j) => b + (length * step[j]))];
                double value = rows.LogQuasiLikelihood(trial);
                if (value >= objective - (1e-14 * (1 + Math.Abs(objective))))
                {
                    beta = trial;
                    objective = value;
                    break;
                }
            }
        }

        return double.IsFinite(objective) ? beta : throw new InvalidOperationException(
            "No marginal model with this link keeps every row's mean in range, so there are no coefficients of the population average. Predict the average for rows instead.");
    }
}
