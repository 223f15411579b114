using System.Collections.Immutable;
using GlmmDsl.Covariance.Correlations;
using GlmmDsl.Design;
using Kind = GlmmDsl.Formulas.CovarianceStructure;

namespace GlmmDsl.Covariance;

/// <summary>The structure of each of a model's terms.</summary>
internal static class CovarianceStructures
{
    /// <summary>The structures in the order of the terms, which is the order of θ.</summary>
    public static ImmutableArray<CovarianceStructure> Of(ImmutableArray<RandomEffectsTerm> terms) => [.. terms.Select(Of)];

    /// <summary>The smallest diagonal entry of the terms' Λ; infinite without terms. Parameters that are not identified (NaN) do not count.</summary>
    public static double SmallestDiagonal(ImmutableArray<RandomEffectsTerm> terms, ReadOnlySpan<double> theta)
    {
        double smallest = double.PositiveInfinity;
        foreach (CovarianceStructure structure in Of(terms))
        {
            double[] lambda = structure.Template(theta[..structure.Count]);
            for (int i = 0; i < structure.Width; i++)
            {
                double diagonal = lambda[i * (structure.Width + 1)];
                smallest = diagonal < smallest ? diagonal : smallest;
            }

            theta = theta[structure.Count..];
        }

        return smallest;
    }

    /// <summary>The structure of one term.</summary>
    public static CovarianceStructure Of(RandomEffectsTerm term) => term.Structure switch
    {
        Kind.Unstructured => new UnstructuredCovariance(term.Width),
        Kind.Diagonal => new DiagonalCovariance(term.Width),
        Kind.HomogeneousDiagonal => new CorrelatedCovariance("homdiag", new Independence(term.Width), isHomogeneous: true),
        Kind.CompoundSymmetry => new CorrelatedCovariance("cs", new CompoundSymmetry(term.Width), isHomogeneous: false),
        Kind.HomogeneousCompoundSymmetry => new CorrelatedCovariance("homcs", new CompoundSymmetry(term.Width), isHomogeneous: true),
        Kind.Autoregressive => new CorrelatedCovariance("ar1", new Autoregression(term.Width), isHomogeneous: true),
        Kind.HeterogeneousAutoregressive => new CorrelatedCovariance("hetar1", new Autoregression(term.Width), isHomogeneous: false),
        Kind.Toeplitz => new CorrelatedCovariance("toep", new StationarySeries(term.Width), isHomogeneous: false),
        Kind.HomogeneousToeplitz => new CorrelatedCovariance("homtoep", new StationarySeries(term.Width), isHomogeneous: true),
        _ => throw new ArgumentOutOfRangeException(nameof(term)),
    };
}
