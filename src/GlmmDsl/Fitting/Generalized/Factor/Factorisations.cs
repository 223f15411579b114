using GlmmDsl.Fitting.Generalized.Rows;

namespace GlmmDsl.Fitting.Generalized.Factor;

/// <summary>Makes the objects of the factorisation that the layout of the rows asks for. Nothing else depends on which of the two it is.</summary>
internal static class Factorisations
{
    /// <summary>A workspace for factors of M.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="templates">Λ.</param>
    /// <param name="penalty">The penalty of a prior on the coefficients, which adds to XᵀWX; null without one.</param>
    /// <param name="cancellationToken">Checked inside factorisations and inversions.</param>
    public static PenalizedFactor NewFactor(GeneralizedRows rows, CovarianceTemplates templates, CoefficientPenalty? penalty, CancellationToken cancellationToken) =>
        rows.Trailing is SparseTrailing trailing
            ? new SparsePenalizedFactor(rows, trailing, templates, penalty, cancellationToken)
            : new BlockedPenalizedFactor(rows, templates, penalty, cancellationToken);

    /// <summary>A workspace for the parts of M⁻¹.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="templates">Λ.</param>
    public static PenalizedInverse NewInverse(GeneralizedRows rows, CovarianceTemplates templates) =>
        rows.Trailing is SparseTrailing trailing ? new SparsePenalizedInverse(rows, trailing, templates) : new BlockedPenalizedInverse(rows, templates);
}
