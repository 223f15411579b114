using System.Collections;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using GlmmDsl.Formulas;

namespace GlmmDsl.Modeling;

/// <summary>
/// Results for the variance components of one grouping factor of a typed model, its terms side by side. Typed models derive from it and add properties.
/// </summary>
/// <typeparam name="T">A result for a variance component: the component itself, an interval.</typeparam>
/// <typeparam name="TCorrelation">A result for a correlation.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class GroupVarianceView<T, TCorrelation> : IReadOnlyList<T>, INamedValues<T>
{
    private readonly VarianceSource<T, TCorrelation> source;
    private readonly string group;
    private readonly IReadOnlyList<KeyValuePair<string, T>> columns;

    /// <summary>Makes the view.</summary>
    /// <param name="source">The results.</param>
    /// <param name="group">lme4's name of the grouping factor.</param>
    protected GroupVarianceView(VarianceSource<T, TCorrelation> source, string group)
    {
        this.source = source;
        this.group = group;
        columns = source.Columns(group);
    }

    /// <summary>The number of columns of random effects.</summary>
    public int Count => columns.Count;

    IReadOnlyList<string> INamedValues<T>.Names => [.. columns.Select(c => c.Key)];

    /// <summary>The columns' covariance matrix in their order here, zero between terms; a new array. Of a fit only.</summary>
    protected double[,] CovarianceMatrix => source.CovarianceMatrix(group);

    /// <summary>A result by its column's index.</summary>
    public T this[int index] => columns[index].Value;

    /// <summary>A result by R's name of its column.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public T this[string name] => NamedValues.Require(this, name);

    /// <summary>The table of the group's results; of a fit that of variances, standard deviations and correlations (R's <c>VarCorr</c>).</summary>
    public override string ToString() => source.Print(group);

    /// <summary>The results in order.</summary>
    public IEnumerator<T> GetEnumerator() => columns.Select(c => c.Value).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    bool INamedValues<T>.TryGet(string name, [MaybeNullWhen(false)] out T value) => TryFind(name, 0, out value);

    /// <summary>The result for the correlation of two columns; it stands for nothing where the data lack one of them.</summary>
    protected TCorrelation Find(string first, string second) => source.Correlation(group, first, second);

    /// <summary>The result for a column known at compile time; the variance is NaN where the data lack the column's level.</summary>
    /// <param name="name">R's name of the column.</param>
    /// <param name="occurrence">Which of the columns of that name, from 0.</param>
    protected T Find(string name, int occurrence = 0) => TryFind(name, occurrence, out T? value) ? value : source.Absent(group, name);

    /// <summary>The result for a column under a structure with one standard deviation: its own, or the one of the term where only parameters have results.</summary>
    /// <param name="name">R's name of the column.</param>
    /// <param name="occurrence">Which of the columns of that name, from 0.</param>
    /// <param name="structure">The term's structure.</param>
    /// <param name="columns">R's names of its columns, or what they begin with.</param>
    protected T Find(string name, int occurrence, CovarianceStructure structure, string[] columns) => TryFind(name, occurrence, out T? value) ? value : OfTerm(structure, columns);

    /// <summary>The result for the one standard deviation of a term.</summary>
    /// <param name="structure">Its structure.</param>
    /// <param name="columns">R's names of its columns, or what they begin with where the levels are known only from the rows.</param>
    protected T OfTerm(CovarianceStructure structure, string[] columns) => source.OfTerm(group, structure, columns);

    /// <summary>The result for the correlation of a term's columns at a distance in order.</summary>
    /// <param name="structure">Its structure.</param>
    /// <param name="columns">R's names of its columns, or what they begin with.</param>
    /// <param name="distance">The distance, from 1.</param>
    protected TCorrelation OfTerm(CovarianceStructure structure, string[] columns, int distance) => source.OfTerm(group, structure, columns, distance);

    private bool TryFind(string name, int occurrence, [MaybeNullWhen(false)] out T value)
    {
        foreach ((string column, T found) in columns)
        {
            if (column == name && occurrence-- == 0)
            {
                value = found;
                return true;
            }
        }

        value = default;
        return false;
    }
}
