using GlmmDsl.Families;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Rows;

/// <summary>
/// The weights W of the rows: with one linear predictor one number a row, with K of them a symmetric K × K block, of which a pair of predictors has one number a row.
/// The arrays belong to whoever made them.
/// </summary>
internal sealed class RowWeights
{
    private readonly double[]?[] pairs;

    /// <summary>The weights of a single predictor.</summary>
    /// <param name="weights">n numbers.</param>
    public RowWeights(double[] weights)
    {
        Count = 1;
        pairs = [weights];
    }

    /// <summary>The information of the rows in their predictors.</summary>
    public RowWeights(RowDerivatives derivatives)
    {
        Count = derivatives.Count;
        pairs = new double[Count * Count][];
        for (int k = 0; k < Count; k++)
        {
            for (int l = 0; l < Count; l++)
            {
                pairs[(k * Count) + l] = derivatives.Information(k, l);
            }
        }
    }

    /// <summary>The number of predictors, K.</summary>
    public int Count { get; }

    /// <summary>W_kl of all rows.</summary>
    /// <exception cref="InvalidOperationException">There are no such weights: neither predictor is active.</exception>
    public double[] Of(int k, int l) => pairs[(k * Count) + l] ?? throw new InvalidOperationException($"The rows have no information of the predictors {k} and {l}.");

    /// <summary>Whether there are weights of a pair.</summary>
    public bool Has(int k, int l) => pairs[(k * Count) + l] is not null;

    /// <summary>y = Σ W_kl x_l over the predictors l that k has weights with, in a chunk of rows.</summary>
    /// <param name="k">The predictor.</param>
    /// <param name="start">The first row.</param>
    /// <param name="x">For each predictor, the numbers of the chunk.</param>
    /// <param name="y">Receives the sums.</param>
    public void Multiply(int k, int start, double[][] x, Span<double> y)
    {
        bool isFirst = true;
        for (int l = 0; l < Count; l++)
        {
            if (pairs[(k * Count) + l] is not { } pair)
            {
                continue;
            }

            ReadOnlySpan<double> weights = pair.AsSpan(start, y.Length), numbers = x[l].AsSpan(0, y.Length);
            if (isFirst)
            {
                VectorKernels.Multiply(weights, numbers, y);
                isFirst = false;
                continue;
            }

            for (int i = 0; i < y.Length; i++)
            {
                y[i] += weights[i] * numbers[i];
            }
        }

        if (isFirst)
        {
            y.Clear();
        }
    }
}
