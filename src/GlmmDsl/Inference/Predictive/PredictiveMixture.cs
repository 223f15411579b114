using System.Collections.Immutable;
using GlmmDsl.Families;
using GlmmDsl.Fitting;
using MathNet.Numerics.RootFinding;

namespace GlmmDsl.Inference.Predictive;

/// <summary>
/// The distribution of a new observation whose linear predictors are known up to jointly normal errors: a mixture of the family's distribution over them. The conditional predictor is summed by the
/// trapezoidal rule, the dispersion by Gauss and Hermite's; shapes are held at their estimates; the zero inflation, in which the distribution is linear, is integrated given the others.
/// </summary>
internal sealed class PredictiveMixture
{
    private const int FewestNodes = 41, MostNodes = 8001, MostInAll = 60_000;
    private const double Range = 7.5, Accuracy = 1e-11;
    private const int MostSteps = 200;

    /// <summary>Counts up to this size are summed one by one; larger ones are found by their tails.</summary>
    private const double Small = 5000;

    /// <summary>No quantile is looked for beyond this count, and what is left of a distribution function of less than this does not count.</summary>
    private const double MostCounts = 1e7, Negligible = 1e-8, Tail = 1e-4;

    private readonly FamilyDefinition family;
    private readonly List<Node> nodes = [];
    private readonly Lazy<double> deviation;
    private readonly bool hasMeansOfLink;

    /// <summary>Takes the linear predictors.</summary>
    /// <param name="family">The family.</param>
    /// <param name="link">The link of the conditional predictor.</param>
    /// <param name="others">The linear predictors beside the conditional one.</param>
    /// <param name="eta">Their predicted values, the conditional one first.</param>
    /// <param name="covariance">The covariance of their errors, row-major.</param>
    /// <param name="size">The number of trials of a family that has them.</param>
    public PredictiveMixture(FamilyDefinition family, Link link, ImmutableArray<PredictorSolution> others, double[] eta, double[] covariance, double size = 1)
    {
        this.family = family;
        ErrorNode[] outer = ErrorNode.Of(family, link, others, eta, covariance);
        double total = 0;
        foreach (ErrorNode node in outer)
        {
            int inner = NodesOfConditional(node, size, MostInAll / outer.Length);
            double all = 0;
            int first = nodes.Count;
            for (int k = 0; k < inner; k++)
            {
                double z = inner == 1 ? 0 : Range * ((2.0 * k / (inner - 1)) - 1), share = Math.Exp(-0.5 * z * z), predictor = node.Eta + (node.Deviation * z), location = node.Kernel.Mean(predictor);
                all += share;
                if (share > 0 && double.IsFinite(location))
                {
                    nodes.Add(new Node(node.Family, node.Kernel, share, predictor, location, node.ZeroAt(z)));
                }
            }

            for (int i = first; i < nodes.Count; i++)
            {
                nodes[i] = nodes[i] with { Weight = node.Weight * nodes[i].Weight / all };
                total += nodes[i].Weight;
            }
        }

        for (int i = 0; i < nodes.Count; i++)
        {
            nodes[i] = nodes[i] with { Weight = nodes[i].Weight / total };
        }

        hasMeansOfLink = nodes is [var one, ..] && one.Family.HasMeansOfLink;
        Mean = nodes.Sum(n => n.Weight * (1 - n.Zero) * MeanOf(n));
        deviation = new(() => Math.Sqrt(nodes is [var some, ..] && some.Family.HasVariance ? Variance() : double.NaN));
    }

    /// <summary>The mean of the predictive distribution.</summary>
    public double Mean { get; }

    /// <summary>The standard deviation of the predictive distribution.</summary>
    public double StandardDeviation => deviation.Value;

    /// <summary>The smallest y with P(Y ≤ y) ≥ a probability; NaN where the distribution is not known.</summary>
    public double Quantile(double probability)
    {
        if (nodes.Count == 0 || double.IsNaN(Mean))
        {
            return double.NaN;
        }

        return family.IsContinuous ? Continuous(probability)
            : Mean + (10 * StandardDeviation) < Small ? Counted(probability)
            : CountQuantile.Of(AtMost, probability, Mean + (double.IsFinite(StandardDeviation) ? StandardDeviation : Mean) + 10);
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

    /// <summary>The probabilities below an observation and up to it, of the smaller tail.</summary>
    /// <param name="y">The total.</param>
    /// <param name="size">The number of trials of a family that has them.</param>
    public TailInterval Tails(double y, double size)
    {
        double before = 0, after = 0, from = 0, beyond = 0;
        bool isInside = family.Refusal(y, size) is null;
        foreach (Node node in nodes)
        {
            TailInterval own = isInside ? node.Family.Tails(y, size, node.Mean) : new TailInterval(OutsideOf(y), OutsideOf(y), IsUpper: false);
            double share = node.Weight * (1 - node.Zero), zero = node.Weight * node.Zero;
            (double below, double above) = own.IsUpper ? (1 - own.Before, own.Before) : (own.Before, 1 - own.Before);
            (double upTo, double more) = own.IsUpper ? (1 - own.After, own.After) : (own.After, 1 - own.After);
            before += (share * below) + (y > 0 ? zero : 0);
            from += (share * above) + (y > 0 ? 0 : zero);
            after += (share * upTo) + (y >= 0 ? zero : 0);
            beyond += (share * more) + (y >= 0 ? 0 : zero);
        }

        return after < 0.5 ? new TailInterval(before, after, IsUpper: false) : new TailInterval(from, beyond, IsUpper: true);
    }

    /// <summary>P(Y ≤ y) of a y that is none of the family's: 0 below its range, and 1 above.</summary>
    private static double OutsideOf(double y) => y > 0 ? 1 : 0;

    /// <summary>The distribution function rises over a standard deviation of the response, which in z is this wide.</summary>
    private static int NodesOfConditional(ErrorNode node, double size, int most)
    {
        if (!(node.Deviation > 1e-10))
        {
            return 1;
        }

        FamilyDefinition family = node.Family;
        double variance = family.HasVariance ? family.VarianceOf(node.Kernel.Mean(node.Eta)) : double.NaN;
        double rise = !double.IsFinite(variance) ? 1 : family.HasTrials ? Math.Sqrt(variance / size) : Math.Max(Math.Sqrt(variance), family.IsContinuous ? 0 : 1);
        double width = rise / Math.Max(Math.Abs(node.Deviation * node.Kernel.MeanDerivative(node.Eta)), 1e-300);
        return (int)Math.Clamp(Math.Ceiling(4 * Range / width), FewestNodes, Math.Clamp(most, FewestNodes, MostNodes)) | 1;
    }

    private double MeanOf(Node node) => hasMeansOfLink ? node.Mean : node.Family.ResponseMean(node.Mean);

    private double Variance()
    {
        double square = 0, within = 0;
        foreach (Node node in nodes)
        {
            double own = MeanOf(node), share = node.Weight * (1 - node.Zero), apart = ((1 - node.Zero) * own) - Mean;
            within += share * (node.Family.VarianceOf(node.Mean) + (node.Zero * own * own));
            square += node.Weight * apart * apart;
        }

        return within + square;
    }

    /// <summary>
    /// The continuous ranked probability score of a count, Σ(P(Y ≤ k) − 1{y ≤ k})² over the counts k; NaN of other responses, and where counts are so large that the sum is long.
    /// </summary>
    /// <param name="y">The count.</param>
    public double RankedScore(double y)
    {
        if (family.IsContinuous || nodes.Count == 0 || !(Mean + y < Small))
        {
            return double.NaN;
        }

        double below = 0, score = 0;
        for (double k = 0; k < Small && (k <= y || 1 - below > Negligible); k++)
        {
            below = Math.Min(below + Probability(k), 1);
            double apart = below - (k >= y ? 1 : 0);
            score += apart * apart;
        }

        return below < 1 - Tail ? double.NaN : score;
    }

    /// <summary>The probabilities of counts are summed from 0 up.</summary>
    private double Counted(double probability)
    {
        double sum = 0;
        for (double y = 0; y < MostCounts; y++)
        {
            sum += Probability(y);
            if (sum >= probability)
            {
                return y;
            }
        }

        return double.PositiveInfinity;
    }

    private double Probability(double y)
    {
        double sum = 0;
        bool isInside = family.Refusal(y, 1) is null;
        foreach (Node node in nodes)
        {
            double own = isInside ? Math.Exp(node.Kernel.LogDensity(node.Predictor, y, 1) + node.Kernel.Constant([y], [1])) : 0;
            sum += node.Weight * ((y == 0 ? node.Zero : 0) + ((1 - node.Zero) * own));
        }

        return sum;
    }

    private double Continuous(double probability)
    {
        bool isPositive = family.Refusal(-1, 1) is not null;
        double low = isPositive ? 0 : Mean, high = Mean, step = double.IsFinite(StandardDeviation) && StandardDeviation > 0 ? StandardDeviation : 1 + Math.Abs(Mean);
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
