using System.Collections.Immutable;
using GlmmDsl.Design;

namespace GlmmDsl.Covariance;

/// <summary>The structure of each of a model's terms.</summary>
internal static class CovarianceStructures
{
    /// <summary>The structures in the order of the terms, which is the order of θ.</summary>
    public static ImmutableArray<CovarianceStructure> Of(ImmutableArray<RandomEffectsTerm> terms) => [.. terms.Select(Of)];

    /// <summary>The structure of one term.</summary>
    public static CovarianceStructure Of(RandomEffectsTerm term) => term.Structure switch
    {
        Formulas.CovarianceStructure.Unstructured => new UnstructuredCovariance(term.Width),
        Formulas.CovarianceStructure.Diagonal => new DiagonalCovariance(term.Width),
        _ => throw new ArgumentOutOfRangeException(nameof(term)),
    };
}
