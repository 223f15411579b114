using System.Globalization;
using GlmmDsl.Covariance;
using GlmmDsl.Fitting.Generalized.Factor;

namespace GlmmDsl.Fitting.Generalized.Search;

/// <summary>What the dense matrices of a generalised fit take, from counts alone: square ones of the random effects behind the leading factor.</summary>
/// <param name="RandomCount">m, the random effects of the grouping factors but the leading one.</param>
/// <param name="FixedCount">p, which border the factor.</param>
/// <param name="Bytes">Bytes of all of them.</param>
internal readonly record struct TrailingCost(long RandomCount, long FixedCount, double Bytes)
{
    /// <summary>Products, Schur complement and factor of one <see cref="PenalizedFactor"/>, and the two matrices it inverts in.</summary>
    private const int EachFactor = 3, EachInversion = 2;

    /// <summary>Counts a model.</summary>
    /// <param name="layout">Its layout.</param>
    /// <param name="fixedCount">p.</param>
    /// <param name="hasOwnDeterminants">Whether the determinant has another information than Newton's steps, so that the criteria hold factors of their own.</param>
    public static TrailingCost Of(CovarianceLayout layout, int fixedCount, bool hasOwnDeterminants)
    {
        FactorLayout[] trailing = [.. layout.Factors.Skip(1)];
        long random = trailing.Sum(f => (long)f.Levels * f.Width);
        int inverses = trailing.All(f => f.Width == 1) ? 1 : 3;

        // Two criteria, the fast and the joint one, and the curvature.
        int matrices = inverses + (hasOwnDeterminants ? (4 * EachFactor) + (2 * EachInversion) : EachFactor + EachInversion);
        double order = random + fixedCount;
        return new TrailingCost(random, fixedCount, random == 0 ? 0 : 8 * order * order * matrices);
    }

    /// <summary>Refuses what cannot be held.</summary>
    /// <param name="available">The bytes that can be used.</param>
    /// <exception cref="ModelDataException">It cannot be held; the message gives both sizes.</exception>
    public void Require(long available)
    {
        long order = RandomCount + FixedCount;
        if (Bytes <= available && (RandomCount == 0 || order * order <= Array.MaxLength))
        {
            return;
        }

        throw new ModelDataException(string.Create(
            CultureInfo.InvariantCulture,
            $"The model is too large for this machine: {RandomCount} random effects of all grouping factors but the largest and {FixedCount} fixed effects make dense matrices of about {Bytes / 1e9:0.0} GB, and {available / 1e9:0.0} GB can be used. Drop or coarsen a crossed grouping factor, or use a machine with more memory."));
    }
}
