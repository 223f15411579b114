using GlmmDsl.Families.Densities;
using GlmmDsl.Families.Jets;

namespace GlmmDsl.Families.Dispersed;

/// <summary>Counts with a dispersion, from 0 up or from 1 up.</summary>
internal abstract class CountFamily(Family family, FamilyConstants constants) : DispersedFamily(family, constants)
{
    /// <summary>The smallest count.</summary>
    protected virtual int First => 0;

    /// <inheritdoc/>
    public override string MeanName => "rate";

    /// <inheritdoc/>
    public override double StartingMean(double y, double m) => y + 0.1;

    /// <inheritdoc/>
    public override string? Refusal(double y, double m) => y >= First && y == Math.Floor(y) ? null : First == 0 ? "a count, a whole number from 0" : "a count above 0, a whole number from 1";

    /// <inheritdoc/>
    public override string? Emptiness(ReadOnlySpan<double> y, ReadOnlySpan<double> m) => !y.ContainsAnyExcept(First) ? $"is {First} in every row" : null;

    /// <inheritdoc/>
    public override TailInterval Tails(double y, double m, double mean) => Distribution(mean).At(y);

    /// <inheritdoc/>
    public override double Draw(Random random, double mean, double m) => Distribution(mean).Draw(random);

    /// <summary>The probability of a count.</summary>
    protected abstract double Probability(double y, double mean);

    /// <summary>The probability by a density with the identity link.</summary>
    protected double Probability<TDensity>(double y, double mean)
        where TDensity : struct, IRowDensity
    {
        Span<Real> eta = [mean, .. ConstantPredictors.Select(c => (Real)c)];
        return Math.Exp(TDensity.LogDensity<Real>(eta, y, 1).Value);
    }

    private CountTails Distribution(double mean) => new(y => Probability(y, mean), mean, First, double.PositiveInfinity);
}
