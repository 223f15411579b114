using GlmmDsl.Fits;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Inference.Hypotheses;

/// <summary>XᵀX of the kept columns, each row counted once, or as often as its frequency: precision weights have no part in it, as in lmerTest.</summary>
internal static class FixedGram
{
    /// <summary>Takes it from the cross-products; from the rows where those are weighted by precision. A fit to weighted cross-products, without rows, has only XᵀWX.</summary>
    public static double[,] Of(FittedModel model)
    {
        bool isWeighted = model.Matrices.Weights is not null && model.Frequencies is null && model.Matrices.HasRows;
        return (isWeighted ? null : model.Solution.FixedCrossProducts()) ?? OfRows(model);
    }

    private static double[,] OfRows(FittedModel model)
    {
        double[][] columns = [.. model.Solution.Kept.Select(k => model.Matrices.FixedColumns[k])];
        int p = columns.Length;
        var result = new double[p, p];
        var weighted = new double[model.RowCount];
        for (int i = 0; i < p; i++)
        {
            columns[i].CopyTo(weighted, 0);
            for (int row = 0; model.Frequencies is { } frequencies && row < weighted.Length; row++)
            {
                weighted[row] *= frequencies[row];
            }

            for (int j = 0; j <= i; j++)
            {
                result[i, j] = VectorKernels.Dot(weighted, columns[j]);
                result[j, i] = result[i, j];
            }
        }

        return result;
    }
}
