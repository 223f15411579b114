using GlmmDsl.Families;
using GlmmDsl.Fitting;

namespace GlmmDsl.Fits;

/// <summary>Residuals about the conditional modes.</summary>
internal static class GeneralizedResiduals
{
    /// <summary>The residuals, n numbers (McCullagh and Nelder 1989, section 2.4); scaled ones are Pearson's divided by σ̂.</summary>
    /// <param name="response">The response.</param>
    /// <param name="means">The fitted means of one trial or unit.</param>
    /// <param name="sigma">The square root of the dispersion; 1 if there is none.</param>
    /// <param name="kind">The kind.</param>
    public static double[] Of(GeneralizedResponse response, double[] means, double sigma, ResidualKind kind)
    {
        LikelihoodKernel kernel = response.Kernel;
        var residuals = new double[means.Length];
        for (int i = 0; i < residuals.Length; i++)
        {
            double m = response.Sizes[i];
            double residual = response.Observed(i) - means[i];
            residuals[i] = kind switch
            {
                ResidualKind.Response => residual,
                ResidualKind.Deviance => residual == 0 ? 0 : Math.Sign(residual) * kernel.RootDeviance(response.Totals[i], m, means[i]),
                _ => residual == 0 ? 0 : residual * Math.Sqrt(m / kernel.Variance(means[i])) / (kind == ResidualKind.Scaled ? sigma : 1),
            };
        }

        return residuals;
    }
}
