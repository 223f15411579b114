using GlmmDsl.Families;
using GlmmDsl.Fitting;

namespace GlmmDsl.Inference.CrossValidation;

/// <summary>
/// Scores predictions of categories whose thresholds lie at distances from the linear predictor that are known up to normal errors: the predictive probabilities are the means over them.
/// </summary>
internal static class CategoryScorer
{
    /// <summary>θⱼ − η of a row for every threshold, with the variance of its error.</summary>
    /// <param name="thresholds">The thresholds of the fit without the row.</param>
    /// <param name="eta">The predicted η.</param>
    /// <param name="contrast">η as a combination of coefficients and random effects.</param>
    /// <param name="effects">Their covariance.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static (double Distance, double Variance)[] Distances(ThresholdSolution thresholds, double eta, EffectsContrast contrast, EffectsCovariance effects, CancellationToken cancellationToken)
    {
        int p = contrast.Fixed.Length, count = thresholds.Estimates.Length;
        (int, int, int, double)[] random = [.. contrast.Random.Select(r => (r.Term, r.Level, r.Column, -r.Weight))];
        var result = new (double, double)[count];
        for (int j = 0; j < count; j++)
        {
            if (double.IsInfinity(thresholds.Estimates[j]))
            {
                result[j] = (thresholds.Estimates[j], 0);
                continue;
            }

            var weights = new double[p + count];
            for (int k = 0; k < p; k++)
            {
                weights[k] = -contrast.Fixed[k];
            }

            weights[p + j] = 1;
            PreparedContrast prepared = effects.Prepare(new EffectsContrast(weights, random));
            result[j] = (thresholds.Estimates[j] - eta, Math.Max(effects.Of(prepared, prepared, cancellationToken), 0));
        }

        return result;
    }

    /// <summary>The scores of a row.</summary>
    /// <param name="family">The family of the fit without the row.</param>
    /// <param name="category">The category observed, from 0.</param>
    /// <param name="distances">θⱼ − η for every threshold, with the variance of its error.</param>
    public static RowScore Of(FamilyDefinition family, int category, ReadOnlySpan<(double Distance, double Variance)> distances)
    {
        var means = new MarginalMean(family.UpperTail());
        double before = 1, probability = 0, ranked = 0, mean = 1;
        for (int j = 0; j <= distances.Length; j++)
        {
            double above = j < distances.Length ? means.At(-distances[j].Distance, distances[j].Variance).Mean : 0;
            probability = j == category ? before - above : probability;
            if (j < distances.Length)
            {
                double error = above - (category > j ? 1 : 0);
                ranked += error * error;
                mean += above;
            }

            before = above;
        }

        return new RowScore(-Math.Log(Math.Max(0, probability)), double.NaN, double.NaN, 1, category + 1 - mean) { RankedProbability = ranked };
    }
}
