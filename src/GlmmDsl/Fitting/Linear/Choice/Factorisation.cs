using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Fitting.Columns;
using GlmmDsl.Fitting.Linear.Blocked;
using GlmmDsl.Fitting.Linear.Criteria;
using GlmmDsl.Fitting.Linear.Sparse;

namespace GlmmDsl.Fitting.Linear.Choice;

/// <summary>Makes the objects of the chosen factorisation. Nothing else depends on which of the two it is.</summary>
internal static class Factorisation
{
    /// <summary>The cross-products, stored as the chosen factorisation reads them.</summary>
    public static LinearSystem System(FactorisationChoice choice, CrossProductBlocks products, CovarianceLayout layout, FixedBasis basis) =>
        choice.Path == FactorisationPath.Blocked
            ? new BlockedSystem(products, layout, basis)
            : new SparseSystem(products, layout, basis, choice.Analysis!);

    /// <summary>A workspace for one thread.</summary>
    /// <param name="system">The cross-products.</param>
    /// <param name="reml">Whether REML is used; otherwise ML.</param>
    /// <param name="constant">What is added to give the criterion in user units: scales of the response and of X, −Σ log wᵢ.</param>
    public static LinearEvaluation Workspace(LinearSystem system, bool reml, double constant) => system switch
    {
        BlockedSystem blocked => new BlockedEvaluation(blocked, reml, constant),
        SparseSystem sparse => new SparseEvaluation(sparse, reml, constant),
        _ => throw new ArgumentException($"There is no factorisation for a {system.GetType().Name}.", nameof(system)),
    };
}
