namespace GlmmDsl.Fits;

/// <summary>Prints variance components. Printing belongs to the summaries, a layer above, which pass it to the result.</summary>
/// <param name="terms">The terms, in the order of θ.</param>
/// <param name="residual">The residual variance; null to leave it out.</param>
internal delegate string VarianceTable(IReadOnlyList<VarianceTerm> terms, VarianceComponent? residual);
