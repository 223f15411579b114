using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;

namespace GlmmDsl.Inference.Means;

/// <summary>
/// Means of the response at the conditional modes, averaged over the combinations of groups that were observed. Their errors are those of coefficients and modes together, given the
/// variances (Henderson's joint covariance).
/// </summary>
/// <param name="model">The fit.</param>
/// <param name="design">The rows.</param>
/// <param name="fixedPart">Xβ̂ + offset of each row.</param>
internal sealed class ModeMeans(FittedModel model, PredictionMatrices design, double[] fixedPart)
{
    /// <summary>The cells' means.</summary>
    /// <param name="weights">For each cell a weight for each row.</param>
    /// <param name="hold">A mean on the scale it is held on, and its derivative there.</param>
    public NonlinearCells Of(double[][] weights, Func<double, double, (double Value, double Slope)> hold)
    {
        model.RequireRows("groups to average over");
        LikelihoodKernel? kernel = model.IsLinear ? null : model.Family.Kernel(model.Link);
        int[][] groups = Groups();
        int p = model.Solution.Kept.Length;
        int k = weights.Length;
        var means = new double[k];
        var contrasts = new EffectsContrast[k];
        for (int cell = 0; cell < k; cell++)
        {
            var inFixed = new double[p];
            var inRandom = new Dictionary<(int Term, int Level, int Column), double>();
            double mean = 0;
            for (int row = 0; row < design.RowCount; row++)
            {
                double weight = weights[cell][row] / groups.Length;
                if (weight == 0)
                {
                    continue;
                }

                foreach (int[] levels in groups)
                {
                    double eta = fixedPart[row] + Modes(levels, row);
                    mean += weight * (kernel?.Mean(eta) ?? eta);
                    double slope = weight * (kernel?.MeanDerivative(eta) ?? 1);
                    Add(row, levels, slope, inFixed, inRandom);
                }
            }

            (means[cell], double scale) = hold(mean, 1);
            contrasts[cell] = new EffectsContrast(
                Array.ConvertAll(inFixed, x => x * scale), [.. inRandom.Select(r => (r.Key.Term, r.Key.Level, r.Key.Column, r.Value * scale))]);
        }

        EffectsCovariance joint = model.Solution.EffectsCovariance();
        var covariance = new double[k, k];
        for (int a = 0; a < k; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                covariance[a, b] = covariance[b, a] = joint.Of(contrasts[a], contrasts[b]);
            }
        }

        return new NonlinearCells(means, covariance);
    }

    private void Add(int row, int[] levels, double slope, double[] inFixed, Dictionary<(int Term, int Level, int Column), double> inRandom)
    {
        for (int j = 0; j < inFixed.Length; j++)
        {
            inFixed[j] += slope * design.FixedColumns[model.Solution.Kept[j]][row];
        }

        for (int t = 0; t < levels.Length; t++)
        {
            for (int c = 0; c < design.Random[t].Columns.Length; c++)
            {
                (int, int, int) key = (t, levels[t], c);
                inRandom[key] = inRandom.GetValueOrDefault(key) + (slope * (design.Random[t].Columns[c]?[row] ?? 1));
            }
        }
    }

    private double Modes(int[] levels, int row)
    {
        double sum = 0;
        for (int t = 0; t < levels.Length; t++)
        {
            double[,] modes = model.Solution.ConditionalModes[t];
            for (int c = 0; c < design.Random[t].Columns.Length; c++)
            {
                sum += modes[levels[t], c] * (design.Random[t].Columns[c]?[row] ?? 1);
            }
        }

        return sum;
    }

    /// <summary>The levels, one for each term, of each combination that occurs.</summary>
    private int[][] Groups()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var groups = new List<int[]>();
        for (int i = 0; i < model.RowCount; i++)
        {
            int[] levels = [.. model.Matrices.Random.Select(t => t.Group.Codes[i])];
            if (seen.Add(string.Join(',', levels)))
            {
                groups.Add(levels);
            }
        }

        return [.. groups];
    }
}
