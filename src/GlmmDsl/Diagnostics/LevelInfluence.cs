using System.Collections.Immutable;

namespace GlmmDsl.Inference;

/// <summary>What leaving out all rows of one level of a grouping factor does to the coefficients.</summary>
/// <param name="Level">The level.</param>
/// <param name="RowCount">How many rows it has.</param>
/// <param name="CooksDistance">
/// (β̂ − β̂₍ⱼ₎)ᵀ Var(β̂)⁻¹ (β̂ − β̂₍ⱼ₎)/p, β̂₍ⱼ₎ the coefficients without the level and p their number. NaN where the other rows cannot estimate all coefficients.
/// lme4's <c>cooks.distance(influence(m, groups))</c> multiplies by (J − p)/J, J the number of levels, and estimates the variances anew.
/// </param>
/// <param name="Estimates">β̂₍ⱼ₎, in the order of <see cref="GroupInfluence.Coefficients"/>.</param>
/// <param name="DfBetas">(β̂ₖ − β̂₍ⱼ₎ₖ)/se(β̂₍ⱼ₎ₖ), in the same order (Belsley, Kuh and Welsch 1980).</param>
public sealed record LevelInfluence(string Level, int RowCount, double CooksDistance, ImmutableArray<double> Estimates, ImmutableArray<double> DfBetas);
