using System.Collections.Immutable;

namespace GlmmDsl.Design.Products;

/// <summary>Second moments of columns whose rows are not at hand; each row counts once.</summary>
/// <param name="FixedCovariance">The sample covariance of the p fixed-effects columns, divisor n − 1.</param>
/// <param name="RandomMeanProducts">For each random-effects term the mean products of its k columns.</param>
internal sealed record ColumnProducts(double[,] FixedCovariance, ImmutableArray<double[,]> RandomMeanProducts);
