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
    private readonly LinearProblem problem;
    private readonly Origins origins;
    private readonly ResponseProducts products;
    private readonly double[] internalResponse;
    private readonly double[] withFixed;
    private readonly double[][] withFactors;

    /// <summary>Makes the workspace.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="computed">The design that its cross-products were made from.</param>
    /// <param name="origins">What was subtracted from its columns.</param>
    public ResponseChange(LinearProblem problem, ModelMatrices computed, Origins origins)
    {
        this.problem = problem;
        this.origins = origins;
        products = new ResponseProducts(computed, origins);
        internalResponse = new double[problem.Matrices.RowCount];
        withFixed = new double[problem.Basis.Kept.Length + 1];
        withFactors = [.. problem.Layout.Factors.Select(f => new double[f.Levels * problem.Groups[f.Source].Width])];
        System = problem.System.Copy();
    }

    /// <summary>The copy, with the response put last.</summary>
    public LinearSystem System { get; }

    /// <summary>Puts a response into the copy.</summary>
    /// <param name="response">n numbers.</param>
    /// <returns>The basis for it.</returns>
    public FixedBasis Put(ReadOnlySpan<double> response)
    {
        response.CopyTo(internalResponse);
        if (problem.Matrices.Offset is { } offset)
        {
            VectorKernels.AddScaled(-1, offset, internalResponse);
        }

        FixedBasis basis = problem.Basis.WithResponse(internalResponse, problem.Matrices.Weights);
        products.Take(internalResponse);
        products.WithFixed(problem.Basis, withFixed);
        for (int f = 0; f < withFactors.Length; f++)
        {
            int source = problem.Layout.Factors[f].Source;
            products.With(problem.Groups[source], origins.Groups[source], withFactors[f]);
        }

        System.SetResponse(withFixed, withFactors);
        return basis;
    }
}
