namespace GlmmDsl.LinearAlgebra.Sparse;

/// <summary>
/// A right-hand side u of few numbers, solved forward as far as the dense part of the factor: with y its solution before that and r what is left in it, uᵀA⁻¹w is Σ y·y′ + rᵀBr′,
/// B the block of A⁻¹ of that part.
/// </summary>
/// <param name="Rows">Where y is not zero, in the order of elimination.</param>
/// <param name="Values">y there.</param>
/// <param name="LastRows">Where r is not zero, counted in the dense part.</param>
/// <param name="LastValues">r there.</param>
internal sealed record ReducedSide(int[] Rows, double[] Values, int[] LastRows, double[] LastValues);
