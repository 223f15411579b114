using GlmmDsl.Formulas;

namespace GlmmDsl.Completion.Proposals;

/// <summary>Says what each covariance structure is.</summary>
internal static class StructureWords
{
    /// <summary>The term that a structure is written around: one over time takes the factor of the times.</summary>
    public static string Term(string name) => StructureNames.TryFind(name, out CovarianceStructure structure) && TimeStructures.IsOverTime(structure) ? "(0 + time | g)" : "(0 + x | g)";

    /// <summary>The structure in one line.</summary>
    public static string Of(string name) =>
        StructureNames.TryFind(name, out CovarianceStructure structure)
            ? structure switch
            {
                CovarianceStructure.Unstructured => "Unstructured: a variance for each random effect and a correlation for each pair.",
                CovarianceStructure.Diagonal => "Diagonal: a variance for each random effect, no correlations.",
                CovarianceStructure.HomogeneousDiagonal => "Diagonal with one variance for all random effects.",
                CovarianceStructure.CompoundSymmetry => "Compound symmetry: one correlation for all pairs, and a variance for each random effect.",
                CovarianceStructure.HomogeneousCompoundSymmetry => "Compound symmetry: one correlation for all pairs, and one variance.",
                CovarianceStructure.Autoregressive => "First-order autoregression: one variance, and a correlation that is a power of the distance in order.",
                CovarianceStructure.HeterogeneousAutoregressive => "First-order autoregression with a variance for each random effect.",
                CovarianceStructure.Toeplitz => "Toeplitz: one correlation for each distance in order, and a variance for each random effect.",
                CovarianceStructure.HomogeneousToeplitz => "Toeplitz: one correlation for each distance in order, and one variance.",
                _ => "A covariance structure.",
            }
            : "A covariance structure.";
}
