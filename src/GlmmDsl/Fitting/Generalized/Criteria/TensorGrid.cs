namespace GlmmDsl.Fitting.Generalized.Criteria;

/// <summary>The tensor product of a Gauss–Hermite rule with itself: the points of a grid in k dimensions and their weights, the centre first.</summary>
internal sealed class TensorGrid
{
    private readonly int dimensions;
    private readonly double[] nodes;
    private readonly double[] weights;

    /// <summary>Makes the grid.</summary>
    /// <param name="rule">The rule in one dimension.</param>
    /// <param name="dimensions">k, at least 1.</param>
    public TensorGrid(GaussHermite rule, int dimensions)
    {
        this.dimensions = dimensions;
        int count = 1;
        for (int d = 0; d < dimensions; d++)
        {
            count = checked(count * rule.Nodes.Length);
        }

        nodes = new double[count * dimensions];
        weights = new double[count];
        for (int i = 0; i < count; i++)
        {
            weights[i] = 1;
            int rest = i;
            for (int d = 0; d < dimensions; d++, rest /= rule.Nodes.Length)
            {
                int at = rest % rule.Nodes.Length;
                nodes[(i * dimensions) + d] = rule.Nodes[at];
                weights[i] *= rule.Weights[at];
            }
        }

        HasCentre = rule.Nodes.Length % 2 == 1;
        if (HasCentre)
        {
            // The middle point, if their number is odd.
            int centre = count / 2;
            for (int d = 0; d < dimensions; d++)
            {
                (nodes[d], nodes[(centre * dimensions) + d]) = (nodes[(centre * dimensions) + d], nodes[d]);
            }

            (weights[0], weights[centre]) = (weights[centre], weights[0]);
        }
    }

    /// <summary>Number of points.</summary>
    public int Count => weights.Length;

    /// <summary>Whether the first point is the origin: the rule has an odd number of nodes.</summary>
    public bool HasCentre { get; }

    /// <summary>A point, k numbers.</summary>
    public ReadOnlySpan<double> Node(int index) => nodes.AsSpan(index * dimensions, dimensions);

    /// <summary>Its weight.</summary>
    public double Weight(int index) => weights[index];
}
