using System.Globalization;
using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Fitting.Linear.Sparse;
using GlmmDsl.LinearAlgebra.Sparse;

namespace GlmmDsl.Fitting.Linear.Choice;

/// <summary>
/// The factorisation of a design, chosen from counts before anything large is allocated: blocked if there is one grouping factor, if the blocked path
/// is cheap anyway, or if its trailing matrix fills up in any order of elimination. Otherwise the pattern is analysed, and the cheaper one that
/// fits in memory is used.
/// </summary>
/// <param name="Path">The path.</param>
/// <param name="Analysis">The analysis of the pattern; null if the blocked path was chosen without one.</param>
internal sealed record FactorisationChoice(FactorisationPath Path, SparseAnalysis? Analysis)
{
    /// <summary>A blocked fit that takes less than the first number of seconds, or less than the second per pair of levels that occur together, is not worth an analysis.</summary>
    private const double Cheap = 0.01, CheapEach = 4e-6;

    /// <summary>The sparse path must be this much cheaper, because its cost is less certain.</summary>
    private const double Advantage = 0.7;

    /// <summary>Rough processor time of a linear fit on the path.</summary>
    public double Seconds { get; init; }

    /// <summary>Bytes this process may use.</summary>
    public static long Available => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Chooses.</summary>
    /// <param name="products">The cross-products.</param>
    /// <param name="layout">The layout.</param>
    /// <param name="fixedCount">p.</param>
    /// <param name="available">The bytes that can be used.</param>
    /// <param name="forced">A path to use whatever it costs, if it fits in memory; for tests.</param>
    /// <exception cref="ModelDataException">Neither path fits; the message says by how much and what would help.</exception>
    public static FactorisationChoice Of(
        CrossProductBlocks products, CovarianceLayout layout, int fixedCount, long available, FactorisationPath? forced = null) =>
        Of(products, layout, fixedCount, BlockedCost.Of(products, layout, fixedCount), available, forced);

    /// <summary>Chooses, with a given cost of the blocked path.</summary>
    /// <inheritdoc cref="Of(CrossProductBlocks, CovarianceLayout, int, long, FactorisationPath?)"/>
    public static FactorisationChoice Of(
        CrossProductBlocks products, CovarianceLayout layout, int fixedCount, BlockedCost blocked, long available, FactorisationPath? forced = null)
    {
        bool blockedFits = blocked.Fits(available);
        if (forced == FactorisationPath.Blocked && blockedFits)
        {
            return new FactorisationChoice(FactorisationPath.Blocked, null) { Seconds = blocked.Seconds };
        }

        bool crossed = layout.Factors.Length > 1 || (forced == FactorisationPath.Sparse && !layout.Factors.IsEmpty);
        if (forced is null && blockedFits && (!crossed || blocked.Seconds < Cheap + (CheapEach * Pairs(products)) || TrailingFill.IsMostlyFull(products, layout)))
        {
            return new FactorisationChoice(FactorisationPath.Blocked, null) { Seconds = blocked.Seconds };
        }

        SparseAnalysis? analysis = crossed && LevelPattern.Of(products, layout) is { } pattern ? SparseAnalysis.Of(pattern) : null;
        SparseCost? sparse = analysis is null ? null : SparseCost.Of(analysis, layout, fixedCount);
        bool sparseFits = sparse is { } cost && cost.Fits(available);
        if (sparseFits && (!blockedFits || forced == FactorisationPath.Sparse || sparse!.Value.Seconds < Advantage * blocked.Seconds))
        {
            return new FactorisationChoice(FactorisationPath.Sparse, analysis) { Seconds = sparse!.Value.Seconds };
        }

        return blockedFits ? new FactorisationChoice(FactorisationPath.Blocked, analysis) { Seconds = blocked.Seconds } : throw Refusal(blocked, sparse, fixedCount, available);
    }

    private static double Pairs(CrossProductBlocks products)
    {
        double sum = 0;
        foreach (PairBlocks? pairs in products.Pairs)
        {
            sum += pairs?.Columns.Length ?? 0;
        }

        return sum;
    }

    private static ModelDataException Refusal(BlockedCost blocked, SparseCost? sparse, int fixedCount, long available)
    {
        string fixedPart = blocked.RandomCount == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture, $"{blocked.RandomCount} random effects of all grouping factors but the largest and ");
        string feasible = blocked.RandomCount == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture, $" About {Feasible(blocked, fixedCount, available)} such random effects can be fitted, or more if their levels occur together in fewer combinations.");
        string sparsePart = sparse is { } cost ? string.Create(CultureInfo.InvariantCulture, $", a sparse one of about {cost.Bytes / 1e9:0.0} GB") : "";
        return new ModelDataException(string.Create(
            CultureInfo.InvariantCulture,
            $"The model is too large for this machine: {fixedPart}{fixedCount} fixed effects make a dense system of about {blocked.Bytes / 1e9:0.0} GB{sparsePart}, and {available / 1e9:0.0} GB can be used. Make a factor of many levels a random effect instead of a fixed one, drop or coarsen a crossed grouping factor, or use a machine with more memory.{feasible}"));
    }

    /// <summary>The random effects of all grouping factors but the largest that the dense system has room for, to two digits.</summary>
    private static double Feasible(BlockedCost blocked, int fixedCount, long available)
    {
        double order = Math.Min(Math.Sqrt(Array.MaxLength), blocked.Order * Math.Sqrt(available / blocked.Bytes));
        double count = Math.Max(0, order - fixedCount - 1);
        double unit = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(Math.Max(1, count))) - 1));
        return Math.Floor(count / unit) * unit;
    }
}
