using System.Collections.Immutable;
using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Inference;

/// <summary>The variance of the random part of a linear predictor, v = Σ zᵀΣz over the terms, row by row.</summary>
internal sealed class RandomVariance
{
    private readonly ImmutableArray<RandomEffectsTerm> terms;
    private readonly IReadOnlyList<VarianceTerm> components;
    private readonly ImmutableArray<CovarianceStructure> structures;

    /// <summary>Takes the terms' covariances.</summary>
    public RandomVariance(ImmutableArray<RandomEffectsTerm> terms, IReadOnlyList<VarianceTerm> components)
    {
        this.terms = terms;
        this.components = components;
        structures = CovarianceStructures.Of(terms);
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

    /// <summary>∂v/∂θ of one training row of a model without a dispersion (Σ = ΛΛᵀ): ∂v/∂Λ_rc = 2 z_r (Λᵀz)_c.</summary>
    /// <param name="theta">θ by terms.</param>
    /// <param name="row">The row.</param>
    /// <param name="slopes">The derivatives.</param>
    public void Slopes(ReadOnlySpan<double> theta, int row, Span<double> slopes)
    {
        int at = 0;
        for (int t = 0; t < terms.Length; t++)
        {
            CovarianceStructure structure = structures[t];
            ReadOnlySpan<double> own = theta.Slice(at, structure.Count);
            Span<double> target = slopes.Slice(at, structure.Count);
            at += structure.Count;
            if (structure.IsIdentity)
            {
                EntrySlopes(t, own, row, target);
                continue;
            }

            int count = structure.Entries.Length;
            double[] entries = new double[count], inEntries = new double[count], jacobian = new double[count * own.Length];
            structure.Fill(own, entries);
            structure.Differentiate(own, jacobian);
            EntrySlopes(t, entries, row, inEntries);
            target.Clear();
            for (int i = 0; i < count; i++)
            {
                VectorKernels.AddScaled(inEntries[i], jacobian.AsSpan(i * own.Length, own.Length), target);
            }
        }
    }

    /// <summary>∂v/∂λ for the entries of one term, which are ordered by columns.</summary>
    private void EntrySlopes(int t, ReadOnlySpan<double> entries, int row, Span<double> slopes)
    {
        double[]?[] columns = terms[t].Columns;
        ImmutableArray<(int Row, int Column)> places = structures[t].Entries;
        for (int first = 0, end; first < places.Length; first = end)
        {
            double turned = 0;
            for (end = first; end < places.Length && places[end].Column == places[first].Column; end++)
            {
                turned += entries[end] * At(columns[places[end].Row], row);
            }

            for (int i = first; i < end; i++)
            {
                slopes[i] = 2 * turned * At(columns[places[i].Row], row);
            }
        }
    }

    private static double At(double[]? column, int row) => column?[row] ?? 1;
}
