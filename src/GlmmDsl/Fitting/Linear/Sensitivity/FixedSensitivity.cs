using GlmmDsl.Covariance;
using GlmmDsl.Fitting.Columns;
using GlmmDsl.Fitting.Linear.Criteria;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Linear.Sensitivity;

/// <summary>
/// What Satterthwaite's and Kenward and Roger's methods need of a linear model, from its cross-products. V = s(H + Σ γᵢGᵢ) with s the scale and H = V̂/σ̂²: with
/// D = XᵀH⁻¹X and Kᵢ = XᵀH⁻¹GᵢH⁻¹X, V_β = σ̂²D⁻¹, ∂V_β/∂ log s = V_β and ∂V_β/∂γᵢ = σ̂²D⁻¹KᵢD⁻¹; and Kenward and Roger's (1997, Biometrics 53)
/// adjusted covariance is σ̂²(D⁻¹ + 2D⁻¹ΣW_ij XᵀH⁻¹GᵢPGⱼH⁻¹X D⁻¹), W the covariance of the parameters. In this form the scale has no part in the sum, and nothing
/// divides by Λ, so that a singular fit needs no care.
/// </summary>
/// <param name="evaluation">A workspace.</param>
/// <param name="basis">The columns that the fixed part is computed in.</param>
/// <param name="userTheta">θ̂ in user units.</param>
/// <param name="covariance">V_β in user units.</param>
internal sealed class FixedSensitivity(LinearEvaluation evaluation, FixedPart basis, double[] userTheta, double[,] covariance)
{
    /// <summary>The most entries of Λ, those of about 110 columns: squared, a third of a gigabyte.</summary>
    private const int MostEntries = 6200;

    private readonly CovarianceLayout layout = evaluation.System.Layout;

    /// <summary>For Satterthwaite's method: parameters (log σ², θ), the observed information.</summary>
    /// <param name="cancellationToken">Ends the work early.</param>
    public VarianceSensitivity Satterthwaite(CancellationToken cancellationToken)
    {
        double[] theta = layout.ToInternal(userTheta);
        EvaluatedPoint point = evaluation.Evaluate(layout.ToEntries(theta), cancellationToken);
        InformationDirection[] directions = RandomDirections.OfParameters(layout, theta);
        var products = new FixedProducts(point, evaluation.System, cancellationToken);
        double[][,] own = [.. directions.Select(products.OfOne)];
        double[,] parameters = ObservedCovariance.Of(evaluation, point, theta, out DifferentiatedPoint differentiated, cancellationToken);
        return new VarianceSensitivity(Derivatives(differentiated, own), parameters, covariance);
    }

    /// <summary>For Kenward and Roger's method.</summary>
    /// <param name="information">Expected: parameters in which V is linear. Observed: θ, in the directions that are free.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="InvalidOperationException">The average information, in the entries of Λ, would not fit in memory.</exception>
    public VarianceSensitivity KenwardRoger(Information information, CancellationToken cancellationToken)
    {
        if (layout.Entries.Length > MostEntries)
        {
            throw new InvalidOperationException(FormattableString.Invariant(
                $"Kenward and Roger's method is not available for a structure of {layout.Factors.Max(f => f.Width)} columns: its matrices would not fit in memory. Use Satterthwaite's, which needs none of them."));
        }

        double[] theta = layout.ToInternal(userTheta);
        double[] entries = layout.ToEntries(theta);
        EvaluatedPoint point = evaluation.Evaluate(entries, cancellationToken);
        bool isExpected = information == Information.Expected;
        InformationDirection[] directions = isExpected ? RandomDirections.OfElements(layout, theta) : RandomDirections.OfParameters(layout, theta);
        var products = new FixedProducts(point, evaluation.System, cancellationToken);
        double[][,] own = [.. directions.Select(products.OfOne)];
        double[][][,] pairs = products.OfPairs(directions, cancellationToken);
        DifferentiatedPoint differentiated;
        double[,]? parameters = null;
        if (isExpected)
        {
            differentiated = point.Differentiate(new double[entries.Length], new double[entries.Length * entries.Length], cancellationToken);
        }
        else
        {
            parameters = ObservedCovariance.Of(evaluation, point, theta, out differentiated, cancellationToken);
        }

        // Differences that the expected information may take move the workspace on.
        double[] inverse = [.. differentiated.FixedInverse];
        double[][,] derivatives = Derivatives(differentiated, own);
        parameters ??= ExpectedCovariance.Of(evaluation, differentiated, entries, directions, cancellationToken);
        return new VarianceSensitivity(derivatives, parameters, Adjusted(differentiated.Variance, inverse, own, pairs, parameters));
    }

    /// <summary>V_β, then σ̂²D⁻¹KᵢD⁻¹, in the user's units.</summary>
    private double[][,] Derivatives(DifferentiatedPoint point, double[][,] own)
    {
        var result = new double[own.Length + 1][,];
        result[0] = covariance;
        for (int i = 0; i < own.Length; i++)
        {
            double[] around = SmallMatrices.Around(point.FixedInverse, own[i]);
            VectorKernels.Scale(point.Variance, around, around);
            result[i + 1] = basis.Covariance(around, 0);
        }

        return result;
    }

    private double[,] Adjusted(double variance, double[] inverse, double[][,] own, double[][][,] pairs, double[,] parameters)
    {
        int p = evaluation.System.FixedCount;
        var sum = new double[p, p];
        for (int j = 0; j < own.Length; j++)
        {
            for (int i = 0; i <= j; i++)
            {
                // A pair and its mirror image add up to a symmetric matrix.
                double weight = i == j ? parameters[i + 1, j + 1] / 2 : parameters[i + 1, j + 1];
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

        double[] around = SmallMatrices.Around(inverse, sum);
        VectorKernels.Scale(2 * variance, around, around);
        double[,] added = basis.Covariance(around, 0);
        var result = (double[,])covariance.Clone();
        for (int a = 0; a < result.GetLength(0); a++)
        {
            for (int b = 0; b < result.GetLength(1); b++)
            {
                result[a, b] += added[a, b];
            }
        }

        return result;
    }
}
