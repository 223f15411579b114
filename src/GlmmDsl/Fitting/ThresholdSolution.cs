using System.Collections.Immutable;
using GlmmDsl.Design;

namespace GlmmDsl.Fitting;

/// <summary>The thresholds of an ordinal model.</summary>
/// <param name="Names">R's names, <c>low|mid</c>.</param>
/// <param name="Estimates">
/// Their estimates, ascending. A refit to a response that lacks a category has equal ones about it, and infinite ones below the lowest and above the highest category that occurs.
/// </param>
/// <param name="Covariance">Their covariance; NaN where one is infinite.</param>
internal sealed record ThresholdSolution(ImmutableArray<string> Names, double[] Estimates, double[,] Covariance)
{
    /// <summary>The thresholds of a design from those between the categories that occur.</summary>
    /// <param name="matrices">The design.</param>
    /// <param name="response">The categories of the rows.</param>
    /// <param name="estimates">The thresholds between those that occur.</param>
    /// <param name="covariance">Their covariance.</param>
    public static ThresholdSolution Of(ModelMatrices matrices, double[] response, double[] estimates, double[,] covariance)
    {
        ImmutableArray<string> categories = matrices.Categories;
        int count = categories.Length - 1;
        bool[] occurs = new bool[categories.Length];
        foreach (double category in response)
        {
            occurs[(int)category] = true;
        }

        int[] source = [.. Enumerable.Range(0, count).Select(j => occurs.AsSpan(0, j + 1).Count(true) - 1)];
        double[] values = [.. source.Select(s => s < 0 ? double.NegativeInfinity : s < estimates.Length ? estimates[s] : double.PositiveInfinity)];
        var all = new double[count, count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                all[i, j] = double.IsFinite(values[i]) && double.IsFinite(values[j]) ? covariance[source[i], source[j]] : double.NaN;
            }
        }

        return new ThresholdSolution([.. Enumerable.Range(0, count).Select(j => categories[j] + "|" + categories[j + 1])], values, all);
    }
}
