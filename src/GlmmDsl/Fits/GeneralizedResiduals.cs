using GlmmDsl.Families;
using GlmmDsl.Fitting;

namespace GlmmDsl.Fits;

/// <summary>Residuals about the conditional modes.</summary>
internal static class GeneralizedResiduals
{
    /// <summary>The residuals, n numbers (McCullagh and Nelder 1989, section 2.4); scaled ones are Pearson's divided by σ̂ of a linear model.</summary>
    /// <param name="solution">The solution.</param>
    /// <param name="response">The response.</param>
    /// <param name="kind">The kind.</param>
    public static double[] Of(IModelSolution solution, GeneralizedResponse response, ResidualKind kind)
    {
        LikelihoodKernel kernel = response.Kernel;
        double[] means = solution.Fitted;
        bool isPlain = solution.Others.IsEmpty && solution.Family.Definition is null && solution.Thresholds is null;
        var residuals = new double[means.Length];
        for (int i = 0; i < residuals.Length; i++)
        {
            double m = response.Sizes[i];
            double residual = response.Observed(i) - means[i];
            residuals[i] = kind switch
            {
                ResidualKind.Response => residual,
                ResidualKind.Deviance => residual == 0 ? 0 : Math.Sign(residual) * kernel.RootDeviance(response.Totals[i], m, solution.MeanAt(i)),
                _ => residual == 0 ? 0 : residual * Math.Sqrt(m / (isPlain ? kernel.Variance(means[i]) : solution.FamilyAt(i).VarianceOf(solution.MeanAt(i)))) / (kind == ResidualKind.Scaled ? solution.Sigma : 1),
            };
        }

        return residuals;
    }
}
