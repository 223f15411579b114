using GlmmDsl.Fits;
using GlmmDsl.Fitting;
using MathNet.Numerics.LinearAlgebra;

namespace GlmmDsl.Inference.Hypotheses;

/// <summary>What the two methods share that take degrees of freedom from the uncertainty of the variances.</summary>
/// <param name="model">The fit.</param>
/// <param name="sensitivity">How the covariance of β̂ depends on the variances.</param>
internal abstract class SensitivityMethod(FittedModel model, VarianceSensitivity sensitivity) : FixedEffectsMethod(model, sensitivity.AdjustedCovariance)
{
    private readonly double[,] parameters = sensitivity.ParameterCovariance;
    private readonly double[][,] derivatives = sensitivity.Derivatives;

    /// <inheritdoc/>
    public override bool HasDegreesOfFreedom => true;

    /// <summary>The covariance of the variance parameters.</summary>
    protected double[,] ParameterCovariance => parameters;

    /// <summary>The number of variance parameters.</summary>
    protected int ParameterCount => derivatives.Length;

    /// <summary>2(lᵀVl)²/(gᵀAg), g the derivatives of lᵀVl, A the covariance of the variance parameters.</summary>
    public override double DegreesOfFreedom(ReadOnlySpan<double> combination)
    {
        double variance = Quadratic(Model.Solution.Covariance, combination);
        Span<double> gradient = derivatives.Length <= 64 ? stackalloc double[derivatives.Length] : new double[derivatives.Length];
        for (int i = 0; i < derivatives.Length; i++)
        {
            gradient[i] = Quadratic(derivatives[i], combination);
        }

        double spread = Quadratic(parameters, gradient);
        return double.IsNaN(variance) || !(variance > 0) ? double.NaN : 2 * variance * variance / spread;
    }

    /// <summary>LMLᵀ for a symmetric p × p matrix.</summary>
    protected static Matrix<double> Between(double[,] rows, double[,] matrix)
    {
        Matrix<double> l = Matrix<double>.Build.DenseOfArray(rows);
        return l * Matrix<double>.Build.DenseOfArray(matrix) * l.Transpose();
    }

    /// <summary>L(∂V/∂γᵢ)Lᵀ.</summary>
    protected Matrix<double> Derivative(int parameter, double[,] rows) => Between(rows, derivatives[parameter]);

    private static double Quadratic(double[,] matrix, ReadOnlySpan<double> weights)
    {
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            for (int j = 0; j < weights.Length && weights[i] != 0; j++)
            {
                sum += weights[j] == 0 ? 0 : weights[i] * matrix[i, j] * weights[j];
            }
        }

        return sum;
    }
}
