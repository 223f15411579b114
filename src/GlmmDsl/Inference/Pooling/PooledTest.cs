using GlmmDsl.Inference.Hypotheses;

namespace GlmmDsl.Inference;

/// <summary>A joint test over imputations: D₁ of Li, Raghunathan and Rubin (1991, J. Am. Stat. Assoc. 86).</summary>
/// <param name="Name">What is tested.</param>
/// <param name="Statistic">D₁, an F statistic.</param>
/// <param name="NumeratorDegreesOfFreedom">The number of coefficients tested.</param>
/// <param name="DenominatorDegreesOfFreedom">The denominator degrees of freedom; ∞ where the imputations agree.</param>
/// <param name="RelativeIncrease">The mean relative increase of the variances because values are missing.</param>
public sealed record PooledTest(string Name, double Statistic, int NumeratorDegreesOfFreedom, double DenominatorDegreesOfFreedom, double RelativeIncrease)
{
    /// <summary>The p value.</summary>
    public double PValue => TailProbability.OfF(Statistic, NumeratorDegreesOfFreedom, DenominatorDegreesOfFreedom);

    /// <summary>The name with the test.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name}: F({NumeratorDegreesOfFreedom}, {DenominatorDegreesOfFreedom:F2}) = {Statistic:G6}, p = {PValue:G4}");
}
