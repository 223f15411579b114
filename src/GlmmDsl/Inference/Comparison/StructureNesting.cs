using GlmmDsl.Design;
using GlmmDsl.Formulas;

namespace GlmmDsl.Inference.Comparison;

/// <summary>Which covariance structures contain which, and where a smaller model sets no more than variances to zero.</summary>
internal static class StructureNesting
{
    /// <summary>Whether every covariance of k columns that one structure allows, another allows too.</summary>
    public static bool Contains(CovarianceStructure large, CovarianceStructure small, int width)
    {
        (large, small) = (OfWidth(large, width), OfWidth(small, width));
        return large == small || small == CovarianceStructure.HomogeneousDiagonal || large switch
        {
            CovarianceStructure.Unstructured => true,
            CovarianceStructure.Toeplitz => small != CovarianceStructure.Unstructured,
            CovarianceStructure.HomogeneousToeplitz => small is CovarianceStructure.Autoregressive or CovarianceStructure.HomogeneousCompoundSymmetry,
            CovarianceStructure.HeterogeneousAutoregressive => small is CovarianceStructure.Autoregressive or CovarianceStructure.Diagonal,
            CovarianceStructure.CompoundSymmetry => small is CovarianceStructure.HomogeneousCompoundSymmetry or CovarianceStructure.Diagonal,
            _ => false,
        };
    }

    /// <summary>Whether columns can have different standard deviations.</summary>
    public static bool IsHeterogeneous(CovarianceStructure structure) => structure is CovarianceStructure.Unstructured or CovarianceStructure.Diagonal
        or CovarianceStructure.CompoundSymmetry or CovarianceStructure.HeterogeneousAutoregressive or CovarianceStructure.Toeplitz;

    /// <summary>Whether columns have one standard deviation.</summary>
    public static bool HasOneVariance(CovarianceStructure structure) => !IsHeterogeneous(structure);

    /// <summary>
    /// The number of variances of a term; null where its correlations are the same for several columns. Such correlations lose their meaning where the variances are zero, or reach an end of their
    /// range, and the mixture of chi-square distributions for variances alone does not hold.
    /// </summary>
    public static int? Variances(RandomEffectsTerm term) => term.Structure switch
    {
        CovarianceStructure.Unstructured or CovarianceStructure.Diagonal => term.Width,
        CovarianceStructure.HomogeneousDiagonal => 1,
        _ => null,
    };

    /// <summary>The number of variances of several terms; null where it is for one of them.</summary>
    public static int? Variances(IEnumerable<RandomEffectsTerm> terms) => terms.Aggregate((int?)0, (sum, term) => sum + Variances(term));

    /// <summary>Whether a term is dropped as a whole: where its columns share a variance or stand in an order, one of them cannot go.</summary>
    public static bool IsWhole(CovarianceStructure structure) => structure is not (CovarianceStructure.Unstructured or CovarianceStructure.Diagonal or CovarianceStructure.CompoundSymmetry);

    /// <summary>With two columns there is one correlation, and structures that differ in it are the same.</summary>
    private static CovarianceStructure OfWidth(CovarianceStructure structure, int width) => (structure, width) switch
    {
        (_, 1) => CovarianceStructure.Unstructured,
        (CovarianceStructure.CompoundSymmetry or CovarianceStructure.HeterogeneousAutoregressive or CovarianceStructure.Toeplitz, 2) => CovarianceStructure.Unstructured,
        (CovarianceStructure.Autoregressive or CovarianceStructure.HomogeneousToeplitz, 2) => CovarianceStructure.HomogeneousCompoundSymmetry,
        _ => structure,
    };
}
