using GlmmDsl.Design;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;
using GlmmDsl.Inference;

namespace GlmmDsl.Diagnostics;

/// <summary>Leaves out one level after the other and fits the model again, covariance parameters too: lme4's <c>influence(fit, groups)</c>.</summary>
internal static class LevelRefits
{
    /// <summary>The influence of the levels of a grouping factor.</summary>
    /// <param name="model">The fit.</param>
    /// <param name="group">The grouping factor.</param>
    /// <param name="distance">Cook's distance of a change of the coefficients.</param>
    /// <param name="progress">Told the share of levels done.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static GroupInfluence Of(FittedModel model, GroupingFactor group, Deletion distance, Action<double> progress, CancellationToken cancellationToken)
    {
        var levels = new LevelInfluence[group.Levels.Length];
        for (int level = 0; level < levels.Length; level++)
        {
            int[] others = [.. Enumerable.Range(0, group.Codes.Length).Where(i => group.Codes[i] != level)];
            levels[level] = Level(model, group.Levels[level], others, distance, cancellationToken);
            progress((level + 1.0) / levels.Length);
        }

        return new GroupInfluence(group.Name, [.. model.Solution.Kept.Select(k => model.Matrices.FixedNames[k])], [.. levels]);
    }

    private static LevelInfluence Level(FittedModel model, string name, int[] others, Deletion distance, CancellationToken cancellationToken)
    {
        IModelSolution solution = model.Solution;
        int p = solution.Beta.Length;
        double[] estimates = new double[p], change = new double[p], dfBetas = new double[p];
        int count = model.RowCount - others.Length;
        if (Fit(solution, others, cancellationToken) is { } fit && fit.Kept.SequenceEqual(solution.Kept))
        {
            for (int k = 0; k < p; k++)
            {
                estimates[k] = fit.Beta[k];
                change[k] = solution.Beta[k] - fit.Beta[k];
                dfBetas[k] = change[k] / Math.Sqrt(fit.Covariance[k, k]);
            }

            return new LevelInfluence(name, count, distance.Distance(change), [.. estimates], [.. dfBetas]);
        }

        Array.Fill(estimates, double.NaN);
        return new LevelInfluence(name, count, double.NaN, [.. estimates], [.. estimates]);
    }

    /// <summary>The fit without the level; null where the other rows determine none.</summary>
    private static IModelSolution? Fit(IModelSolution solution, int[] rows, CancellationToken cancellationToken)
    {
        try
        {
            return rows.Length == 0 ? null : solution.FitRows(rows, cancellationToken);
        }
        catch (ModelDataException)
        {
            return null;
        }
    }
}
