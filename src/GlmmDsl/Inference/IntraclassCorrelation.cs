namespace GlmmDsl.Inference;

/// <summary>
/// The share of variance that lies between groups: the expected correlation of two rows of one group (of one level in every grouping factor,
/// where there are several), on the scale of the linear predictor.
/// </summary>
/// <param name="Adjusted">σ²_b/(σ²_b + σ²_ε): of the variance that the fixed effects leave.</param>
/// <param name="Unadjusted">σ²_b/(σ²_f + σ²_b + σ²_ε), σ²_f the sample variance of Xβ̂: of all variance.</param>
public readonly record struct IntraclassCorrelation(double Adjusted, double Unadjusted);
