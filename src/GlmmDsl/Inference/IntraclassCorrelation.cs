namespace GlmmDsl.Inference;

/// <summary>
/// The share of variance that lies between groups: the expected correlation of two rows of the same group (with several grouping factors,
/// of the same level of each), on the scale of the linear predictor.
/// </summary>
/// <param name="Adjusted">σ²_b/(σ²_b + σ²_ε): the share of the variance that the fixed effects leave unexplained.</param>
/// <param name="Unadjusted">σ²_b/(σ²_f + σ²_b + σ²_ε), σ²_f the sample variance of Xβ̂: the share of all variance.</param>
public readonly record struct IntraclassCorrelation(double Adjusted, double Unadjusted)
{
    /// <summary>Both to three decimals.</summary>
    public override string ToString() => FormattableString.Invariant($"Intraclass correlation: adjusted {Adjusted:F3}, unadjusted {Unadjusted:F3}");
}
