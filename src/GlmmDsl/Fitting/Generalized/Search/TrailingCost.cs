using System.Globalization;
using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Fitting.Generalized.Factor;
using GlmmDsl.Fitting.Linear.Choice;
using GlmmDsl.Fitting.Linear.Criteria;
using GlmmDsl.LinearAlgebra.Sparse;

namespace GlmmDsl.Fitting.Generalized.Search;

/// <summary>The memory of the dense matrices of a generalised fit, from counts alone: they are square in the random effects of all factors but the leading one.</summary>
/// <param name="RandomCount">m, the random effects of all grouping factors but the leading one.</param>
/// <param name="FixedCount">p, the columns that border the factor.</param>
/// <param name="Bytes">Bytes of all of them.</param>
internal readonly record struct TrailingCost(long RandomCount, long FixedCount, double Bytes)
{
    /// <summary>Products, Schur complement and factor of one <see cref="BlockedPenalizedFactor"/>, and the two matrices it inverts in.</summary>
    private const int EachFactor = 3, EachInversion = 2;

    /// <summary>The processor time of a generalised fit as a multiple of that of a linear one with the same matrices: some ninety factorisations, an inversion counted as two, instead of 26.</summary>
    private const double Factorisations = 3.5;

    /// <summary>The longest fit that is begun, seconds of processor time.</summary>
    public const double MostSeconds = 3600;

    /// <summary>Estimates the memory of a model.</summary>
    /// <param name="layout">Its layout.</param>
    /// <param name="fixedCount">p.</param>
    /// <param name="hasOwnDeterminants">Whether the determinant and Newton's steps use different information, so that the criteria need factors of their own.</param>
    public static TrailingCost Of(CovarianceLayout layout, int fixedCount, bool hasOwnDeterminants)
    {
        FactorLayout[] trailing = [.. layout.Factors.Skip(1)];
        long random = trailing.Sum(f => (long)f.Levels * f.Width);
        int inverses = trailing.All(f => f.Width == 1) ? 1 : 3;

        // For two criteria, the fast and the joint one, and the curvature.
        int matrices = inverses + (hasOwnDeterminants ? (4 * EachFactor) + (2 * EachInversion) : EachFactor + EachInversion);
        double order = random + fixedCount;
        return new TrailingCost(random, fixedCount, random == 0 ? 0 : 8 * order * order * matrices);
    }

    /// <summary>Chooses between the blocked factorisation, whose memory this is, and the sparse one.</summary>
    /// <param name="products">The cross-products.</param>
    /// <param name="layout">The layout.</param>
    /// <param name="available">The bytes that can be used.</param>
    /// <param name="forced">A path to use whatever it costs, if it fits in memory; for tests.</param>
    /// <param name="most">The longest fit that is begun, seconds of processor time.</param>
    /// <returns>The analysis of the pattern of ZᵀWZ for the sparse factorisation; null for the blocked one.</returns>
    /// <exception cref="ModelDataException">Neither fits in memory, or the better one takes too long; the message gives both sizes.</exception>
    public SparseAnalysis? Choose(CrossProductBlocks products, CovarianceLayout layout, long available, FactorisationPath? forced, double most = MostSeconds)
    {
        BlockedCost cost = BlockedCost.Of(products, layout, (int)FixedCount, Nested(products, layout)) with { Bytes = Bytes };
        FactorisationChoice choice = FactorisationChoice.Of(products, layout, (int)FixedCount, cost, available, forced);
        double seconds = Factorisations * choice.Seconds;
        return forced is null && seconds > most ? throw TooLong(choice.Analysis, seconds, most) : choice.Path == FactorisationPath.Sparse ? choice.Analysis : null;
    }

    /// <summary>The error of a model whose matrices fit in memory but take too long to factor. The time grows with the cube of the number of random effects.</summary>
    private ModelDataException TooLong(SparseAnalysis? analysis, double seconds, double most)
    {
        double count = RandomCount * Math.Cbrt(most / seconds);
        double unit = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(Math.Max(1, count))) - 1));
        string sparse = analysis is null ? "" : string.Create(CultureInfo.InvariantCulture, $", or a sparse one of about {analysis.Bytes / 1e9:0.0} GB,");
        return new ModelDataException(string.Create(
            CultureInfo.InvariantCulture,
            $"The model is too large: the {RandomCount} random effects of all grouping factors but the largest make a dense system of about {Bytes / 1e9:0.0} GB{sparse} and a fit would take about {seconds / 3600:0.#} hours on this machine, where {most / 3600:0.#} is the most that is tried. Drop or coarsen a crossed grouping factor, or fit a sample of its levels. About {Math.Floor(count / unit) * unit} such random effects can be fitted, or more if their levels occur together in fewer combinations."));
    }

    /// <summary>The levels of the factors that continue a chain of nested ones (<see cref="Rows.LevelPairs.DiagonalFactors"/>): each level of an earlier factor meets one of them.</summary>
    private static long Nested(CrossProductBlocks products, CovarianceLayout layout)
    {
        long count = 0;
        for (int f = 1; f < layout.Factors.Length && layout.Factors[f].Width == 1; f++)
        {
            if (!Enumerable.Range(0, f).All(g => PairSource.Pattern(products, layout, g, f).Columns.Length == layout.Factors[g].Levels))
            {
                break;
            }

            count += layout.Factors[f].Levels;
        }

        return count;
    }
}
