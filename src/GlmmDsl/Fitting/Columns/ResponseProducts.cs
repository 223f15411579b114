using GlmmDsl.Design;

namespace GlmmDsl.Fitting.Columns;

/// <summary>The products of a response with the columns of a design, from the rows: the sums that a refit has to compute again.</summary>
internal sealed class ResponseProducts
{
    private readonly ModelMatrices matrices;
    private readonly Origins origins;
    private readonly double[] weighted;
    private readonly double square;
    private readonly double total;

    /// <summary>Takes the response.</summary>
    /// <param name="matrices">The design.</param>
    /// <param name="origins">What is subtracted from its columns.</param>
    /// <param name="response">The response in internal units, n numbers; becomes the weighted response.</param>
    public ResponseProducts(ModelMatrices matrices, Origins origins, double[] response)
    {
        this.matrices = matrices;
        this.origins = origins;
        weighted = response;
        for (int i = 0; i < response.Length; i++)
        {
            double value = response[i];
            response[i] *= matrices.Weights?[i] ?? 1;
            square += response[i] * value;
            total += response[i];
        }
    }

    /// <summary>yᵀW[X y] for the kept columns of a basis, internal units: p + 1 numbers.</summary>
    public double[] WithFixed(FixedBasis basis)
    {
        int p = basis.Kept.Length;
        var result = new double[p + 1];
        for (int j = 0; j < p; j++)
        {
            int column = basis.Source[j];
            double constant = basis.Transform[j];
            double scale = basis.Transform[((column + 1) * (p + 1)) + j];
            result[j] = (constant * total) + (scale * About(matrices.FixedColumns[column], origins.Fixed[column]));
        }

        result[p] = square;
        return result;
    }

    /// <summary>yᵀW[1 Z] for each level of a factor, columns about their origins: levels × columns, row-major.</summary>
    public double[] With(GroupColumns group, double[] groupOrigins)
    {
        int k = group.Width;
        int[] codes = group.Group.Codes;
        var result = new double[group.Group.Levels.Length * k];
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

        return result;
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
