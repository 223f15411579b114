using System.Globalization;
using GlmmDsl.Covariance;
using GlmmDsl.Fitting.Generalized.Factor;

namespace GlmmDsl.Fitting.Generalized.Search;

/// <summary>The memory of the dense matrices of a generalised fit, from counts alone: they are square in the random effects of all factors but the leading one.</summary>
/// <param name="RandomCount">m, the random effects of all grouping factors but the leading one.</param>
/// <param name="FixedCount">p, the columns that border the factor.</param>
/// <param name="Bytes">Bytes of all of them.</param>
internal readonly record struct TrailingCost(long RandomCount, long FixedCount, double Bytes)
{
    /// <summary>Products, Schur complement and factor of one <see cref="PenalizedFactor"/>, and the two matrices it inverts in.</summary>
    private const int EachFactor = 3, EachInversion = 2;

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

    /// <summary>Throws if the matrices do not fit in memory.</summary>
    /// <param name="available">The bytes that can be used.</param>
    /// <exception cref="ModelDataException">The matrices do not fit; the message gives both sizes.</exception>
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
