using GlmmDsl.Design;

namespace GlmmDsl.Covariance;

/// <summary>
/// The scale of a term's columns where weights differ by orders of magnitude. The heaviest rows then dominate the mean of wz², and a Λ relative to it
/// is so large for all other rows that a search starting near 1 finds another minimum. The scale used instead is the geometric mean of the weights times
/// the median, over levels, of the level's mean of z².
/// </summary>
internal sealed class TypicalWeight
{
    /// <summary>Weights differ by orders of magnitude if their geometric mean is below this share of their mean.</summary>
    private const double SmallShare = 0.25;

    private readonly CrossProductBlocks products;
    private readonly int factor;
    private readonly double weight;

    /// <summary>Takes the weights from the products.</summary>
    /// <param name="products">The cross-products.</param>
    /// <param name="factor">Index of the grouping factor.</param>
    /// <param name="total">The sum of the weights.</param>
    public TypicalWeight(CrossProductBlocks products, int factor, double total)
    {
        this.products = products;
        this.factor = factor;
        weight = Math.Exp(products.SumLogWeights / products.RowCount);
        double mean = total / products.RowCount;
        IsFarFromMean = weight < SmallShare * mean;
        Spread = IsFarFromMean ? Math.Sqrt(mean / weight) : 1;
    }

    /// <summary>Whether weights differ by orders of magnitude.</summary>
    public bool IsFarFromMean { get; }

    /// <summary>How far apart minima can lie: the square root of the mean of the weights over their geometric mean if they differ by orders of magnitude, otherwise 1.</summary>
    public double Spread { get; }

    /// <summary>The scale of a column.</summary>
    /// <param name="column">Its index among the factor's, 0 for the constant.</param>
    /// <param name="constant">What is added to it.</param>
    public double Scale(int column, double constant)
    {
        int width = products.Widths[factor];
        double[] blocks = products.Diagonal[factor];
        var squares = new List<double>();
        for (int start = 0; start < blocks.Length; start += width * width)
        {
            double own = blocks[start];
            double square = column == 0
                ? own
                : blocks[start + (column * width) + column] + (2 * constant * blocks[start + column]) + (constant * constant * own);
            if (own > 0 && square > 0)
            {
                squares.Add(square / own);
            }
        }

        squares.Sort();
        return squares.Count > 0 ? Math.Sqrt(weight * squares[squares.Count / 2]) : 1;
    }
}
