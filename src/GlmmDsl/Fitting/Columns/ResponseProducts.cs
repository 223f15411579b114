using GlmmDsl.Design;

namespace GlmmDsl.Fitting.Columns;

/// <summary>The products of a response with the columns of a design, from the rows: the sums that a refit has to compute again. Of one response after another.</summary>
/// <param name="matrices">The design.</param>
/// <param name="origins">What is subtracted from its columns.</param>
internal sealed class ResponseProducts(ModelMatrices matrices, Origins origins)
{
    private double[] weighted = [];
    private double square;
    private double total;

    /// <summary>Takes a response.</summary>
    /// <param name="response">The response in internal units, n numbers; becomes the weighted response.</param>
    public void Take(double[] response)
    {
        weighted = response;
        (square, total) = (0, 0);
        for (int i = 0; i < response.Length; i++)
        {
            double value = response[i];
            response[i] *= matrices.Weights?[i] ?? 1;
            square += response[i] * value;
            total += response[i];
        }
    }

    /// <summary>yᵀW[X y] for the kept columns of a basis, internal units.</summary>
    /// <param name="basis">The basis.</param>
    /// <param name="result">Receives p + 1 numbers.</param>
    public void WithFixed(FixedBasis basis, Span<double> result)
    {
        int p = basis.Kept.Length;
        for (int j = 0; j < p; j++)
        {
            int column = basis.Kept[j];
            double constant = basis.Transform[j];
            double scale = basis.Transform[((column + 1) * (p + 1)) + j];
            result[j] = (constant * total) + (scale * About(matrices.FixedColumns[column], origins.Fixed[column]));
        }

        result[p] = square;
    }

    /// <summary>yᵀW[1 Z] for each level of a factor, columns about their origins.</summary>
    /// <param name="group">The factor.</param>
    /// <param name="groupOrigins">What is subtracted from its columns.</param>
    /// <param name="result">Receives levels × columns, row-major.</param>
    public void With(GroupColumns group, double[] groupOrigins, Span<double> result)
    {
        int k = group.Width;
        int[] codes = group.Group.Codes;
        result.Clear();
        for (int i = 0; i < weighted.Length; i++)
        {
            result[codes[i] * k] += weighted[i];
        }

        for (int c = 1; c < k; c++)
        {
            double[] column = group.Columns[c - 1];
            double origin = groupOrigins[c - 1];
            for (int i = 0; i < weighted.Length; i++)
            {
                result[(codes[i] * k) + c] += weighted[i] * (column[i] - origin);
            }
        }
    }

    private double About(double[] column, double origin)
    {
        double sum = 0;
        for (int i = 0; i < weighted.Length; i++)
        {
            sum += weighted[i] * (column[i] - origin);
        }

        return sum;
    }
}
