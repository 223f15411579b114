using GlmmDsl.Formulas;

namespace GlmmDsl.Generators.Emit;

/// <summary>Writes how the columns of a random-effects term covary: in words, and the matrix where the structure has a form.</summary>
internal static class CovarianceMathematics
{
    /// <summary>The number of parameters, null where it depends on the rows, and the words.</summary>
    /// <param name="term">The term.</param>
    /// <param name="isKnown">Whether all columns are known at compile time.</param>
    public static (int? Parameters, string Words) Of(TermShape term, bool isKnown)
    {
        int columns = term.Columns.Length;
        string deviations = term.HasOneDeviation ? "one variance" : isKnown ? ModelMathematics.Counted(columns, "variance") : "a variance for each level";
        int variances = term.HasOneDeviation ? 1 : columns;
        bool isCounted = isKnown || term.HasOneDeviation;
        switch (term.Structure)
        {
            case var _ when term.IsIndependent:
                return (isKnown ? columns : null, isKnown ? $"{deviations}, independent" : "as many as there are levels, independent");
            case CovarianceStructure.HomogeneousDiagonal:
                return (1, $"{deviations}, independent, <c>Σ = s²I</c>");
            case CovarianceStructure.CompoundSymmetry or CovarianceStructure.HomogeneousCompoundSymmetry:
                return (isCounted ? variances + 1 : null, $"{deviations} and one correlation, {Matrix(Scale(term) + "ρ")} for i ≠ j");
            case CovarianceStructure.Autoregressive or CovarianceStructure.HeterogeneousAutoregressive:
                return (isCounted ? variances + 1 : null, $"{deviations} and one correlation, {Matrix(Scale(term) + "ρ^|i−j|")}");
            case CovarianceStructure.Toeplitz or CovarianceStructure.HomogeneousToeplitz:
                string correlations = isKnown ? ModelMathematics.Counted(columns - 1, "correlation") : "a correlation for each distance";
                return (isKnown ? variances + columns - 1 : null, $"{deviations} and {correlations}, {Matrix(Scale(term) + "ρ_|i−j|")} for i ≠ j");
            case var _ when !isKnown:
                return (null, "as many as there are levels, correlated");
            default:
                return (columns * (columns + 1) / 2, columns == 1 ? "one variance" : $"{deviations} and {ModelMathematics.Counted(columns * (columns - 1) / 2, "correlation")}");
        }
    }

    private static string Scale(TermShape term) => term.HasOneDeviation ? "s²" : "s_i s_j ";

    private static string Matrix(string element) => $"<c>Σ_ij = {element}</c>";
}
