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
    /// <param name="model">The fit.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="effects">Whether the distribution of a row is that at the modes of its groups, or that over all groups of the population.</param>
    public static double[] Of(FittedModel model, int seed, SimulatedEffects effects)
    {
        bool isConditional = effects == SimulatedEffects.Modes || (model.Matrices.Random.IsEmpty && model.Solution.Others.All(o => o.Matrices.Random.IsEmpty));
        if (model.IsLinear)
        {
            return isConditional ? model.Residuals(ResidualKind.Scaled) : PopulationResiduals.OfLinear(model);
        }

        GeneralizedResponse response = model.Response;
        PopulationResiduals? population = isConditional ? null : new PopulationResiduals(model);
        var residuals = new double[model.RowCount];
        for (int i = 0; i < residuals.Length; i++)
        {
            (double total, double size) = Single(response, model.Family, i);
            TailInterval tails = population?.Tails(i, total, size) ?? model.Solution.FamilyAt(i).Tails(total, size, model.Solution.MeanAt(i));
            residuals[i] = tails.Quantile(KeyedUniform.At(seed, i));
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
        (double total, double size) = Single(response, family, row);
        return family.Tails(total, size, mean);
    }

    /// <summary>Total and size of one of the identical rows that a row stands for.</summary>
    private static (double Total, double Size) Single(GeneralizedResponse response, FamilyDefinition family, int row)
    {
        double alike = family.HasTrials ? response.Frequencies?[row] ?? 1 : 1;
        return family.IsContinuous ? (response.Totals[row], response.Sizes[row]) : (Math.Round(response.Totals[row] / alike), Math.Round(response.Sizes[row] / alike));
    }
}
