using System.Globalization;

namespace GlmmDsl.Fitting;

/// <summary>What the dense trailing system of a design takes, asked before anything of its size is allocated.</summary>
internal static class DenseMemory
{
    /// <summary>Square matrices of the order of the trailing system that a search holds at most, beside two for each parameter of the first factor.</summary>
    private const int Matrices = 7;

    /// <summary>Bytes this process may use.</summary>
    public static long Available => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Bytes the fit of a system needs, exact Hessian included.</summary>
    public static double Estimate(BlockedSystem system)
    {
        int own = system.RandomCount == 0 ? 0 : system.Layout.Parameters.Count(p => p.Factor == 0);
        return 8.0 * system.Order * system.Order * (Matrices + (2 * own));
    }

    /// <summary>Refuses a system that cannot be held.</summary>
    /// <param name="system">The system.</param>
    /// <param name="available">Bytes there are.</param>
    /// <exception cref="ModelDataException">It is too large; the message says by how much and what would help.</exception>
    public static void Check(BlockedSystem system, long available)
    {
        double needed = Estimate(system);
        if (needed <= available && (long)system.Order * system.Order <= Array.MaxLength)
        {
            return;
        }

        string fixedPart = system.RandomCount == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture, $"{system.RandomCount} random effects of the grouping factors but the largest and ");
        throw new ModelDataException(string.Create(
            CultureInfo.InvariantCulture,
            $"The model is too large for this machine: {fixedPart}{system.FixedCount} fixed effects make a dense system of about {needed / 1e9:0.0} GB, and {available / 1e9:0.0} GB can be used. Make a factor of many levels a random effect instead of a fixed one, drop or coarsen a crossed grouping factor, or use a machine with more memory."));
    }
}
