using System.Collections.Immutable;
using GlmmDsl.Fits;

namespace GlmmDsl.Inference;

/// <summary>
/// The probabilities of an ordinal response's categories in rows, with standard errors by the delta method and intervals; NaN in rows where a value that they need is missing. Limits of probabilities are
/// those of their logits, mapped, as R's ordinal has them; those of the mean category are symmetric. Immutable.
/// </summary>
public sealed class CategoryPredictions
{
    private readonly Prediction[,] probabilities;
    private readonly Prediction[,] cumulative;
    private readonly Prediction[] means;
    private readonly NameLookup lookup;

    internal CategoryPredictions(CategoryProbabilities values, Prediction[,] probabilities, Prediction[,] cumulative, Prediction[] means)
    {
        Probabilities = values;
        this.probabilities = probabilities;
        this.cumulative = cumulative;
        this.means = means;
        lookup = new NameLookup("category", values.Categories);
    }

    /// <summary>The probabilities without errors.</summary>
    public CategoryProbabilities Probabilities { get; }

    /// <summary>The categories from the lowest to the highest.</summary>
    public ImmutableArray<string> Categories => Probabilities.Categories;

    /// <summary>The number of rows.</summary>
    public int Count => means.Length;

    /// <summary>The probability of a category in a row.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="category">The category's place in <see cref="Categories"/>.</param>
    public Prediction this[int row, int category] => probabilities[row, category];

    /// <summary>The probability of a category in a row.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="category">The category.</param>
    /// <exception cref="KeyNotFoundException">No such category.</exception>
    public Prediction this[int row, string category] => probabilities[row, lookup.IndexOf(category)];

    /// <summary>The probability of a category or a lower one in a row, P(Y ≤ j).</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="category">The category's place in <see cref="Categories"/>.</param>
    public Prediction Cumulative(int row, int category) => cumulative[row, category];

    /// <summary>The probability of a category or a lower one in a row, P(Y ≤ j).</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="category">The category.</param>
    /// <exception cref="KeyNotFoundException">No such category.</exception>
    public Prediction Cumulative(int row, string category) => cumulative[row, lookup.IndexOf(category)];

    /// <summary>The mean number of the category in a row, the lowest being 1 (emmeans: <c>mode = "mean.class"</c>): it takes the steps between categories for equal.</summary>
    /// <param name="row">The row, from 0.</param>
    public Prediction MeanCategory(int row) => means[row];
}
