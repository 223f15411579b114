using GlmmDsl.Design;
using GlmmDsl.Fitting;

namespace GlmmDsl;

/// <summary>
/// The share of variance that lies between groups: the expected correlation of two rows of one group (of one level in every grouping factor,
/// where there are several).
/// </summary>
/// <param name="Adjusted">σ²_b/(σ²_b + σ²): of the variance that the fixed effects leave.</param>
/// <param name="Unadjusted">σ²_b/(σ²_f + σ²_b + σ²), σ²_f the sample variance of Xβ̂: of all variance.</param>
public readonly record struct IntraclassCorrelation(double Adjusted, double Unadjusted)
{
    /// <summary>
    /// Takes it from a fit. With random slopes σ²_b is the mean over the rows of zᵀΣz (Johnson 2014, eq. 11), with intercepts alone the sum of
    /// their variances. σ² is the residual variance of a row of weight 1.
    /// </summary>
    internal static IntraclassCorrelation Of(FittedModel model)
    {
        double between = 0;
        for (int t = 0; t < model.Matrices.Random.Length; t++)
        {
            between += MeanVariance(model.Matrices.Random[t], model.VarianceComponents[t], model.RowCount);
        }

        double[] explained = model.FixedPart();
        double mean = explained.Average();
        double fixedVariance = explained.Length > 1 ? explained.Sum(x => (x - mean) * (x - mean)) / (explained.Length - 1) : 0;
        double residual = model.VarianceComponents.Residual.Variance;
        return new IntraclassCorrelation(between / (between + residual), between / (fixedVariance + between + residual));
    }

    private static double MeanVariance(RandomEffectsTerm term, VarianceTerm variance, int rows)
    {
        double total = 0;
        for (int i = 0; i < term.Width; i++)
        {
            for (int j = 0; j < term.Width; j++)
            {
                total += variance.Covariance(i, j) * MeanProduct(term.Columns[i], term.Columns[j], rows);
            }
        }

        return total;
    }

    private static double MeanProduct(double[]? first, double[]? second, int rows)
    {
        double sum = 0;
        for (int row = 0; row < rows; row++)
        {
            sum += (first?[row] ?? 1) * (second?[row] ?? 1);
        }

        return sum / rows;
    }
}
