using GlmmDsl.Families;

namespace GlmmDsl.Fitting;

/// <summary>The scores and the information of the rows of an ordinal model at its solution, in the linear predictor and in the two thresholds of a row's category.</summary>
internal sealed class OrdinalInformation
{
    /// <summary>Computes them.</summary>
    /// <param name="solution">The solution of an ordinal model with rows.</param>
    public OrdinalInformation(IModelSolution solution)
    {
        ThresholdSolution thresholds = solution.Thresholds!;
        double[] categories = solution.Response.Totals;
        int n = categories.Length;
        Upper = new int[n];
        Lower = new int[n];
        double[] upper = new double[n], lower = new double[n];
        for (int i = 0; i < n; i++)
        {
            int category = (int)categories[i];
            upper[i] = category < thresholds.Estimates.Length ? thresholds.Estimates[category] : double.PositiveInfinity;
            lower[i] = category > 0 ? thresholds.Estimates[category - 1] : double.NegativeInfinity;
            Upper[i] = double.IsFinite(upper[i]) ? category : -1;
            Lower[i] = double.IsFinite(lower[i]) ? category - 1 : -1;
        }

        Derivatives = new RowDerivatives([true, true, true], n);
        solution.Family.PredictorsKernel(solution.Link).Evaluate(0, n, [solution.LinearPredictor, upper, lower], categories, solution.Response.Sizes, Derivatives);
    }

    /// <summary>For each row the threshold above its category; −1 where there is none.</summary>
    public int[] Upper { get; }

    /// <summary>For each row the threshold below its category; −1 where there is none.</summary>
    public int[] Lower { get; }

    /// <summary>The derivatives in the linear predictor, the upper threshold and the lower one.</summary>
    public RowDerivatives Derivatives { get; }
}
