using System.Collections.Immutable;
using GlmmDsl.Design;

namespace GlmmDsl.Fitting;

/// <summary>The thresholds of an ordinal model.</summary>
/// <param name="Names">R's names, <c>low|mid</c>.</param>
/// <param name="Estimates">
/// Their estimates, ascending. A refit to a response that lacks a category has equal ones about it, and infinite ones below the lowest and above the highest category that occurs.
/// </param>
/// <param name="Joint">The covariance of the kept coefficients followed by the thresholds; NaN where a threshold is infinite.</param>
internal sealed record ThresholdSolution(ImmutableArray<string> Names, double[] Estimates, double[,] Joint)
{
    private int First => Joint.GetLength(0) - Names.Length;

    /// <summary>The covariance of the kept coefficients, the thresholds and θ̂; null where that of θ̂ is not known.</summary>
    public double[,]? WithTheta { get; init; }

    /// <summary>For each threshold its place among those that differ and are finite, which alone were estimated; −1 for an infinite one.</summary>
    public int[] Places()
    {
        var places = new int[Estimates.Length];
        int last = -1;
        for (int j = 0; j < places.Length; j++)
        {
            if (!double.IsFinite(Estimates[j]))
            {
                places[j] = -1;
                continue;
            }

            last += j == 0 || Estimates[j] != Estimates[j - 1] ? 1 : 0;
            places[j] = last;
        }

        return places;
    }

    /// <summary>The thresholds of a design from those between the categories that occur.</summary>
    /// <param name="matrices">The design.</param>
    /// <param name="response">The categories of the rows.</param>
    /// <param name="estimates">The thresholds between those that occur.</param>
    /// <param name="covariance">The covariance of the kept coefficients followed by those thresholds.</param>
    /// <param name="withTheta">The same followed by θ̂; null where it is not known.</param>
    public static ThresholdSolution Of(ModelMatrices matrices, double[] response, double[] estimates, double[,] covariance, double[,]? withTheta)
    {
        ImmutableArray<string> categories = matrices.Categories;
        int count = categories.Length - 1, p = covariance.GetLength(0) - estimates.Length;
        var occurs = new bool[categories.Length];
        foreach (double category in response)
        {
            occurs[(int)category] = true;
        }

        int[] source = [.. Enumerable.Range(0, count).Select(j => occurs.AsSpan(0, j + 1).Count(true) - 1)];
        double[] values = [.. source.Select(s => s < 0 ? double.NegativeInfinity : s < estimates.Length ? estimates[s] : double.PositiveInfinity)];
        int[] place = [.. Enumerable.Range(0, p), .. source.Select((s, j) => double.IsFinite(values[j]) ? p + s : -1)];
        int parameters = withTheta is null ? 0 : withTheta.GetLength(0) - covariance.GetLength(0);
        return new ThresholdSolution(NamesOf(categories), values, At(covariance, place))
        {
            WithTheta = withTheta is null ? null : At(withTheta, [.. place, .. Enumerable.Range(covariance.GetLength(0), parameters)]),
        };
    }

    /// <summary>R's names of the thresholds between categories.</summary>
    public static ImmutableArray<string> NamesOf(IEnumerable<string> categories) => [.. categories.Zip(categories.Skip(1), (lower, upper) => lower + "|" + upper)];

    /// <summary>The covariances at other places; NaN where there is none.</summary>
    private static double[,] At(double[,] covariance, int[] place)
    {
        var result = new double[place.Length, place.Length];
        for (int i = 0; i < place.Length; i++)
        {
            for (int j = 0; j < place.Length; j++)
            {
                result[i, j] = place[i] < 0 || place[j] < 0 ? double.NaN : covariance[place[i], place[j]];
            }
        }

        return result;
    }

    /// <summary>The standard error of a threshold.</summary>
    public double StandardError(int threshold) => Math.Sqrt(Joint[First + threshold, First + threshold]);

    /// <summary>Minus the mean of the thresholds, which is what the intercept of the latent variable is in units in which that mean is 0, and its covariance with the kept coefficients, itself first.</summary>
    public (double Intercept, double[,] Covariance) LatentIntercept()
    {
        int p = First, count = Names.Length;
        var map = new double[p + 1, p + count];
        for (int j = 0; j < count; j++)
        {
            map[0, p + j] = -1.0 / count;
        }

        for (int k = 0; k < p; k++)
        {
            map[k + 1, k] = 1;
        }

        var covariance = new double[p + 1, p + 1];
        for (int i = 0; i <= p; i++)
        {
            for (int j = 0; j <= p; j++)
            {
                double sum = 0;
                for (int k = 0; k < p + count; k++)
                {
                    for (int l = 0; l < p + count; l++)
                    {
                        sum += map[i, k] == 0 || map[j, l] == 0 ? 0 : map[i, k] * map[j, l] * Joint[k, l];
                    }
                }

                covariance[i, j] = sum;
            }
        }

        return (-Estimates.Average(), covariance);
    }
}
