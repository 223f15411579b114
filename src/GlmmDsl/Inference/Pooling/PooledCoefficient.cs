using GlmmDsl.Inference.Hypotheses;

namespace GlmmDsl.Inference;

/// <summary>A coefficient pooled over imputations by Rubin's rules, with the test that it is zero.</summary>
public sealed record PooledCoefficient
{
    /// <summary>Pools a coefficient.</summary>
    /// <param name="name">R's name.</param>
    /// <param name="estimates">Its estimate in each imputation.</param>
    /// <param name="variances">Its squared standard error in each.</param>
    /// <param name="completeDf">The degrees of freedom that its test would have in complete data; ∞ by Wald's method.</param>
    internal PooledCoefficient(string name, double[] estimates, double[] variances, double completeDf)
    {
        int m = estimates.Length;
        Name = name;
        Estimate = estimates.Average();
        WithinVariance = variances.Average();
        BetweenVariance = estimates.Sum(e => (e - Estimate) * (e - Estimate)) / (m - 1);
        double added = (1 + (1.0 / m)) * BetweenVariance;
        StandardError = Math.Sqrt(WithinVariance + added);
        RelativeIncrease = added / WithinVariance;
        VarianceShare = added / (WithinVariance + added);
        double rubin = VarianceShare > 0 ? (m - 1) / (VarianceShare * VarianceShare) : double.PositiveInfinity;
        double observed = double.IsPositiveInfinity(completeDf) ? completeDf : (completeDf + 1) / (completeDf + 3) * completeDf * (1 - VarianceShare);
        DegreesOfFreedom = double.IsPositiveInfinity(rubin) ? observed : double.IsPositiveInfinity(observed) ? rubin : rubin * observed / (rubin + observed);
        double forFraction = double.IsPositiveInfinity(DegreesOfFreedom) ? 0 : 2 / (DegreesOfFreedom + 3);
        MissingInformation = (RelativeIncrease + forFraction) / (1 + RelativeIncrease);
    }

    /// <summary>R's name of the coefficient.</summary>
    public string Name { get; }

    /// <summary>The mean of the estimates.</summary>
    public double Estimate { get; }

    /// <summary>The square root of the total variance, Ū + (1 + 1/m)B.</summary>
    public double StandardError { get; }

    /// <summary>Ū, the mean of the squared standard errors.</summary>
    public double WithinVariance { get; }

    /// <summary>B, the variance of the estimates over the imputations.</summary>
    public double BetweenVariance { get; }

    /// <summary>The degrees of freedom of Barnard and Rubin (1999, Biometrika 86), which do not exceed those of complete data.</summary>
    public double DegreesOfFreedom { get; }

    /// <summary>(1 + 1/m)B/Ū: the relative increase of the variance because values are missing.</summary>
    public double RelativeIncrease { get; }

    /// <summary>The share of the total variance that is due to missing values, (1 + 1/m)B/T.</summary>
    public double VarianceShare { get; }

    /// <summary>The fraction of missing information, (r + 2/(ν + 3))/(r + 1), r the relative increase and ν the degrees of freedom.</summary>
    public double MissingInformation { get; }

    /// <summary>t.</summary>
    public double Statistic => Estimate / StandardError;

    /// <summary>The two-sided p value.</summary>
    public double PValue => TailProbability.OfT(Statistic, DegreesOfFreedom);

    /// <summary>The confidence interval.</summary>
    /// <param name="level">The level, such as 0.95.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not inside (0, 1).</exception>
    public Interval Interval(double level = 0.95) => TailProbability.IntervalOf(Estimate, StandardError, DegreesOfFreedom, level);

    /// <summary>The name with the estimate and its test.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name}: {Estimate:G6}, SE {StandardError:G4}, t({DegreesOfFreedom:F2}) = {Statistic:F3}, p = {PValue:G4}");
}
