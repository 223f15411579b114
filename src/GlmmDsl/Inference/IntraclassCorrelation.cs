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
            between += MeanVariance(model, t);
        }

        double residual = model.VarianceComponents.Residual.Variance;
        return new IntraclassCorrelation(between / (between + residual), between / (model.FixedVariance() + between + residual));
    }

    private static double MeanVariance(FittedModel model, int term)
    {
        int width = model.Matrices.Random[term].Width;
        double total = 0;
        for (int i = 0; i < width; i++)
        {
            for (int j = 0; j < width; j++)
            {
                total += model.VarianceComponents[term].Covariance(i, j) * model.MeanProduct(term, i, j);
            }
        }

        return total;
    }
}
