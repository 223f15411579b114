namespace GlmmDsl.Families;

/// <summary>A mean averaged over a normal linear predictor with mean η and variance v.</summary>
/// <param name="Mean">The average.</param>
/// <param name="InEta">Its derivative in η.</param>
/// <param name="InVariance">Its derivative in v.</param>
internal readonly record struct AveragedMean(double Mean, double InEta, double InVariance);
