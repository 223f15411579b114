using System.Collections.Immutable;
using GlmmDsl.Families;
using GlmmDsl.Families.Dispersed;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized.Criteria;

namespace GlmmDsl.Inference.Predictive;

/// <summary>
/// One point of a rule over the error of the dispersion of a row whose linear predictors are known up to jointly normal errors. Given the point the conditional predictor is
/// η = <paramref name="Eta"/> + <paramref name="Deviation"/> z, and given z the zero inflation is normal.
/// </summary>
/// <param name="Family">The family with its dispersion there.</param>
/// <param name="Kernel">Its likelihood in the conditional predictor.</param>
/// <param name="Weight">The point's weight.</param>
/// <param name="Eta">The mean of the conditional predictor.</param>
/// <param name="Deviation">Its standard deviation.</param>
/// <param name="Zero">The zero inflation; null where there is none.</param>
internal sealed record ErrorNode(FamilyDefinition Family, LikelihoodKernel Kernel, double Weight, double Eta, double Deviation, ZeroNode? Zero)
{
    /// <summary>The points for a row.</summary>
    /// <param name="family">The family.</param>
    /// <param name="link">The link of the conditional predictor.</param>
    /// <param name="others">The linear predictors beside the conditional one.</param>
    /// <param name="eta">Their predicted values, the conditional one first.</param>
    /// <param name="covariance">The covariance of their errors, row-major.</param>
    public static ErrorNode[] Of(FamilyDefinition family, Link link, ImmutableArray<PredictorSolution> others, double[] eta, double[] covariance)
    {
        int count = eta.Length;
        Predictor[] kinds = [.. others.Select(o => o.Predictor)];
        int inflation = Array.IndexOf(kinds, Predictor.ZeroInflation) + 1;

        // Shapes are held: their logarithms are far from normal. The dispersion, then the conditional predictor, then the zero inflation: each given those before it.
        int[] outer = [.. Enumerable.Range(1, count - 1).Where(k => k != inflation && kinds[k - 1] != Predictor.Shape)];
        int[] order = inflation == 0 ? [.. outer, 0] : [.. outer, 0, inflation];
        double[] factor = Factor(covariance, order, count);
        int size = order.Length, conditional = outer.Length;
        GaussHermite[] rules = [.. outer.Select((_, i) => GaussHermite.Of(NodesFor(factor[(i * size) + i])))];
        var nodes = new ErrorNode[rules.Aggregate(1, (product, r) => product * r.Nodes.Length)];
        double[] at = [.. eta], z = new double[size];
        for (int node = 0; node < nodes.Length; node++)
        {
            double weight = 1;
            for (int i = 0, rest = node; i < rules.Length; i++)
            {
                (rest, int k) = Math.DivRem(rest, rules[i].Nodes.Length);
                z[i] = rules[i].Nodes[k];
                weight *= rules[i].Weights[k];
                at[outer[i]] = eta[outer[i]] + Sum(factor, i, size, z, i + 1);
            }

            FamilyDefinition own = others.IsEmpty ? family : family.At(kinds, at.AsSpan(1));
            ZeroNode? zero = inflation == 0 ? null : new ZeroNode(eta[inflation] + Sum(factor, size - 1, size, z, conditional), factor[((size - 1) * size) + conditional], factor[^1]);
            nodes[node] = new ErrorNode(own, own.Kernel(link), weight, eta[0] + Sum(factor, conditional, size, z, conditional), factor[(conditional * size) + conditional], zero);
        }

        return nodes;
    }

    /// <summary>The probability of a structural zero given z.</summary>
    public double ZeroAt(double z) => Zero is { } zero ? ZeroNode.Mean(zero.Centre + (zero.Slope * z), zero.Deviation) : 0;

    /// <summary>The rule for a dispersion with an error of a standard deviation.</summary>
    private static int NodesFor(double deviation) => deviation < 1e-8 ? 1 : deviation < 0.25 ? 5 : deviation < 1 ? 11 : 25;

    private static double Sum(double[] factor, int row, int size, double[] z, int count)
    {
        double sum = 0;
        for (int j = 0; j < count; j++)
        {
            sum += factor[(row * size) + j] * z[j];
        }

        return sum;
    }

    /// <summary>The Cholesky factor of a covariance in an order, which may be singular: what rounding leaves of a variance is 0.</summary>
    private static double[] Factor(double[] covariance, int[] order, int count)
    {
        int size = order.Length;
        var factor = new double[size * size];
        for (int j = 0; j < size; j++)
        {
            for (int i = j; i < size; i++)
            {
                double sum = covariance[(order[i] * count) + order[j]];
                for (int k = 0; k < j; k++)
                {
                    sum -= factor[(i * size) + k] * factor[(j * size) + k];
                }

                if (i == j)
                {
                    double own = covariance[(order[j] * count) + order[j]];
                    factor[(j * size) + j] = sum > 1e-12 * own ? Math.Sqrt(sum) : 0;
                }
                else
                {
                    factor[(i * size) + j] = factor[(j * size) + j] > 0 ? sum / factor[(j * size) + j] : 0;
                }
            }
        }

        return factor;
    }
}

/// <summary>The linear predictor of a zero inflation: normal with mean <paramref name="Centre"/> + <paramref name="Slope"/> z.</summary>
/// <param name="Centre">Its mean at z = 0.</param>
/// <param name="Slope">How its mean changes with z.</param>
/// <param name="Deviation">Its standard deviation given z.</param>
internal readonly record struct ZeroNode(double Centre, double Slope, double Deviation)
{
    /// <summary>The mean probability of a structural zero over a normal predictor.</summary>
    public static double Mean(double eta, double deviation) => new MarginalMean(ZeroInflatedFamily.Probability).At(eta, deviation * deviation).Mean;

    /// <summary>The same over z too.</summary>
    public double Overall => Mean(Centre, Math.Sqrt((Slope * Slope) + (Deviation * Deviation)));
}
