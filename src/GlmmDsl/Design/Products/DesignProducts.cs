using System.Collections.Immutable;

namespace GlmmDsl.Design.Products;

/// <summary>
/// The cross-products of some rows in columns that do not depend on a coding (<see cref="ProductColumn"/>), with all that is needed to add those of
/// other rows, and in the end to fit the model and predict from it. Immutable.
/// </summary>
internal sealed record DesignProducts
{
    /// <summary>Formula and columns.</summary>
    public required ProductSchema Schema { get; init; }

    /// <summary>By key of a factor that becomes columns, its levels.</summary>
    public required ImmutableDictionary<string, FactorLevels> Factors { get; init; }

    /// <summary>The columns of the fixed part, without the constant.</summary>
    public required ImmutableArray<ProductColumn> FixedColumns { get; init; }

    /// <summary>The grouping factors in the order of the plan.</summary>
    public required ImmutableArray<ProductGroup> Groups { get; init; }

    /// <summary>The cross-products: columns of [Z 1 X y] in the order of <see cref="Groups"/> and <see cref="FixedColumns"/>.</summary>
    public required CrossProductBlocks Blocks { get; init; }

    /// <summary>Moments of data-dependent functions: <see cref="TrainingBasis.Moments"/>.</summary>
    public required ImmutableDictionary<string, ImmutableArray<double>> Moments { get; init; }

    /// <summary>Levels of factors inside expressions: <see cref="TrainingBasis.FactorLevels"/>.</summary>
    public required ImmutableDictionary<string, ImmutableArray<string>> ExpressionLevels { get; init; }

    /// <summary>Rows left out.</summary>
    public required RowTally Tally { get; init; }

    /// <summary>Whether a row has a weight other than 1.</summary>
    public required bool IsWeighted { get; init; }

    /// <summary>A fingerprint of responses and weights, so that a fit knows which rows it is of.</summary>
    public required RowFingerprint Fingerprint { get; init; }

    /// <summary>Grouping factors whose labels were dropped: they can be fitted, but not matched with others by label.</summary>
    public ImmutableHashSet<string> Unlabelled { get; init; } = [];
}
