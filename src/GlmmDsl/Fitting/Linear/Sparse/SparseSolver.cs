using GlmmDsl.Fitting.Linear.Criteria;

namespace GlmmDsl.Fitting.Linear.Sparse;

/// <summary>The sparse path: all factors alike.</summary>
internal sealed class SparseSolver(SparseFactor factor) : RandomSolver
{
    /// <inheritdoc/>
    public override int Count => factor.System.RandomCount;

    /// <inheritdoc/>
    public override void Multiply(ReadOnlySpan<double> direction, Span<double> product) => SparseProduct.Multiply(factor.System, direction, product);

    /// <inheritdoc/>
    public override void Solve(ReadOnlySpan<double> right, Span<double> modes)
    {
        right.CopyTo(modes);
        SparseProduct.ApplyTemplates(factor.System, factor.Templates, transposed: true, modes);
        factor.Cholesky.SolveLower(modes);
        factor.Cholesky.SolveLowerTransposed(modes);
        SparseProduct.ApplyTemplates(factor.System, factor.Templates, transposed: false, modes);
    }
}
