using System.ComponentModel;
using GlmmDsl.Inference;

namespace GlmmDsl.Modeling;

/// <summary>The probabilities of the categories of an ordinal response in one row, by the values of its enumeration. Typed models derive from it and add a property for each category.</summary>
/// <typeparam name="TCategory">The enumeration.</typeparam>
/// <param name="rows">The probabilities of all rows.</param>
/// <param name="row">The row.</param>
/// <param name="names">The names of the categories, in their order.</param>
/// <param name="values">Their values.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CategoryProbabilityView<TCategory>(CategoryProbabilities rows, int row, string[] names, TCategory[] values)
    where TCategory : struct, Enum
{
    /// <summary>The probability of a category; 0 of one that no row of the fit had.</summary>
    /// <param name="category">The category.</param>
    public double this[TCategory category] => Find(names[Place(category)]);

    /// <summary>The mean number of the category, the lowest of those that occurred being 1: it takes the steps between categories for equal.</summary>
    public double MeanCategory => rows.MeanCategory(row);

    /// <summary>The most probable category, the lower of two alike; null where a value that the row needs is missing.</summary>
    public TCategory? MostProbable => rows.MostProbable(row) is { } place ? values[Array.IndexOf(names, rows.Categories[place])] : null;

    /// <summary>The probability of a category or a lower one, P(Y ≤ j).</summary>
    /// <param name="category">The category.</param>
    public double Cumulative(TCategory category)
    {
        int last = -1;
        for (int j = 0; j <= Place(category); j++)
        {
            last = Math.Max(last, rows.Categories.IndexOf(names[j]));
        }

        return last < 0 ? 0 : rows.Cumulative(row, last);
    }

    /// <summary>The probability of a category by its name; 0 of one that no row of the fit had.</summary>
    protected double Find(string name) => rows.Categories.IndexOf(name) is var place and >= 0 ? rows[row, place] : 0;

    private int Place(TCategory category) => Array.IndexOf(values, category) is var place and >= 0
        ? place
        : throw new ArgumentOutOfRangeException(nameof(category), category, "The response has no such category.");
}
