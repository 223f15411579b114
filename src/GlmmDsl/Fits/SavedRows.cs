using GlmmDsl.Design;
using GlmmDsl.Fitting.Saving;

namespace GlmmDsl.Fits;

/// <summary>What a saved fit tells of its rows.</summary>
internal static class SavedRows
{
    /// <summary>With more coefficients than this their covariance over the rows, which takes them all pair by pair, is left out.</summary>
    private const int MostColumns = 500;

    /// <summary>Takes it from a fit.</summary>
    /// <param name="model">The fit.</param>
    /// <param name="counts">What its null model expects; null where nothing needs it.</param>
    public static RowsEntry Of(FittedModel model, NullCounts? counts)
    {
        ModelMatrices matrices = model.Matrices;
        RowFingerprint rows = model.Comparability.Rows;
        bool hasMoments = matrices.HasRows ? matrices.FixedNames.Length <= MostColumns : matrices.ColumnProducts is not null;
        return new RowsEntry(
            model.RowCount,
            model.ObservationCount,
            model.ResidualSumOfSquares,
            DispersionCheck.Of(model)?.ChiSquare,
            counts is null ? null : new NullCountsEntry(counts.Mean, counts.AtIntercept),
            [rows.Low, rows.High],
            [.. matrices.FixedNames],
            hasMoments ? FitFileWriter.Flat(matrices.ColumnProducts?.FixedCovariance ?? Covariance(model)) : null,
            hasMoments ? [.. matrices.Random.Select((term, t) => MeanProducts(model, t, term.Width))] : null);
    }

    private static double[] MeanProducts(FittedModel model, int term, int width)
    {
        var products = new double[width * width];
        for (int i = 0; i < products.Length; i++)
        {
            products[i] = model.MeanProduct(term, i / width, i % width);
        }

        return products;
    }

    /// <summary>The sample covariance of the fixed-effects columns over the rows.</summary>
    private static double[,] Covariance(FittedModel model)
    {
        double[][] columns = model.Matrices.FixedColumns;
        double total = model.Frequencies?.Sum() ?? model.RowCount;
        double[][] centred = [.. columns.Select(column =>
        {
            double mean = 0;
            for (int i = 0; i < column.Length; i++)
            {
                mean += (model.Frequencies?[i] ?? 1) * column[i] / total;
            }

            return Array.ConvertAll(column, x => x - mean);
        })];
        var covariance = new double[columns.Length, columns.Length];
        for (int a = 0; a < columns.Length && total > 1; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                double sum = 0;
                for (int i = 0; i < centred[a].Length; i++)
                {
                    sum += (model.Frequencies?[i] ?? 1) * centred[a][i] * centred[b][i];
                }

                covariance[a, b] = covariance[b, a] = sum / (total - 1);
            }
        }

        return covariance;
    }
}
