using GlmmDsl.Fits;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace GlmmDsl.Inference.Hypotheses;

/// <summary>
/// Satterthwaite's method: degrees of freedom that match the first two moments of a standard error's square (Giesbrecht and Burns 1985, Biometrics 41), and for
/// several combinations those of Fai and Cornelius (1996, J. Stat. Comput. Simul. 54), by the eigenvectors of their covariance, as lmerTest.
/// </summary>
/// <param name="model">The fit.</param>
/// <param name="cancellationToken">Ends the work early.</param>
internal sealed class SatterthwaiteMethod(FittedModel model, CancellationToken cancellationToken = default)
    : SensitivityMethod(model, model.Solution.Satterthwaite(cancellationToken))
{
    /// <summary>Degrees of freedom nearer than this are the same: their mean is taken.</summary>
    private const double Same = 1e-8;

    /// <inheritdoc/>
    public override string Name => "Satterthwaite";

    /// <inheritdoc/>
    public override JointTest Joint(double[,] combinations, double[]? values = null)
    {
        JointQuadratic quadratic = JointQuadratic.Of(this, combinations, values);
        if (quadratic.Rank == 0 || double.IsNaN(quadratic.Square))
        {
            return new JointTest(double.NaN, quadratic.Rank, double.NaN);
        }

        return new JointTest(quadratic.Square / quadratic.Rank, quadratic.Rank, Denominator(combinations, quadratic.Rank));
    }

    /// <summary>The denominator degrees of freedom from those of the independent combinations PᵀL, LVLᵀ = PDPᵀ, the rows in the units in which they are given.</summary>
    private double Denominator(double[,] combinations, int rank)
    {
        Evd<double> evd = Between(combinations, Covariance).Evd(Symmetricity.Symmetric);
        Matrix<double> independent = evd.EigenVectors.TransposeThisAndMultiply(Matrix<double>.Build.DenseOfArray(combinations));
        double[] df = [.. Enumerable.Range(independent.RowCount - rank, rank).Select(i => DegreesOfFreedom(independent.Row(i).AsArray() ?? independent.Row(i).ToArray()))];
        if (df.Zip(df.Skip(1)).All(pair => Math.Abs(pair.First - pair.Second) < Same))
        {
            return df.Average();
        }

        if (df.Any(v => !(v > 2)))
        {
            return 2;
        }

        double sum = df.Sum(v => v / (v - 2));
        return 2 * sum / (sum - rank);
    }
}
