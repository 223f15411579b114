using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.Fitting.Columns;
using GlmmDsl.Fitting.Linear.Criteria;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Linear;

/// <summary>
/// Puts one response after another into a copy of a problem's cross-products: only the products with the response are computed, in one pass over the rows. Owns its
/// memory; one instance serves one thread.
/// </summary>
internal sealed class ResponseChange
{
    private readonly ModelMatrices matrices;
    private readonly ImmutableArray<GroupColumns> groups;
    private readonly Origins origins;
    private readonly FixedPart basis;
    private readonly ResponseProducts products;
    private readonly double[] internalResponse;
    private readonly double[] withFixed;
    private readonly double[][] withFactors;

    /// <summary>Makes the workspace.</summary>
    /// <param name="matrices">The design, for its offset and weights.</param>
    /// <param name="groups">Its grouping factors.</param>
    /// <param name="computed">The design that the cross-products were made from.</param>
    /// <param name="origins">What was subtracted from its columns.</param>
    /// <param name="basis">The columns of the fixed part.</param>
    /// <param name="system">The cross-products.</param>
    public ResponseChange(ModelMatrices matrices, ImmutableArray<GroupColumns> groups, ModelMatrices computed, Origins origins, FixedPart basis, LinearSystem system)
    {
        this.matrices = matrices;
        this.groups = groups;
        this.origins = origins;
        this.basis = basis;
        products = new ResponseProducts(computed, origins);
        internalResponse = new double[matrices.RowCount];
        withFixed = new double[basis.Kept.Length + 1];
        withFactors = [.. system.Layout.Factors.Select(f => new double[f.Levels * groups[f.Source].Width])];
        System = system.Copy();
    }

    /// <summary>The copy, with the response put last.</summary>
    public LinearSystem System { get; }

    /// <summary>Puts a response into the copy.</summary>
    /// <param name="response">n numbers.</param>
    /// <returns>The basis for it.</returns>
    public FixedPart Put(ReadOnlySpan<double> response)
    {
        response.CopyTo(internalResponse);
        if (matrices.Offset is { } offset)
        {
            VectorKernels.AddScaled(-1, offset, internalResponse);
        }

        FixedPart changed = basis.WithResponse(internalResponse, matrices.Weights);
        products.Take(internalResponse);
        products.WithFixed(basis.Summed, withFixed);
        double[] reduced = withFixed;
        changed = changed.WithProducts(ref reduced);
        for (int f = 0; f < withFactors.Length; f++)
        {
            int source = System.Layout.Factors[f].Source;
            products.With(groups[source], origins.Groups[source], withFactors[f]);
        }

        System.SetResponse(reduced, withFactors);
        return changed;
    }
}
