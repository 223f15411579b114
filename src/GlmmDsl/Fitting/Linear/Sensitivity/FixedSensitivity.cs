using GlmmDsl.Fitting.Linear.Criteria;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Linear.Sensitivity;

/// <summary>
/// What Satterthwaite's and Kenward and Roger's methods need of a linear model, from its cross-products. V = s(H + Σ γᵢGᵢ) with s the scale and H = V̂/σ̂²: with
/// D = XᵀH⁻¹X and Kᵢ = XᵀH⁻¹GᵢH⁻¹X, V_β = σ̂²D⁻¹, ∂V_β/∂ log s = V_β and ∂V_β/∂γᵢ = σ̂²D⁻¹KᵢD⁻¹; and Kenward and Roger's (1997, Biometrics 53)
/// adjusted covariance is σ̂²(D⁻¹ + 2D⁻¹ΣW_ij XᵀH⁻¹GᵢPGⱼH⁻¹X D⁻¹), W the covariance of the parameters. In this form the scale has no part in the sum, and nothing
/// divides by Λ, so that a singular fit needs no care.
/// </summary>
internal static class FixedSensitivity
{
    /// <summary>For Satterthwaite's method: parameters (log σ², θ), the observed information.</summary>
    public static VarianceSensitivity Satterthwaite(LinearMixedSolution solution, CancellationToken cancellationToken)
    {
        LinearProblem problem = solution.Problem;
        LinearEvaluation evaluation = problem.Evaluation(solution.IsReml);
        double[] theta = problem.Layout.ToInternal(solution.Theta);
        EvaluatedPoint point = evaluation.Evaluate(problem.Layout.ToEntries(theta), cancellationToken);
        InformationDirection[] directions = RandomDirections.OfParameters(problem.Layout, theta);
        var products = new FixedProducts(point, evaluation.System, cancellationToken);
        double[][,] own = [.. directions.Select(products.OfOne)];
        double[,] covariance = ObservedCovariance.Of(evaluation, point, theta, out DifferentiatedPoint differentiated, cancellationToken);
        return new VarianceSensitivity(Derivatives(solution, differentiated, own), covariance, solution.Covariance);
    }

    /// <summary>For Kenward and Roger's method.</summary>
    /// <param name="solution">A fit by REML.</param>
    /// <param name="information">Expected: parameters in which V is linear. Observed: θ, in the directions that are free.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static VarianceSensitivity KenwardRoger(LinearMixedSolution solution, Information information, CancellationToken cancellationToken)
    {
        LinearProblem problem = solution.Problem;
        LinearEvaluation evaluation = problem.Evaluation(reml: true);
        double[] theta = problem.Layout.ToInternal(solution.Theta);
        double[] entries = problem.Layout.ToEntries(theta);
        EvaluatedPoint point = evaluation.Evaluate(entries, cancellationToken);
        bool isExpected = information == Information.Expected;
        InformationDirection[] directions = isExpected ? RandomDirections.OfElements(problem.Layout, theta) : RandomDirections.OfParameters(problem.Layout, theta);
        var products = new FixedProducts(point, evaluation.System, cancellationToken);
        double[][,] own = [.. directions.Select(products.OfOne)];
        double[][][,] pairs = products.OfPairs(directions, cancellationToken);
        DifferentiatedPoint differentiated;
        double[,]? covariance = null;
        if (isExpected)
        {
            var hessian = new double[entries.Length * entries.Length];
            differentiated = point.Differentiate(new double[entries.Length], hessian, cancellationToken);
        }
        else
        {
            covariance = ObservedCovariance.Of(evaluation, point, theta, out differentiated, cancellationToken);
        }

        // Differences that the expected information may take move the workspace on.
        double[] inverse = [.. differentiated.FixedInverse];
        double[][,] derivatives = Derivatives(solution, differentiated, own);
        covariance ??= ExpectedCovariance.Of(evaluation, differentiated, entries, directions, cancellationToken);
        return new VarianceSensitivity(derivatives, covariance, Adjusted(solution, inverse, own, pairs, covariance));
    }

    /// <summary>V_β, then σ̂²D⁻¹KᵢD⁻¹, in the user's units.</summary>
    private static double[][,] Derivatives(LinearMixedSolution solution, DifferentiatedPoint point, double[][,] own)
    {
        var result = new double[own.Length + 1][,];
        result[0] = solution.Covariance;
        for (int i = 0; i < own.Length; i++)
        {
            double[] around = SmallMatrices.Around(point.FixedInverse, own[i]);
            VectorKernels.Scale(point.Variance, around, around);
            result[i + 1] = solution.Problem.Basis.Covariance(around);
        }

        return result;
    }

    private static double[,] Adjusted(LinearMixedSolution solution, double[] inverse, double[][,] own, double[][][,] pairs, double[,] covariance)
    {
        int p = solution.Beta.Length;
        var sum = new double[p, p];
        for (int j = 0; j < own.Length; j++)
        {
            for (int i = 0; i <= j; i++)
            {
                // A pair and its mirror image add up to a symmetric matrix.
                double weight = i == j ? covariance[i + 1, j + 1] / 2 : covariance[i + 1, j + 1];
                double[,] projected = SmallMatrices.Sandwich(own[i], inverse, own[j]);
                for (int a = 0; a < p; a++)
                {
                    for (int b = 0; b < p; b++)
                    {
                        sum[a, b] += weight * (pairs[j][i][a, b] - projected[a, b] + pairs[j][i][b, a] - projected[b, a]);
                    }
                }
            }
        }

        double sigma = solution.Sigma / solution.Problem.Basis.ResponseScale;
        double[] around = SmallMatrices.Around(inverse, sum);
        VectorKernels.Scale(2 * sigma * sigma, around, around);
        double[,] added = solution.Problem.Basis.Covariance(around);
        var result = (double[,])solution.Covariance.Clone();
        for (int a = 0; a < p; a++)
        {
            for (int b = 0; b < p; b++)
            {
                result[a, b] += added[a, b];
            }
        }

        return result;
    }
}
