using GlmmDsl.Fitting;

namespace GlmmDsl.Diagnostics;

/// <summary>
/// Replaces many rows of the working model by few with the same cross-products: the triangle R of [Z X e] = QR, Z the columns of the random effects that
/// the rows have. A level of a thousand rows with two random effects and three coefficients becomes six.
/// </summary>
internal static class RowCompression
{
    /// <summary>The rows, or fewer that stand for them.</summary>
    /// <param name="rows">The rows, each with its residual.</param>
    public static (EffectsContrast Contrast, double Residual)[] Of((EffectsContrast Contrast, double Residual)[] rows)
    {
        var places = new Dictionary<(int Term, int Level, int Column), int>();
        foreach ((EffectsContrast contrast, _) in rows)
        {
            foreach ((int term, int level, int column, _) in contrast.Random)
            {
                places.TryAdd((term, level, column), places.Count);
            }
        }

        int p = rows[0].Contrast.Fixed.Length;
        int width = places.Count + p + 1;
        if (rows.Length <= width)
        {
            return rows;
        }

        // Column by column: a reflection touches whole columns.
        double[][] columns = [.. Enumerable.Range(0, width).Select(_ => new double[rows.Length])];
        for (int i = 0; i < rows.Length; i++)
        {
            foreach ((int term, int level, int column, double weight) in rows[i].Contrast.Random)
            {
                columns[places[(term, level, column)]][i] += weight;
            }

            for (int j = 0; j < p; j++)
            {
                columns[places.Count + j][i] = rows[i].Contrast.Fixed[j];
            }

            columns[^1][i] = rows[i].Residual;
        }

        Triangularise(columns);
        (int Term, int Level, int Column)[] random = [.. places.OrderBy(place => place.Value).Select(place => place.Key)];
        return [.. Enumerable.Range(0, width).Select(i => (
            new EffectsContrast(
                [.. Enumerable.Range(random.Length, p).Select(j => columns[j][i])],
                [.. random.Select((place, c) => (place.Term, place.Level, place.Column, columns[c][i]))]),
            columns[^1][i]))];
    }

    /// <summary>Householder's reflections; what lies below the triangle becomes zero.</summary>
    private static void Triangularise(double[][] columns)
    {
        for (int k = 0; k < columns.Length; k++)
        {
            Span<double> v = columns[k].AsSpan(k);
            double norm = Math.Sqrt(LinearAlgebra.VectorKernels.Dot(v, v));
            if (norm == 0)
            {
                continue;
            }

            double diagonal = v[0] > 0 ? -norm : norm;
            v[0] -= diagonal;
            double scale = 2 / LinearAlgebra.VectorKernels.Dot(v, v);
            for (int j = k + 1; j < columns.Length; j++)
            {
                Span<double> target = columns[j].AsSpan(k);
                LinearAlgebra.VectorKernels.AddScaled(-scale * LinearAlgebra.VectorKernels.Dot(v, target), v, target);
            }

            v.Clear();
            v[0] = diagonal;
        }
    }
}
