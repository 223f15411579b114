using System.Collections.Immutable;
using GlmmDsl.Covariance;

namespace GlmmDsl.Fits;

/// <summary>The parameters of a covariance in which columns share a standard deviation or correlations.</summary>
/// <param name="Structure">The name of the structure in a formula.</param>
/// <param name="HasOneDeviation">Whether all columns have one standard deviation.</param>
/// <param name="Correlations">The correlations: none, one, or one for each distance in order. Not numbers where there is no variance.</param>
internal sealed record SharedCovariance(string Structure, bool HasOneDeviation, ImmutableArray<double> Correlations)
{
    /// <summary>Reads them from a term's part of θ; null where each column has its standard deviation and each pair its correlation.</summary>
    public static SharedCovariance? Of(CovarianceStructure structure, ReadOnlySpan<double> theta)
    {
        if (structure.SharedName is not { } name)
        {
            return null;
        }

        ImmutableArray<NaturalParameter> natural = structure.Natural(theta);
        return new SharedCovariance(name, structure.HasOneDeviation, [.. natural.Where(n => n.IsCorrelation).Select(n => n.Value)]);
    }
}
