using System.Globalization;
using GlmmDsl.Inference.Hypotheses;

namespace GlmmDsl.Inference;

/// <summary>A test that a linear combination of coefficients has a given value.</summary>
public sealed record LinearTest
{
    private readonly string method;

    internal LinearTest(string combination, FixedEffectsMethod method, double[] weights, double value)
    {
        Combination = combination;
        Value = value;
        Estimate = method.Estimate(weights);
        StandardError = method.StandardError(weights);
        DegreesOfFreedom = method.DegreesOfFreedom(weights);
        this.method = method.Name;
    }

    /// <summary>The combination as it is written, <c>ArmHigh - ArmLow</c>.</summary>
    public string Combination { get; }

    /// <summary>Its value under the hypothesis.</summary>
    public double Value { get; }

    /// <summary>Its estimate.</summary>
    public double Estimate { get; }

    /// <summary>The standard error of the estimate.</summary>
    public double StandardError { get; }

    /// <summary>The degrees of freedom of t; ∞ by Wald's method.</summary>
    public double DegreesOfFreedom { get; }

    /// <summary>t, or Wald's z: the estimate less the value, over the standard error.</summary>
    public double Statistic => (Estimate - Value) / StandardError;

    /// <summary>The two-sided p value.</summary>
    public double PValue => TailProbability.OfT(Statistic, DegreesOfFreedom);

    /// <summary>The confidence interval of the combination.</summary>
    /// <param name="level">The level, such as 0.95.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not inside (0, 1).</exception>
    public Interval Interval(double level = 0.95) => TailProbability.IntervalOf(Estimate, StandardError, DegreesOfFreedom, level);

    /// <summary>Hypothesis and table.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"Hypothesis: {Combination} = {Value:G6} ({method})\n{TestTables.Coefficients([new CoefficientTest("", Estimate - Value, StandardError, DegreesOfFreedom)], null)}");
}
