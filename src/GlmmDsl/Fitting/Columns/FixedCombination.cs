namespace GlmmDsl.Fitting.Columns;

/// <summary>A combination of coefficients in terms of the internal ones: aᵀγ + rρ + c.</summary>
/// <param name="Direction">a.</param>
/// <param name="Constant">c.</param>
/// <param name="Rest">r, for the coefficient ρ of a column of square 1 that is orthogonal to the internal ones and to the random effects; 0 where none has a part in it.</param>
/// <param name="RestProduct">The product of that column with the response; 0 where there is none.</param>
internal readonly record struct FixedCombination(double[] Direction, double Constant, double Rest = 0, double RestProduct = 0);
