using GlmmDsl.Inference;

namespace GlmmDsl.Modeling;

/// <summary>The probabilities of the categories of an ordinal response in one row with their standard errors and intervals, by the values of its enumeration.</summary>
/// <typeparam name="TCategory">The enumeration.</typeparam>
public sealed class CategoryPredictionView<TCategory>
    where TCategory : struct, Enum
{
    private readonly CategoryPredictions rows;
    private readonly int row;
    private readonly string[] names;
    private readonly TCategory[] values;

    internal CategoryPredictionView(CategoryPredictions rows, int row, string[] names, TCategory[] values) => (this.rows, this.row, this.names, this.values) = (rows, row, names, values);

    /// <summary>The probability of a category, with limits that are those of its logit, mapped.</summary>
    /// <param name="category">The category.</param>
    /// <exception cref="KeyNotFoundException">No row of the fit had the category.</exception>
    public Prediction this[TCategory category] => rows[row, Occurring(category)];

    /// <summary>The mean number of the category, the lowest of those that occurred being 1: it takes the steps between categories for equal.</summary>
    public Prediction MeanCategory => rows.MeanCategory(row);

    /// <summary>The probability of a category or a lower one, P(Y ≤ j).</summary>
    /// <param name="category">The category.</param>
    /// <exception cref="KeyNotFoundException">No row of the fit had the category.</exception>
    public Prediction Cumulative(TCategory category) => rows.Cumulative(row, Occurring(category));

    private int Occurring(TCategory category) => Array.IndexOf(values, category) is var place and >= 0 && rows.Categories.IndexOf(names[place]) is var occurring and >= 0
        ? occurring
        : throw new KeyNotFoundException($"No row of the fit had the category '{category}', so that its probability has no standard error.");
}
