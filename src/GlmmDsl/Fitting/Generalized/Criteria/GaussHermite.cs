using System.Collections.Concurrent;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Criteria;

/// <summary>
/// Nodes and weights for a standard normal variable, by Golub and Welsch (1969): the eigenvalues of the Jacobi matrix of the Hermite
/// polynomials, whose off-diagonal is √i; the weights are the squared first components of the eigenvectors. Symmetric to the last bit.
/// </summary>
internal sealed class GaussHermite
{
    private static readonly ConcurrentDictionary<int, GaussHermite> Rules = new();

    private GaussHermite(int count)
    {
        var matrix = new double[count * count];
        for (int i = 1; i < count; i++)
        {
            matrix[(i * count) + i - 1] = Math.Sqrt(i);
            matrix[((i - 1) * count) + i] = Math.Sqrt(i);
        }

        var values = new double[count];
        var vectors = new double[count * count];
        SymmetricEigen.Decompose(matrix, values, vectors, count);
        int[] order = [.. Enumerable.Range(0, count).OrderBy(j => values[j])];
        Nodes = [.. order.Select((_, i) => 0.5 * (values[order[i]] - values[order[count - 1 - i]]))];
        Weights = [.. order.Select((_, i) => 0.5 * (Square(vectors[order[i]]) + Square(vectors[order[count - 1 - i]])))];
    }

    /// <summary>The nodes, ascending.</summary>
    public double[] Nodes { get; }

    /// <summary>Their weights, which add up to 1.</summary>
    public double[] Weights { get; }

    /// <summary>The rule of a number of nodes.</summary>
    public static GaussHermite Of(int count) => Rules.GetOrAdd(count, c => new GaussHermite(c));

    private static double Square(double x) => x * x;
}
