using GlmmDsl.Inference.Hypotheses;

namespace GlmmDsl.Inference;

/// <summary>A test that a coefficient is zero.</summary>
public sealed record CoefficientTest
{
    internal CoefficientTest(string name, double estimate, double standardError, double degreesOfFreedom) =>
        (Name, Estimate, StandardError, DegreesOfFreedom) = (name, estimate, standardError, degreesOfFreedom);

    /// <summary>R's name of the coefficient, <c>Week:ArmDrug</c>.</summary>
    public string Name { get; }

    /// <summary>The estimate; NaN for a coefficient that was dropped because other columns determine it.</summary>
    public double Estimate { get; }

    /// <summary>The standard error, by Kenward and Roger's method the adjusted one; NaN where there is none.</summary>
    public double StandardError { get; }

    /// <summary>The degrees of freedom of t; ∞ by Wald's method, whose statistic is a z. NaN where there is no estimate.</summary>
    public double DegreesOfFreedom { get; }

    /// <summary>t, or Wald's z: the estimate over its standard error.</summary>
    public double Statistic => Estimate / StandardError;

    /// <summary>The two-sided p value.</summary>
    public double PValue => TailProbability.OfT(Statistic, DegreesOfFreedom);

    /// <summary>The confidence interval.</summary>
    /// <param name="level">The level, such as 0.95.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not inside (0, 1).</exception>
    public Interval Interval(double level = 0.95) => TailProbability.IntervalOf(Estimate, StandardError, DegreesOfFreedom, level);

    /// <summary>The name with the estimate and its test.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name}: {Estimate:G6}, SE {StandardError:G4}, {(double.IsFinite(DegreesOfFreedom) ? FormattableString.Invariant($"t({DegreesOfFreedom:F2})") : "z")} = {Statistic:F3}, p = {PValue:G4}");
}
