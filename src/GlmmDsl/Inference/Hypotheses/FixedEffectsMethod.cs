using GlmmDsl.Fits;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Inference.Hypotheses;

/// <summary>
/// How the uncertainty of linear combinations of the coefficients is judged: Wald, Satterthwaite, or Kenward and Roger. Coefficients, terms,
/// marginal means and contrasts are all tested through it. Immutable and safe to use from several threads.
/// </summary>
internal abstract class FixedEffectsMethod
{
    /// <summary>Takes the covariance that the method uses.</summary>
    /// <param name="model">The fit.</param>
    /// <param name="covariance">The covariance matrix of the kept coefficients.</param>
    protected FixedEffectsMethod(FittedModel model, double[,] covariance) => (Model, Covariance) = (model, covariance);

    /// <summary>The fit.</summary>
    public FittedModel Model { get; }

    /// <summary>The covariance matrix of the kept coefficients, as the method adjusts it.</summary>
    public double[,] Covariance { get; }

    /// <summary>The name of the method as the literature writes it: "Kenward-Roger".</summary>
    public abstract string Name { get; }

    /// <summary>Whether statistics follow t and F; else normal and chi-square distributions.</summary>
    public abstract bool HasDegreesOfFreedom { get; }

    /// <summary>The degrees of freedom of one combination; infinite for Wald's test.</summary>
    /// <param name="combination">A weight for each kept coefficient.</param>
    public abstract double DegreesOfFreedom(ReadOnlySpan<double> combination);

    /// <summary>Tests that combinations equal given values, all at once. Combinations that depend on others are left out of the count.</summary>
    /// <param name="combinations">One row for each combination, one column for each kept coefficient.</param>
    /// <param name="values">What they equal under the hypothesis; zeros where null.</param>
    public abstract JointTest Joint(double[,] combinations, double[]? values = null);

    /// <summary>The estimate of a combination.</summary>
    public virtual double Estimate(ReadOnlySpan<double> combination) => VectorKernels.Dot(combination, Model.Solution.Beta);

    /// <summary>The standard error of a combination.</summary>
    public double StandardError(ReadOnlySpan<double> combination) => Math.Sqrt(CovarianceOf(combination, combination));

    /// <summary>The covariance of two combinations.</summary>
    public double CovarianceOf(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        double sum = 0;
        for (int i = 0; i < first.Length; i++)
        {
            double row = 0;
            for (int j = 0; j < second.Length; j++)
            {
                // A weight of zero keeps what is not a number, such as the variance of a separated coefficient, out of combinations without it.
                row += second[j] == 0 ? 0 : Covariance[i, j] * second[j];
            }

            sum += first[i] == 0 ? 0 : first[i] * row;
        }

        return sum;
    }
}
