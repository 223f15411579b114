namespace GlmmDsl;

/// <summary>The random effect of one level: its conditional mode b̂ (a BLUP, in linear models).</summary>
/// <param name="Value">b̂, in units of the response per unit of the column.</param>
/// <param name="StandardDeviation">Its conditional standard deviation given θ̂ and β̂.</param>
public readonly record struct ConditionalMode(double Value, double StandardDeviation)
{
    /// <summary>The mode with its standard deviation.</summary>
    public override string ToString() => FormattableString.Invariant($"{Value:G6}, SD {StandardDeviation:G4}");
}
