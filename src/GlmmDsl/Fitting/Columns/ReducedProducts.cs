namespace GlmmDsl.Fitting.Columns;

/// <summary>The products of the columns of X that meet the random effects, once <see cref="FixedRotation"/> has taken the others out of the response.</summary>
/// <param name="FixedBlock">[X y]ᵀW[X y]: (q + 1) × (q + 1).</param>
/// <param name="WithFixed">ZᵀW[X y]: q × (q + 1).</param>
/// <param name="Rest">What was taken out.</param>
internal readonly record struct ReducedProducts(double[] FixedBlock, double[] WithFixed, RestOfResponse Rest);
