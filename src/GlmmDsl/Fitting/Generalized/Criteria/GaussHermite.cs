using System.Collections.Concurrent;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Criteria;

/// <summary>
/// Nodes and weights for a standard normal variable. Golub and Welsch (1969) for the nodes: the eigenvalues of the Jacobi matrix of the Hermite polynomials,
/// whose off-diagonal is √i, refined to rounding by Newton's method. A weight is 1/Σ p_j(x)² over the orthonormal polynomials of degree below n. The
/// eigenvectors give it too, but only to an absolute 1e-16, and the outer weights are far smaller. Symmetric to the last bit.
/// </summary>
internal sealed class GaussHermite
{
    /// <summary>The largest number of nodes.</summary>
    public const int MostNodes = 100;

    private const int NewtonSteps = 3;

    private static readonly ConcurrentDictionary<int, GaussHermite> Rules = new();

    private GaussHermite(int count)
    {
        double[] values = Eigenvalues(count);
        Array.Sort(values);
        Nodes = new double[count];
        Weights = new double[count];
        for (int i = 0; i < count; i++)
        {
            int mirrored = count - 1 - i;
            if (i > mirrored)
            {
                (Nodes[i], Weights[i]) = (-Nodes[mirrored], Weights[mirrored]);
                continue;
            }

            double x = i == mirrored ? 0 : 0.5 * (values[i] - values[mirrored]);
            double logSum = 0;
            for (int step = 0; step <= NewtonSteps; step++)
            {
                (double correction, logSum) = Evaluate(count, x);
                x -= step < NewtonSteps && i != mirrored ? correction : 0;
            }

            (Nodes[i], Weights[i]) = (x, Math.Exp(-logSum));
        }
    }

    /// <summary>The nodes, ascending.</summary>
    public double[] Nodes { get; }

    /// <summary>Their weights, which add up to 1, each accurate to its last digits.</summary>
    public double[] Weights { get; }

    /// <summary>The rule with a given number of nodes.</summary>
    public static GaussHermite Of(int count) => Rules.GetOrAdd(count, c => new GaussHermite(c));

    /// <summary>
    /// Newton's correction p_n/p_n′ and log Σ p_j² at x. The recurrence √(j + 1) p_(j+1) = x p_j − √j p_(j−1) runs on p_j exp(−x²/4), which neither over- nor
    /// underflows; the exponent is added in the logarithm.
    /// </summary>
    private static (double Correction, double LogSum) Evaluate(int count, double x)
    {
        double before = 0, current = Math.Exp(-0.25 * x * x), sum = 0;
        for (int j = 0; j < count; j++)
        {
            sum += current * current;
            (before, current) = (current, ((x * current) - (Math.Sqrt(j) * before)) / Math.Sqrt(j + 1));
        }

        // p_n′ = √n p_(n−1)
        return (current / (Math.Sqrt(count) * before), Math.Log(sum) + (0.5 * x * x));
    }

    private static double[] Eigenvalues(int count)
    {
        var matrix = new double[count * count];
        for (int i = 1; i < count; i++)
        {
            matrix[(i * count) + i - 1] = Math.Sqrt(i);
            matrix[((i - 1) * count) + i] = Math.Sqrt(i);
        }

        var values = new double[count];
        SymmetricEigen.Decompose(matrix, values, new double[count * count], count);
        return values;
    }
}
