using GlmmDsl.Covariance;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Linear.Blocked;

/// <summary>
/// tr(DSᵢESⱼ) of one level for all pairs of parameters, for levels with many columns. Sᵢ = e_rλᵀ + λe_rᵀ has rank two, λ the column of Λ that
/// the parameter is in, so that with T = DΛ, U = EΛ, F = ΛᵀDΛ and G = ΛᵀEΛ a trace is a sum of four products of entries: k³
/// operations per level and a few for each pair, instead of k³ for each parameter and k² for each pair.
/// </summary>
/// <param name="k">Columns of a level.</param>
/// <param name="parameters">The parameters, all of one factor.</param>
internal sealed class WideLevelTraces(int k, LambdaEntry[] parameters)
{
    /// <summary>For levels of at most this many columns the products are written out.</summary>
    public const int Narrow = 8;

    private readonly double[] diagonalColumns = new double[k * k];
    private readonly double[] differenceColumns = new double[k * k];
    private readonly double[] diagonalSquare = new double[k * k];
    private readonly double[] differenceSquare = new double[k * k];

    /// <summary>Adds the traces of one level with j ≤ i.</summary>
    /// <param name="template">Λ, k × k row-major.</param>
    /// <param name="d">D, symmetric.</param>
    /// <param name="e">E, symmetric.</param>
    /// <param name="traces">Receives them, row-major.</param>
    /// <param name="places">For each parameter its row and column there.</param>
    /// <param name="stride">Its row stride.</param>
    public void Add(double[] template, double[] d, double[] e, Span<double> traces, int[] places, int stride)
    {
        SmallBlocks.Multiply(d, template, diagonalColumns, k);
        SmallBlocks.Multiply(e, template, differenceColumns, k);
        SmallBlocks.MultiplyTransposed(template, diagonalColumns, diagonalSquare, k);
        SmallBlocks.MultiplyTransposed(template, differenceColumns, differenceSquare, k);
        for (int i = 0; i < parameters.Length; i++)
        {
            (_, int r, int c) = parameters[i];
            Span<double> row = traces.Slice(places[i] * stride, stride);
            for (int j = 0; j <= i; j++)
            {
                (_, int s, int t) = parameters[j];

                // tr(D(e_rλ_cᵀ + λ_ce_rᵀ)E(e_sλ_tᵀ + λ_te_sᵀ)), term by term.
                row[places[j]] += (differenceColumns[(s * k) + c] * diagonalColumns[(r * k) + t])
                    + (differenceSquare[(c * k) + t] * d[(s * k) + r])
                    + (e[(r * k) + s] * diagonalSquare[(t * k) + c])
                    + (differenceColumns[(r * k) + t] * diagonalColumns[(s * k) + c]);
            }
        }
    }
}
