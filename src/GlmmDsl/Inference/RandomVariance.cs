using System.Collections.Immutable;
using GlmmDsl.Design;

namespace GlmmDsl.Inference;

/// <summary>The variance of the random part of a linear predictor, v = Σ zᵀΣz over the terms, row by row.</summary>
internal sealed class RandomVariance
{
    private readonly ImmutableArray<RandomEffectsTerm> terms;
    private readonly VarianceComponentCollection components;

    /// <summary>Takes the terms' covariances.</summary>
    public RandomVariance(ImmutableArray<RandomEffectsTerm> terms, VarianceComponentCollection components)
    {
        this.terms = terms;
        this.components = components;
    }

    /// <summary>v of every row.</summary>
    /// <param name="columns">Each term's columns, null for the constant 1.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public double[] Of(IReadOnlyList<double[]?[]> columns, int rows, CancellationToken cancellationToken)
    {
        var variances = new double[rows];
        for (int t = 0; t < terms.Length; t++)
        {
            int width = terms[t].Width;
            for (int a = 0; a < width; a++)
            {
                for (int b = 0; b < width; b++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    double covariance = components[t].Covariance(a, b);
                    for (int i = 0; i < rows; i++)
                    {
                        variances[i] += covariance * At(columns[t][a], i) * At(columns[t][b], i);
                    }
                }
            }
        }

        return variances;
    }

    /// <summary>∂v/∂θ of one training row of a model without a scale of its own (Σ = ΛΛᵀ): ∂v/∂Λ_rc = 2 z_r (Λᵀz)_c.</summary>
    /// <param name="theta">θ by terms, columns of the lower triangle.</param>
    /// <param name="row">The row.</param>
    /// <param name="slopes">The derivatives.</param>
    public void Slopes(ReadOnlySpan<double> theta, int row, Span<double> slopes)
    {
        int at = 0;
        foreach (RandomEffectsTerm term in terms)
        {
            for (int column = 0; column < term.Width; column++)
            {
                ReadOnlySpan<double> lambda = theta.Slice(at, term.Width - column);
                double turned = 0;
                for (int r = 0; r < lambda.Length; r++)
                {
                    turned += lambda[r] * At(term.Columns[column + r], row);
                }

                for (int r = 0; r < lambda.Length; r++)
                {
                    slopes[at + r] = 2 * turned * At(term.Columns[column + r], row);
                }

                at += lambda.Length;
            }
        }
    }

    private static double At(double[]? column, int row) => column?[row] ?? 1;
}
