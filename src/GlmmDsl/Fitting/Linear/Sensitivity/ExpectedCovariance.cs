using GlmmDsl.Covariance;
using GlmmDsl.Fitting.Linear.Criteria;
using GlmmDsl.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace GlmmDsl.Fitting.Linear.Sensitivity;

/// <summary>
/// The covariance of the variance parameters from the expected information of REML: 2 tr(P∂ᵢVP∂ⱼV)⁻¹, the first parameter the scale of V, the others elements of
/// the relative covariance matrices.
/// </summary>
internal static class ExpectedCovariance
{
    /// <summary>A direction that changes V as others do, each in its own unit, is left out.</summary>
    private const double Dependent = 1e-10;

    /// <summary>A step of the differences of <see cref="DifferentiatedPoint.RandomInformation"/>, in units in which it changes by its own size.</summary>
    private const double Step = 4e-3;

    // Fourth-order differences: ahead where the matrix is singular and cannot be reduced, else central.
    private static readonly (int Steps, double Weight)[] Ahead = [(0, -25.0 / 12), (1, 4), (2, -3), (3, 4.0 / 3), (4, -0.25)];
    private static readonly (int Steps, double Weight)[] Central = [(-2, 1.0 / 12), (-1, -2.0 / 3), (1, 2.0 / 3), (2, -1.0 / 12)];

    /// <summary>Computes it.</summary>
    /// <param name="evaluation">The workspace, of REML.</param>
    /// <param name="point">θ̂ with its derivatives, the average information among them.</param>
    /// <param name="entries">λ̂.</param>
    /// <param name="directions">The directions.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static double[,] Of(
        LinearEvaluation evaluation, DifferentiatedPoint point, double[] entries, InformationDirection[] directions, CancellationToken cancellationToken)
    {
        int count = directions.Length;
        var information = new double[count + 1, count + 1];
        information[0, 0] = evaluation.Denominator;
        double[][] own = [.. evaluation.System.Layout.Factors.Select((_, f) => (double[])point.RandomInformation(f).Clone())];
        for (int i = 0; i < count; i++)
        {
            information[0, i + 1] = VectorKernels.Dot(directions[i].Block, own[directions[i].Factor]);
            information[i + 1, 0] = information[0, i + 1];
        }

        var traces = new double[count * count];
        if (!point.TryTraces(directions, traces, cancellationToken))
        {
            SetByDifferences(evaluation, entries, directions, own, traces, cancellationToken);
        }

        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                information[i + 1, j + 1] = (traces[(i * count) + j] + traces[(j * count) + i]) / 2;
            }
        }

        return TwiceInverse(information);
    }

    /// <summary>tr(PGᵢPGⱼ) = −∂ tr(PGᵢ)/∂γⱼ.</summary>
    private static void SetByDifferences(
        LinearEvaluation evaluation, double[] entries, InformationDirection[] directions, double[][] own, double[] traces, CancellationToken cancellationToken)
    {
        CovarianceLayout layout = evaluation.System.Layout;
        int count = directions.Length;
        var gradient = new double[layout.Entries.Length];
        var hessian = new double[gradient.Length * gradient.Length];
        for (int j = 0; j < count; j++)
        {
            int f = directions[j].Factor;
            double step = Step * layout.Factors[f].Levels / VectorKernels.Dot(directions[j].Block, own[f]);
            bool isCentral = MovedEntries.TryMove(layout, entries, directions[j], -2 * step, out _);
            foreach ((int steps, double weight) in isCentral ? Central : Ahead)
            {
                MovedEntries.TryMove(layout, entries, directions[j], steps * step, out double[] moved);
                DifferentiatedPoint point = evaluation.Evaluate(moved, cancellationToken).Differentiate(gradient, hessian, cancellationToken);
                for (int i = 0; i < count; i++)
                {
                    traces[(i * count) + j] -= weight / step * VectorKernels.Dot(directions[i].Block, point.RandomInformation(directions[i].Factor));
                }
            }
        }
    }

    private static double[,] TwiceInverse(double[,] information)
    {
        int count = information.GetLength(0);
        double[] unit = [.. Enumerable.Range(0, count).Select(i => information[i, i] > 0 ? 1 / Math.Sqrt(information[i, i]) : 0)];
        Evd<double> evd = Matrix<double>.Build.Dense(count, count, (i, j) => information[i, j] * unit[i] * unit[j]).Evd(Symmetricity.Symmetric);
        var result = new double[count, count];
        for (int e = 0; e < count; e++)
        {
            double value = evd.EigenValues[e].Real;
            for (int i = 0; i < count && value > Dependent; i++)
            {
                for (int j = 0; j < count; j++)
                {
                    result[i, j] += 2 * evd.EigenVectors[i, e] * unit[i] * evd.EigenVectors[j, e] * unit[j] / value;
                }
            }
        }

        return result;
    }
}
