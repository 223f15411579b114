using System.Collections.Immutable;
using GlmmDsl.Families;
using GlmmDsl.Families.Dispersed;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized.Criteria;
using GlmmDsl.Inference;
using MathNet.Numerics.RootFinding;

namespace GlmmDsl.Predictions;

/// <summary>
/// The distribution of a new observation whose linear predictors are known up to jointly normal errors: a mixture of the family's distribution over them. The conditional predictor is summed by the
/// trapezoidal rule, dispersion and shape by Gauss and Hermite's; the zero inflation, in which the distribution is linear, is integrated given the others.
/// </summary>
internal sealed class PredictiveMixture
{
    private const int FewestNodes = 41, MostNodes = 8001, MostInAll = 60_000;
    private const double Range = 7.5, Accuracy = 1e-11;
    private const int MostSteps = 200;

    /// <summary>Counts up to this size are summed one by one; larger ones are found by their tails.</summary>
    private const double Small = 5000;

    private readonly FamilyDefinition family;
    private readonly List<Node> nodes = [];
    private readonly double mean;

    /// <summary>Takes the linear predictors.</summary>
    /// <param name="family">The family.</param>
    /// <param name="link">The link of the conditional predictor.</param>
    /// <param name="others">The linear predictors beside the conditional one.</param>
    /// <param name="eta">Their predicted values, the conditional one first.</param>
    /// <param name="covariance">The covariance of their errors, row-major.</param>
    public PredictiveMixture(FamilyDefinition family, Link link, ImmutableArray<PredictorSolution> others, double[] eta, double[] covariance)
    {
        this.family = family;
        int count = eta.Length;
        Families.Predictor[] kinds = [.. others.Select(o => o.Predictor)];
        int inflation = Array.IndexOf(kinds, Families.Predictor.ZeroInflation) + 1;

        // Dispersion and shapes, then the conditional predictor, then the zero inflation: each given those before it.
        int[] outer = [.. Enumerable.Range(1, count - 1).Where(k => k != inflation)];
        int[] order = inflation == 0 ? [.. outer, 0] : [.. outer, 0, inflation];
        double[] factor = Factor(covariance, order, count);
        int size = order.Length, conditional = outer.Length;
        GaussHermite[] rules = [.. outer.Select((_, i) => GaussHermite.Of(NodesFor(factor[(i * size) + i])))];
        int combinations = rules.Aggregate(1, (product, r) => product * r.Nodes.Length);
        int inner = NodesOfConditional(family.At(kinds, eta.AsSpan(1)), link, eta[0], factor[(conditional * size) + conditional], MostInAll / combinations);
        double[] at = [.. eta], z = new double[size];
        double total = 0;
        for (int combination = 0; combination < combinations; combination++)
        {
            double weight = 1;
            for (int i = 0, rest = combination; i < rules.Length; i++)
            {
                (rest, int k) = Math.DivRem(rest, rules[i].Nodes.Length);
                z[i] = rules[i].Nodes[k];
                weight *= rules[i].Weights[k];
                at[outer[i]] = eta[outer[i]] + Sum(factor, i, size, z, i + 1);
            }

            FamilyDefinition own = family.At(kinds, at.AsSpan(1));
            LikelihoodKernel kernel = own.Kernel(link);
            for (int k = 0; k < inner; k++)
            {
                z[conditional] = inner == 1 ? 0 : Range * ((2.0 * k / (inner - 1)) - 1);
                double share = weight * Math.Exp(-0.5 * z[conditional] * z[conditional]), zero = 0;
                double predictor = eta[0] + Sum(factor, conditional, size, z, conditional + 1);
                if (inflation > 0)
                {
                    double deviation = factor[^1];
                    zero = new MarginalMean(ZeroInflatedFamily.Probability).At(eta[inflation] + Sum(factor, size - 1, size, z, size - 1), deviation * deviation).Mean;
                }

                double location = kernel.Mean(predictor);
                if (share > 0 && double.IsFinite(location))
                {
                    nodes.Add(new Node(own, kernel, share, predictor, location, zero));
                    total += share;
                }
            }
        }

        (mean, double variance) = Moments(total);
        StandardDeviation = Math.Sqrt(variance);
        for (int i = 0; i < nodes.Count; i++)
        {
            nodes[i] = nodes[i] with { Weight = nodes[i].Weight / total };
        }
    }

    /// <summary>The standard deviation of the predictive distribution.</summary>
    public double StandardDeviation { get; }

    /// <summary>The smallest y with P(Y ≤ y) ≥ a probability; NaN where the distribution is not known.</summary>
    public double Quantile(double probability)
    {
        if (nodes.Count == 0 || double.IsNaN(mean))
        {
            return double.NaN;
        }

        return family.IsContinuous ? Continuous(probability)
            : mean + (10 * StandardDeviation) < Small ? Counted(probability)
            : Bisected(probability);
    }

    /// <summary>P(Y ≤ y).</summary>
    public double AtMost(double y)
    {
        double sum = 0;
        foreach (Node node in nodes)
        {
            double own = family.Refusal(y, 1) is null ? node.Family.Tails(y, 1, node.Mean).Upper : OutsideOf(y);
            sum += node.Weight * ((y >= 0 ? node.Zero : 0) + ((1 - node.Zero) * own));
        }

        return sum;
    }

    /// <summary>P(Y ≤ y) of a y that is none of the family's: 0 below its range, and 1 above.</summary>
    private static double OutsideOf(double y) => y > 0 ? 1 : 0;

    /// <summary>The rule for a dispersion or shape with an error of a standard deviation.</summary>
    private static int NodesFor(double deviation) => deviation < 1e-8 ? 1 : deviation < 0.25 ? 5 : deviation < 1 ? 11 : 25;

    /// <summary>The distribution function rises over a standard deviation of the response, which in z is this wide.</summary>
    private static int NodesOfConditional(FamilyDefinition family, Link link, double eta, double deviation, int most)
    {
        if (!(deviation > 1e-10))
        {
            return 1;
        }

        LikelihoodKernel kernel = family.Kernel(link);
        double variance = family.VarianceOf(kernel.Mean(eta)), rise = double.IsFinite(variance) ? Math.Max(Math.Sqrt(variance), family.IsContinuous ? 0 : 1) : 1;
        double width = rise / Math.Max(Math.Abs(deviation * kernel.MeanDerivative(eta)), 1e-300);
        return (int)Math.Clamp(Math.Ceiling(4 * Range / width), FewestNodes, Math.Clamp(most, FewestNodes, MostNodes)) | 1;
    }

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

    private (double Mean, double Variance) Moments(double total)
    {
        double first = 0, square = 0, within = 0;
        foreach (Node node in nodes)
        {
            double own = node.Family.ResponseMean(node.Mean), share = node.Weight / total * (1 - node.Zero);
            first += share * own;
            within += share * (node.Family.VarianceOf(node.Mean) + (node.Zero * own * own));
            square += node.Weight / total * Math.Pow((1 - node.Zero) * own, 2);
        }

        return (first, within + Math.Max(square - (first * first), 0));
    }

    /// <summary>The probabilities of counts are summed from 0 up.</summary>
    private double Counted(double probability)
    {
        double sum = 0;
        for (double y = 0; y < 1e7; y++)
        {
            bool isInside = family.Refusal(y, 1) is null;
            foreach (Node node in nodes)
            {
                double own = isInside ? Math.Exp(node.Kernel.LogDensity(node.Predictor, y, 1) + node.Kernel.Constant([y], [1])) : 0;
                sum += node.Weight * ((y == 0 ? node.Zero : 0) + ((1 - node.Zero) * own));
            }

            if (sum >= probability)
            {
                return y;
            }
        }

        return double.PositiveInfinity;
    }

    private double Bisected(double probability)
    {
        double low = -1, high = Math.Ceiling(mean + StandardDeviation + 10);
        for (; AtMost(high) < probability; high *= 2)
        {
            low = high;
        }

        while (high - low > 1)
        {
            double middle = Math.Floor((low + high) / 2);
            (low, high) = AtMost(middle) >= probability ? (low, middle) : (middle, high);
        }

        return high;
    }

    private double Continuous(double probability)
    {
        bool isPositive = family.Refusal(-1, 1) is not null;
        double low = isPositive ? 0 : mean, high = mean, step = double.IsFinite(StandardDeviation) && StandardDeviation > 0 ? StandardDeviation : 1 + Math.Abs(mean);
        if (isPositive && AtMost(0) >= probability)
        {
            return 0;
        }

        for (double by = step; !isPositive && AtMost(low) >= probability && by < 1e300; by *= 2)
        {
            low -= by;
        }

        for (double by = step; AtMost(high) < probability && by < 1e300; by *= 2)
        {
            high += by;
        }

        if (!(AtMost(high) >= probability))
        {
            return double.PositiveInfinity;
        }

        return Brent.TryFindRoot(y => AtMost(y) - probability, low, high, Accuracy * (Math.Abs(low) + Math.Abs(high)), MostSteps, out double root) ? root : double.NaN;
    }

    /// <summary>The family at one point of the rule.</summary>
    /// <param name="Family">With its dispersion and shape.</param>
    /// <param name="Kernel">Its likelihood in the conditional predictor.</param>
    /// <param name="Weight">The weight.</param>
    /// <param name="Predictor">The conditional linear predictor.</param>
    /// <param name="Mean">The mean that the link gives.</param>
    /// <param name="Zero">The probability of a structural zero.</param>
    private readonly record struct Node(FamilyDefinition Family, LikelihoodKernel Kernel, double Weight, double Predictor, double Mean, double Zero);
}
