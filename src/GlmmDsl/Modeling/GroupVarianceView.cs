using System.Collections;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace GlmmDsl.Modeling;

/// <summary>The variance components of one grouping factor of a typed model, its terms side by side. Typed models derive from it and add properties.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class GroupVarianceView : IReadOnlyList<VarianceComponent>, INamedValues<VarianceComponent>
{
    private readonly GroupVariance variance;
    private readonly VarianceComponent[] components;

    /// <summary>Makes the view.</summary>
    /// <param name="result">The fit.</param>
    /// <param name="group">lme4's name of the grouping factor.</param>
    protected GroupVarianceView(MixedModelFit result, string group)
    {
        variance = result.VarianceComponents[group];
        components = [.. variance.Components];
    }

    /// <summary>The number of columns of random effects.</summary>
    public int Count => components.Length;

    /// <summary>The columns' covariance matrix in their order here, zero between terms; a new array.</summary>
    public double[,] CovarianceMatrix => variance.CovarianceMatrix;

    IReadOnlyList<string> INamedValues<VarianceComponent>.Names => [.. components.Select(c => c.Name)];

    /// <summary>A component by its index.</summary>
    public VarianceComponent this[int index] => components[index];

    /// <summary>A component by R's name of its column.</summary>
    /// <exception cref="KeyNotFoundException">There is no component with that name.</exception>
    public VarianceComponent this[string name] => variance[name];

    /// <summary>The table of the group's variances, standard deviations and correlations (R's <c>VarCorr</c>).</summary>
    public override string ToString() => variance.ToString();

    /// <summary>The components in order.</summary>
    public IEnumerator<VarianceComponent> GetEnumerator() => ((IEnumerable<VarianceComponent>)components).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    bool INamedValues<VarianceComponent>.TryGet(string name, [MaybeNullWhen(false)] out VarianceComponent value)
    {
        value = Array.Find(components, c => c.Name == name);
        return value is not null;
    }

    /// <summary>The correlation of two columns; NaN where the data lack one of them or a variance is zero.</summary>
    internal double CorrelationOf(string first, string second) =>
        Array.Exists(components, c => c.Name == first) && Array.Exists(components, c => c.Name == second)
            ? variance.Correlation(first, second)
            : double.NaN;

    /// <summary>The component of a column known at compile time; its variance is NaN if the data lack the column's level.</summary>
    /// <param name="name">R's name of the column.</param>
    /// <param name="occurrence">Which of the columns of that name, from 0.</param>
    protected VarianceComponent Find(string name, int occurrence = 0) =>
        components.Where(c => c.Name == name).ElementAtOrDefault(occurrence) ?? new VarianceComponent(name, double.NaN);
}
