using System.Collections.Immutable;
using GlmmDsl.Fits;

namespace GlmmDsl.Inference;

/// <summary>The probabilities of an ordinal response's categories in rows; NaN where a value that a row needs is missing. Immutable.</summary>
public sealed class CategoryProbabilities
{
    private readonly double[,] probabilities;
    private readonly NameLookup lookup;

    internal CategoryProbabilities(ImmutableArray<string> categories, double[,] probabilities)
    {
        this.probabilities = probabilities;
        Categories = categories;
        lookup = new NameLookup("category", categories);
    }

    /// <summary>The categories from the lowest to the highest.</summary>
    public ImmutableArray<string> Categories { get; }

    /// <summary>The number of rows.</summary>
    public int Count => probabilities.GetLength(0);

    /// <summary>The probability of a category in a row.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="category">The category's place in <see cref="Categories"/>.</param>
    public double this[int row, int category] => probabilities[row, category];

    /// <summary>The probability of a category in a row.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="category">The category.</param>
    /// <exception cref="KeyNotFoundException">No such category.</exception>
    public double this[int row, string category] => probabilities[row, lookup.IndexOf(category)];

    /// <summary>The probability of a category or a lower one in a row, P(Y ≤ j).</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="category">The category's place in <see cref="Categories"/>.</param>
    public double Cumulative(int row, int category)
    {
        double below = 0, above = 0;
        for (int j = 0; j < Categories.Length; j++)
        {
            below += j <= category ? probabilities[row, j] : 0;
            above += j > category ? probabilities[row, j] : 0;
        }

        return below < 0.5 ? below : 1 - above;
    }

    /// <summary>The probability of a category or a lower one in a row, P(Y ≤ j).</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="category">The category.</param>
    /// <exception cref="KeyNotFoundException">No such category.</exception>
    public double Cumulative(int row, string category) => Cumulative(row, lookup.IndexOf(category));

    /// <summary>The mean number of the category in a row, the lowest being 1 (emmeans: <c>mode = "mean.class"</c>): it takes the steps between categories for equal.</summary>
    /// <param name="row">The row, from 0.</param>
    public double MeanCategory(int row)
    {
        double sum = 0;
        for (int j = 0; j < Categories.Length; j++)
        {
            sum += (j + 1) * probabilities[row, j];
        }

        return sum;
    }

    /// <summary>The place in <see cref="Categories"/> of the most probable category of a row, the lower of two alike; null where the probabilities are not known.</summary>
    /// <param name="row">The row, from 0.</param>
    public int? MostProbable(int row)
    {
        int best = 0;
        for (int j = 1; j < Categories.Length; j++)
        {
            best = probabilities[row, j] > probabilities[row, best] ? j : best;
        }

        return double.IsNaN(probabilities[row, best]) ? null : best;
    }

    /// <summary>Rows × categories, a copy.</summary>
    public double[,] ToArray() => (double[,])probabilities.Clone();
}
