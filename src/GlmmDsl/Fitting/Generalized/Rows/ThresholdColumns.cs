namespace GlmmDsl.Fitting.Generalized.Rows;

/// <summary>
/// The thresholds of an ordinal model as coefficients. The conditional predictor has an intercept, so the lowest threshold is 0 and the others, in ascending order, are coefficients. A row has two of
/// them, the upper and the lower end of its category: the columns of one threshold are indicators in both predictors, and no row has more than two.
/// </summary>
internal sealed class ThresholdColumns
{
    /// <summary>No coefficient: the lowest threshold, or an infinite one.</summary>
    private const int None = -1;

    private readonly int[] upper;
    private readonly int[] lower;
    private readonly GeneralizedRows rows;

    /// <summary>Finds the thresholds of the rows' categories among those that occur.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="first">The index of the first threshold that is a coefficient.</param>
    /// <param name="categories">For each row its category.</param>
    /// <exception cref="ModelDataException">Only one category occurs.</exception>
    public ThresholdColumns(GeneralizedRows rows, int first, double[] categories)
    {
        this.rows = rows;
        First = first;
        double[] occurring = Occurring(categories);
        Count = occurring.Length - 2;
        upper = new int[categories.Length];
        lower = new int[categories.Length];
        UpperOffset = new double[categories.Length];
        LowerOffset = new double[categories.Length];
        Categories = new int[categories.Length];
        for (int i = 0; i < categories.Length; i++)
        {
            int category = Categories[i] = Array.BinarySearch(occurring, categories[i]);
            upper[i] = category >= 1 && category <= Count ? first + category - 1 : None;
            lower[i] = category >= 2 ? first + category - 2 : None;
            UpperOffset[i] = category > Count ? double.PositiveInfinity : 0;
            LowerOffset[i] = category == 0 ? double.NegativeInfinity : 0;
        }
    }

    /// <summary>The index of the second threshold, the first that is a coefficient.</summary>
    public int First { get; }

    /// <summary>The number of thresholds that are coefficients, two less than that of categories.</summary>
    public int Count { get; }

    /// <summary>For each row its category among those that occur.</summary>
    public int[] Categories { get; }

    /// <summary>+∞ in the highest category, else 0.</summary>
    public double[] UpperOffset { get; }

    /// <summary>−∞ in the lowest category, else 0.</summary>
    public double[] LowerOffset { get; }

    /// <summary>The categories that occur, ascending.</summary>
    /// <exception cref="ModelDataException">Only one occurs.</exception>
    public static double[] Occurring(double[] categories)
    {
        double[] occurring = [.. categories.Distinct().Order()];
        return occurring.Length > 1 ? occurring : throw new ModelDataException("The response has the same category in every row: there is nothing to explain.");
    }

    /// <summary>Adds the thresholds to the two predictors of a range of rows.</summary>
    /// <param name="beta">All coefficients.</param>
    /// <param name="start">The first row.</param>
    /// <param name="upperEnd">The upper predictor of the rows.</param>
    /// <param name="lowerEnd">The lower one.</param>
    public void Add(ReadOnlySpan<double> beta, int start, Span<double> upperEnd, Span<double> lowerEnd)
    {
        for (int i = 0; i < upperEnd.Length; i++)
        {
            int u = upper[start + i], l = lower[start + i];
            upperEnd[i] += u == None ? 0 : beta[u];
            lowerEnd[i] += l == None ? 0 : beta[l];
        }
    }

    /// <summary>Adds Xᵀx of the thresholds over all rows.</summary>
    /// <param name="scale">Multiplies the sums.</param>
    /// <param name="inUpper">For the upper predictor n numbers.</param>
    /// <param name="inLower">For the lower one.</param>
    /// <param name="target">Receives the sums, at the coefficients' places.</param>
    public void Project(double scale, ReadOnlySpan<double> inUpper, ReadOnlySpan<double> inLower, Span<double> target)
    {
        for (int i = 0; i < inUpper.Length; i++)
        {
            if (upper[i] != None)
            {
                target[upper[i]] += scale * inUpper[i];
            }

            if (lower[i] != None)
            {
                target[lower[i]] += scale * inLower[i];
            }
        }
    }

    /// <summary>Adds the products of a range of rows with themselves, with the columns of the conditional predictor, and with the random-effects columns, which are its.</summary>
    /// <param name="start">The first row.</param>
    /// <param name="end">The row after the last.</param>
    /// <param name="weights">The weights of all rows.</param>
    /// <param name="border">Receives the sums.</param>
    public void AddProducts(int start, int end, RowWeights weights, BorderBlocks border)
    {
        double[] inUpper = weights.Of(0, 1), inLower = weights.Of(0, 2);
        int dense = rows.FixedStart[1];
        for (int i = start; i < end; i++)
        {
            if (upper[i] != None)
            {
                AddRow(i, upper[i], inUpper[i], dense, border);
            }

            if (lower[i] != None)
            {
                AddRow(i, lower[i], inLower[i], dense, border);
            }
        }

        double[] upperUpper = weights.Of(1, 1), upperLower = weights.Of(1, 2), lowerLower = weights.Of(2, 2);
        int p = rows.Fixed.Length;
        for (int i = start; i < end; i++)
        {
            (int u, int l) = (upper[i], lower[i]);
            if (u != None)
            {
                border.Fixed[(u * p) + u] += upperUpper[i];
            }

            if (l != None)
            {
                border.Fixed[(l * p) + l] += lowerLower[i];
            }

            if (u != None && l != None)
            {
                border.Fixed[(u * p) + l] += upperLower[i];
            }
        }
    }

    private void AddRow(int row, int coefficient, double weight, int dense, BorderBlocks border)
    {
        int p = rows.Fixed.Length;
        for (int j = 0; j < dense; j++)
        {
            border.Fixed[(coefficient * p) + j] += weight * rows.Fixed[j][row];
        }

        for (int f = 0; f < rows.Groups.Length; f++)
        {
            GroupRows group = rows.Groups[f];
            for (int c = 0; c < group.Width; c++)
            {
                double product = weight * group.Value(c, row);
                int column = (group.Codes[row] * group.Width) + c;
                if (f == 0)
                {
                    border.Leading[(column * p) + coefficient] += product;
                }
                else
                {
                    border.Trailing[(coefficient * rows.TrailingCount) + group.Offset + column] += product;
                }
            }
        }
    }
}
