using System.Collections.Immutable;
using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Fits;

namespace GlmmDsl;

/// <summary>
/// The covariance of one random-effects term, Σ = σ̂²ΛΛᵀ (Bates et al. 2015, eq. 3). The parts of <c>||</c> are separate terms: correlations
/// exist only within a term.
/// </summary>
public sealed class VarianceTerm
{
    private readonly double[,] covariance;

    private VarianceTerm(string group, Formulas.CovarianceStructure structure, double[,] covariance, ImmutableArray<VarianceComponent> components, SharedCovariance? shared)
    {
        Group = group;
        Structure = structure;
        this.covariance = covariance;
        Components = components;
        Shared = shared;
    }

    /// <summary>lme4's name of the grouping factor, <c>b:a</c>.</summary>
    public string Group { get; }

    /// <summary>The covariance structure; unstructured for one column, whatever the formula says.</summary>
    public Formulas.CovarianceStructure Structure { get; }

    /// <summary>The k columns, in order.</summary>
    public ImmutableArray<VarianceComponent> Components { get; }

    /// <summary>What the columns share, if their structure is one that says so; else null.</summary>
    internal SharedCovariance? Shared { get; }

    /// <summary>The k × k covariance matrix, a copy.</summary>
    public double[,] CovarianceMatrix => (double[,])covariance.Clone();

    /// <summary>The covariance of two columns, by index.</summary>
    public double Covariance(int first, int second) => covariance[first, second];

    /// <summary>The correlation of two columns, by index; NaN where a variance is zero.</summary>
    public double Correlation(int first, int second)
    {
        if (first == second)
        {
            return 1;
        }

        double correlation = covariance[first, second] / (Components[first].StandardDeviation * Components[second].StandardDeviation);
        return Math.Clamp(correlation, -1, 1);
    }

    /// <summary>Makes the covariance of a term from its part of θ.</summary>
    /// <param name="term">The term.</param>
    /// <param name="structure">Its covariance structure.</param>
    /// <param name="theta">Its part of θ.</param>
    /// <param name="sigma">σ̂.</param>
    internal static VarianceTerm Of(RandomEffectsTerm term, CovarianceStructure structure, ReadOnlySpan<double> theta, double sigma)
    {
        int k = term.Width;
        double[] factor = structure.Template(theta);
        LinearAlgebra.VectorKernels.Scale(sigma, factor, factor);
        var covariance = new double[k, k];
        for (int i = 0; i < k; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = 0;
                for (int l = 0; l <= j; l++)
                {
                    sum += factor[(i * k) + l] * factor[(j * k) + l];
                }

                covariance[i, j] = covariance[j, i] = sum;
            }
        }

        return new VarianceTerm(
            term.Group.Name, term.Structure, covariance, [.. term.ColumnNames.Select((name, i) => new VarianceComponent(name, covariance[i, i]))], SharedCovariance.Of(structure, theta));
    }
}
