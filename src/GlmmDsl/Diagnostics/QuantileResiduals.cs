using GlmmDsl.Families;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;
using GlmmDsl.Inference;

namespace GlmmDsl.Diagnostics;

/// <summary>
/// Randomised quantile residuals (Dunn and Smyth 1996): the normal quantile of a number drawn between F(y − 1) and F(y). It is drawn in the
/// smaller tail, so that residuals far from 0 do not lose digits.
/// </summary>
internal static class QuantileResiduals
{
    /// <summary>The residuals of the rows, in order.</summary>
    public static double[] Of(FittedModel model, int seed)
    {
        if (model.IsLinear)
        {
            return model.Residuals(ResidualKind.Scaled);
        }

        GeneralizedResponse response = model.Response;
        var residuals = new double[model.RowCount];
        for (int i = 0; i < residuals.Length; i++)
        {
            residuals[i] = Interval(response, model.Solution.FamilyAt(i), i, model.Solution.MeanAt(i)).Quantile(KeyedUniform.At(seed, i));
        }

        return residuals;
    }

    /// <summary>The interval of tail probabilities of a row's observation. A row that stands for several identical ones counts as one of them.</summary>
    /// <param name="response">The response.</param>
    /// <param name="family">The distribution of the row.</param>
    /// <param name="row">The row.</param>
    /// <param name="mean">Its fitted mean, of one trial.</param>
    public static TailInterval Interval(GeneralizedResponse response, FamilyDefinition family, int row, double mean)
    {
        double alike = family.HasTrials ? response.Frequencies?[row] ?? 1 : 1;
        if (family.IsContinuous)
        {
            return family.Tails(response.Totals[row], response.Sizes[row], mean);
        }

        return family.Tails(Math.Round(response.Totals[row] / alike), Math.Round(response.Sizes[row] / alike), mean);
    }
}
